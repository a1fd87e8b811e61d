/// A computation that was made and can be compared: an estimate of a plan, or a replay of a history.
public struct Run: Sendable {
  /// What was computed.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A plan, many times.
    case estimate
    /// A history, once.
    case replay
  }

  /// Something that went in.
  public struct Input: Sendable, Hashable {
    /// What it was used as: `plan`, `scenario`, `history`, `workflow`.
    public var role: String
    /// The file's name as given, without its folder.
    public var name: String
    /// Its text for a plan and a scenario; for a history and a workflow a fingerprint of its jobs.
    public var content: String

    /// Something that went in.
    public init(role: String, name: String, content: String) {
      self.role = role
      self.name = name
      self.content = content
    }
  }

  /// A hash of all that went in: the same computation has the same id.
  public var id: String
  /// What was computed.
  public var kind: Kind
  /// What it is called.
  public var name: String
  /// What went in.
  public var inputs: [Input] = []
  /// The catalog's name, or ``noCatalog``.
  public var catalog: String
  /// What stands for a catalog where nothing was priced.
  public static let noCatalog = "none"
  /// How the warning begins that nobody named a catalog where one was needed; what has no machines needs none.
  public static let noCatalogIsNamed = "no catalog is named"
  /// Whether there were prices at all: a batch log on a cluster has none, and nothing is missing then.
  public var hasCatalog: Bool { catalog != Self.noCatalog }
  /// The day of its prices.
  public var pricesAsOf: SimTime?
  /// What amounts are in; nil where there is no price.
  public var currency: Currency?
  /// The seed of the random draws.
  public var seed: UInt64
  /// How many times it was simulated.
  public var replications: Int
  /// The program's version.
  public var version: String

  /// How many jobs there are.
  public var jobs: Int
  /// How many tries they took, over all replications.
  public var tries: Int64
  /// The cost in nano-units; nil where a try that is charged has no price.
  public var cost: Summary?
  /// The cost of the tries that have a price, mean over replications; nil where none has.
  public var costOfPriced: Int64?
  /// How many charged tries have no price, over all replications.
  public var unpricedTries: Int64 = 0
  /// Milliseconds from the launch (or the first submission) to the last end.
  public var wallClock: Summary
  /// Milliseconds of waiting for a worker per try.
  public var wait: WaitFigures
  /// How many jobs fail in the simulation, mean over replications; a failure that stands in a record is not counted.
  public var failedJobsMean: Double = 0
  /// The tasks of a plan, or the executables of a history.
  public var tasks: [TaskFigures] = []
  /// The users of a history, for a replay, the most jobs first; jobs whose user nobody knows are in none.
  public var users: [GroupFigures] = []
  /// The queues of a history, for a replay, the most jobs first; jobs whose queue nobody knows are in none.
  public var queues: [GroupFigures] = []
  /// What somebody should know before believing the figures.
  public var warnings: [String] = []
  /// What was taken for granted.
  public var assumptions: [String] = []

  /// The chance to cost more than the limit; nil without a limit, or where tries without a price could decide it.
  public var probabilityOverMaxCost: Double?
  /// The least it can be, by the tries that have a price; in the store only where it is known exactly.
  public var leastProbabilityOverMaxCost: Double?
  /// The chance to take longer than the limit; nil without a limit.
  public var probabilityOverMaxTime: Double?
  /// The cost of each replication, for distributions and paired comparisons; empty without a price.
  public var costSamples: [Int64] = []
  /// The wall clock of each replication.
  public var wallClockSamples: [Int64] = []
  /// How many jobs fail in each replication of a plan; empty where none fails in any.
  public var failedJobsSamples: [Int64] = []

  /// What the history itself says, for a replay.
  public var recorded: RecordedFigures?
  /// The share of the offered processor time that was used, where there is a limit to it.
  public var utilization: Double?
  /// Milliseconds of the longest chain of dependencies, where there are any.
  public var criticalPath: Int64?
  /// Jobs of the history that were left out, by reason.
  public var dropped: [DroppedJobs] = []
  /// What happened when, for a replay.
  public var schedule: Schedule?

  /// A run of which the obligatory figures are known.
  public init(
    id: String, kind: Kind, name: String, catalog: String, seed: UInt64, replications: Int, version: String, jobs: Int,
    tries: Int64, wallClock: Summary, wait: WaitFigures
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.catalog = catalog
    self.seed = seed
    self.replications = replications
    self.version = version
    self.jobs = jobs
    self.tries = tries
    self.wallClock = wallClock
    self.wait = wait
  }
}

/// Jobs of a history that a replay left out, for one reason.
public struct DroppedJobs: Sendable, Hashable {
  /// Why.
  public var reason: String
  /// How many.
  public var count: Int

  /// So many jobs for one reason.
  public init(reason: String, count: Int) {
    self.reason = reason
    self.count = count
  }
}

/// How long tries waited for a worker, in milliseconds.
public struct WaitFigures: Sendable, Hashable, Codable {
  /// The mean over tries.
  public var mean: Int64
  /// Half waited less; nil where only means were kept.
  public var p50: Int64?
  /// 95 % waited less; nil where only means were kept.
  public var p95: Int64?
  /// The longest; nil where only means were kept.
  public var max: Int64?

  /// Figures of waiting.
  public init(mean: Int64, p50: Int64? = nil, p95: Int64? = nil, max: Int64? = nil) {
    self.mean = mean
    self.p50 = p50
    self.p95 = p95
    self.max = max
  }

  /// The figures of these waits; all nought for none.
  public init(_ waits: [Int64]) {
    let summary = Summary(waits)
    self.init(mean: summary?.mean ?? 0, p50: summary?.p50 ?? 0, p95: summary?.p95 ?? 0, max: summary?.max ?? 0)
  }
}

/// The totals that a history itself records.
public struct RecordedFigures: Sendable, Hashable {
  /// Milliseconds from the first submission to the last end.
  public var makespan: Int64?
  /// The recorded waits.
  public var wait: WaitFigures?
  /// The sum of recorded prices in nano-units, analyses left out; nil where none is recorded.
  public var cost: Int64?
  /// What ``cost`` is in.
  public var currency: Currency?
  /// How many jobs have a recorded price.
  public var pricedJobs = 0
  /// What waited and ran when, thinned (``LoadPoint/thinned(_:)``); empty where starts or ends are not recorded.
  public var load: [LoadPoint] = []

  /// Nothing recorded.
  public init() {}
}

/// What one task of a plan, or one executable of a history, cost and took.
public struct TaskFigures: Sendable, Hashable {
  /// The task's or the executable's name.
  public var name: String
  /// How many jobs.
  public var jobs: Int
  /// Tries per replication, mean.
  public var triesMean: Double
  /// Nano-units per replication, mean; nil where a charged try has no price.
  public var costMean: Int64?
  /// Its part of the whole cost, 0...1; nil where either has no price.
  public var costShare: Double?
  /// Milliseconds of waiting for a worker per try, mean.
  public var waitMean: Int64
  /// Milliseconds on a worker per try, mean.
  public var runMean: Int64
  /// Its part of the critical path, waiting included, 0...1; the parts of all tasks add up to one.
  public var criticalShare: Double
  /// Jobs that did not end well per replication, mean.
  public var failedMean: Double

  /// The figures of a task.
  public init(
    name: String, jobs: Int, triesMean: Double, costMean: Int64?, costShare: Double?, waitMean: Int64, runMean: Int64,
    criticalShare: Double, failedMean: Double
  ) {
    self.name = name
    self.jobs = jobs
    self.triesMean = triesMean
    self.costMean = costMean
    self.costShare = costShare
    self.waitMean = waitMean
    self.runMean = runMean
    self.criticalShare = criticalShare
    self.failedMean = failedMean
  }
}
