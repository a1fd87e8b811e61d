/// A run in a list of runs.
public struct RunSummaryRow: Sendable, Hashable {
  /// The run's id.
  public var id: String
  /// What was computed.
  public var kind: Run.Kind
  /// What it is called.
  public var name: String
  /// The catalog's name.
  public var catalog: String
  /// What amounts are in; nil where there is no price.
  public var currency: Currency?
  /// The seed of the random draws.
  public var seed: UInt64
  /// How many times it was simulated.
  public var replications: Int
  /// How many jobs there are.
  public var jobs: Int
  /// The mean cost in nano-units; nil where a try has no price.
  public var costMean: Int64?
  /// Milliseconds from the launch to the last end, mean.
  public var wallClockMean: Int64
  /// The version of the program that made it.
  public var version: String

  /// A run in a list.
  public init(
    id: String, kind: Run.Kind, name: String, catalog: String, currency: Currency?, seed: UInt64, replications: Int,
    jobs: Int, costMean: Int64?, wallClockMean: Int64, version: String
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.catalog = catalog
    self.currency = currency
    self.seed = seed
    self.replications = replications
    self.jobs = jobs
    self.costMean = costMean
    self.wallClockMean = wallClockMean
    self.version = version
  }

  /// The row of a run.
  public init(_ run: Run) {
    self.init(
      id: run.id, kind: run.kind, name: run.name, catalog: run.catalog, currency: run.currency, seed: run.seed,
      replications: run.replications, jobs: run.jobs, costMean: run.cost?.mean, wallClockMean: run.wallClock.mean,
      version: run.version)
  }
}
