import Foundation
import JobModel

/// How likely a sum of ranks is as far from its mean as this, exactly (Mann and Whitney, 1947).
///
/// Of the ranks 1…n any k are as likely as any others. The number of choices with each sum follows by adding rank after
/// rank; all terms are positive, so nothing is lost to cancellation.
struct RankSums {
  /// How many ranks.
  let count: Int
  /// By the number chosen up to half of them, then by their sum: how many choices.
  private let ways: [[Double]]

  /// A table of n ranks; meant for n up to ``most``.
  ///
  /// - Complexity: O(n⁴) additions, a few million at ``most``.
  init(_ count: Int) {
    self.count = max(0, min(count, Self.most))
    let half = self.count / 2
    let largest = half * (2 * self.count - half + 1) / 2
    var ways = Array(repeating: [Double](repeating: 0, count: largest + 1), count: half + 1)
    ways[0][0] = 1
    for rank in stride(from: 1, through: self.count, by: 1) {
      for chosen in stride(from: min(half, rank), to: 0, by: -1) where largest >= rank {
        let fewer = ways[chosen - 1]
        for sum in rank...largest where fewer[sum - rank] > 0 { ways[chosen][sum] += fewer[sum - rank] }
      }
    }
    self.ways = ways
  }

  /// Up to how many ranks sums are counted; above, the normal tail is close and, far out, too large.
  static let most = 60

  /// The probability that the sum of k ranks is so far from its mean or farther, on either side.
  func tail(choosing k: Int, distance: Double) -> Double {
    let k = min(k, count - k)
    guard k >= 1, ways.indices.contains(k), distance.isFinite else { return 1 }
    let mean = Double(k * (count + 1)) / 2
    var far = 0.0
    var all = 0.0
    for (sum, number) in ways[k].enumerated() where number > 0 {
      all += number
      if abs(Double(sum) - mean) >= distance - 1e-9 { far += number }
    }
    return all > 0 ? min(1, far / all) : 1
  }
}
