import Foundation
import TestSupport

/// A plot as a browser holds it: how many marks of each shape it has, and what they say.
struct DrawnPlot {
  /// Its heading.
  var title: String
  /// The texts of the rectangles that can be pointed at: bars, intervals, cells, spans of a Gantt chart.
  var bars: [String] = []
  /// Those of the points.
  var points: [String] = []
  /// The areas, lines and points without a text, as paths.
  var paths: [String] = []

  /// The plots of a page, laid out for wide screens, once its script has run.
  static func all(of html: String) throws -> [DrawnPlot] {
    let result = try Chromium.open(html, width: 1400)
    return result.output.components(separatedBy: "<div class=\"wide\">").dropFirst().compactMap { part in
      let svg = part.components(separatedBy: "</svg>")[0]
      guard let title = svg.firstMatch(of: /<title[^>]*>([^<]*)<\/title>/) else { return nil }
      var plot = DrawnPlot(title: text(title.1))
      for element in svg.matches(of: /<(rect|circle|path) [^>]*>/) {
        let tip = element.0.firstMatch(of: /data-tip="([^"]*)"/).map { text($0.1) }
        switch (element.1, tip) {
        case ("rect", .some(let tip)): plot.bars.append(tip)
        // Where a line is pointed at is nothing that is seen.
        case ("circle", .some) where element.0.contains("class=\"hit\""): break
        case ("circle", .some(let tip)): plot.points.append(tip)
        case ("path", _): plot.paths.append(String(element.0))
        default: break
        }
      }
      return plot
    }
  }

  private static func text(_ html: Substring) -> String {
    String(html).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&nbsp;", with: "\u{A0}").replacing("&amp;", with: "&")
  }
}

extension [DrawnPlot] {
  /// The plot with a heading; nil where there is none or several.
  func named(_ title: String) -> DrawnPlot? {
    let found = filter { $0.title == title }
    return found.count == 1 ? found[0] : nil
  }
}
