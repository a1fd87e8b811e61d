import Foundation
import Testing

@testable import Reporting

@Suite struct PlotThemeTests {
  private static let themes = [("light", PlotTheme.light), ("dark", PlotTheme.dark), ("print", PlotTheme.print)]

  @Test func contrastIsThatOfTheGuideline() {
    #expect(Colour(integerLiteral: 0xFFFFFF).contrast(with: 0x000000) == 21)
    // The guideline's well-known grey that just passes on white.
    let grey = Colour(integerLiteral: 0x767676).contrast(with: 0xFFFFFF)
    #expect(grey > 4.5 && grey < 4.6)
    #expect(Colour(integerLiteral: 0x0A0B0C).css == "#0a0b0c")
  }

  @Test(arguments: themes) func textAndMarksStandOut(name: String, theme: PlotTheme) {
    for ground in [theme.background, theme.surface] {
      for text in [theme.text, theme.muted, theme.link] {
        #expect(text.contrast(with: ground) >= 4.5, "\(name): \(text.css) on \(ground.css)")
      }
    }
    for (index, colour) in theme.series.enumerated() {
      #expect(colour.contrast(with: theme.background) >= 3, "\(name): series \(index + 1)")
    }
    #expect(theme.axis.contrast(with: theme.background) >= 3, "\(name)")
    // The ramp goes one way, each step told from the next; its greatest values stand out.
    let steps = theme.ramp.map { $0.contrast(with: theme.background) }
    #expect(steps == steps.sorted())
    #expect((steps.last ?? 0) >= 7)
    for (a, b) in zip(theme.ramp, theme.ramp.dropFirst()) { #expect(a.contrast(with: b) >= 1.2, "\(name): \(b.css)") }
    for (index, colour) in theme.ramp.enumerated() {
      let text = index < PlotTheme.cellSteps ? theme.cell : theme.background
      #expect(text.contrast(with: colour) >= 4.5, "\(name): figures on step \(index) of the ramp")
    }
    #expect(theme.series.count == PlotTheme.light.series.count && theme.ramp.count == PlotTheme.light.ramp.count)
  }

  /// How the light of a colour reaches eyes that lack a kind of cone (G. Machado, M. Oliveira, L. Fernandes, "A
  /// Physiologically-based Model for Simulation of Color Vision Deficiency", 2009; severity 1).
  private static let eyes: [(name: String, matrix: [[Double]])] = [
    ("usual", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    (
      "deuteranopia",
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    (
      "tritanopia",
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
  ]

  /// CIE L*a*b* of light as such eyes see it (D65).
  private func seen(_ colour: Colour, _ matrix: [[Double]]) -> [Double] {
    let light = colour.light
    let rgb = matrix.map { row in min(1, max(0, zip(row, light).reduce(0) { $0 + $1.0 * $1.1 })) }
    let x = 0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]
    let y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    let z = 0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]
    let curved = [x / 0.95047, y, z / 1.08883].map { $0 > 0.008856 ? PlotMath.cubeRoot($0) : 7.787 * $0 + 16.0 / 116 }
    return [116 * curved[1] - 16, 500 * (curved[0] - curved[1]), 200 * (curved[1] - curved[2])]
  }

  @Test(arguments: themes) func seriesStayApartForAllEyes(name: String, theme: PlotTheme) {
    for eye in Self.eyes {
      let seen = theme.series.map { self.seen($0, eye.matrix) }
      for a in seen.indices {
        for b in seen.indices where b > a {
          let distance = zip(seen[a], seen[b]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
          #expect(distance >= 15, "\(name), \(eye.name): series \(a + 1) and \(b + 1) are \(distance) apart")
        }
      }
    }
  }

  @Test func everyVariableThatIsUsedIsSet() {
    let style = HTMLDocument.style
    for part in style.components(separatedBy: "var(--").dropFirst() {
      let name = part.prefix { $0 != ")" }
      #expect(style.contains("--\(name):"), "--\(name)")
    }
    #expect(style.contains("@media print") && style.contains("prefers-color-scheme:dark"))
    #expect(!style.contains("url("), "nothing is loaded")
  }
}
