/// What the marks of a plot need room for, and how many of their values have no place on it.
public struct PlotExtent: Sendable {
  /// The values along one axis.
  struct Span: Sendable, Equatable {
    /// The least and the greatest value.
    var all: ClosedRange<Double>?
    /// The least and the greatest of those above 0, for axes with logarithms.
    var positive: ClosedRange<Double>?
    /// Whether nought must be seen, since sizes are read off it.
    var hasZero = false

    mutating func add(_ value: Double) {
      guard let value = PlotMath.drawable(value) else { return }
      all = Self.widened(all, value)
      if value > 0 { positive = Self.widened(positive, value) }
    }

    private static func widened(_ range: ClosedRange<Double>?, _ value: Double) -> ClosedRange<Double> {
      guard let range else { return value...value }
      return min(range.lowerBound, value)...max(range.upperBound, value)
    }

    mutating func add(_ other: Span) {
      for range in [other.all, other.positive] {
        guard let range else { continue }
        add(range.lowerBound)
        add(range.upperBound)
      }
      hasZero = hasZero || other.hasZero
    }
  }

  var x = Span()
  var y = Span()
  /// Values that are no finite numbers, or not above 0 where logarithms are drawn.
  var leftOut = 0

  mutating func add(_ other: PlotExtent) {
    x.add(other.x)
    y.add(other.y)
    leftOut += other.leftOut
  }
}
