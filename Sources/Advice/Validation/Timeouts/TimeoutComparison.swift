public import JobModel

/// Compares rules for time limits on recorded jobs: `purser validate timeouts`.
public enum TimeoutComparison {
  /// How jobs are handed to the rules.
  public struct Settings: Sendable, Equatable {
    /// The share of jobs that is known beforehand and not scored.
    public var warm = 0.0
    /// How many times that share is drawn.
    public var draws = 1
    /// The seed of these draws.
    public var seed: UInt64 = 1
    /// A limit in seconds that all jobs have instead of their own.
    public var defaultLimit: Double?
    /// The share of good jobs that `purser` may kill.
    public var falseKill = 0.005
    /// The rate of runaways by which exposure is weighed.
    public var runaway = 0.01
    /// How many runs simple rules keep of each class; nil for 200 in logs of batch systems, 500 in traces of workflows.
    public var window: Int?
    /// How many good runs simple rules need of a class; nil for 10 and 5.
    public var leastRuns: Int?
    /// How many jobs are taken of a file; nil for 60,000 and all.
    public var mostJobs: Int?

    /// Nothing known beforehand, and the benchmark's settings.
    public init() {}
  }

  /// There is nothing to try.
  public struct NoJobs: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file, and what is missing.
    public let description: String
  }

  /// Tries each rule on each log, on as many draws as there are.
  ///
  /// - Parameter without: rules that are left out.
  /// - Throws: ``NoJobs`` for a log of which nothing can be scored.
  public static func run(
    _ logs: [TimeoutLog], _ settings: Settings = Settings(), without: Set<String> = []
  ) throws(NoJobs) -> TimeoutValidation {
    let rules = registry.filter { !without.contains($0.name) }
    var methods: [TimeoutValidation.Method] = rules.map { .init(name: $0.name, files: []) }
    var pairs: [PredictionPair] = []
    for log in logs {
      let tallies = try tallies(log, settings, rules) { pairs.append($0) }
      for index in methods.indices { methods[index].files.append(tallies[index]) }
    }
    var result = TimeoutValidation(
      falseKill: settings.falseKill, runaway: settings.runaway, files: logs.map(\.file), methods: methods)
    result.warm = settings.warm
    result.draws = draws(settings)
    result.defaultLimit = settings.defaultLimit
    result.pairs = PredictionPair.sample(pairs)
    return result
  }

  /// What a rule needs to know to begin.
  private struct Start {
    var settings: Settings
    var leastRuns: Int
    var window: Int

    func multiple(_ figure: WindowRule.Figure, _ factor: Double) -> any TimeoutRule {
      WindowRule(figure, factor: factor, leastRuns: leastRuns, window: window)
    }

    func purser() -> any TimeoutRule {
      var rules = TimeoutRules.benchmark(falseKill: settings.falseKill)
      rules.runaway = settings.runaway
      return PurserTimeouts(rules: rules)
    }
  }

  /// The rules by name, this program's own first; a new one is a line here.
  private static let registry: [(name: String, make: @Sendable (Start) -> any TimeoutRule)] = [
    ("purser", { $0.purser() }),
    ("request", { _ in RequestRule() }),
    ("max-x1.5", { $0.multiple(.largest, 1.5) }),
    ("p99-x2", { $0.multiple(.quantile(0.99), 2) }),
    ("km99-x1.5", { $0.multiple(.censoredQuantile(0.99), 1.5) }),
  ]

  private static func draws(_ settings: Settings) -> Int { settings.warm > 0 ? max(1, settings.draws) : 1 }

  private static func tallies(
    _ log: TimeoutLog, _ settings: Settings, _ rules: [(name: String, make: @Sendable (Start) -> any TimeoutRule)],
    limited: (PredictionPair) -> Void
  ) throws(NoJobs) -> [TimeoutValidation.Tally] {
    let isBatch = log.kind == .batch
    let replay = TimeoutReplay(
      log, defaultLimit: settings.defaultLimit, most: settings.mostJobs ?? (isBatch ? 60_000 : .max))
    guard replay.hasGoodJobs else {
      throw NoJobs(description: "\(log.file): no job ended well within its limit, so no limit can be tried")
    }
    let start = Start(
      settings: settings, leastRuns: settings.leastRuns ?? (isBatch ? 10 : 5),
      window: settings.window ?? (isBatch ? 200 : 500))
    var all = [[TimeoutValidation.Tally]](repeating: [], count: rules.count)
    for draw in 0..<draws(settings) {
      let known =
        settings.warm > 0 ? knownJobs(replay.items.count, share: settings.warm, draw: draw, seed: settings.seed) : nil
      for (index, rule) in rules.enumerated() {
        let isKept = draw == 0 && rule.name == "purser"
        all[index].append(play(replay, rule.make(start), known, settings.runaway) { if isKept { limited($0) } })
      }
    }
    return all.map(TimeoutValidation.Tally.mean)
  }

  private static func play(
    _ replay: TimeoutReplay, _ rule: some TimeoutRule, _ known: [Bool]?, _ runaway: Double,
    limited: (PredictionPair) -> Void
  ) -> TimeoutValidation.Tally {
    var rule = rule
    return replay.run(&rule, isKnown: known, runaway: runaway, limited: limited)
  }

  /// A random share of the jobs, rounded down; the same for the same draw and seed.
  static func knownJobs(_ count: Int, share: Double, draw: Int, seed: UInt64 = 1) -> [Bool] {
    // An odd factor keeps the draws of one seed apart from those of the next.
    var state = UInt64(1996 &+ draw) &+ (seed &- 1) &* 0xd1b5_4a32_d192_ed03
    func next() -> UInt64 {  // SplitMix64 (Steele, Lea, Flood 2014)
      state &+= 0x9e37_79b9_7f4a_7c15
      var bits = state
      bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
      bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
      return bits ^ (bits >> 31)
    }
    var known = [Bool](repeating: false, count: count)
    var left = Int(min(1, max(0, share)) * Double(count))
    // Each job is known with the probability that fills the rest (Knuth's selection sampling).
    for index in 0..<count where left > 0 {
      if next() % UInt64(count - index) < UInt64(left) {
        known[index] = true
        left -= 1
      }
    }
    return known
  }
}
