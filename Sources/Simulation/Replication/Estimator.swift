public import JobModel

/// Simulates a plan many times and sums up what it costs and takes.
public struct Estimator: Sendable {
  private let plan: Plan
  private let catalog: Catalog
  private let workload: Workload
  private let rules: EngineRules
  private let assumptions: [String]
  private let warnings: [String]
  private let maxCostNanos: Int64?
  private let maxTime: SimDuration?

  /// Makes a plan ready.
  ///
  /// - Parameter plan: valid (``Plan/validate()``), and with every `{from: history}` filled in.
  /// - Throws: ``SimulationError`` for unknown instance types, impossible limits and missing history.
  public init(
    plan: Plan, scenario: Scenario, catalog: Catalog, maxCostNanos: Int64? = nil, maxTime: SimDuration? = nil
  ) throws(SimulationError) {
    let rules = try Rules(scenario: scenario, catalog: catalog)
    var plan = plan
    plan.apply(scenario.overrides)
    var compiler = PlanCompiler(plan: plan, rules: rules, catalog: catalog)
    workload = try compiler.compile()
    self.rules = try EngineRules(rules, workload: workload, catalog: catalog)
    self.plan = plan
    self.catalog = catalog
    self.maxCostNanos = maxCostNanos ?? plan.limits.maxCostNanos
    self.maxTime = maxTime ?? plan.limits.maxTime
    assumptions =
      rules.assumptions + Self.marketAssumptions(workload, scenario) + Self.shareAssumptions(plan, catalog)
    warnings = compiler.warnings
  }

  private static func marketAssumptions(_ workload: Workload, _ scenario: Scenario) -> [String] {
    guard workload.classes.contains(where: { $0.policy != .onDemand }) else { return [] }
    let machines = workload.machines
    if scenario.spot == nil {
      return [
        "spot workers come at once and are never taken back: give `spot:` in a scenario, or the spot cost is too low"
      ]
    }
    return machines.allSatisfy { $0.meanTimeToInterruption == .infinity }
      ? ["spot workers are never taken back: give `spot.interruptions_per_hour`, or the spot cost is too low"] : []
  }

  /// A share in whole percent, or what is said of one that is not nought and rounds to it.
  private func percent(_ share: Double) -> String {
    share > 0 && share < 0.005 ? "<1 %" : "\(checkedInteger((share * 100).rounded()) ?? 100) %"
  }

  private static func shareAssumptions(_ plan: Plan, _ catalog: Catalog) -> [String] {
    guard catalog.billing.share == .vcpu else { return [] }
    let whole = plan.tasks.count { $0.vcpus == nil && $0.instanceType != nil }
    if whole == 0 { return [] }
    return [
      "\(catalog.name) charges by vCPU; \(whole == 1 ? "1 task says" : "\(whole) tasks say") no `vcpus` and "
        + "\(whole == 1 ? "is" : "are") charged for whole workers"
    ]
  }

  /// How many jobs a replication has.
  public var jobCount: Int { workload.jobCount }

  /// Simulates the plan.
  ///
  /// - Parameter name: what the run is called; its id is left empty for the caller to fill in.
  /// - Parameter progress: told how many replications are done, from any thread.
  /// - Throws: ``SimulationError``, or `CancellationError`.
  public func run(
    name: String, version: String, options: SimulationOptions, progress: (@Sendable (Int) -> Void)? = nil
  ) async throws -> Run {
    let outcome = try await Replicator(workload: workload, rules: rules, options: options).run(progress: progress)
    let walls = outcome.results.map(\.wallClock)
    let costs = outcome.results.compactMap(\.cost)
    guard let wallClock = Summary(walls) else { throw SimulationError("no replication was run") }
    let tries = outcome.tally.tasks.reduce(Int64(0)) { saturatingSum($0, $1.tries) }
    let waits = outcome.tally.tasks.reduce(Int64(0)) { saturatingSum($0, $1.wait) }
    var run = Run(
      id: "", kind: .estimate, name: name, catalog: catalog.name, seed: options.seed,
      replications: options.replications, version: version, jobs: workload.jobCount, tries: tries, wallClock: wallClock,
      wait: WaitFigures(mean: tries == 0 ? 0 : waits / tries))
    run.pricesAsOf = catalog.pricesAsOf
    run.currency = catalog.currency
    run.assumptions = assumptions
    run.warnings = warnings
    if outcome.tally.overdue > 0, let most = self.rules.maxTreeTime {
      let launches = Double(options.replications) * Double(workload.launches.count)
      run.warnings.append(
        "\(percent(Double(outcome.tally.overdue) / launches)) of the launches were not final within "
          + "\(SimDuration(milliseconds: most)), and terminated")
    }
    run.wallClockSamples = walls
    let figures = TaskSummary(
      tally: outcome.tally, workload: workload, rules: rules, replications: options.replications)
    run.tasks = figures.tasks
    // Nothing costs nought where nothing has a price, not even what takes no time.
    if catalog.currency == nil { for index in run.tasks.indices { run.tasks[index].costMean = nil } }
    run.failedJobsMean = figures.failedJobsMean
    if figures.failedJobsMean > 0 { run.failedJobsSamples = outcome.results.map(\.failedJobs) }
    run.unpricedTries = figures.unpriced
    if costs.count == outcome.results.count && catalog.currency != nil {
      run.cost = Summary(costs)
      run.costSamples = costs
    }
    run.costOfPriced = Summary(outcome.results.compactMap(\.costOfPriced))?.mean
    if let maxTime {
      run.probabilityOverMaxTime = Double(walls.count { $0 > maxTime.milliseconds }) / Double(walls.count)
    }
    if let maxCostNanos, catalog.currency != nil { check(maxCostNanos, outcome.results, in: &run) }
    if let warning = unpricedWarning(run, outcome.tally) { run.warnings.append(warning) }
    return run
  }

  /// What has no price can only add to the cost: a replication whose other tries pass the limit passes it.
  private func check(_ maxCostNanos: Int64, _ results: [ReplicationResult], in run: inout Run) {
    let over = results.count { ($0.cost ?? $0.costOfPriced ?? 0) > maxCostNanos }
    let isKnown = results.allSatisfy { $0.cost != nil || ($0.costOfPriced ?? 0) > maxCostNanos }
    let share = Double(over) / Double(results.count)
    run.leastProbabilityOverMaxCost = share
    if isKnown { run.probabilityOverMaxCost = share }
  }

  private func staysOnSpot(_ jobClass: Workload.JobClass) -> Bool {
    jobClass.policy == .spot && jobClass.restart.maxSpotTries == .max
  }

  /// Names the machines for which a cost is missing, where others have one.
  private func unpricedWarning(_ run: Run, _ tally: Tally) -> String? {
    guard run.unpricedTries > 0, run.costOfPriced != nil, catalog.currency != nil else { return nil }
    var names: [String] = []
    for jobClass in workload.classes where tally.tasks[Int(jobClass.task)].unpriced > 0 {
      var machine = Int(jobClass.machine)
      while machine >= 0 {
        for isSpot in [false, true] where !rules.prices.hasPrice(machine: machine, isSpot: isSpot) {
          if isSpot ? jobClass.policy == .onDemand : staysOnSpot(jobClass) { continue }
          let name = workload.machines[machine].name + (isSpot ? " as spot" : " on demand")
          if !names.contains(name) { names.append(name) }
        }
        machine = jobClass.restart.largerType ? Int(workload.machines[machine].nextLarger) : -1
      }
    }
    let shown = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
    return "\(run.unpricedTries) of \(run.tries) tries went where \(catalog.name) has no price"
      + (names.isEmpty ? "" : " (\(shown))") + ": the cost as a whole is not known"
  }
}

extension Plan {
  /// Changes the tasks that overrides match as they were written; of several the last one counts.
  public mutating func apply(_ overrides: [Override]) {
    let written = tasks
    var factors = [Double?](repeating: nil, count: tasks.count)
    for override in overrides {
      for index in tasks.indices where override.match.matches(written[index]) {
        if let type = override.instanceType { tasks[index].instanceType = type }
        if let timeout = override.timeout { tasks[index].timeout = timeout }
        if let priority = override.priority { tasks[index].priority = priority }
        if let restart = override.restart { tasks[index].restart = restart }
        factors[index] = override.runtimeFactor ?? factors[index]
      }
    }
    for index in tasks.indices { if let factor = factors[index] { tasks[index].scaleTime(by: factor) } }
  }
}

extension Override.Match {
  /// Whether a task of a plan fits; a pattern on a user, an entry point or a stage fits none, since a plan has none.
  func matches(_ task: PlanTask) -> Bool {
    user == nil && function == nil && stage == nil && (executable.map { Glob($0).matches(task.executable) } ?? true)
      && (name.map { Glob($0).matches(task.name) } ?? true)
      && (instanceType.map { Glob($0).matches(task.instanceType ?? "") } ?? true)
  }
}
