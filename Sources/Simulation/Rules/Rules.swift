public import JobModel

/// The rules of a world with every default filled in: what a scenario says, and the platform's defaults where it does not.
public struct Rules: Sendable {
  /// The platform's limit of running workers per user; an organisation may have another.
  static let dnanexusConcurrency = 100
  /// Five seconds and a skewed 30 to 200 seconds, as seen in public job records of 2018 to 2026.
  static let dnanexusProvisioning = Distribution.quantiles(median: 80_000, p95: 200_000)
  /// How long priority normal waits for spot.
  static let dnanexusFallback = SimDuration.minutes(15)
  /// The longest a job may run, and the longest its tree may take.
  static let dnanexusTimeout = SimDuration.hours(30 * 24)

  /// The most workers a user has at once; nil is no limit.
  public var maxConcurrentJobs: Int?
  /// The most vCPUs at once, in all.
  public var maxVCPUs: Int?
  /// The most vCPUs at once by family.
  public var maxVCPUsByFamily: [Platform.FamilyLimit]
  /// From runnable to running.
  public var provisioning: Distribution
  /// Running and charged, before the job's own work.
  public var startup: Distribution
  /// How long priority normal waits for spot.
  public var fallbackToOnDemandAfter: SimDuration
  /// Who is served first.
  public var order: Platform.Order
  /// The spot market.
  public var spot: SpotMarket
  /// The priority of a job that names none.
  public var defaultPriority: Priority
  /// The timeout of a job that names none; nil is none.
  public var defaultTimeout: SimDuration?
  /// The tree's cost limit, in nano-units.
  public var maxCostNanos: Int64?
  /// How often the platform looks at the cost limit.
  public var costEnforcement: SimDuration

  /// What was filled in rather than said, in plain words.
  public var assumptions: [String]

  /// The rules of a scenario for a catalog.
  ///
  /// - Throws: ``SimulationError`` for what cannot be simulated.
  public init(scenario: Scenario, catalog: Catalog) throws(SimulationError) {
    let platform = scenario.platform ?? Platform()
    let dnanexus = catalog.isDNAnexus
    guard platform.cluster == nil else {
      throw SimulationError("platform.cluster cannot be simulated yet", hint: "leave it out: every job gets a worker")
    }
    let order = platform.order ?? .fcfs
    guard order != .easy && order != .easyEvent else {
      throw SimulationError(
        "platform.order \(order.rawValue) needs a cluster, and clusters cannot be simulated yet",
        hint: "use fcfs, priority, rank, shortest or fair-share")
    }
    self.order = order
    if let most = platform.maxConcurrentJobs, most < 1 {
      throw SimulationError("platform.max_concurrent_jobs is \(most): nothing would ever run", hint: "give at least 1")
    }
    maxConcurrentJobs = platform.maxConcurrentJobs ?? (dnanexus ? Self.dnanexusConcurrency : nil)
    maxVCPUs = platform.maxVCPUs
    maxVCPUsByFamily = platform.maxVCPUsByFamily
    provisioning = platform.provisioning ?? (dnanexus ? Self.dnanexusProvisioning : .constant(0))
    startup = platform.startup ?? .constant(0)
    fallbackToOnDemandAfter = platform.fallbackToOnDemandAfter ?? Self.dnanexusFallback
    spot = scenario.spot ?? SpotMarket()
    defaultPriority = dnanexus ? .normal : .high
    defaultTimeout = dnanexus ? Self.dnanexusTimeout : nil
    maxCostNanos = scenario.limits?.maxCostNanos
    costEnforcement = scenario.limits?.enforcement ?? .minutes(5)
    assumptions = []
    if dnanexus {
      if platform.maxConcurrentJobs == nil {
        assumptions.append("at most 100 running jobs per user (the platform's default)")
      }
      if platform.provisioning == nil {
        assumptions.append("a worker takes 80s to come (median; 200s at p95), the default for DNAnexus")
      }
    }
  }

  /// What holds on the spot market for a type.
  func spotConditions(of type: String) -> SpotMarket.Conditions {
    var conditions = spot.conditions
    if let special = spot.byType[type] {
      conditions.interruptionsPerHour = special.interruptionsPerHour ?? conditions.interruptionsPerHour
      conditions.wait = special.wait ?? conditions.wait
    }
    return conditions
  }
}
