/// Some jobs of a longer list, and what all of the list come to.
public struct JobPage: Sendable, Equatable {
  /// The tries on this page, in order.
  public var jobs: [Job]
  /// How many tries come before this page.
  public var offset: Int
  /// How many tries the whole list has.
  public var total: Int
  /// What all of them cost, by currency; currencies in order of their code.
  public var costs: [Money]
  /// How many of them have no price.
  public var unpriced: Int
  /// How long all of them held their workers.
  public var workerTime: SimDuration

  /// A page of its parts.
  public init(jobs: [Job], offset: Int, total: Int, costs: [Money], unpriced: Int, workerTime: SimDuration) {
    self.jobs = jobs
    self.offset = offset
    self.total = total
    self.costs = costs
    self.unpriced = unpriced
    self.workerTime = workerTime
  }
}
