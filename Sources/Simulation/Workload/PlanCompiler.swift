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
  private(set) var shareOfTask: [Double?] = []
  private var untyped: [String] = []

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
    addEdges(launches: launches)
    workload.machines = machines.machines
    workload.lanes = lanes.lanes
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
    if let name = task.instanceType {
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
    var market = Self.market(priority)
    if let type, market != .onDemand {
      if type.spot == nil && type.onDemand != nil && market == .spotThenOnDemand {
        // The catalog knows no spot price: for all it says, there is no spot market for the type.
        market = .onDemand
        warnings.append("no spot price for \(type.name) in \(catalog.name): priority normal is priced on demand")
      }
    }
    if let type { try checkLimits(task, type) }
    var result = Workload.JobClass(
      task: Int32(workload.tasks.count - 1), machine: index, restart: Self.restart(restart, spot: rules.spot, priority))
    result.policy = market
    result.lane = lanes.index(user: 0, family: type?.family)
    result.rank = Int32(clamping: task.rank)
    result.urgency = priority == .high ? 2 : (priority == .normal ? 1 : 0)
    result.nodes = Int64(task.nodes)
    result.timeout = (task.timeout ?? rules.defaultTimeout)?.milliseconds ?? .max
    result.disk = task.disk?.count ?? 0
    result.setup = try sampler(task.setup, task, "setup")
    if let memory = task.memory { result.memory = try sampler(memory, task, "memory") }
    if let work = task.work {
      result.runtime = .items(try sampler(work.perItem, task, "work.per_item"))
    } else if let runtime = task.runtime {
      result.runtime = .drawn(try sampler(runtime.distribution, task, "runtime"), Workload.RuntimeScale())
    }
    shareOfTask.append(nil)
    return result
  }

  private func sampler(_ distribution: Distribution, _ task: PlanTask, _ key: String) throws(SimulationError) -> Sampler
  {
    if let sampler = Sampler(distribution) { return sampler }
    throw SimulationError(
      "`\(key): {from: history}` has no history to take it from",
      hint: "import past jobs of executable \"\(task.executable)\" (`purser import FILE…`), or give figures",
      task: task.name, key: key)
  }

  private func checkLimits(_ task: PlanTask, _ type: InstanceType) throws(SimulationError) {
    let needed = type.vcpus * Double(task.nodes)
    if let all = rules.maxVCPUs, needed > Double(all) {
      throw SimulationError(
        "it needs \(Int64(clampingDouble: needed)) vCPUs at once, and platform.max_vcpus allows \(all)",
        hint: "take a smaller instance type or raise the limit", task: task.name, key: "instance_type")
    }
    for limit in rules.maxVCPUsByFamily
    where (type.family == limit.family || type.family.hasPrefix(limit.family + "_")) && needed > Double(limit.vcpus) {
      throw SimulationError(
        "it needs \(Int64(clampingDouble: needed)) vCPUs at once, and platform.max_vcpus allows "
          + "\(limit.vcpus) of \(limit.family)", hint: "take a smaller instance type or raise the limit",
        task: task.name, key: "instance_type")
    }
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

  private mutating func addEdges(launches: Int) {
    var firstJob: [Int] = []
    var jobs = 0
    for task in plan.tasks {
      firstJob.append(jobs)
      jobs += task.jobCount
    }
    var index: [String: Int] = [:]
    for (position, task) in plan.tasks.enumerated() { index[task.name] = position }
    var edges: [(from: Int32, to: Int32)] = []
    var nodes = jobs * launches
    for launch in 0..<launches {
      let base = launch * jobs
      var gates: [Int: Int] = [:]
      for (position, task) in plan.tasks.enumerated() {
        let own = (base + firstJob[position])..<(base + firstJob[position] + task.jobCount)
        for name in Set(task.after).sorted() {
          guard let other = index[name] else { continue }
          let before = (base + firstJob[other])..<(base + firstJob[other] + plan.tasks[other].jobCount)
          if before.count * own.count <= before.count + own.count {
            for from in before { for to in own { edges.append((Int32(from), Int32(to))) } }
            continue
          }
          if gates[other] == nil {
            gates[other] = nodes
            for from in before { edges.append((Int32(from), Int32(nodes))) }
            nodes += 1
          }
          let gate = gates[other] ?? 0
          for to in own { edges.append((Int32(gate), Int32(to))) }
        }
        if let name = task.each, let other = index[name] {
          for job in 0..<task.jobCount {
            edges.append((Int32(base + firstJob[other] + job), Int32(own.lowerBound + job)))
          }
        }
      }
    }
    workload.predecessors = [Int32](repeating: 0, count: nodes)
    for edge in edges { workload.predecessors[Int(edge.to)] += 1 }
    workload.followers = Adjacency(nodes: nodes, edges: edges)
  }

  /// Amdahl factors, now that all machines are known.
  private mutating func addRuntimeFactors() {
    for (index, task) in plan.tasks.enumerated() {
      guard let runtime = task.runtime, case .amdahl = runtime,
        case .drawn(let sampler, _) = workload.classes[index].runtime
      else { continue }
      let factors = workload.machines.map { runtime.factor(vcpus: $0.vcpus) }
      workload.classes[index].runtime = .drawn(sampler, Workload.RuntimeScale(factors: factors))
    }
  }
}

extension Int64 {
  /// A whole number for a message, held at the ends.
  init(clampingDouble value: Double) { self = checkedInteger(value) ?? (value > 0 ? .max : 0) }
}
