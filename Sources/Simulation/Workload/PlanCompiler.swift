import JobModel

/// Turns a plan into a workload: tasks into jobs, dependencies into edges and gates, names into indices.
struct PlanCompiler {
  private let plan: Plan
  private let rules: Rules
  private let catalog: Catalog
  private var workload = Workload()
  private var machines: MachineTable
  private var lanes: LaneTable
  private(set) var warnings: [String] = []
  private var untyped: [String] = []
  /// The column of each reason for failing that occurs, by its place in `FailureReason.spontaneous`.
  private var failureColumns: [Int: Int32] = [:]

  /// A compiler for a plan whose `{from: history}` is filled in.
  init(plan: Plan, rules: Rules, catalog: Catalog) {
    self.plan = plan
    self.rules = rules
    self.catalog = catalog
    machines = MachineTable(catalog: catalog, rules: rules)
    lanes = LaneTable(families: rules.maxVCPUsByFamily)
  }

  /// Makes the workload.
  ///
  /// - Throws: ``SimulationError`` for unknown types, missing history and tasks that no limit lets start.
  /// - Complexity: O(jobs + edges).
  mutating func compile() throws(SimulationError) -> Workload {
    for task in plan.tasks {
      workload.tasks.append(task.name)
      workload.classes.append(try jobClass(task))
    }
    warnOfUntyped()
    let launches = plan.arrivals?.count ?? 1
    switch plan.arrivals {
    case nil: workload.launches = .once
    case .every(let interval, let count): workload.launches = .every(interval.milliseconds, count: count)
    case .poisson(let rate, let count): workload.launches = .poisson(meanMilliseconds: 3_600_000 / rate, count: count)
    }
    addJobs(launches: launches)
    (workload.predecessors, workload.followers) = PlanEdges(plan.tasks, launches: launches).adjacency()
    workload.machines = machines.machines
    workload.lanes = lanes.lanes
    workload.failureColumns = failureColumns.count
    addRuntimeFactors()
    return workload
  }

  /// One warning each for a few tasks, one for all of many: a workflow that was read from elsewhere can have thousands.
  private mutating func warnOfUntyped() {
    if untyped.count <= 3 {
      warnings += untyped.map { "task \"\($0)\" names no instance type: its time counts, its cost has no price" }
      return
    }
    let names = untyped.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")
    warnings.append(
      "\(untyped.count) tasks name no instance type (\(names), …): their time counts, their cost has no price")
  }

  private mutating func jobClass(_ task: PlanTask) throws(SimulationError) -> Workload.JobClass {
    let restart = task.restart ?? .platformDefault
    let priority = task.priority ?? rules.defaultPriority
    var index: Int32 = -1
    var type: InstanceType?
    if catalog.isNone {
      // Nobody named a catalog, which is said once: no task lacks anything.
    } else if let name = task.instanceType {
      guard let found = try machines.index(of: name, withLarger: restart.largerType) else {
        let near = catalog.namesLike(name).map { "\"\($0)\"" }.joined(separator: ", ")
        throw SimulationError(
          "the catalog \(catalog.name) has no instance type \"\(name)\"",
          hint: near.isEmpty ? "`purser catalog show \(catalog.name)` lists what it has" : "did you mean \(near)?",
          task: task.name, key: "instance_type")
      }
      index = found
      type = catalog.type(named: name)
    } else {
      untyped.append(task.name)
    }
    // On a cluster there is no market: a priority is a place in the queue.
    var market = rules.room == nil ? Self.market(priority) : .onDemand
    if let type, !type.hasSpotMarket && market == .spotThenOnDemand {
      // The catalog knows no spot price: for all it says, there is no spot market for the type.
      market = .onDemand
      let warning = "no spot price for \(type.name) in \(catalog.name): priority normal is priced on demand"
      if !warnings.contains(warning) { warnings.append(warning) }
    }
    let asked = task.vcpus.flatMap { checkedInteger($0 * 1000) }.map { max(1, $0) }
    let held = catalog.billing.heldMilliVCPUs(asked: asked)
    if let type {
      let vcpus = held.map { min(Double($0) / 1000, type.vcpus) } ?? type.vcpus
      try rules.checkFits(vcpus, nodes: task.nodes, family: type.family, who: "it", task: task.name)
    }
    if let vcpus = task.vcpus, let type, vcpus > type.vcpus, rules.room == nil {
      warnings.append(
        "task \"\(task.name)\" asks for \(Self.short(vcpus)) vCPUs, \(type.name) has \(Self.short(type.vcpus)): it is "
          + "charged for the whole worker")
    }
    try rules.checkFitsCluster(
      cores: asked ?? type.flatMap { checkedInteger($0.vcpus * 1000) } ?? 1000, memory: type?.usableMemory.count ?? 0,
      nodes: task.nodes, who: "it", task: task.name)
    var result = Workload.JobClass(
      task: Int32(workload.tasks.count - 1), machine: index, restart: Self.restart(restart, spot: rules.spot, priority))
    result.policy = market
    result.lane = lanes.index(user: 0, family: type?.family)
    result.rank = Int32(clamping: task.rank)
    result.urgency = priority == .high ? 2 : (priority == .normal ? 1 : 0)
    result.asked = market == .onDemand && rules.room == nil ? 2 : result.urgency
    result.failures = failures(task, restart)
    result.nodes = Int64(task.nodes)
    result.askedMilliVCPUs = asked
    result.heldMilliVCPUs = held
    result.timeout = (task.timeout ?? rules.defaultTimeout)?.milliseconds ?? .max
    result.disk = task.disk?.count ?? 0
    result.setup = try sampler(task.setup, task, "setup")
    if let memory = task.memory { result.memory = try sampler(memory, task, "memory") }
    if let work = task.work {
      let perItem = try sampler(work.perItem, task, "work.per_item")
      result.runtime = .items(perItem)
      result.expected = perItem.mean
    } else if let runtime = task.runtime {
      let drawn = try sampler(runtime.distribution, task, "runtime")
      result.runtime = .drawn(drawn)
      let factor = type.map { runtime.factor(vcpus: $0.vcpus) } ?? 1
      result.expected = saturatingSum(result.setup.mean, checkedInteger(Double(drawn.mean) * factor) ?? .max)
    }
    return result
  }

  /// How a task's tries fail: by what the scenario says, or by what the task says instead for a reason.
  private mutating func failures(_ task: PlanTask, _ restart: RestartPolicy) -> [Workload.Failure] {
    var result: [Workload.Failure] = []
    for (place, reason) in FailureReason.spontaneous.enumerated() {
      guard let rate = task.failures[reason] ?? rules.failures[reason] else { continue }
      let perHour = rate.perHour ?? 0
      let perTry = min(rate.perTry ?? 0, 1)
      guard perHour > 0 || perTry > 0 else { continue }
      let column = failureColumns[place] ?? Int32(failureColumns.count)
      failureColumns[place] = column
      result.append(
        Workload.Failure(
          reason: Int32(place), meanTime: perHour > 0 ? 3_600_000 / perHour : .infinity, perTry: max(0, perTry),
          restarts: UInt32(clamping: restart.restarts(on: reason)), column: column))
    }
    return result
  }

  private func sampler(_ distribution: Distribution, _ task: PlanTask, _ key: String) throws(SimulationError) -> Sampler
  {
    if let sampler = Sampler(distribution) { return sampler }
    guard distribution == .fromHistory else {
      throw SimulationError("`\(key)` is no possible distribution", task: task.name, key: key)
    }
    throw SimulationError(
      "`\(key): {from: history}` has no history to take it from",
      hint: "import past jobs of executable \"\(task.executable)\" (`purser import FILE…`), or give figures",
      task: task.name, key: key)
  }

  private static func short(_ vcpus: Double) -> String {
    checkedInteger(vcpus).map { Double($0) == vcpus ? String($0) : "\(vcpus)" } ?? "\(vcpus)"
  }

  /// Which market a priority goes to.
  static func market(_ priority: Priority) -> Workload.Market {
    switch priority {
    case .high: .onDemand
    case .normal: .spotThenOnDemand
    case .low: .spot
    }
  }

  /// A restart policy in the engine's form.
  static func restart(_ policy: RestartPolicy, spot: SpotMarket, _ priority: Priority) -> Workload.Restart {
    func count(_ reason: FailureReason) -> UInt32 { UInt32(clamping: policy.restarts(on: reason)) }
    // Low never goes on demand, however often it is interrupted.
    let maxTries = priority == .low ? nil : policy.maxSpotTries ?? spot.maxTries
    return Workload.Restart(
      spot: count(.spotInstanceInterruption), memory: count(.appInsufficientResourceError),
      timeout: count(.jobTimeoutExceeded), all: UInt32(clamping: policy.maxRestarts), largerType: policy.largerType,
      maxSpotTries: maxTries.map { UInt32(clamping: $0) } ?? .max)
  }

  private mutating func addJobs(launches: Int) {
    let total = plan.tasks.reduce(0) { $0 + $1.jobCount } * launches
    workload.classOf.reserveCapacity(total)
    workload.drawKey.reserveCapacity(total)
    workload.runtime.reserveCapacity(total)
    for launch in 0..<launches {
      for (index, task) in plan.tasks.enumerated() {
        for job in 0..<task.jobCount {
          workload.classOf.append(Int32(index))
          workload.drawKey.append(Draws.key(task.name, index: job, launch: launch))
          let items = task.work.map { min($0.itemsPerJob, $0.items - job * $0.itemsPerJob) } ?? 0
          workload.runtime.append(Int64(items))
          if launches > 1 { workload.launch.append(Int32(launch)) }
        }
      }
    }
    workload.offset = [Int64](repeating: 0, count: total)
  }

  /// Amdahl factors, now that all machines are known.
  private mutating func addRuntimeFactors() {
    for (index, task) in plan.tasks.enumerated() {
      guard let runtime = task.runtime, case .amdahl = runtime else { continue }
      workload.classes[index].factors = workload.machines.map { runtime.factor(vcpus: $0.vcpus) }
    }
  }
}
