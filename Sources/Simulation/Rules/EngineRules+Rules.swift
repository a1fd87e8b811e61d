import JobModel

extension EngineRules {
  /// The engine's form of rules.
  ///
  /// - Throws: ``SimulationError`` for delays that cannot be drawn.
  init(_ rules: Rules, workload: Workload, catalog: Catalog) throws(SimulationError) {
    var limits = CloudPool.Limits()
    limits.workersPerUser = rules.maxConcurrentJobs ?? .max
    limits.vcpus = rules.maxVCPUs.map { saturatingProduct(Int64($0), 1000) } ?? .max
    limits.familyVCPUs = rules.maxVCPUsByFamily.map { saturatingProduct(Int64($0.vcpus), 1000) }
    limits.order = rules.order
    var provisioning: [Sampler] = []
    if rules.hasOneProvisioning {
      provisioning = [try Self.delay(rules.provisioning)]
    } else {
      for type in [nil] + workload.machines.map({ Optional($0.name) }) {
        for priority in [Priority.low, .normal, .high] {
          provisioning.append(try Self.delay(rules.provisioning(type: type, priority)))
        }
      }
    }
    self.init(
      limits: limits, room: rules.room, provisioning: provisioning, startup: try Self.delay(rules.startup),
      fallback: rules.fallbackToOnDemandAfter.milliseconds,
      prices: Prices(workload, catalog: catalog),
      maxCostNanos: rules.maxCostNanos, costEnforcement: max(1, rules.costEnforcement.milliseconds),
      maxTreeTime: rules.maxTreeTime?.milliseconds)
  }

  private static func delay(_ distribution: Distribution) throws(SimulationError) -> Sampler {
    if let sampler = Sampler(distribution) { return sampler }
    throw SimulationError(
      "platform.provisioning and platform.startup cannot be taken from a history",
      hint: "give a duration or two quantiles")
  }
}
