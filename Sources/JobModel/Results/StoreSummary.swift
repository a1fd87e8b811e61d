/// What a store holds, at a glance.
public struct StoreSummary: Sendable, Equatable {
  /// What the tries submitted in one span of time come to.
  public struct Part: Sendable, Equatable {
    /// The day, month or year, such as `2026-03`.
    public var name: String
    /// How many tries were submitted in it.
    public var tries: Int
    /// How many of them failed or were ended early.
    public var failed: Int
    /// What they cost, in nano-units; nil where prices are in two currencies or none is known.
    public var cost: Int64?

    /// A span of its parts.
    public init(name: String, tries: Int, failed: Int, cost: Int64?) {
      self.name = name
      self.tries = tries
      self.failed = failed
      self.cost = cost
    }
  }

  /// How many tries there are, analyses left out.
  public var tries: Int
  /// Of how many jobs.
  public var jobs: Int
  /// Of how many executables.
  public var executables: Int
  /// How many tries failed or were ended early.
  public var failed: Int
  /// What they cost, by currency; currencies in order of their code.
  public var costs: [Money]
  /// How many tries have no price.
  public var unpriced: Int
  /// How long they held their workers.
  public var workerTime: SimDuration
  /// From the first submission to the last; nil where no time is known.
  public var period: ClosedRange<SimTime>?
  /// The same by day, month or year, the oldest first; spans without a try are left out.
  public var parts: [Part]
  /// How many imports brought something.
  public var imports: Int
  /// How many runs are kept.
  public var runs: Int

  /// An empty store's.
  public init() {
    (tries, jobs, executables, failed, unpriced, imports, runs) = (0, 0, 0, 0, 0, 0, 0)
    costs = []
    workerTime = .zero
    parts = []
  }
}
