import JobModel

/// The tries of a sample in blocks that tell nothing about each other, each with as many tries as any other.
///
/// Jobs of one day, and of one run, are alike, so they are put together; blocks and not jobs are what is exchangeable where
/// nothing changes. A block of many jobs spreads less than one of few, and where jobs become more that alone would look
/// like a change: so of each block as many tries are taken, evenly spaced, and blocks with fewer are left out. Days are
/// taken where there are enough of them, else hours, else single jobs and runs; what neighbours still have in common is
/// ``RankScan``'s affair.
struct ChangeBlocks {
  /// A block.
  struct Block {
    /// The time of its tries, or of the first.
    var start: Int64
    /// The median of the residuals taken.
    var middle: Double
    /// The mean rank of the residuals taken.
    var rank: Double
  }

  /// By time.
  let blocks: [Block]
  /// What makes a block.
  let kind: ChangePoint.Block

  /// How alike the jobs of a block are taken to be when the number of tries is chosen.
  private static let likeness = 0.1
  private static let sizes = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 32, 48, 64]

  /// The blocks of a sample; nil where they are fewer than ``RankScan/least``.
  ///
  /// - Complexity: O(n log n).
  init?(_ sample: ChangeSample) {
    let items = sample.items
    let levels: [(kind: ChangePoint.Block, length: Int64)] = [(.day, 86_400_000), (.hour, 3_600_000), (.job, 0)]
    for (kind, length) in levels {
      let ranges = Self.ranges(items, length)
      var best: (score: Double, size: Int)?
      for size in Self.sizes {
        let count = ranges.count { $0.count >= size }
        guard count >= RankScan.least else { break }
        let score = Double(count * size) / (1 + Double(size - 1) * Self.likeness)
        if score > best?.score ?? 0 { best = (score, size) }
      }
      guard let best else { continue }
      let ranks = Self.ranks(items.map(\.residual))
      let size = best.size
      blocks = ranges.filter { $0.count >= size }.map { range -> Block in
        let chosen: [Int] = (0..<size).map { range.lowerBound + (2 * $0 + 1) * range.count / (2 * size) }
        let middle: Double = SortedSample.median(chosen.map { items[$0].residual }) ?? 0
        let rank: Double = chosen.reduce(0.0) { $0 + ranks[$1] } / Double(size)
        return Block(start: items[range.lowerBound].time, middle: middle, rank: rank)
      }
      self.kind = kind
      return
    }
    return nil
  }

  /// The stretches of tries whose times fall into the same day or hour, or of one run; of one time at least.
  private static func ranges(_ items: [ChangeSample.Item], _ length: Int64) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for index in items.indices.dropFirst() {
      let (a, b) = (items[index - 1], items[index])
      let isSame = length > 0 ? floored(a.time, length) == floored(b.time, length) : a.run == b.run
      if isSame { continue }
      ranges.append(start..<index)
      start = index
    }
    if start < items.count { ranges.append(start..<items.count) }
    return ranges
  }

  private static func floored(_ time: Int64, _ length: Int64) -> Int64 {
    time / length - (time % length < 0 ? 1 : 0)
  }

  /// The rank of each value, ties at their mean rank.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var place = 0
    while place < order.count {
      var end = place + 1
      while end < order.count, values[order[end]] == values[order[place]] { end += 1 }
      for index in place..<end { ranks[order[index]] = Double(place + end + 1) / 2 }
      place = end
    }
    return ranks
  }

  /// The blocks' ranks, each of 1…n once; ties are broken as by lot, and always the same way.
  var ranks: [Int] {
    func lot(_ index: Int) -> UInt64 {
      // The finaliser of SplitMix64: no order of the blocks survives it.
      var z = UInt64(truncatingIfNeeded: index) &* 0x9e37_79b9_7f4a_7c15 &+ 0x9e37_79b9_7f4a_7c15
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
    let order = blocks.indices.sorted { (blocks[$0].rank, lot($0)) < (blocks[$1].rank, lot($1)) }
    var ranks = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { ranks[index] = place + 1 }
    return ranks
  }
}
