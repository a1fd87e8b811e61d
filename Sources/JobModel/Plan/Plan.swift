/// A workflow to run: tasks, each of one or many jobs, and what they wait for.
public struct Plan: Sendable, Hashable {
  /// What it is called.
  public var name: String
  /// The catalog it was written for.
  public var catalog: String?
  /// What it may cost and take.
  public var limits = PlanLimits()
  /// The tasks, in the file's order; names are unique.
  public var tasks: [PlanTask]
  /// When the whole plan is launched, if more than once.
  public var arrivals: Arrivals?

  /// A plan of these tasks, launched once.
  public init(name: String, tasks: [PlanTask]) {
    self.name = name
    self.tasks = tasks
  }
}

/// What a plan may cost and how long it may take: the estimate gives the probability to pass each.
public struct PlanLimits: Sendable, Hashable {
  /// The most it may cost, in nano-units of the catalog's currency.
  public var maxCostNanos: Int64?
  /// The longest it may take from launch to its last job's end.
  public var maxTime: SimDuration?

  /// No limits.
  public init() {}
}

/// Many launches of the same plan.
public enum Arrivals: Sendable, Hashable {
  /// One every so often, the first at once.
  case every(SimDuration, count: Int)
  /// At random, so many an hour on average, the first after a random wait too.
  case poisson(perHour: Double, count: Int)

  /// How many launches there are.
  public var count: Int {
    switch self {
    case .every(_, let count), .poisson(_, let count): count
    }
  }
}
