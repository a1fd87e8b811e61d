/// What is advised for all executables of a history.
public struct RecommendationSet: Sendable, Equatable {
  /// What is sought.
  public enum Goal: String, Sendable, Equatable, CaseIterable {
    /// The least expected cost.
    case cheapest
    /// The least product of expected cost and time: 10 % more money for 10 % less time is even.
    case balanced
    /// The least expected time; of what is within 5 % of it the cheapest.
    case fastest
  }

  /// The history simulated under the advice, beside the same history as it was.
  public struct Proof: Sendable, Equatable {
    /// The run under the advice.
    public var run: String
    /// The run as it was.
    public var baseRun: String
    /// What the history costs as it was, in nano-units; nil without prices.
    public var baseCost: Int64?
    /// What it costs under the advice.
    public var cost: Int64?
    /// How long it takes as it was, from the first submission to the last end, in milliseconds.
    public var baseWallClock: Int64
    /// How long it takes under the advice.
    public var wallClock: Int64
    /// How many more jobs fail under the advice than did.
    public var failures: Double
    /// How many more tries have no price under the advice than had, so that their cost is in no amount.
    public var unpricedTries: Int64 = 0
    /// The jobs that the proposed timeouts would have ended.
    public var ended = EndedByTimeout()

    /// Two replays side by side.
    public init(base: Run, advised: Run) {
      run = advised.id
      baseRun = base.id
      baseCost = base.cost?.mean ?? base.costOfPriced
      cost = advised.cost?.mean ?? advised.costOfPriced
      baseWallClock = base.wallClock.mean
      wallClock = advised.wallClock.mean
      failures = advised.failedJobsMean - base.failedJobsMean
      unpricedTries = max(0, saturatingDifference(advised.unpricedTries, base.unpricedTries))
      if let before = base.schedule, let after = advised.schedule {
        ended = EndedByTimeout(base: before, advised: after)
        if baseCost == nil || cost == nil { (ended.goodBurnt, ended.hungSaved) = (nil, nil) }
      }
    }
  }

  /// What was sought.
  public var goal: Goal
  /// The catalog's name; nil without one.
  public var catalog: String?
  /// The day of its prices.
  public var pricesAsOf: SimTime?
  /// What amounts are in; nil without prices.
  public var currency: Currency?
  /// How many tries were looked at.
  public var tries: Int
  /// The seed of the draws behind the intervals.
  public var seed: UInt64
  /// The advice: largest saving first, then by name.
  public var recommendations: [Recommendation] = []
  /// Of what too little is known, by name.
  public var notEnoughData: [NotEnoughData] = []
  /// The proof, if the history was simulated.
  public var proof: Proof?
  /// What somebody should know before believing it.
  public var warnings: [String] = []

  /// No advice yet.
  public init(goal: Goal, tries: Int, seed: UInt64) {
    self.goal = goal
    self.tries = tries
    self.seed = seed
  }

  /// What the jobs of all executables together would have saved in nano-units, jobs like those seen; nil without prices.
  public var totalSaving: Int64? {
    guard currency != nil else { return nil }
    return recommendations.reduce(0) { saturatingSum($0, $1.totalSaving ?? 0) }
  }

  /// What all jobs cost as they are, in nano-units; nil without prices.
  public var totalCost: Int64? {
    guard currency != nil else { return nil }
    return recommendations.reduce(0) {
      saturatingSum($0, saturatingProduct($1.current.cost?.nanos ?? 0, Int64($1.jobs)))
    }
  }
}

extension Recommendation {
  /// What all jobs together save, in nano-units; nil without prices.
  public var totalSaving: Int64? { saving.map { saturatingProduct($0.mean.nanos, Int64(jobs)) } }

  /// How much longer a job takes, in milliseconds; negative where it gets faster.
  public var timeChange: Int64 { saturatingDifference(recommended.time.milliseconds, current.time.milliseconds) }

  /// What it is called where entry points and stages stand apart.
  public var label: String {
    [executable, function.map { "entry point \($0)" }, stage.map { "stage \($0)" }].compactMap { $0 }
      .joined(separator: ", ")
  }
}
