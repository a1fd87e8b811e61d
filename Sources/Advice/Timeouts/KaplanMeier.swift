/// The product-limit estimate of how long runs take, where some were cut off (Kaplan and Meier 1958).
struct KaplanMeier {
  /// Ended runs, ascending.
  let ended: [Double]
  /// Runs that were cut off, ascending: each took at least so long.
  let censored: [Double]

  init(ended: [Double], censored: [Double]) {
    self.ended = ended.sorted()
    self.censored = censored.sorted()
  }

  /// Of sorted runs.
  init(sortedEnded ended: [Double], sortedCensored censored: [Double]) {
    self.ended = ended
    self.censored = censored
  }

  /// The estimated share of runs that take longer than a time: the product of 1 - 1 / (runs still at risk) over the ends
  /// up to it. At one time ends come before cuts.
  func survival(_ time: Double) -> Double {
    var share = 1.0
    forEachEnd { end, left in
      guard end <= time else { return false }
      share = left
      return true
    }
    return share
  }

  /// The least end by which a share of all runs ended; past the last end the longest time seen, and nil for no run at all.
  ///
  /// Without censored runs it lies straight between neighbours, as the benchmark has it.
  func quantile(_ share: Double) -> Double? {
    guard !censored.isEmpty else { return SortedSample.quantile(ended, share) }
    var found: Double?
    forEachEnd { end, left in
      guard 1 - left >= share else { return true }
      found = end
      return false
    }
    return found ?? [ended.last, censored.last].compactMap { $0 }.max()
  }

  /// Walks over the ends with what is left after each, until told to stop.
  private func forEachEnd(_ body: (_ end: Double, _ left: Double) -> Bool) {
    let count = ended.count + censored.count
    var left = 1.0
    var cut = 0
    for (index, end) in ended.enumerated() {
      while cut < censored.count && censored[cut] < end { cut += 1 }
      left *= 1 - 1 / Double(count - index - cut)
      if !body(end, left) { return }
    }
  }
}
