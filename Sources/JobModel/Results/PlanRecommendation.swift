/// What the tasks of a plan should ask for, with what it comes to as a whole.
public struct PlanRecommendation: Sendable {
  /// What counts where neither a deadline nor a budget is given.
  public enum Goal: String, Sendable, Hashable, CaseIterable {
    /// The least cost.
    case cheapest
    /// Neither much dearer than the cheapest nor much slower than the fastest.
    case balanced
    /// The least time.
    case fastest
  }

  /// What a task asks for.
  public struct Setting: Sendable, Hashable {
    /// The machine; nil where none is named.
    public var instanceType: String?
    /// Spot or on demand.
    public var priority: Priority
    /// How many items a job does; nil for a task without `work`.
    public var itemsPerJob: Int?
    /// How many jobs that makes.
    public var jobs: Int

    /// A setting of its parts.
    public init(instanceType: String?, priority: Priority, itemsPerJob: Int?, jobs: Int) {
      self.instanceType = instanceType
      self.priority = priority
      self.itemsPerJob = itemsPerJob
      self.jobs = jobs
    }
  }

  /// A setting and what all jobs of the task are expected to come to, failed and interrupted tries included.
  public struct Option: Sendable, Hashable {
    /// What is asked for.
    public var setting: Setting
    /// Nano-units for all jobs; nil without a price.
    public var cost: Int64?
    /// From their readiness to the end of the last of them.
    public var time: SimDuration
    /// The chance that one job fails for good.
    public var failureProbability: Double

    /// An option of its parts.
    public init(setting: Setting, cost: Int64?, time: SimDuration, failureProbability: Double) {
      self.setting = setting
      self.cost = cost
      self.time = time
      self.failureProbability = failureProbability
    }
  }

  /// One task.
  public struct Row: Sendable, Hashable {
    /// Its name.
    public var task: String
    /// As the plan has it.
    public var current: Option
    /// As it should be; equal to ``current`` where that stays.
    public var recommended: Option
    /// Why, in a sentence for people.
    public var reason: String
    /// The interruptions per hour up to which spot is cheaper on the recommended type; nil without both prices, and
    /// where no rate is too high.
    public var breakEvenRate: Double?
    /// Other options of which none is both dearer and slower than another, the cheapest first.
    public var alternatives: [Option] = []

    /// A row of its parts.
    public init(task: String, current: Option, recommended: Option, reason: String) {
      self.task = task
      self.current = current
      self.recommended = recommended
      self.reason = reason
    }

    /// Whether anything should change.
    public var changes: Bool { recommended.setting != current.setting }
  }

  /// What a simulation of the whole plan came to.
  public struct Outcome: Sendable, Hashable {
    /// Nano-units; nil where something has no price.
    public var cost: Summary?
    /// Milliseconds.
    public var wallClock: Summary
    /// The chance to keep the deadline or the budget with every job done; nil without either.
    public var probability: Double?
    /// Jobs that fail for good, mean.
    public var failedJobs: Double

    /// An outcome of its parts.
    public init(cost: Summary?, wallClock: Summary, probability: Double?, failedJobs: Double) {
      self.cost = cost
      self.wallClock = wallClock
      self.probability = probability
      self.failedJobs = failedJobs
    }
  }

  /// What the plan is called.
  public var name: String
  /// The catalog's name.
  public var catalog: String
  /// The day of its prices.
  public var pricesAsOf: SimTime?
  /// What amounts are in.
  public var currency: Currency?
  /// What counts.
  public var goal: Goal
  /// When the plan must have ended.
  public var deadline: SimDuration?
  /// What it may cost, in nano-units.
  public var budget: Int64?
  /// With what probability the deadline or the budget is to be kept.
  public var confidence: Double
  /// The seed of the simulations.
  public var seed: UInt64
  /// How many there were; 0 where the plan is too large to simulate.
  public var replications: Int
  /// The program's version.
  public var version: String

  /// The tasks, in the plan's order.
  public var rows: [Row] = []
  /// The plan as it is, simulated.
  public var current: Outcome?
  /// The plan as it should be, simulated.
  public var recommended: Outcome?
  /// Whether the deadline or the budget is kept with the probability asked for; true without either.
  public var isFeasible = true
  /// If the deadline cannot be kept: the least time that is kept with the probability asked for.
  public var leastTime: SimDuration?
  /// If the budget cannot be kept: the least amount that is kept with the probability asked for, in nano-units.
  public var leastCost: Int64?
  /// What any choice is expected to cost at least whose expected times keep the deadline, in nano-units; nil without a
  /// price. As in ``expectedCost``, jobs that fail for good are run again; in ``recommended`` such a run ends, so that its
  /// mean may be less.
  public var lowerBound: Int64?
  /// What somebody should know before believing it.
  public var warnings: [String] = []
  /// What was taken for granted.
  public var assumptions: [String] = []

  /// A recommendation without tasks.
  public init(name: String, catalog: Catalog, goal: Goal, confidence: Double, seed: UInt64, version: String) {
    self.name = name
    self.catalog = catalog.name
    pricesAsOf = catalog.pricesAsOf
    currency = catalog.currency
    self.goal = goal
    self.confidence = confidence
    self.seed = seed
    self.version = version
    replications = 0
  }

  /// The sum of the tasks' expected costs as recommended, in nano-units; nil where one has no price.
  public var expectedCost: Int64? { sum { $0.recommended.cost } }

  /// The sum of the tasks' expected costs as they are, in nano-units; nil where one has no price.
  public var currentCost: Int64? { sum { $0.current.cost } }

  /// How much dearer the recommendation is than the lower bound, as a share of it; nil without one.
  public var gap: Double? {
    guard let lowerBound, let expectedCost, lowerBound > 0 else { return nil }
    return max(0, Double(expectedCost) / Double(lowerBound) - 1)
  }

  private func sum(_ cost: (Row) -> Int64?) -> Int64? {
    rows.reduce(Int64?(0)) { sum, row in sum.flatMap { sum in cost(row).map { saturatingSum(sum, $0) } } }
  }
}
