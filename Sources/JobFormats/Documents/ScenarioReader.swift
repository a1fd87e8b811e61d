import JobModel

/// Fills a ``Scenario`` from a document.
struct ScenarioReader {
  private(set) var warnings: [DocumentWarning] = []
  /// More workers, vCPUs or tries than this are a slip of the keyboard.
  private static let most = 1_000_000_000

  /// Reads the whole document.
  mutating func read(_ root: YAMLField) throws(InputError) -> Scenario {
    let fields = try YAMLFields(root, known: ScenarioSchema.document.keys, expected: "a scenario")
    var scenario = Scenario()
    scenario.catalog = try fields["catalog"]?.text("a catalog's name or file")
    if let platform = fields["platform"] { scenario.platform = try self.platform(platform) }
    if let spot = fields["spot"] { scenario.spot = try self.spot(spot) }
    if let limits = fields["limits"] { scenario.limits = try self.limits(limits) }
    if let failures = fields["failures"] { scenario.failures = try FailuresReader.read(failures) }
    if let overrides = fields["overrides"] {
      for entry in try overrides.list(of: "overrides") { scenario.overrides.append(try override(entry)) }
    }
    return scenario
  }

  private func platform(_ field: YAMLField) throws(InputError) -> Platform {
    let fields = try YAMLFields(
      field, known: ScenarioSchema.platform.keys, expected: "a mapping of limits and delays")
    var platform = Platform()
    platform.maxConcurrentJobs = try fields["max_concurrent_jobs"]?.integer(1...Self.most, of: "a number of jobs")
    if let limits = fields["max_vcpus"] { try readVCPULimits(limits, into: &platform) }
    if let delay = fields["provisioning"] { try ProvisioningReader.read(delay, into: &platform) }
    if let delay = fields["startup"] { platform.startup = try DistributionReader.read(delay, of: .duration) }
    platform.fallbackToOnDemandAfter = try fields["fallback_to_on_demand_after"]?.duration()
    platform.order = try fields["order"]?.choice(Platform.Order.self)
    if let cluster = fields["cluster"] { platform.cluster = try self.cluster(cluster) }
    return platform
  }

  /// Reads `2000` or `{total: 2000, mem3: 500}`.
  private func readVCPULimits(_ field: YAMLField, into platform: inout Platform) throws(InputError) {
    let what = "a number of vCPUs"
    if field.tree.text != nil {
      platform.maxVCPUs = try field.integer(1...Self.most, of: what)
      return
    }
    for (family, limit) in try field.pairs(of: "limits, such as {total: 2000, mem3: 500}") {
      let vcpus = try limit.integer(1...Self.most, of: what)
      if family == "total" {
        platform.maxVCPUs = vcpus
      } else {
        platform.maxVCPUsByFamily.append(Platform.FamilyLimit(family: family, vcpus: vcpus))
      }
    }
    platform.maxVCPUsByFamily.sort { $0.family < $1.family }
  }

  private func cluster(_ field: YAMLField) throws(InputError) -> Platform.Cluster {
    let expected = "{nodes: 4, cores: 32, memory: 128 GiB}"
    let fields = try YAMLFields(field, known: ScenarioSchema.cluster.keys, expected: expected)
    let nodes = try fields.required("nodes", expected: "the number of machines")
    let cores = try fields.required("cores", expected: "the cores of each machine")
    return Platform.Cluster(
      nodes: try nodes.integer(1...1_000_000, of: "a number of machines"),
      cores: try cores.integer(1...1_000_000, of: "a number of cores"), memory: try fields["memory"]?.bytes())
  }

  private func spot(_ field: YAMLField) throws(InputError) -> SpotMarket {
    let fields = try YAMLFields(
      field, known: ScenarioSchema.spot.keys, expected: "a mapping such as {interruptions_per_hour: 0.05, wait: 2m}")
    var market = SpotMarket()
    market.conditions = try conditions(fields)
    market.maxTries = try fields["max_tries"]?.integer(0...Self.most, of: "a number of tries")
    if let types = fields["by_type"] {
      for (name, field) in try types.pairs(of: "instance types and their conditions") {
        let fields = try YAMLFields(
          field, known: ScenarioSchema.conditions.keys, expected: "{interruptions_per_hour: 0.2, wait: 2m}")
        guard !fields.isEmpty else { throw field.unexpected("{interruptions_per_hour: 0.2, wait: 2m}") }
        market.byType[name] = try conditions(fields)
      }
    }
    return market
  }

  private func conditions(_ fields: YAMLFields) throws(InputError) -> SpotMarket.Conditions {
    var conditions = SpotMarket.Conditions()
    conditions.interruptionsPerHour = try fields["interruptions_per_hour"]?.number(
      0...1e6, "a number of interruptions per hour, from 0 to 1000000")
    if let wait = fields["wait"] { conditions.wait = try DistributionReader.read(wait, of: .duration) }
    return conditions
  }

  private mutating func limits(_ field: YAMLField) throws(InputError) -> Scenario.Limits {
    let fields = try YAMLFields(
      field, known: ScenarioSchema.limits.keys, expected: "a mapping with max_cost, enforcement and max_time")
    var limits = Scenario.Limits()
    limits.maxCostNanos = try fields["max_cost"]?.nanos()
    limits.enforcement = try fields["enforcement"]?.duration()
    if let time = fields["max_time"] {
      let limit = try time.positiveDuration(hint: "leave it out for no limit but the platform's")
      if limit > TimeoutReader.platformMaximum {
        warnings.append(time.warning("\(limit) is more than the platform's 30 days of a tree; simulated as given"))
      }
      limits.maxTime = limit
    }
    return limits
  }

  private mutating func override(_ field: YAMLField) throws(InputError) -> Override {
    let fields = try YAMLFields(
      field, known: ScenarioSchema.override.keys,
      expected: "an override such as {match: {executable: \"bwa*\"}, timeout: 4h}")
    var override = Override()
    if let match = fields["match"] { override.match = try self.match(match) }
    override.instanceType = try fields["instance_type"]?.text("an instance type")
    if let timeout = fields["timeout"] { override.timeout = try TimeoutReader.read(timeout, warnings: &warnings) }
    override.priority = try fields["priority"]?.choice(Priority.self)
    if let restart = fields["restart"] { override.restart = try RestartReader.read(restart, warnings: &warnings) }
    override.runtimeFactor = try fields["runtime_factor"]?.number(
      1e-6...1e6, "how many times as long it runs, from 0.000001 to 1000000")
    guard fields.keys.contains(where: { $0 != "match" && fields[$0] != nil }) else {
      throw field.error(
        "this override changes nothing",
        hint: "give it an instance_type, a timeout, a priority, a restart or a runtime_factor")
    }
    return override
  }

  private func match(_ field: YAMLField) throws(InputError) -> Override.Match {
    let fields = try YAMLFields(field, known: ScenarioSchema.match.keys, expected: "{executable: \"bwa*\"}")
    var match = Override.Match()
    match.executable = try fields["executable"]?.text("a name or pattern")
    match.name = try fields["name"]?.text("a name or pattern")
    match.instanceType = try fields["instance_type"]?.text("an instance type or pattern")
    match.user = try fields["user"]?.text("a name or pattern")
    match.function = try fields["function"]?.text("a name or pattern")
    match.stage = try fields["stage"]?.text("a name or pattern")
    return match
  }
}
