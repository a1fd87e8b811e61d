/// What the tries of one executable come to.
public struct ExecutableSummary: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// How many jobs ran it.
  public var jobs: Int
  /// In how many tries.
  public var tries: Int
  /// How many of them failed or were ended early.
  public var failed: Int
  /// What they cost, by currency.
  public var costs: [Money]
  /// How long they held their workers.
  public var workerTime: SimDuration
  /// How long a try ran in the mean, reused results left out; nil where it is not known.
  public var runtimeMean: SimDuration?
  /// When it was submitted last.
  public var last: SimTime?

  /// One of which nothing is known yet.
  public init(name: String) {
    self.name = name
    (jobs, tries, failed) = (0, 0, 0)
    costs = []
    workerTime = .zero
  }
}
