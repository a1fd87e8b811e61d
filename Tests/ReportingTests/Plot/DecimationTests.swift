import Foundation
import JobModel
import TestSupport
import Testing

@testable import Reporting

@Suite struct DecimationTests {
  private let million = 1_000_000

  /// A million points of noise, with one peak up and one down.
  private func noise(seed: UInt64) -> [PlotPoint] {
    var generator = SeededGenerator(seed: seed)
    var points = (0..<million).map { PlotPoint(Double($0), Double(generator.below(1000))) }
    points[123_456].y = 5000
    points[654_321].y = -4000
    return points
  }

  private func plot(_ mark: any PlotMark) -> Plot {
    Plot("", x: PlotAxis("", .values(.number)), y: PlotAxis("", .values(.number)), marks: [mark])
  }

  /// The heights to which the line of a picture goes, in pixels from the top.
  private func heights(_ svg: String) throws -> [Double] {
    let end = try #require(svg.range(of: "\" class=\"l k1\""))
    let start = try #require(svg.range(of: "d=\"", options: .backwards, range: svg.startIndex..<end.lowerBound))
    var heights: [Double] = []
    var command: Character = "M"
    var numbers = ""
    for character in svg[start.upperBound..<end.lowerBound] + "M" {
      guard "MLHV".contains(character) else {
        numbers.append(character)
        continue
      }
      if command != "H", let last = numbers.split(separator: " ").last.flatMap({ Double($0) }) { heights.append(last) }
      (command, numbers) = (character, "")
    }
    return heights
  }

  @Test func fewPointsStayAsTheyAre() {
    let points = (0..<10).map { PlotPoint(Double($0), Double($0 % 3)) }
    let scale = PlotScale(kind: .linear, low: 0, high: 9, start: 0, end: 100)
    #expect(Decimation.extremes(points, on: scale) == points)
  }

  @Test func aColumnKeepsItsFirstLeastGreatestAndLast() {
    // Two columns of ten points each.
    let values: [Double] = [5, 1, 9, 4, 4, 4, 4, 4, 4, 6, 0, 0, 7, 0, 0, 0, -2, 0, 0, 3]
    let points = values.enumerated().map { PlotPoint(Double($0), $1) }
    let scale = PlotScale(kind: .linear, low: 0, high: 20, start: 0, end: 2)
    #expect(Decimation.extremes(points, on: scale).map(\.y) == [5, 1, 9, 6, 0, 7, -2, 3])
  }

  @Test(arguments: [LineMark.Shape.straight, .steps])
  func aMillionPointsMakeTensOfKilobytesAndKeepTheirExtremes(shape: LineMark.Shape) throws {
    let points = noise(seed: 3)
    let plot = plot(LineMark("", points, shape: shape))
    let svg = plot.svg(id: "a")
    #expect(svg.utf8.count < 80_000, "\(svg.utf8.count)")
    let y = PlotLayout(plot, extent: plot.extent, width: 760).y
    let heights = try heights(svg)
    #expect(heights.count > 1400)
    #expect(heights.min().map(\.svgText) == y.position(5000).svgText)
    #expect(heights.max().map(\.svgText) == y.position(-4000).svgText)
    let scale = PlotScale(kind: .linear, low: 0, high: Double(million - 1), start: 0, end: 700)
    let kept = Decimation.extremes(points, on: scale)
    #expect(kept.count <= 2800)
    #expect(kept.contains(points[123_456]) && kept.contains(points[654_321]))
    #expect(kept.map(\.x) == kept.map(\.x).sorted())
    // Of each column, the least and the greatest of the kept are those of all.
    var all: [Int: ClosedRange<Double>] = [:]
    var some: [Int: ClosedRange<Double>] = [:]
    func widen(_ ranges: inout [Int: ClosedRange<Double>], _ point: PlotPoint) {
      let column = Decimation.column(of: point.x, on: scale, columns: 700)
      let old = ranges[column] ?? point.y...point.y
      ranges[column] = min(old.lowerBound, point.y)...max(old.upperBound, point.y)
    }
    for point in points { widen(&all, point) }
    for point in kept { widen(&some, point) }
    #expect(all == some && all.count == 700)
  }

  @Test func aMillionDotsBecomeTheRangesOfTheirColumns() {
    let svg = plot(PointMark("", noise(seed: 5))).svg(id: "a")
    #expect(svg.utf8.count < 30_000, "\(svg.utf8.count)")
    #expect(svg.contains("1,000,000 points"))
    let few = plot(PointMark("", Array(noise(seed: 5).prefix(1000)))).svg(id: "a")
    #expect(few.contains("h0M"), "a thousand dots are dots")
  }

  @Test func aMillionSlicesKeepTheirPeak() {
    var values = [Double](repeating: 1, count: million)
    values[77_777] = 50
    let mark = StackedAreaMark(
      places: (0..<million).map(Double.init), layers: [.init("a", values, series: 1), .init("b", values, series: 2)])
    let svg = plot(mark).svg(id: "a")
    #expect(svg.utf8.count < 150_000, "\(svg.utf8.count)")
    // Twice 50 is the top: the scale ends there, at the pixel at which the grid begins.
    #expect(mark.extent(on: plot(mark).axes).y.all == 2...100)
    #expect(svg.contains("77777") || svg.contains("hit"))
  }

  @Test func aMillionJobsKeepTheOneThatFailed() throws {
    let spans = (0..<million).map { row in
      GanttMark.Span(
        row: row, from: Double(row), to: Double(row + 5000), row == 500_000 ? .failed : .done)
    }
    let plot = Plot(
      "", x: PlotAxis("", .values(.duration)), y: PlotAxis("", .bands((0..<million).map(String.init))),
      marks: [GanttMark(spans)])
    let svg = plot.svg(id: "a")
    #expect(svg.utf8.count < 60_000, "\(svg.utf8.count)")
    #expect(svg.contains("url(#a-s3)"), "the failure is drawn")
    #expect(svg.contains("1,000,000 rows"))
  }

  @Test func aMapOfManyCellsShowsTheGreatestOfEachPixel() {
    var cells = [[Double?]](repeating: [Double?](repeating: 1, count: 2000), count: 1000)
    cells[700][1300] = 99
    let plot = Plot(
      "", x: PlotAxis("", .bands((0..<2000).map(String.init))), y: PlotAxis("", .bands((0..<1000).map(String.init))),
      marks: [HeatMapMark("", cells, unit: .number)])
    let svg = plot.svg(id: "a")
    #expect(svg.contains("class=\"r6\""))
    #expect(svg.utf8.count < 3_500_000, "\(svg.utf8.count)")
  }
}
