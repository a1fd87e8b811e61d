/// What the workflow asks for.
struct RequestedRule: SizingRule {
  mutating func allocation(for task: SizingTask, _ past: PastPeaks) -> Double? { nil }
}

/// The largest peak seen, times a factor.
struct MaxSeenRule: SizingRule {
  var factor: Double

  mutating func allocation(for task: SizingTask, _ past: PastPeaks) -> Double? { past.largest * factor }
}

/// A percentile of the peaks seen, doubled on failure (Witt et al., HPCS 2019).
struct PercentileRule: SizingRule {
  var rank: Double

  mutating func allocation(for task: SizingTask, _ past: PastPeaks) -> Double? {
    quantile(of: past.peaks.sorted(), rank)
  }
}

/// The first allocation of least expected waste (Tovar et al., IEEE TPDS 2018): of all peaks *a* seen the one with the
/// least *a* E[t] + max E[t; y > a]. After a failure the largest peak, then the whole node. As in cctools it waits for 25
/// completions.
struct TovarRule: SizingRule {
  private var choice: Double?
  private var known = 0

  var warmUp: Int { 25 }

  mutating func allocation(for task: SizingTask, _ past: PastPeaks) -> Double? {
    if known != past.peaks.count {
      known = past.peaks.count
      choice = Self.choice(peaks: past.peaks, hours: past.hours)
    }
    return choice
  }

  mutating func retry(_ task: SizingTask, after last: Double, _ past: PastPeaks) -> Double {
    last < past.largest ? past.largest : .infinity
  }

  /// The best first allocation; nil without peaks.
  static func choice(peaks: [Double], hours: [Double]) -> Double? {
    let order = peaks.indices.sorted { peaks[$0] > peaks[$1] }
    let total = hours.reduce(0, +)
    guard let first = order.first else { return nil }
    var best = peaks[first]
    var bestCost = Double.infinity
    var above = 0.0
    var index = 0
    while index < order.count {
      let peak = peaks[order[index]]
      let cost = peak * total + peaks[first] * above
      if cost < bestCost {
        bestCost = cost
        best = peak
      }
      while index < order.count && peaks[order[index]] == peak {
        above += hours[order[index]]
        index += 1
      }
    }
    return best
  }
}
