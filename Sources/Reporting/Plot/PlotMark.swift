/// Something that is drawn between the axes of a plot: lines, bars, points.
///
/// Its conformers are in `Marks/`. A mark is a value; drawing it twice gives the same bytes.
public protocol PlotMark: Sendable {
  /// What the axes must reach to show it.
  func extent(on axes: PlotAxes) -> PlotExtent
  /// What a legend says of it; empty where nothing needs to be told apart.
  var keys: [PlotKey] { get }
  /// Draws it.
  func draw(on canvas: inout PlotCanvas)
  /// Names that can stand beside the ends of its lines instead of in a legend.
  var endLabels: [PlotEndLabel] { get }
  /// How many pixels of text it writes beyond the greatest value.
  func labelRoom(on axes: PlotAxes) -> Double
}

extension PlotMark {
  /// None.
  public var keys: [PlotKey] { [] }
  /// None.
  public var endLabels: [PlotEndLabel] { [] }
  /// None.
  public func labelRoom(on axes: PlotAxes) -> Double { 0 }
}

/// The two axes of a plot.
public struct PlotAxes: Sendable {
  var x: PlotAxis
  var y: PlotAxis

  /// Whether bars lie: the names stand at the vertical axis.
  var isHorizontal: Bool { y.bandNames != nil && x.bandNames == nil }
  /// The axis of values, where the other one has bands.
  var values: PlotAxis { isHorizontal ? x : y }
  /// The axis of bands.
  var bands: PlotAxis { isHorizontal ? y : x }

  /// The extent of values along the axis that is not the bands'.
  func extent(of values: some Sequence<Double>, fromZero: Bool = false) -> PlotExtent {
    var span = PlotExtent.Span()
    var leftOut = 0
    for value in values {
      if !value.isFinite || (self.values.isLogarithmic && value <= 0) { leftOut += 1 } else { span.add(value) }
    }
    span.hasZero = fromZero && span.all != nil
    var extent = PlotExtent()
    if isHorizontal { extent.x = span } else { extent.y = span }
    extent.leftOut = leftOut
    return extent
  }

  /// Whether a place can be drawn.
  func holds(_ x: Double, _ y: Double) -> Bool {
    x.isFinite && y.isFinite && (x > 0 || !self.x.isLogarithmic) && (y > 0 || !self.y.isLogarithmic)
  }

  /// The extent of places.
  func extent(of points: some Sequence<PlotPoint>) -> PlotExtent {
    var extent = PlotExtent()
    for point in points {
      guard holds(point.x, point.y) else {
        extent.leftOut += 1
        continue
      }
      extent.x.add(point.x)
      extent.y.add(point.y)
    }
    return extent
  }
}

/// A name in a legend, with what it stands for.
public struct PlotKey: Sendable, Equatable {
  /// What stands before the name.
  enum Swatch: Sendable, Equatable {
    case area(Int)
    case faint(Int)
    case line(Int, isDashed: Bool)
    case dot(Int)
    case ring(Int)
    case state(PlotState)
  }

  var name: String
  var swatch: Swatch
}

/// A name beside the end of a line.
public struct PlotEndLabel: Sendable {
  var name: String
  var series: Int
  var point: PlotPoint
}

/// A line across the plot at a value that matters: a limit, a median.
public struct PlotReference: Sendable {
  /// Across which axis it stands.
  public enum Place: Sendable {
    /// Upright, at a value of the horizontal axis.
    case x(Double)
    /// Level, at a value of the vertical axis.
    case y(Double)
  }

  /// Where it is.
  public var place: Place
  /// What it is: `limit 40.00 GBP`.
  public var label: String

  /// A line with its label. The axis reaches it, unless its bounds are given.
  public init(_ place: Place, _ label: String) {
    self.place = place
    self.label = label
  }
}
