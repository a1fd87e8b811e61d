/// A distribution in eight figures, all in the same whole unit (nano-units of money or milliseconds).
public struct Summary: Sendable, Hashable, Codable {
  /// The arithmetic mean, rounded.
  public var mean: Int64
  /// The standard deviation of the sample (n − 1), rounded; 0 for one value.
  public var sd: Int64
  /// 5 % lie below.
  public var p05: Int64
  /// Half lie below.
  public var p50: Int64
  /// 80 % lie below.
  public var p80: Int64
  /// 95 % lie below.
  public var p95: Int64
  /// The smallest.
  public var min: Int64
  /// The largest.
  public var max: Int64

  /// The figures of a sample; nil of an empty one.
  ///
  /// Quantiles interpolate linearly between order statistics (type 7 of Hyndman and Fan 1996). Sums are kept in 128
  /// bits, so the figures do not depend on the order of the values.
  /// - Complexity: O(n log n).
  public init?(_ values: [Int64]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let sum = sorted.reduce(Int128(0)) { $0 + Int128($1) }
    let count = Int128(sorted.count)
    let rounding = (sum < 0 ? -1 : 1) * (count / 2)
    mean = saturated((sum + rounding) / count)
    // Deviations from the rounded mean: exact enough, and without the cancellation of a sum of squares.
    let center = Double(mean)
    let squares = sorted.reduce(0.0) { $0 + (Double($1) - center) * (Double($1) - center) }
    sd = sorted.count < 2 ? 0 : checkedInteger((squares / Double(sorted.count - 1)).squareRoot()) ?? .max
    p05 = Self.quantile(sorted, 0.05)
    p50 = Self.quantile(sorted, 0.5)
    p80 = Self.quantile(sorted, 0.8)
    p95 = Self.quantile(sorted, 0.95)
    min = sorted[0]
    max = sorted[sorted.count - 1]
  }

  /// The quantile of a sorted sample, 0 for an empty one.
  public static func quantile(_ sorted: [Int64], _ probability: Double) -> Int64 {
    guard let last = sorted.indices.last else { return 0 }
    let position = probability * Double(last)
    let low = Int(position.rounded(.down))
    guard low < last else { return sorted[last] }
    let fraction = position - Double(low)
    let difference = Double(saturatingDifference(sorted[low + 1], sorted[low]))
    return saturatingSum(sorted[low], checkedInteger(fraction * difference) ?? 0)
  }
}
