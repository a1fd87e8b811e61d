import Foundation
import JobModel
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import Reporting

@Suite struct PlotTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")

  /// Whether a text is XML, which SVG is and which leaves nothing unescaped.
  private func isWellFormed(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

  @Test(arguments: PlotGallery.plots.filter { $0.name != "crowd" }.map(\.name))
  func eachKindLooksAsItDid(name: String) throws {
    let plot = try #require(PlotGallery.plots.first { $0.name == name }?.plot)
    let svg = plot.svg(id: name, width: 480)
    #expect(svg == plot.svg(id: name, width: 480))
    #expect(isWellFormed(svg))
    let file = Self.golden.appendingPathComponent("\(name).svg")
    if ProcessInfo.processInfo.environment["PURSER_RECORD"] != nil {
      try Data(svg.utf8).write(to: file)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    let difference = zip(
      svg.split(separator: "\n", omittingEmptySubsequences: false),
      expected.split(separator: "\n", omittingEmptySubsequences: false)
    ).first { $0.0 != $0.1 }
    #expect(difference == nil && svg == expected, "PURSER_RECORD=1 rewrites \(name).svg")
  }

  @Test func aPlotSaysWhatItIsToWhoCannotSeeIt() {
    let svg = PlotGallery.lines.svg(id: "x")
    #expect(svg.contains("role=\"img\" aria-labelledby=\"x-t x-d\""))
    #expect(svg.contains("<title id=\"x-t\">Samples done</title>"))
    #expect(svg.contains("<desc id=\"x-d\">Three curves that rise and flatten.</desc>"))
    #expect(!svg.contains("style="), "the policy of a page refuses styles in attributes")
  }

  @Test func whatHasNoPlaceIsCounted() {
    let points = [PlotPoint(1, 1), PlotPoint(.nan, 1), PlotPoint(2, -.infinity), PlotPoint(3, 0), PlotPoint(4, 100)]
    let linear = Plot(
      "", x: PlotAxis("", .values(.number)), y: PlotAxis("", .values(.number)), marks: [LineMark("", points)])
    #expect(linear.leftOut == 2 && linear.note == "2 values are not finite, and left out.")
    let logarithmic = Plot(
      "", x: PlotAxis("", .values(.number)), y: PlotAxis("", .logarithm(.number)), marks: [LineMark("", points)])
    #expect(logarithmic.leftOut == 3)
    #expect(logarithmic.note == "3 values are not finite, or not above 0, and left out.")
    #expect(PlotGallery.lines.note == nil)
  }

  @Test func nothingGivesAPlotThatSaysSo() {
    let axes = [PlotAxis("", .values(.number)), PlotAxis("", .logarithm(.bytes)), PlotAxis("", .bands([]))]
    let marks: [any PlotMark] = [
      LineMark("", []), AreaMark("", []), StackedAreaMark(places: [], layers: []), BarMark([]), BarMark([nil, .nan]),
      PointMark("", [PlotPoint(.nan, .nan)]), IntervalMark([nil]), BoxMark([[]]), HistogramMark([.infinity]),
      GanttMark([]), HeatMapMark("", [], unit: .number), ParetoMark([]), WaterfallMark([]),
    ]
    for x in axes {
      for y in axes {
        #expect(Plot("", x: x, y: y, marks: []).svg(id: "a").contains(">no data</text>"))
        for mark in marks {
          let svg = Plot("", x: x, y: y, marks: [mark], references: [PlotReference(.x(.nan), "")]).svg(id: "a")
          #expect(svg.contains(">no data</text>"), "\(mark)")
          #expect(isWellFormed(svg))
        }
      }
    }
  }

  @Test func anyNumbersGiveAPictureWithinItsFrame() throws {
    var generator = SeededGenerator(seed: 11)
    let awkward: [Double] = [
      0, -0.0, 1, -1, 1e300, -1e300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .nan, .infinity, -.infinity,
      9.007e15, 1e-12, 1.7e12,
    ]
    func value() -> Double { awkward[generator.below(awkward.count)] }
    let kinds: [PlotAxis.Kind] = [
      .values(.number), .values(.count), .values(.duration), .values(.date), .values(.money(.usd)), .values(.bytes),
      .values(.share), .logarithm(.number), .logarithm(.duration), .logarithm(.bytes), .bands(["a", "b", "c"]),
    ]
    for round in 0..<400 {
      func values(_ count: Int) -> [Double] { (0..<count).map { _ in value() } }
      let points = (0..<5).map { _ in PlotPoint(value(), value()) }
      let marks: [any PlotMark] = [
        LineMark("l", points, shape: round % 2 == 0 ? .steps : .straight, series: Int.min + round),
        AreaMark("a", points), AreaMark("b", band: points.map { .init($0.x, $0.y, value()) }),
        StackedAreaMark(
          places: values(3), layers: [.init("s", values(4), series: 9), .init("t", values(2), series: 0)]),
        BarMark(stacked: [.init("s", values(4), series: 1), .init("t", values(2), series: 2)]), BarMark(values(2)),
        PointMark("p", points), IntervalMark([.init(value(), value(), value()), nil]), BoxMark([values(5), []]),
        HistogramMark(values(20)), HeatMapMark("h", [values(3), values(1)], unit: .duration),
        GanttMark((0..<4).map { .init(row: $0 - 1, from: value(), to: value(), $0 == 2 ? .failed : .waiting) }),
        ParetoMark(points.map { .init("c", $0.x, $0.y) }), WaterfallMark([.total(value()), .change(value())]),
      ]
      let bounds = round % 5 == 0 ? min(0, 1)...max(1.0, 5) : nil
      let plot = Plot(
        "t", x: PlotAxis("x", kinds[generator.below(kinds.count)], bounds: bounds),
        y: PlotAxis("y", kinds[generator.below(kinds.count)]), marks: [marks[round % marks.count]],
        references: [PlotReference(.x(value()), "r"), PlotReference(.y(value()), "s")])
      for width in [360.0, 760, .nan, -1] {
        let svg = plot.svg(id: "a", width: width)
        #expect(isWellFormed(svg), "\(plot)")
        #expect(!svg.contains("nan") && !svg.contains("inf\""), "\(svg)")
      }
    }
  }

  @Test func coordinatesAreShort() {
    #expect(
      [0, -0.04, 12, 12.34, -0.26, 99.96, .nan, .infinity, -1e9].map(\.svgText) == [
        "0", "0", "12", "12.3", "-0.3", "100", "0", "1000000", "-1000000",
      ])
  }

  @Test func longNamesKeepBothEndsAndTheirTitle() {
    let name = "a_very_long_name_of_a_task_that_nobody_can_read_" + String(repeating: "x", count: 300) + "_x16"
    let plot = Plot("", x: PlotAxis("", .values(.number)), y: PlotAxis("", .bands([name])), marks: [BarMark([1])])
    let svg = plot.svg(id: "a", width: 360)
    #expect(svg.contains("…") && svg.contains("<title>a_very_long_name"))
    #expect(TypeWidth.of(TypeWidth.fitted(name, to: 100)) <= 100)
    #expect(TypeWidth.fitted("abc", to: 1) == "")
    #expect(TypeWidth.fitted(String(repeating: "界", count: 10_000), to: 90).hasSuffix("界"))
  }

  @Test func namesOfElementsAreMadeSafe() {
    #expect(Plot.identifier("cost") == "cost")
    #expect(Plot.identifier("1\" onload=\"x") == "p1--onload--x")
    #expect(Plot.identifier("") == "p")
  }

  @Test func aSparklineIsALineTheSizeOfAWord() {
    let svg = Sparkline([1, .nan, 3], title: "a & b").svg(id: "s", width: 25, height: 16)
    // From 2 to 22 for the places 0 to 2, from 13 up to 3 for the values 1 to 3.
    #expect(svg.contains("d=\"M2 13L22 3\"") && svg.contains("<title id=\"s-t\">a &amp; b</title>"))
    #expect(Sparkline([.nan], title: "").svg(id: "s") == "")
    #expect(Sparkline((0..<1_000_000).map { Double($0 % 1000) }, title: "").svg(id: "s").utf8.count < 8000)
  }
}
