/// A place on a plot, in the units of its axes.
public struct PlotPoint: Sendable, Equatable {
  /// Along the horizontal axis.
  public var x: Double
  /// Along the vertical axis.
  public var y: Double

  /// A place; a value that is no finite number is left out of the drawing, counted, and breaks a line.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}
