/// Two runs side by side: what `b` costs and takes beside its base `a`.
public struct Comparison: Sendable {
  /// One figure of both runs; nil where a run has none.
  public struct Pair: Sendable, Hashable {
    /// The base's.
    public var a: Int64?
    /// The other's.
    public var b: Int64?

    /// A figure of both.
    public init(a: Int64?, b: Int64?) {
      self.a = a
      self.b = b
    }

    /// `b - a`; nil where either is unknown.
    public var difference: Int64? {
      guard let a, let b else { return nil }
      return saturatingDifference(b, a)
    }

    /// The difference in percent of `a`; nil where either is unknown or `a` is nought.
    public var differencePercent: Double? {
      guard let a, let b, a != 0 else { return nil }
      return (Double(b) - Double(a)) / Double(a.magnitude) * 100
    }
  }

  /// A task or an executable of either run, matched by its name.
  public struct Row: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its figures in the base; nil where it is not there.
    public let a: TaskFigures?
    /// Its figures in the other; nil where it is not there.
    public let b: TaskFigures?
    /// Nano-units, mean.
    public let cost: Pair
    /// The number of jobs.
    public let jobs: Pair
    /// Milliseconds of waiting per try.
    public let wait: Pair
    /// Milliseconds on a worker per try.
    public let run: Pair

    /// A task of one run or of both.
    ///
    /// Its pairs are stored: computed ones, inlined into another module, crash the optimiser of Swift 6.3.1.
    public init(name: String, a: TaskFigures?, b: TaskFigures?) {
      self.name = name
      self.a = a
      self.b = b
      cost = Pair(a: a?.costMean, b: b?.costMean)
      jobs = Pair(a: a.map { Int64($0.jobs) }, b: b.map { Int64($0.jobs) })
      wait = Pair(a: a?.waitMean, b: b?.waitMean)
      run = Pair(a: a?.runMean, b: b?.runMean)
    }
  }

  /// What replications say that shared their random draws, replication by replication.
  public struct Paired: Sendable, Hashable {
    /// How many pairs there are.
    public var replications: Int
    /// The mean of `b - a`.
    public var meanDifference: Int64
    /// The standard error of that mean; 0 for one pair.
    public var standardError: Int64
    /// The share of pairs in which `b` is less than `a`, 0...1.
    public var shareLower: Double
    /// The share of pairs in which both are the same, 0...1.
    public var shareEqual: Double

    /// The statistics of samples that belong together; nil unless they are as many, and at least one.
    public init?(_ a: [Int64], _ b: [Int64]) {
      guard a.count == b.count, let summary = Summary(zip(b, a).map { saturatingDifference($0, $1) }) else {
        return nil
      }
      let count = Double(a.count)
      replications = a.count
      meanDifference = summary.mean
      standardError = checkedInteger(Double(summary.sd) / count.squareRoot()) ?? .max
      shareLower = Double(zip(a, b).count { $1 < $0 }) / count
      shareEqual = Double(zip(a, b).count { $1 == $0 }) / count
    }
  }

  /// The base.
  public var a: Run
  /// What is compared with it.
  public var b: Run
  /// What both amounts are in; nil where neither run has prices.
  public var currency: Currency?
  /// The mean cost in nano-units.
  public var cost: Pair
  /// The mean wall clock in milliseconds.
  public var wallClock: Pair
  /// The mean wait per try in milliseconds.
  public var wait: Pair
  /// The tasks of `a` in its order, then those that only `b` has.
  public var rows: [Row]
  /// Pair by pair, where both are estimates of the same seed and as many replications.
  public var pairedCost: Paired?
  /// Pair by pair, where both are estimates of the same seed and as many replications.
  public var pairedWallClock: Paired?

  /// Puts two runs side by side.
  ///
  /// - Throws: ``CurrencyMismatch`` for amounts in two currencies.
  /// - Complexity: O(tasks + replications · log replications).
  public init(a: Run, b: Run) throws(CurrencyMismatch) {
    if let first = a.currency, let second = b.currency, first != second {
      throw CurrencyMismatch(first: first, second: second)
    }
    self.a = a
    self.b = b
    currency = a.currency ?? b.currency
    cost = Pair(a: a.cost?.mean, b: b.cost?.mean)
    wallClock = Pair(a: a.wallClock.mean, b: b.wallClock.mean)
    wait = Pair(a: a.wait.mean, b: b.wait.mean)
    let others = Dictionary(b.tasks.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let own = Set(a.tasks.map(\.name))
    rows = a.tasks.map { Row(name: $0.name, a: $0, b: others[$0.name]) }
    rows += b.tasks.filter { !own.contains($0.name) }.map { Row(name: $0.name, a: nil, b: $0) }
    // Draws are functions of seed, replication and job, so only then is the i-th replication the same luck in both.
    if a.kind == .estimate, b.kind == .estimate, a.seed == b.seed, a.replications == b.replications {
      pairedCost = Paired(a.costSamples, b.costSamples)
      pairedWallClock = Paired(a.wallClockSamples, b.wallClockSamples)
    }
  }
}
