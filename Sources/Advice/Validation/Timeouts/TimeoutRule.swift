/// A way to set limits, as the comparison calls it.
protocol TimeoutRule {
  /// The limit in seconds of a job that starts; nil to leave its own.
  mutating func limit(_ item: TimeoutReplay.Item, id: Int) -> Double?
  /// The job ended.
  mutating func end(_ item: TimeoutReplay.Item, id: Int)
  /// The job was known beforehand.
  mutating func learn(_ item: TimeoutReplay.Item)
}

/// Every job keeps its own limit.
struct RequestRule: TimeoutRule {
  mutating func limit(_ item: TimeoutReplay.Item, id: Int) -> Double? { nil }
  mutating func end(_ item: TimeoutReplay.Item, id: Int) {}
  mutating func learn(_ item: TimeoutReplay.Item) {}
}

/// A multiple of a figure of the class' last runs: of the finest class with enough good runs among them.
struct WindowRule: TimeoutRule {
  /// The figure.
  enum Figure: Sendable {
    /// The longest.
    case largest
    /// A quantile of the good runs.
    case quantile(Double)
    /// The same by the product-limit estimate, in which all other runs are cut off.
    case censoredQuantile(Double)
  }

  let figure: Figure
  let factor: Double
  /// How many good runs a class needs.
  let leastRuns: Int
  /// How many runs, good or not, a class keeps.
  let window: Int
  private var classes: [Int: RunWindow] = [:]

  init(_ figure: Figure, factor: Double, leastRuns: Int, window: Int) {
    self.figure = figure
    self.factor = factor
    self.leastRuns = leastRuns
    self.window = window
  }

  func limit(_ item: TimeoutReplay.Item, id: Int) -> Double? {
    for jobClass in item.backOff {
      guard let runs = classes[jobClass], runs.good.count >= leastRuns else { continue }
      switch figure {
      case .largest: return runs.good.last.map { $0 * factor }
      case .quantile(let share): return SortedSample.quantile(runs.good, share).map { $0 * factor }
      case .censoredQuantile(let share):
        return KaplanMeier(sortedEnded: runs.good, sortedCensored: runs.cut).quantile(share).map { $0 * factor }
      }
    }
    return nil
  }

  mutating func end(_ item: TimeoutReplay.Item, id: Int) { learn(item) }

  mutating func learn(_ item: TimeoutReplay.Item) {
    for jobClass in item.backOff {
      classes[jobClass, default: RunWindow()].add(item.runtime, isGood: item.isGood, keeping: window)
    }
  }
}

/// The last runs of a class, sorted.
struct RunWindow {
  /// Runs that ended well.
  private(set) var good: [Double] = []
  /// All others: they took at least so long.
  private(set) var cut: [Double] = []
  /// In the order of their ends, as a ring once it is full.
  private var order: [(seconds: Double, isGood: Bool)] = []
  private var oldest = 0

  mutating func add(_ seconds: Double, isGood: Bool, keeping window: Int) {
    if order.count < window {
      order.append((seconds, isGood))
    } else {
      let left = order[oldest]
      order[oldest] = (seconds, isGood)
      oldest = (oldest + 1) % order.count
      if left.isGood { Self.remove(left.seconds, &good) } else { Self.remove(left.seconds, &cut) }
    }
    if isGood { Self.insert(seconds, &good) } else { Self.insert(seconds, &cut) }
  }

  private static func place(_ value: Double, _ sorted: [Double]) -> Int {
    sorted.partitionPoint { $0 < value }
  }

  private static func insert(_ value: Double, _ sorted: inout [Double]) {
    sorted.insert(value, at: place(value, sorted))
  }

  private static func remove(_ value: Double, _ sorted: inout [Double]) {
    let place = place(value, sorted)
    if place < sorted.count && sorted[place] == value { sorted.remove(at: place) }
  }
}

/// This program's own limits.
struct PurserTimeouts: TimeoutRule {
  private var stream: TimeoutStream
  private var decisions: [Int: TimeoutStream.Decision] = [:]
  private var known = 0

  init(rules: TimeoutRules) { stream = TimeoutStream(rules: rules) }

  private func job(_ item: TimeoutReplay.Item) -> TimeoutJob {
    TimeoutJob(
      classes: item.classes, input: item.input, limit: item.limit, limitSource: item.limitSource, cores: item.cores)
  }

  private func ending(_ item: TimeoutReplay.Item) -> TimeoutEnding {
    item.isGood ? .finished : (item.isStopped ? .stoppedByLimit : .failed)
  }

  mutating func limit(_ item: TimeoutReplay.Item, id: Int) -> Double? {
    let job = job(item)
    // Only good jobs are scored; of the others nobody knows what their limit would have done.
    let decision = item.isGood ? stream.decide(job, now: item.started, evidence: item.evidence) : nil
    stream.start(job, id: id, at: item.started)
    decisions[id] = decision
    return decision?.limit
  }

  mutating func end(_ item: TimeoutReplay.Item, id: Int) {
    stream.end(
      job(item), id: id, seconds: item.runtime, ending: ending(item), decision: decisions.removeValue(forKey: id),
      at: item.ended)
  }

  mutating func learn(_ item: TimeoutReplay.Item) {
    known -= 1
    stream.end(job(item), id: known, seconds: item.runtime, ending: ending(item), decision: nil, at: item.ended)
  }
}
