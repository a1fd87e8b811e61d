public import JobModel

/// The rules of a world with every default filled in: what a scenario says, and the platform's defaults where it does not.
public struct Rules: Sendable {
  /// The platform's limit of running workers per user; an organisation may have another.
  static let dnanexusConcurrency = 100
  /// Five seconds and a skewed 30 to 200 seconds, as seen in public job records of 2018 to 2026.
  static let dnanexusProvisioning = Distribution.quantiles(median: 80_000, p95: 200_000)
  /// How long priority normal waits for spot.
  static let dnanexusFallback = SimDuration.minutes(15)
  /// The longest a job may run.
  static let dnanexusTimeout = SimDuration.hours(30 * 24)
  /// The longest a tree may take from the launch of its root, whatever is restarted; afterwards its jobs lose their
  /// access to the platform, which is taken for its end. Source: the platform's page on job time limits.
  static let dnanexusTreeTime = SimDuration.hours(30 * 24)

  /// The most workers a user has at once; nil is no limit.
  public var maxConcurrentJobs: Int?
  /// The most vCPUs at once, in all.
  public var maxVCPUs: Int?
  /// The most vCPUs at once by family.
  public var maxVCPUsByFamily: [Platform.FamilyLimit]
  /// From runnable to running, where nothing more specific is said.
  public var provisioning: Distribution
  /// The same by priority, and by type and priority; see ``provisioning(type:_:)``.
  private let provisioningByPriority: [Priority: Distribution]
  private let provisioningByType: [String: Platform.ProvisioningOfType]
  /// Running and charged, before the job's own work.
  public var startup: Distribution
  /// How long priority normal waits for spot.
  public var fallbackToOnDemandAfter: SimDuration
  /// The cluster that all jobs share; nil is a worker for each.
  let room: NodePool.Room?
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
  /// How long after its launch a tree is ended; nil is never.
  public var maxTreeTime: SimDuration?
  /// How tries fail by themselves, where a task says nothing else.
  public var failures: FailureRates

  /// What was filled in rather than said, in plain words.
  public var assumptions: [String]

  /// The rules of a scenario for a catalog.
  ///
  /// - Throws: ``SimulationError`` for what cannot be simulated.
  public init(scenario: Scenario, catalog: Catalog) throws(SimulationError) {
    let platform = scenario.platform ?? Platform()
    let dnanexus = catalog.isDNAnexus
    let order = platform.order ?? .fcfs
    self.order = order
    room = try Self.room(platform, order)
    if let most = platform.maxConcurrentJobs, most < 1 {
      throw SimulationError("platform.max_concurrent_jobs is \(most): nothing would ever run", hint: "give at least 1")
    }
    let isCloud = room == nil
    maxConcurrentJobs = platform.maxConcurrentJobs ?? (dnanexus && isCloud ? Self.dnanexusConcurrency : nil)
    maxVCPUs = platform.maxVCPUs
    maxVCPUsByFamily = platform.maxVCPUsByFamily
    provisioning = platform.provisioning ?? (dnanexus && isCloud ? Self.dnanexusProvisioning : .constant(0))
    provisioningByPriority = platform.provisioningByPriority
    provisioningByType = platform.provisioningByType
    startup = platform.startup ?? .constant(0)
    fallbackToOnDemandAfter = platform.fallbackToOnDemandAfter ?? Self.dnanexusFallback
    spot = scenario.spot ?? SpotMarket()
    defaultPriority = dnanexus ? .normal : .high
    defaultTimeout = dnanexus ? Self.dnanexusTimeout : nil
    maxCostNanos = scenario.limits?.maxCostNanos
    costEnforcement = scenario.limits?.enforcement ?? .minutes(5)
    maxTreeTime = scenario.limits?.maxTime ?? (dnanexus ? Self.dnanexusTreeTime : nil)
    failures = scenario.failures
    assumptions = []
    try Self.check(provisioningByType.keys, "platform.provisioning.by_type", catalog)
    try Self.check(spot.byType.keys, "spot.by_type", catalog)
    if let cluster = platform.cluster {
      let memory = cluster.memory.map { " and \($0)" } ?? ""
      assumptions.append(
        "all jobs share \(cluster.nodes) nodes of \(cluster.cores) cores\(memory), order \(order.rawValue)")
    } else if dnanexus {
      if platform.maxConcurrentJobs == nil {
        assumptions.append("at most 100 running jobs per user (the platform's default)")
      }
      if platform.provisioning == nil {
        assumptions.append("a worker takes 80s to come (median; 200s at p95), the default for DNAnexus")
      }
    }
  }

  /// Refuses instance types that the catalog does not have.
  private static func check(
    _ types: some Collection<String>, _ key: String, _ catalog: Catalog
  ) throws(SimulationError) {
    for name in types.sorted() where catalog.type(named: name) == nil && !catalog.isNone {
      let near = catalog.namesLike(name).map { "\"\($0)\"" }.joined(separator: ", ")
      throw SimulationError(
        "\(key) names \"\(name)\", which the catalog \(catalog.name) does not have",
        hint: near.isEmpty ? "`purser catalog show \(catalog.name)` lists what it has" : "did you mean \(near)?")
    }
  }

  private static func room(
    _ platform: Platform, _ order: Platform.Order
  ) throws(SimulationError) -> NodePool.Room? {
    guard let cluster = platform.cluster else {
      guard order != .easy && order != .easyEvent else {
        throw SimulationError(
          "platform.order \(order.rawValue) needs platform.cluster: in a cloud nobody waits behind a wide job",
          hint: "use fcfs, priority, rank, shortest or fair-share")
      }
      return nil
    }
    guard order != .easyEvent else {
      throw SimulationError(
        "platform.order easy-event is for batch logs", hint: "use easy, or `purser replay LOG --policy easy-event`")
    }
    guard platform.maxConcurrentJobs == nil, platform.maxVCPUs == nil, platform.maxVCPUsByFamily.isEmpty else {
      throw SimulationError(
        "platform.cluster has no workers to limit", hint: "leave out max_concurrent_jobs and max_vcpus")
    }
    guard (1...100_000).contains(cluster.nodes), (1...1_000_000).contains(cluster.cores) else {
      throw SimulationError("platform.cluster needs 1 to 100,000 nodes of 1 to 1,000,000 cores")
    }
    return NodePool.Room(
      nodes: cluster.nodes, cores: Int64(cluster.cores) * 1000, memory: cluster.memory?.count ?? .max, order: order)
  }

  /// How long a worker takes to come for a try that asks for a priority: the most specific that is said.
  ///
  /// - Parameter type: nil where it is not known.
  public func provisioning(type: String?, _ priority: Priority) -> Distribution {
    let ofType = type.flatMap { provisioningByType[$0] }
    return ofType?.byPriority[priority] ?? ofType?.all ?? provisioningByPriority[priority] ?? provisioning
  }

  /// Whether a worker takes equally long to come for all types and priorities.
  var hasOneProvisioning: Bool { provisioningByPriority.isEmpty && provisioningByType.isEmpty }

  /// What holds on the spot market for a type.
  public func spotConditions(of type: String) -> SpotMarket.Conditions {
    var conditions = spot.conditions
    if let special = spot.byType[type] {
      conditions.interruptionsPerHour = special.interruptionsPerHour ?? conditions.interruptionsPerHour
      conditions.wait = special.wait ?? conditions.wait
    }
    return conditions
  }
}
