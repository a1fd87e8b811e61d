/// From values to pixels, along one axis.
struct PlotScale: Sendable {
  /// How values are spread.
  enum Kind: Sendable, Equatable {
    case linear
    case logarithmic
    /// So many places of equal size; the value is the index of one.
    case bands(Int)
  }

  var kind: Kind
  /// The value at ``start``.
  var low: Double
  /// The value at ``end``; above ``low``.
  var high: Double
  /// A pixel.
  var start: Double
  /// A pixel, below ``start`` on an axis that grows upwards.
  var end: Double

  /// The pixel of a value, which may lie outside; of a band its middle.
  func position(_ value: Double) -> Double {
    let place = unchecked(value)
    // Bounds that differ by less than can be halved have no places between them.
    return place.isFinite ? place : start
  }

  private func unchecked(_ value: Double) -> Double {
    switch kind {
    case .linear: return start + (end - start) * ((value / 2 - low / 2) / (high / 2 - low / 2))
    case .logarithmic:
      let logarithm = { PlotMath.log10(max($0, 1e-300)) }
      let bottom = logarithm(low)
      return start + (end - start) * (logarithm(value) - bottom) / (logarithm(high) - bottom)
    case .bands(let count): return start + (end - start) * (value + 0.5) / Double(max(1, count))
    }
  }

  /// The pixel of a value, moved to the nearer end if it lies outside.
  func held(_ value: Double) -> Double {
    min(max(position(value), min(start, end)), max(start, end))
  }

  /// How many pixels a band has; all for an axis of values.
  var bandWidth: Double {
    if case .bands(let count) = kind { return abs(end - start) / Double(max(1, count)) }
    return abs(end - start)
  }

  /// Where bars begin: at nought if the axis has it, else at the end nearer to it.
  var base: Double { min(max(0, min(low, high)), max(low, high)) }

  /// The bounds that are drawn for values: a little room if they are equal, held within what can be told apart.
  ///
  /// - Parameter extent: the least and the greatest value, or nil if there are none.
  static func bounds(_ extent: ClosedRange<Double>?, from zero: Bool, isLogarithmic: Bool) -> ClosedRange<Double> {
    guard let extent else { return isLogarithmic ? 1...10 : 0...1 }
    var low = extent.lowerBound
    var high = extent.upperBound
    if isLogarithmic {
      // Values that are not positive have no place; the extent was made without them.
      guard low > 0 else { return 1...10 }
      low = max(low, 1e-300)
      high = max(high, low)
      return high / low < 1.01 ? (low / 2)...(high * 2) : low...high
    }
    if zero {
      low = min(low, 0)
      high = max(high, 0)
    }
    let size = max(abs(low), abs(high))
    if size < 1e-300 { return 0...1 }
    if high - low <= size * 1e-9 {
      low -= size / 2
      high += size / 2
    }
    return low...high
  }
}
