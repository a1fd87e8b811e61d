/// How the past jobs of one period stand beside those before: what moved, and what became slower or larger.
public struct Trends: Sendable, Equatable {
  /// The period against the one before; nil where ``notCompared`` says why.
  public var comparison: PeriodComparison?
  /// Why nothing is compared; nil where something is.
  public var notCompared: String?
  /// Executables whose runtime or memory changed for good, the dearest change first.
  public var changes: [ChangePoint] = []
  /// How many (executable, measure) pairs had enough jobs to be tested for a change.
  public var tests = 0
  /// The probability that a review in which nothing changed shows any change at all.
  public var falseAlarmRate = 0.01

  /// Nothing.
  public init() {}
}

/// Two periods of equal length, the one right before the other.
public struct PeriodPair: Sendable, Hashable {
  /// The earlier one, its end not included.
  public var before: Range<SimTime>
  /// The later one, its end not included.
  public var now: Range<SimTime>

  /// Two periods.
  public init(before: Range<SimTime>, now: Range<SimTime>) {
    self.before = before
    self.now = now
  }
}

/// A period's accounts against those of the period before.
public struct PeriodComparison: Sendable, Equatable {
  /// What was spent in a period, on what came of it. Tries are of the period in which they were submitted.
  public struct Figures: Sendable, Equatable {
    /// The accounts, as in the review.
    public var account = ReviewAccounts.Account()
    /// How many tries ended: well, badly or from outside.
    public var ended = 0
    /// How many of these failed.
    public var failed = 0

    /// Figures of nothing.
    public init() {}

    /// The part of the tries that ended which failed; nil where none ended.
    public var failedShare: Double? { ended > 0 ? Double(failed) / Double(ended) : nil }
    /// Milliseconds that a try waited on average; nil where no record tells a wait.
    public var meanWait: Int64? { account.waited > 0 ? account.wait / Int64(account.waited) : nil }
    /// The part of the cost, or of the core-time where `isMoney` is false, that was wasted; nil where there is none.
    public func wastedShare(isMoney: Bool) -> Double? {
      let split = isMoney ? account.cost : account.coreTime
      return split.total > 0 ? Double(split.wasted) / Double(split.total) : nil
    }
    /// Cost in nano-units, or core-milliseconds, for a job; nil without jobs.
    public func perJob(isMoney: Bool) -> Int64? {
      guard account.jobs > 0, !isMoney || account.priced > 0 else { return nil }
      return (isMoney ? account.cost : account.coreTime).total / Int64(account.jobs)
    }
  }

  /// How the cost of one executable moved, and what moved it.
  ///
  /// The cost is the number of jobs × hours a job × price an hour. The move is cut up among the three by the logarithmic
  /// mean Divisia index (B. W. Ang, Energy Policy 33, 2005), whose parts sum to it and do not depend on an order.
  public struct Mover: Sendable, Equatable {
    /// What was run.
    public var executable: String
    /// Nano-units, or core-milliseconds where nothing has a price, of the period before.
    public var before: Int64
    /// The same of this period.
    public var now: Int64
    /// What more (or fewer) jobs moved; all of it where the executable is new or gone.
    public var byJobs: Int64
    /// What longer (or shorter) jobs moved, retries counted with their job.
    public var byLength: Int64
    /// What dearer (or cheaper) hours moved: another machine, or another price.
    public var byRate: Int64

    /// The whole move; saturating.
    public var change: Int64 { saturatingDifference(now, before) }

    /// A mover of its parts.
    public init(executable: String, before: Int64, now: Int64, byJobs: Int64, byLength: Int64, byRate: Int64) {
      self.executable = executable
      self.before = before
      self.now = now
      self.byJobs = byJobs
      self.byLength = byLength
      self.byRate = byRate
    }
  }

  /// The two periods.
  public var periods: PeriodPair
  /// The earlier one's figures.
  public var before: Figures
  /// The later one's figures.
  public var now: Figures
  /// Whether movers are in money, and not in core-time.
  public var isMoney: Bool
  /// The executables whose cost moved most, whichever way; at most ``moverLimit``.
  public var movers: [Mover]
  /// How many executables are told at most.
  public static let moverLimit = 20

  /// A comparison of its parts.
  public init(periods: PeriodPair, before: Figures, now: Figures, isMoney: Bool, movers: [Mover]) {
    self.periods = periods
    self.before = before
    self.now = now
    self.isMoney = isMoney
    self.movers = movers
  }
}
