/// A line through values, straight from each to the next or in steps.
public struct LineMark: PlotMark {
  /// How it goes from one value to the next.
  public enum Shape: Sendable {
    /// Straight.
    case straight
    /// Each value holds until the next: counts of jobs, prices.
    case steps
  }

  /// Its name in the legend.
  public var name: String
  /// The values; drawn from left to right, with a gap where one is not finite.
  public var points: [PlotPoint]
  /// How it goes from one value to the next.
  public var shape: Shape
  /// Which of the theme's colours, from 1.
  public var series: Int
  /// Whether it is broken into dashes: a second reading of the same thing, such as what was recorded.
  public var isDashed: Bool

  /// A line.
  public init(
    _ name: String, _ points: [PlotPoint], shape: Shape = .straight, series: Int = 1, isDashed: Bool = false
  ) {
    self.name = name
    self.points = points
    self.shape = shape
    self.series = SeriesNumber.held(series)
    self.isDashed = isDashed
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent { axes.extent(of: points) }

  /// What a legend says.
  public var keys: [PlotKey] { [PlotKey(name: name, swatch: .line(series, isDashed: isDashed))] }

  /// The name beside its last value.
  public var endLabels: [PlotEndLabel] {
    let last = points.filter { $0.x.isFinite && $0.y.isFinite }.max { $0.x < $1.x }
    return last.map { [PlotEndLabel(name: name, series: series, point: $0)] } ?? []
  }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    var path = SVGPath()
    for run in Self.runs(points, on: canvas.axes) {
      let kept = Decimation.extremes(run, on: canvas.x)
      Self.trace(kept, shape: shape, on: canvas, into: &path)
    }
    canvas.path(path, "l k\(series)\(isDashed ? " dash" : "")")
    Self.drawHits(points, name: name, on: &canvas)
  }

  /// The stretches without a gap, each from left to right.
  static func runs(_ points: [PlotPoint], on axes: PlotAxes) -> [[PlotPoint]] {
    var isSorted = true
    var last = -Double.infinity
    for point in points where point.x.isFinite {
      if point.x < last { isSorted = false }
      last = point.x
    }
    let ordered = isSorted ? points : points.filter { $0.x.isFinite }.sorted { $0.x < $1.x }
    return ordered.split(whereSeparator: { !axes.holds($0.x, $0.y) }).map(Array.init)
  }

  static func trace(_ points: [PlotPoint], shape: Shape, on canvas: PlotCanvas, into path: inout SVGPath) {
    var before: Double?
    for point in points {
      let (x, y) = (canvas.x.position(point.x), canvas.y.position(point.y))
      if let before {
        if shape == .steps { path.line(x, before) }
        path.line(x, y)
      } else {
        path.move(x, y)
        // A value alone would not be seen.
        if points.count == 1 { path.dot(x, y) }
      }
      before = y
    }
  }

  /// Places that tell their value to who points at them; of many points some.
  static func drawHits(_ points: [PlotPoint], name: String, on canvas: inout PlotCanvas) {
    let most = canvas.isNarrow ? 16 : 32
    let shown = points.filter { canvas.axes.holds($0.x, $0.y) }
    let every = max(1, (shown.count + most - 1) / most)
    for index in stride(from: 0, to: shown.count, by: every) {
      let point = shown[index]
      let value = "\(canvas.axes.x.text(point.x)): \(canvas.axes.y.text(point.y))"
      canvas.writer.element(
        "circle",
        ["cx": canvas.x.position(point.x), "cy": canvas.y.position(point.y), "r": 7, "class": "hit"],
        title: name.isEmpty ? value : "\(name) · \(value)")
    }
  }
}

/// Which of the theme's colours a series has.
enum SeriesNumber {
  /// Any number as one that the theme has; they begin again after the last.
  static func held(_ number: Int) -> Int {
    let count = PlotTheme.light.series.count
    let rest = ((number % count) + count - 1) % count
    return rest + 1
  }
}
