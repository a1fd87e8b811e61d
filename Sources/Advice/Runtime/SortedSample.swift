/// Quantiles of a sample.
enum SortedSample {
  /// The middle value, or the mean of the two in the middle; nil for none.
  /// - Complexity: O(n log n).
  static func median(_ values: some Sequence<Double>) -> Double? { quantile(values.sorted(), 0.5) }

  /// The quantile of sorted values, straight between neighbours (Hyndman and Fan's type 7); nil for none.
  static func quantile(_ sorted: [Double], _ probability: Double) -> Double? {
    at(sorted, probability * Double(sorted.count - 1))
  }

  /// The value at a place, counted from 0, straight between neighbours and held at the ends; nil for none.
  static func at(_ sorted: [Double], _ place: Double) -> Double? {
    guard let first = sorted.first, let last = sorted.last else { return nil }
    guard place > 0 else { return first }
    guard place < Double(sorted.count - 1) else { return last }
    let below = Int(place)
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - Double(below))
  }
}
