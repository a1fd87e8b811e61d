import Foundation
import JobModel
import TestSupport
import Testing

@testable import Reporting

/// Places worked out by hand on a canvas of 100 by 50 pixels whose corner is at (0, 0).
@Suite struct PlotGeometryTests {
  private func canvas(
    _ x: PlotAxis.Kind = .values(.number), _ y: PlotAxis.Kind = .values(.number), xTo: Double = 10, yTo: Double = 5
  ) -> PlotCanvas {
    let axes = PlotAxes(x: PlotAxis("", x), y: PlotAxis("", y))
    var (xSpan, ySpan) = (PlotExtent.Span(), PlotExtent.Span())
    for value in [0, xTo] { xSpan.add(value) }
    for value in [0, yTo] { ySpan.add(value) }
    let isUp = axes.y.bandNames == nil
    return PlotCanvas(
      axes: axes, x: axes.x.scale(xSpan, from: 0, to: 100),
      y: axes.y.scale(ySpan, from: isUp ? 50 : 0, to: isUp ? 0 : 50), id: "p", isNarrow: false)
  }

  private func drawn(_ mark: any PlotMark, on canvas: PlotCanvas) -> String {
    var canvas = canvas
    mark.draw(on: &canvas)
    return canvas.writer.text + canvas.overlay.text
  }

  @Test func scalesPlaceValues() {
    let linear = PlotScale(kind: .linear, low: -10, high: 10, start: 0, end: 200)
    #expect([-10, 0, 5, 20].map(linear.position) == [0, 100, 150, 300])
    #expect(linear.held(20) == 200)
    let up = PlotScale(kind: .linear, low: 0, high: 4, start: 50, end: 10)
    #expect([0, 1, 4].map(up.position) == [50, 40, 10])
    let logarithmic = PlotScale(kind: .logarithmic, low: 1, high: 1000, start: 0, end: 300)
    #expect([1, 10, 1000].map { logarithmic.position($0).rounded() } == [0, 100, 300])
    let bands = PlotScale(kind: .bands(4), low: -0.5, high: 3.5, start: 0, end: 100)
    #expect([0, 3].map(bands.position) == [12.5, 87.5])
    #expect(bands.bandWidth == 25)
    // Differences beyond the greatest number do not become infinite.
    let huge = PlotScale(kind: .linear, low: -1e300, high: 1e300, start: 0, end: 100)
    #expect(huge.position(0) == 50)
  }

  @Test func boundsAreNeverEmpty() {
    func bounds(_ range: ClosedRange<Double>?, zero: Bool = false, log: Bool = false) -> ClosedRange<Double> {
      PlotScale.bounds(range, from: zero, isLogarithmic: log)
    }
    #expect(bounds(nil) == 0...1)
    #expect(bounds(0...0) == 0...1)
    #expect(bounds(4...4) == 2...6)
    #expect(bounds(-4 ... -4) == -6 ... -2)
    #expect(bounds(4...6, zero: true) == 0...6)
    #expect(bounds(-6 ... -4, zero: true) == -6...0)
    #expect(bounds(8...8, log: true) == 4...16)
    #expect(bounds(nil, log: true) == 1...10)
    #expect(bounds(1e15...(1e15 + 0.25)).upperBound > 1.1e15, "too near to be told apart")
  }

  @Test func aLineGoesThroughItsPointsAndBreaksAtGaps() {
    let points = [PlotPoint(0, 0), PlotPoint(5, 5), PlotPoint(6, .nan), PlotPoint(8, 1), PlotPoint(10, 1)]
    #expect(drawn(LineMark("", points), on: canvas()).contains("d=\"M0 50L50 0M80 40H100\" class=\"l k1\""))
    #expect(
      drawn(LineMark("", points, shape: .steps, series: 2), on: canvas())
        .contains("d=\"M0 50H50V0M80 40H100\" class=\"l k2\""))
    // What comes unsorted is drawn from left to right; a point alone is a dot.
    #expect(drawn(LineMark("", points.reversed()), on: canvas()).contains("d=\"M0 50L50 0"))
    #expect(drawn(LineMark("", [PlotPoint(5, 5)]), on: canvas()).contains("d=\"M50 0M50 0h0\""))
  }

  @Test func anAreaClosesAlongNoughtOrItsLowerCurve() {
    let points = [PlotPoint(0, 1), PlotPoint(10, 3)]
    #expect(drawn(AreaMark("", points), on: canvas()).contains("d=\"M0 40L100 20V50H0z\" class=\"f a k1\""))
    #expect(
      drawn(AreaMark("", points, shape: .steps), on: canvas()).contains("d=\"M0 40H100V20V50H0z\"")
        || drawn(AreaMark("", points, shape: .steps), on: canvas()).contains("d=\"M0 40H100V20V50H100H0z\""))
    let band = AreaMark("", band: [.init(0, 1, 2), .init(10, 2, 4)])
    #expect(drawn(band, on: canvas()).contains("d=\"M0 30L100 10V30L0 40z\" class=\"f a k1 edge\""))
  }

  @Test func layersStandOnEachOther() {
    let mark = StackedAreaMark(
      places: [0, 10], layers: [.init("a", [1, 2], series: 1), .init("b", [1, 1], series: 2)])
    let text = drawn(mark, on: canvas())
    // a: 1 to 2 above nought; b: from there to 2 and 3.
    #expect(text.contains("d=\"M0 40L100 30V50H0z\" class=\"f sep k1\""))
    #expect(text.contains("d=\"M0 30L100 20V30L0 40z\" class=\"f sep k2\""))
    #expect(mark.extent(on: canvas().axes).y.all == 2...3)
  }

  @Test func barsStandOnNoughtAndStack() {
    // Two bands of 50 pixels; bars of 72 % are 36 wide.
    let up = canvas(.bands(["a", "b"]))
    let text = drawn(BarMark([5, 2.5]), on: up)
    #expect(text.contains("<rect x=\"7\" y=\"0\" width=\"36\" height=\"50\" class=\"f k1\"><title>a: 5</title>"))
    #expect(text.contains("<rect x=\"57\" y=\"25\" width=\"36\" height=\"25\""))
    // Lying, the first band is at the top: 25 pixels each, bars of 18.
    let lying = canvas(.values(.number), .bands(["a", "b"]))
    let stacked = BarMark(stacked: [.init("x", [2, nil], series: 1), .init("y", [3, 10], series: 2)])
    let both = drawn(stacked, on: lying)
    #expect(
      both.contains("<rect x=\"0\" y=\"3.5\" width=\"20\" height=\"18\" class=\"f sep k1\"><title>a · x: 2</title>"))
    #expect(
      both.contains("<rect x=\"20\" y=\"3.5\" width=\"30\" height=\"18\" class=\"f sep k2\"><title>a · y: 3</title>"))
    #expect(both.contains("<rect x=\"0\" y=\"28.5\" width=\"100\" height=\"18\""))
    #expect(both.contains("<text x=\"55\" y=\"16.5\""), "the sum, 5, is written behind the stack's end")
    #expect(stacked.extent(on: lying.axes).x.all == 0...10 || stacked.extent(on: lying.axes).x.all == 5...10)
    #expect(stacked.extent(on: lying.axes).x.hasZero)
  }

  @Test func barsOfAGroupStandBesideEachOther() {
    // Two bands of 25 pixels, groups of 80 %: two bars of 10, 88 % of which are drawn, around the middles 7.5 and 17.5.
    let lying = canvas(.values(.number), .bands(["a", "b"]))
    let grouped = BarMark(grouped: [.init("was", [2, nil], series: 7), .init("is", [10, 5], series: 1)])
    let text = drawn(grouped, on: lying)
    #expect(
      text.contains("<rect x=\"0\" y=\"3.1\" width=\"20\" height=\"8.8\" class=\"f k7\"><title>a · was: 2</title>"))
    #expect(
      text.contains("<rect x=\"0\" y=\"13.1\" width=\"100\" height=\"8.8\" class=\"f k1\"><title>a · is: 10</title>"))
    #expect(text.components(separatedBy: "<rect").count == 4)
    #expect(grouped.extent(on: lying.axes).x.hasZero && grouped.extent(on: lying.axes).x.all?.upperBound == 10)
    #expect(grouped.keys.map(\.name) == ["was", "is"])
  }

  @Test func noReferenceRunsThroughTheLabelOfAnother() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let references = (0..<6).map { index in
        let value = Double(generator.next() % 1000)
        return PlotReference(.x(value), "p\(index * 20) \(Int(value)) GBP")
      }
      let plot = Plot(
        "t", x: PlotAxis("", .values(.number)), y: PlotAxis("", .values(.count)),
        marks: [HistogramMark([0, 500, 1000])], references: references)
      let layout = PlotLayout(plot, extent: plot.extent, width: 360)
      for item in layout.uprights {
        let place = layout.x.held(item.value)
        let size = TypeWidth.of(item.label, size: PlotLayout.small)
        let from = PlotLayout.labelStart(place, size, width: layout.width)
        // At the right edge labels stand to the left of their lines, where there may be no other way.
        guard from > place else { continue }
        for other in layout.uprights where other.row >= item.row {
          let line = layout.x.held(other.value)
          let isLeft = PlotLayout.labelStart(line, TypeWidth.of(other.label, size: PlotLayout.small), width: 360) < line
          #expect(line <= place || line > from + size || isLeft, "\(item) \(other)")
        }
      }
    }
  }

  @Test func aLabelStandsBehindALineThatWouldRunThroughIt() {
    var plain = canvas(.values(.number), .bands(["a"]))
    plain.width = 200
    #expect(plain.clear(of: "5.00", from: 20) == 20)
    plain.uprights = [30, 90]
    #expect(plain.clear(of: "5.00", from: 20) == 35)
    #expect(plain.clear(of: "5.00", from: 31) == 35, "nor may it touch the line")
    plain.uprights = [190]
    #expect(plain.clear(of: "5.00", from: 180) == 180, "it stays in the picture")
  }

  @Test func intervalsAndBoxesShowTheirFigures() throws {
    let lying = canvas(.values(.number), .bands(["a"]))
    let interval = drawn(IntervalMark([.init(2, 5, 8)]), on: lying)
    // One band of 50: 9 pixels thick at most, the median 17.
    #expect(interval.contains("<rect x=\"20\" y=\"20.5\" width=\"60\" height=\"9\" class=\"f h k1\">"))
    #expect(interval.contains("<rect x=\"48.8\" y=\"16.5\" width=\"2.5\" height=\"17\" class=\"f k1\">"))
    #expect(interval.contains("<title>a: 5, from 2 to 8</title>"))
    // 1…9 without 5 has quartiles 2.75, 5, 7.25; 30 is beyond 7.25 + 1.5 x 4.5.
    let item = try #require(BoxMark.Item(of: [1, 2, 3, 4, 6, 7, 8, 9, .infinity]))
    #expect(item.ends == [1, 2.75, 5, 7.25, 9] && item.outliers == [] && item.count == 8)
    let far = try #require(BoxMark.Item(of: [1, 2, 3, 4, 5, 30]))
    #expect(far.outliers == [30] && far.high == 5 && far.upperQuartile == 4.75)
    #expect(BoxMark.Item(of: [.nan]) == nil)
  }

  @Test func binsHaveRoundEdgesAndHoldEveryValue() {
    // IQR of 0…99 is 49.5, the cube root of 100 is 4.64: 21.3 wide by the rule, 20 rounded.
    let even = HistogramMark((0..<100).map(Double.init))
    #expect(even.bins.map(\.low) == [0, 20, 40, 60, 80])
    #expect(even.bins.map(\.count) == [20, 20, 20, 20, 20])
    // The greatest value closes the last bin.
    #expect(HistogramMark([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).bins.map(\.count).reduce(0, +) == 11)
    #expect(HistogramMark([7, 7, 7]).bins == [.init(low: 6.5, high: 7.5, count: 3)])
    #expect(HistogramMark([]).bins.isEmpty)
    #expect(HistogramMark([.nan, 1]).extent(on: canvas().axes).leftOut == 1)
    // Half of them equal, and one very far: never more bins than allowed, and nothing lost.
    for values in [
      [Double](repeating: 1, count: 50) + [2, 3, 1e6], [0, 1e300, -1e300], (0..<5000).map { Double($0 % 7) * 1e-9 },
      [1, 1, 2, 1e12],
    ] {
      let bins = HistogramMark(values).bins
      #expect((1...HistogramMark.mostBins).contains(bins.count), "\(bins.count)")
      #expect(bins.reduce(0) { $0 + $1.count } == values.count)
    }
  }

  @Test func theFrontIsWhatNothingBeats() {
    let mark = ParetoMark([
      .init("a", 1, 9), .init("b", 2, 5), .init("c", 3, 5), .init("d", 2, 7), .init("e", 8, 1), .init("f", .nan, 0),
      .init("twin of b", 2, 5),
    ])
    #expect(mark.front.map(\.name) == ["a", "b", "twin of b", "e"])
  }

  @Test func aWaterfallStartsWhereItStopped() {
    let lying = canvas(.values(.number), .bands(["was", "less", "more", "is"]))
    let mark = WaterfallMark([.total(10), .change(-4), .change(1), .total(7)])
    let text = drawn(mark, on: lying)
    // Bands of 12.5, bars of 8.25: from 10 to 6, from 6 to 7.
    #expect(
      text.contains("<rect x=\"60\" y=\"14.6\" width=\"40\" height=\"8.3\" class=\"f k3\"><title>less: −4</title>"))
    #expect(
      text.contains("<rect x=\"60\" y=\"27.1\" width=\"10\" height=\"8.3\" class=\"f k2\"><title>more: +1</title>"))
    #expect(text.contains("class=\"f k7\"><title>is: 7</title>"))
    #expect(mark.keys.map(\.name) == ["total", "more", "less"])
    let waste = WaterfallMark(
      [.total(10), .change(-4), .total(6)],
      looks: [.init("all", series: 7), .init("wasted", series: 2), .init("useful", series: 1)])
    #expect(waste.keys.map(\.name) == ["all", "wasted", "useful"])
    #expect(drawn(waste, on: lying).contains("class=\"f k2\"><title>less: −4</title>"))
  }

  @Test func statesDifferByPatternOrShape() {
    let mark = GanttMark([
      .init(row: 0, from: 0, to: 4, .waiting), .init(row: 0, from: 4, to: 10, .failed),
      .init(row: 7, from: 0, to: 1, .done),
    ])
    var canvas = canvas(.values(.duration), .bands(["a"]))
    mark.draw(on: &canvas)
    // A band of 50: bars of 18, waiting a fifth of it.
    #expect(canvas.writer.text.contains("d=\"M0 23.2h40v3.6h-40z\" class=\"f k7\""))
    #expect(canvas.writer.text.contains("d=\"M40 16h60v18h-60z\" fill=\"url(#p-s3)\""))
    #expect(canvas.definitions.contains("<pattern id=\"p-s3\""))
    #expect(mark.extent(on: canvas.axes).leftOut == 1, "there is no row 7")
    var looks: Set<String> = []
    for state in PlotState.allCases { looks.insert("\(state.series) \(state.pattern ?? "") \(state == .waiting)") }
    #expect(looks.count == PlotState.allCases.count)
    #expect(PlotState(JobState("restarted")) == .retried && PlotState(JobState("what?")) == .unknown)
  }

  @Test func shadesGoFromTheLeastToTheGreatest() {
    #expect([0, 1, 3.5, 7].map { HeatMapMark.step($0, in: 0...7) } == [0, 1, 3, 6])
    #expect(HeatMapMark.step(4, in: 4...4) == 3)
    #expect(HeatMapMark.step(0, in: -1e300...1e300) == 3)
  }
}
