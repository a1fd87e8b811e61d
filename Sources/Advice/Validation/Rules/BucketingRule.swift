/// Exhaustive bucketing (Phung et al.): the sorted peaks in at most five buckets, so that climbing from the top of one to
/// the next wastes least; the first allocation is the top of the first bucket.
///
/// The published rule draws the first bucket by its share; this one starts at the lowest, so that nothing is random. The
/// buckets' ends are taken among 40 quantiles and are found anew when the history has grown by a tenth.
struct BucketingRule: SizingRule {
  private var tops: [Double] = []
  private var builtFrom = 0

  mutating func allocation(for task: SizingTask, _ past: PastPeaks) -> Double? {
    if tops.isEmpty || Double(past.peaks.count) >= 1.1 * Double(builtFrom) {
      tops = Self.buckets(past.peaks)
      builtFrom = past.peaks.count
    }
    return tops.first
  }

  mutating func retry(_ task: SizingTask, after last: Double, _ past: PastPeaks) -> Double {
    if let top = tops.first(where: { $0 > last }) { return top }
    return last < past.largest ? past.largest : 2 * last
  }

  private static let mostBuckets = 5

  /// The tops of the buckets, ascending.
  ///
  /// Minimises Σ p(v − mean) + P(above)v over the buckets, v a bucket's top and p its share, by dynamic programming over
  /// the cuts: O(5 × 40²).
  static func buckets(_ peaks: [Double]) -> [Double] {
    let sorted = peaks.sorted()
    guard !sorted.isEmpty else { return [] }
    let step = Double(sorted.count - 1) / 40
    var cuts: [Int] = []
    for index in 1...40 {
      let cut = index == 40 ? sorted.count - 1 : Int(Double(index) * step)
      if cuts.last != cut { cuts.append(cut) }
    }
    // Shares and sums up to each cut.
    var shares = [0.0]
    var sums = [0.0]
    var start = 0
    for cut in cuts {
      shares.append(Double(cut + 1) / Double(sorted.count))
      sums.append((sums.last ?? 0) + sorted[start...max(start, cut)].reduce(0, +) / Double(sorted.count))
      start = cut + 1
    }
    let ends = cuts.count
    var costs = [[Double]](repeating: [Double](repeating: .infinity, count: ends + 1), count: mostBuckets + 1)
    var from = [[Int]](repeating: [Int](repeating: 0, count: ends + 1), count: mostBuckets + 1)
    costs[0][0] = 0
    for count in 1...mostBuckets {
      for end in 1...ends {
        let top = sorted[cuts[end - 1]]
        for begin in 0..<end where costs[count - 1][begin] < .infinity {
          let share = shares[end] - shares[begin]
          let cost =
            costs[count - 1][begin] + share * top - (sums[end] - sums[begin]) + (1 - shares[end]) * top
          if cost < costs[count][end] {
            costs[count][end] = cost
            from[count][end] = begin
          }
        }
      }
    }
    var count = 1
    for more in 1...min(mostBuckets, ends) where costs[more][ends] < costs[count][ends] { count = more }
    var tops: [Double] = []
    var end = ends
    while end > 0 && count > 0 {
      tops.append(sorted[cuts[end - 1]])
      end = from[count][end]
      count -= 1
    }
    return tops.reversed()
  }
}
