public import JobModel

/// Runs a history again, as it was or in another world.
public struct Replayer: Sendable {
  private let jobs: [Job]
  private let workload: Workload
  private let rules: EngineRules
  private let catalog: Catalog
  private let selection: (dropped: [DroppedJobs], cached: Int, neverStarted: Int)
  private let warnings: [String]
  private let assumptions: [String]

  /// Makes a history ready.
  ///
  /// - Throws: ``SimulationError`` for what the scenario asks and nobody can do.
  /// - Complexity: O(n log n).
  public init(history: History, scenario: Scenario, catalog: Catalog) throws(SimulationError) {
    let rules = try Rules(scenario: scenario, catalog: catalog)
    let selection = HistorySelection(history)
    jobs = selection.jobs
    let origin = Self.firstSubmission(jobs) ?? 0
    var compiler = HistoryCompiler(jobs, origin: origin, scenario: scenario, rules: rules, catalog: catalog)
    workload = try compiler.compile()
    var engineRules = try EngineRules(rules, workload: workload, catalog: catalog)
    // Without a word about the platform the record's own delays stand, so nothing limits anything.
    if scenario.platform == nil { engineRules.limits = CloudPool.Limits() }
    var warnings: [String] = []
    if engineRules.maxCostNanos != nil {
      engineRules.maxCostNanos = nil
      warnings.append("limits.max_cost is for plans: a history's trees were launched apart, so it is left out here")
    }
    if !scenario.failures.isEmpty {
      warnings.append("failures are for plans: a history's outcomes are recorded, so they are left out here")
    }
    self.rules = engineRules
    self.catalog = catalog
    self.selection = (selection.dropped, selection.cached, selection.neverStarted)
    let unknown = compiler.unknownTypes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    // Without a catalog no type has a price: whoever chose none is told once, not for each type.
    let hasCatalog = catalog.name != Run.noCatalog
    for (type, count) in unknown.prefix(hasCatalog ? 10 : 0) {
      warnings.append(
        "the catalog \(catalog.name) has no instance type \"\(type)\" (\(count) tries): no price for them")
    }
    if hasCatalog, unknown.count > 10 { warnings.append("… and \(unknown.count - 10) more unknown instance types") }
    for type in compiler.withoutSpot.sorted() {
      warnings.append("no spot price for \(type) in \(catalog.name): priority normal is priced on demand")
    }
    let untyped = jobs.count { $0.instanceType == nil && !$0.neverHeldWorker }
    if untyped > 0, hasCatalog {
      warnings.append("\(untyped) of \(jobs.count) jobs name no instance type: no price for them")
    }
    let shared = jobs.count(where: \.paidForShare)
    if shared > 0, hasCatalog, catalog.billing.share == .worker {
      warnings.append(
        "\(shared) of \(jobs.count) recorded costs are for what a job asked for (cost_basis), and "
          + "\(catalog.name) charges whole workers: with `billing: {share: vcpu}` in the catalog both agree")
    }
    self.warnings = warnings
    var assumptions = scenario.platform == nil ? ["recorded waits, runtimes and outcomes stand"] : rules.assumptions
    if scenario.platform != nil { assumptions.append("recorded runtimes and outcomes stand; waits are simulated") }
    if scenario.overrides.contains(where: { $0.runtimeFactor != nil }) {
      assumptions.append("runtimes are scaled as the scenario's runtime_factor says")
    }
    if scenario.overrides.contains(where: { $0.instanceType != nil && $0.runtimeFactor == nil }) {
      assumptions.append(
        "on another instance type a job takes as long as recorded, or longer where it kept more cores busy")
    }
    if catalog.billing.share == .vcpu {
      let whole = jobs.count { $0.vcpus == nil && !$0.neverHeldWorker && $0.instanceType != nil }
      if whole > 0 {
        assumptions.append(
          "\(whole) of \(jobs.count) jobs do not say how many vCPUs they asked for: they are charged for whole workers")
      }
    }
    if let storage = StorageNote(history, catalog: catalog) { assumptions.append(storage.text) }
    self.assumptions = assumptions
  }

  /// Runs the history once.
  ///
  /// - Parameter name: what the run is called; its id is left empty for the caller to fill in.
  /// - Throws: ``SimulationError``.
  public func run(name: String, version: String, seed: UInt64 = 1) throws(SimulationError) -> Run {
    try run(name: name, version: version, seed: seed, keepsSteps: false).run
  }

  /// Runs the history once, and says what changed when.
  ///
  /// - Parameter name: what the run is called; its id is left empty for the caller to fill in.
  /// - Parameter keepsSteps: whether there are steps, of which a ``Series`` is made.
  /// - Throws: ``SimulationError``.
  public func run(
    name: String, version: String, seed: UInt64, keepsSteps: Bool
  ) throws(SimulationError) -> (run: Run, steps: [StepEvent]) {
    var engine = Engine(workload, rules: rules, keepsSchedule: true)
    var tally = Tally(tasks: workload.tasks.count, machines: workload.machines.count)
    _ = try engine.run(seed: seed, replication: 0, tally: &tally)
    var ids = Set<JobID>()
    let isFirst = jobs.map { ids.insert(JobID($0.key)).inserted }
    let built = ScheduleBuilder(engine: engine, jobs: jobs, isFirst: isFirst, keepsSteps: keepsSteps)
    guard let wallClock = Summary([built.makespan]) else { throw SimulationError("nothing was replayed") }
    var run = Run(
      id: "", kind: .replay, name: name, catalog: catalog.name, seed: seed, replications: 1, version: version,
      jobs: ids.count, tries: Int64(built.tries), wallClock: wallClock, wait: WaitFigures(built.waits))
    run.pricesAsOf = catalog.pricesAsOf
    run.currency = catalog.currency
    run.dropped = selection.dropped
    run.assumptions = assumptions
    run.warnings = warnings
    if tally.overdue > 0, let most = rules.maxTreeTime {
      run.warnings.append(
        "\(tally.overdue) \(tally.overdue == 1 ? "tree was" : "trees were") not final within "
          + "\(SimDuration(milliseconds: most)), and terminated")
    }
    if selection.cached > 0 {
      run.assumptions.append(
        selection.cached == 1
          ? "1 cached job is free and takes no time" : "\(selection.cached) cached jobs are free and take no time")
    }
    if selection.neverStarted > 0 {
      let count = selection.neverStarted
      run.assumptions.append("\(count) \(count == 1 ? "job" : "jobs") ended before getting a worker: no time, no cost")
    }
    let figures = TaskSummary(tally: tally, workload: workload, rules: rules, replications: 1)
    run.tasks = built.withExactCosts(figures.tasks)
    countJobs(&run.tasks)
    // Nothing costs nought where nothing has a price, not even what took no time.
    if catalog.currency == nil { for index in run.tasks.indices { run.tasks[index].costMean = nil } }
    run.failedJobsMean = figures.failedJobsMean
    run.unpricedTries = Int64(built.unpriced)
    run.costOfPriced = built.priced > 0 || built.unpriced == 0 ? built.cost : nil
    if built.unpriced == 0 && catalog.currency != nil { run.cost = Summary([built.cost]) }
    run.wallClockSamples = [built.makespan]
    run.costSamples = run.cost.map { [$0.mean] } ?? []
    run.recorded = recordedFigures()
    run.criticalPath = CriticalPath.length(of: workload)
    run.users = built.users.figures(hasPrices: catalog.currency != nil)
    run.queues = built.queues.figures(hasPrices: catalog.currency != nil)
    run.schedule = built.schedule
    return (run, built.steps)
  }

  /// Sets the number of jobs of each executable: several recorded tries are one job.
  private func countJobs(_ tasks: inout [TaskFigures]) {
    var ids = [Set<JobID>](repeating: [], count: workload.tasks.count)
    for (index, job) in jobs.enumerated() {
      ids[Int(workload.classes[Int(workload.classOf[index])].task)].insert(JobID(job.key))
    }
    for index in tasks.indices { tasks[index].jobs = ids[index].count }
  }

  /// When the first of these jobs was submitted; cached ones were submitted for the run that they were taken from.
  private static func firstSubmission(_ jobs: [Job]) -> Int64? {
    jobs.lazy.filter { !$0.isCached }.compactMap { $0.submitted?.milliseconds ?? $0.recordedReady }.min()
  }

  /// What waited and ran when; cached jobs did neither.
  private func recordedLoad(_ ran: [Job]) -> [LoadPoint] {
    var events: [StepEvent] = []
    events.reserveCapacity(ran.count * 3)
    for job in ran where !job.isCached {
      guard let started = job.started?.milliseconds, let stopped = job.recordedStop else { continue }
      StepEvent.append(
        ready: job.submitted?.milliseconds ?? started, started: started, stopped: stopped, milliVCPUs: 0,
        nanosPerHour: 0, to: &events)
    }
    return LoadPoint.thinned(Series(events))
  }

  /// The totals that the history itself records.
  private func recordedFigures() -> RecordedFigures {
    var figures = RecordedFigures()
    let ran = jobs.filter { !$0.neverHeldWorker }
    if let end = ran.compactMap(\.recordedStop).max(), let begin = Self.firstSubmission(ran) {
      figures.makespan = max(0, saturatingDifference(end, begin))
    }
    let waits = ran.compactMap { job -> Int64? in
      guard let started = job.started, let ready = job.runnable ?? job.submitted else { return nil }
      return max(0, (started - ready).milliseconds)
    }
    if !waits.isEmpty { figures.wait = WaitFigures(waits) }
    figures.load = recordedLoad(ran)
    for job in jobs {
      guard let cost = job.cost else { continue }
      // Two currencies cannot be added: the figure then stays empty, and the reader has said so.
      if let currency = figures.currency, currency != cost.currency {
        figures.cost = nil
        figures.currency = nil
        figures.pricedJobs = 0
        break
      }
      figures.currency = cost.currency
      figures.cost = saturatingSum(figures.cost ?? 0, cost.nanos)
      figures.pricedJobs += 1
    }
    return figures
  }
}
