/// How long the jobs of one user, or of one queue, waited, and what they cost.
public struct GroupFigures: Sendable, Hashable, Codable {
  /// The user, or the queue.
  public var name: String
  /// How many jobs.
  public var jobs: Int
  /// How many tries ran.
  public var tries: Int
  /// Milliseconds of waiting for a worker per try that ran.
  public var wait: WaitFigures
  /// Nano-units; nil where a charged try has no price.
  public var cost: Int64?

  /// The figures of a user or a queue.
  public init(name: String, jobs: Int, tries: Int, wait: WaitFigures, cost: Int64?) {
    self.name = name
    self.jobs = jobs
    self.tries = tries
    self.wait = wait
    self.cost = cost
  }

  /// The order in which groups stand: the most jobs first, equals by name.
  public static func precedes(_ a: GroupFigures, _ b: GroupFigures) -> Bool { (b.jobs, a.name) < (a.jobs, b.name) }
}
