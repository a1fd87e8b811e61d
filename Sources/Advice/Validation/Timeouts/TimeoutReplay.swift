import JobModel

/// Recorded jobs in the order of their starts, each with its classes: what rules for time limits are tried on.
struct TimeoutReplay {
  /// A job of the replay.
  struct Item: Equatable {
    var started: Double
    var ended: Double
    var runtime: Double
    var cores: Double
    /// The limit that it has, in seconds.
    var limit: Double
    /// It ended well, before 98 % of the limit that was asked for.
    var isGood: Bool
    /// It reached 98 % of that limit.
    var isStopped: Bool
    var input: Double?
    /// Its classes for simple rules, from the finest to the coarsest.
    var backOff: [Int]
    /// Its classes for ``TimeoutStream``, from the coarsest to the finest.
    var classes: [Int]
    var limitSource: TimeoutJob.LimitSource
    /// The class that needs some runs, for ``TimeoutStream``.
    var evidence: Int?
  }

  /// By start.
  let items: [Item]
  /// The places of the items by end.
  private let byEnd: [Int]

  /// A part of a record that stands for a job near its end is not told from one that was cut: 98 % of the limit.
  private static let reached = 0.98

  /// The jobs of a log.
  ///
  /// - Parameters:
  ///   - defaultLimit: takes the place of each job's own limit; jobs that ran as long or longer are left out.
  ///   - most: only so many jobs, by start.
  init(_ log: TimeoutLog, defaultLimit: Double?, most: Int) {
    var classes = ClassNumbers()
    var items: [Item] = []
    items.reserveCapacity(log.records.count)
    for record in log.records {
      if let defaultLimit, record.runtime >= defaultLimit { continue }
      let limit = defaultLimit ?? record.limit
      let isStopped = record.runtime >= Self.reached * record.limit
      var item = Item(
        started: record.started, ended: record.started + record.runtime, runtime: record.runtime, cores: record.cores,
        limit: limit, isGood: record.isDone, isStopped: isStopped, input: record.input, backOff: [], classes: [],
        limitSource: .author)
      switch log.kind {
      case .batch:
        item.isGood = record.isDone && !isStopped
        item.limitSource = defaultLimit == nil ? .user : .none
        let user = "u\u{1f}\(record.user)"
        let wide = "\(user)\u{1f}\(record.cores)"
        let named = "\(wide)\u{1f}\(record.executable)"
        item.classes = [classes[user], classes[wide], classes["n" + named]]
        let asked = defaultLimit == nil ? record.limit : 0
        item.backOff = [classes["r\(asked)\u{1f}\(named)"], classes[wide], classes[user], classes[""]]
      case .workflow:
        let process = classes[record.executable]
        item.classes = [process]
        item.backOff = [process]
        item.evidence = process
        if defaultLimit != nil { item.limitSource = .none }
      }
      items.append(item)
    }
    // Stable: of equal starts the first in the file goes first.
    let order = items.indices.sorted { (items[$0].started, $0) < (items[$1].started, $1) }
    self.init(items: order.prefix(max(0, most)).map { items[$0] })
  }

  private init(items: [Item]) {
    self.items = items
    byEnd = items.indices.sorted { (items[$0].ended, $0) < (items[$1].ended, $1) }
  }

  private struct ClassNumbers {
    private var numbers: [String: Int] = [:]

    subscript(name: String) -> Int {
      mutating get {
        if let number = numbers[name] { return number }
        numbers[name] = numbers.count
        return numbers.count - 1
      }
    }
  }

  /// Whether anything could be scored.
  var hasGoodJobs: Bool { items.contains(where: \.isGood) }

  /// Plays the jobs: what had ended at a start is known there, and what `isKnown` names is known from the start.
  ///
  /// - Parameter limited: is handed the limit of each good job, beside its runtime.
  /// - Complexity: O(n log n), and a call of the rule for each start and end.
  func run(
    _ rule: inout some TimeoutRule, isKnown: [Bool]? = nil, runaway: Double,
    limited: (PredictionPair) -> Void = { _ in }
  ) -> TimeoutValidation.Tally {
    func isWarm(_ index: Int) -> Bool { isKnown.map { $0[index] } ?? false }
    for index in items.indices where isWarm(index) { rule.learn(items[index]) }
    var score = TimeoutScore()
    var ended = 0
    for (index, item) in items.enumerated() where !isWarm(index) {
      while ended < byEnd.count, items[byEnd[ended]].ended <= item.started {
        let place = byEnd[ended]
        ended += 1
        // One that ends at its own start, which only rounding can make, is not known before it.
        if !isWarm(place) && place < index { rule.end(items[place], id: place) }
      }
      let limit = rule.limit(item, id: index).map { min(item.limit, max(1, $0)) } ?? item.limit
      if item.isGood {
        score.add(item, limit: limit)
        limited(PredictionPair(predicted: limit, actual: item.runtime))
      }
    }
    return score.tally(runaway: runaway)
  }
}

/// What limits came to so far.
struct TimeoutScore {
  private var jobs = 0
  private var kills = 0
  private var burnt = 0.0
  private var limits = 0.0
  private var useful = 0.0

  /// Adds a good job: while the limit is too short the attempt is killed, and the next has twice the limit, at most the
  /// job's own.
  mutating func add(_ item: TimeoutReplay.Item, limit: Double) {
    jobs += 1
    useful += item.runtime * item.cores
    limits += limit * item.cores
    guard limit < item.runtime else { return }
    kills += 1
    var attempt = limit
    while attempt < item.runtime && attempt < item.limit {
      burnt += attempt * item.cores
      attempt = min(max(2 * attempt, 1), item.limit)
    }
    // A job that outran its own limit was killed there too, once; the record has its end all the same.
    if limit >= item.limit { burnt += limit * item.cores }
  }

  func tally(runaway: Double) -> TimeoutValidation.Tally {
    var tally = TimeoutValidation.Tally()
    guard jobs > 0, useful > 0 else { return tally }
    tally.jobs = Double(jobs)
    tally.falseKillRate = Double(kills) / Double(jobs)
    tally.burn = burnt / useful
    tally.exposure = limits / useful
    tally.cost = tally.burn + runaway * tally.exposure
    return tally
  }
}
