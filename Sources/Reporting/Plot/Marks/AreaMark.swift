/// An area between two curves: from nought to values, or a band such as p5 to p95.
public struct AreaMark: PlotMark {
  /// A place along the horizontal axis with the two values there.
  public struct Slice: Sendable, Equatable {
    /// Along the horizontal axis.
    public var x: Double
    /// The lower curve.
    public var low: Double
    /// The upper curve.
    public var high: Double

    /// A slice.
    public init(_ x: Double, _ low: Double, _ high: Double) {
      self.x = x
      self.low = low
      self.high = high
    }
  }

  /// Its name in the legend.
  public var name: String
  /// The slices from left to right.
  public var slices: [Slice]
  /// How it goes from one slice to the next.
  public var shape: LineMark.Shape
  /// Which of the theme's colours, from 1.
  public var series: Int
  private let isFromZero: Bool

  /// The area between nought and values.
  public init(_ name: String, _ points: [PlotPoint], shape: LineMark.Shape = .straight, series: Int = 1) {
    self.init(name, points.map { Slice($0.x, 0, $0.y) }, shape, series, true)
  }

  /// A band between two curves.
  public init(_ name: String, band slices: [Slice], shape: LineMark.Shape = .straight, series: Int = 1) {
    self.init(name, slices, shape, series, false)
  }

  private init(_ name: String, _ slices: [Slice], _ shape: LineMark.Shape, _ series: Int, _ isFromZero: Bool) {
    self.name = name
    self.slices = slices
    self.shape = shape
    self.series = SeriesNumber.held(series)
    self.isFromZero = isFromZero
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent {
    var extent = axes.extent(of: slices.map { PlotPoint($0.x, $0.high) })
    if isFromZero {
      extent.y.hasZero = extent.y.all != nil
    } else {
      extent.add(axes.extent(of: slices.map { PlotPoint($0.x, $0.low) }))
    }
    return extent
  }

  /// What a legend says.
  public var keys: [PlotKey] { [PlotKey(name: name, swatch: .faint(series))] }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    var area = SVGPath()
    var line = SVGPath()
    let axes = canvas.axes
    let base = axes.y.isLogarithmic ? canvas.y.low : canvas.y.base
    let whole = slices.map { isFromZero ? Slice($0.x, base, $0.high) : $0 }
    let runs = whole.split(whereSeparator: { !axes.holds($0.x, $0.high) || !axes.holds($0.x, $0.low) })
    for run in runs {
      let sorted = run.sorted { $0.x < $1.x }
      let upper = Decimation.extremes(sorted.map { PlotPoint($0.x, $0.high) }, on: canvas.x)
      let lower = Decimation.extremes(sorted.map { PlotPoint($0.x, $0.low) }, on: canvas.x)
      Self.fill(upper: upper, lower: lower, shape: shape, on: canvas, into: &area)
      if isFromZero { LineMark.trace(upper, shape: shape, on: canvas, into: &line) }
    }
    canvas.path(area, "f a k\(series)\(isFromZero ? "" : " edge")")
    canvas.path(line, "l k\(series)")
    LineMark.drawHits(slices.map { PlotPoint($0.x, $0.high) }, name: name, on: &canvas)
  }

  /// The area between two curves as one closed path.
  static func fill(
    upper: [PlotPoint], lower: [PlotPoint], shape: LineMark.Shape, on canvas: PlotCanvas, into path: inout SVGPath
  ) {
    guard let first = upper.first else { return }
    path.move(canvas.x.position(first.x), canvas.y.position(first.y))
    var before = first
    for point in upper.dropFirst() {
      let (x, y) = (canvas.x.position(point.x), canvas.y.position(point.y))
      if shape == .steps { path.line(x, canvas.y.position(before.y)) }
      path.line(x, y)
      before = point
    }
    var after: PlotPoint?
    for point in lower.reversed() {
      let (x, y) = (canvas.x.position(point.x), canvas.y.position(point.y))
      // Backwards a step goes down at the later place: along at this value, from where the next begins.
      if shape == .steps, let after { path.line(canvas.x.position(after.x), y) }
      path.line(x, y)
      after = point
    }
    path.close()
  }
}
