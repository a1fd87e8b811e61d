import Foundation

/// The typical logarithm of something by the logarithm of the input's size: medians of bins, made to rise.
///
/// Medians are not moved by a few odd jobs in a bin; a larger input takes no less time, so the medians are pooled until
/// they rise (pool adjacent violators). Between bins it is linear, before the first flat, beyond the last it goes on as
/// between the last two, at most in proportion.
struct TypicalCurve {
  private var points: [(x: Double, y: Double)]
  /// How many jobs make a bin.
  static let binSize = 20
  private static let mostBins = 12

  /// A curve through pairs of logarithms; flat at the median unless there are two bins' worth of different inputs.
  ///
  /// - Complexity: O(n log n).
  init(_ pairs: [(x: Double?, y: Double)]) {
    let known = pairs.compactMap { pair in pair.x.map { (x: $0, y: pair.y) } }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    points = [(0, Self.middle(pairs.map(\.y)))]
    // With sizes for a few only, the others would be judged by a curve that is not theirs.
    guard known.count * 5 >= pairs.count * 4, let first = known.first, let last = known.last, last.x - first.x > 0.1
    else { return }
    let bins = min(Self.mostBins, known.count / Self.binSize)
    guard bins >= 2 else { return }
    var curve: [(x: Double, y: Double, weight: Double)] = []
    for bin in 0..<bins {
      let part = known[(known.count * bin / bins)..<(known.count * (bin + 1) / bins)]
      let y = Self.middle(part.map(\.y))
      curve.append((Self.middle(part.map(\.x)), y, Double(part.count)))
      while curve.count > 1,
        curve[curve.count - 1].y <= curve[curve.count - 2].y
          || curve[curve.count - 1].x <= curve[curve.count - 2].x
      {
        let b = curve.removeLast()
        let a = curve.removeLast()
        let weight = a.weight + b.weight
        curve.append(
          ((a.x * a.weight + b.x * b.weight) / weight, (a.y * a.weight + b.y * b.weight) / weight, weight))
      }
    }
    points = curve.map { ($0.x, $0.y) }
  }

  /// The typical value at an input; that of the middle where the input is not known.
  func value(at x: Double?) -> Double {
    guard points.count > 1, let x else { return points[points.count / 2].y }
    if x <= points[0].x { return points[0].y }
    let upper = points.firstIndex { $0.x >= x } ?? points.count - 1
    let (a, b) = (points[upper - 1], points[upper])
    let slope = (b.y - a.y) / (b.x - a.x)
    return x <= b.x ? a.y + slope * (x - a.x) : b.y + min(1, slope) * (x - b.x)
  }

  private static func middle(_ values: [Double]) -> Double { SortedSample.median(values) ?? 0 }

  /// Whether it depends on the input.
  var usesInput: Bool { points.count > 1 }
}
