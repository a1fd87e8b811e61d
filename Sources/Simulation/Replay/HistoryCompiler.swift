import JobModel

/// Turns a history into a workload that repeats it, but for what a scenario changes.
///
/// A record stands: durations, outcomes, delays and placements are as they were. A timeout, a lack of memory or an
/// interruption acts only on jobs that the scenario changes in that respect; waits are simulated when the scenario says
/// something about the platform.
struct HistoryCompiler {
  private let jobs: [Job]
  private let scenario: Scenario
  private let rules: Rules
  private let catalog: Catalog
  private let tree: HistoryTree
  private let origin: Int64
  private let changes: JobChanges
  private var workload = Workload()
  private var record = Record()
  private var machines: MachineTable
  private var lanes: LaneTable
  private var classIndices: [ClassKey: Int32] = [:]
  private var outcomeIndices: [Schedule.Outcome: Int32] = [Schedule.Outcome(state: .done): 0]
  /// The last recorded try of jobs that have more than one.
  private var lastTries: [JobID: Int] = [:]
  private var taskIndices: [String: Int32] = [:]
  private var userIndices: [String: Int32] = [:]
  /// How many jobs name a type that the catalog does not have.
  private(set) var unknownTypes: [String: Int] = [:]
  /// Types that the scenario's priority normal would take on the spot market, and that have no price there.
  private(set) var withoutSpot: Set<String> = []

  init(_ jobs: [Job], origin: Int64, scenario: Scenario, rules: Rules, catalog: Catalog) {
    self.jobs = jobs
    self.scenario = scenario
    self.rules = rules
    self.catalog = catalog
    tree = HistoryTree(jobs, origin: origin)
    self.origin = origin
    changes = JobChanges(scenario.overrides)
    machines = MachineTable(catalog: catalog, rules: rules)
    lanes = LaneTable(families: rules.maxVCPUsByFamily)
  }

  /// What jobs must have in common to share a class.
  private struct ClassKey: Hashable {
    var task: Int32
    var machine: Int32
    var lane: Int32
    var isSpot: Bool
    var market: Int
    var urgency: Int32
    var asked: Int32
    var rank: Int32
    var nodes: Int
    var held: Int64?
    var timeout: Int64
    var restart: Workload.Restart
  }

  /// Makes the workload.
  ///
  /// - Throws: ``SimulationError`` for types that the scenario names and the catalog lacks.
  /// - Complexity: O(n log n + n × overrides that name no executable in full).
  mutating func compile() throws(SimulationError) -> Workload {
    for job in jobs where job.key.tryNumber > 0 {
      lastTries[JobID(job.key)] = max(job.key.tryNumber, lastTries[JobID(job.key)] ?? 0)
    }
    for index in jobs.indices { try add(index) }
    addEdges()
    addTreeTimes()
    workload.machines = machines.machines
    workload.lanes = lanes.lanes
    workload.record = record
    return workload
  }

  private mutating func add(_ index: Int) throws(SimulationError) {
    let job = jobs[index]
    let change = changes.change(of: job)
    let restart = change.restart ?? job.restartPolicy ?? .platformDefault
    let machine = try machineIndex(job, change, withLarger: restart.largerType)
    let newType = change.instanceType != nil && change.instanceType != job.instanceType
    var key = ClassKey(
      task: taskIndex(job.executable), machine: machine,
      lane: lanes.index(user: userIndex(job.user), family: machine < 0 ? nil : machines.families[Int(machine)]),
      isSpot: job.recordedPriceModel == .spot, market: 0, urgency: 1, asked: 2, rank: Int32(clamping: job.rank ?? 0),
      nodes: max(1, job.nodes), held: held(job, machine), timeout: change.timeout?.milliseconds ?? .max,
      restart: PlanCompiler.restart(restart, spot: rules.spot, change.priority ?? job.priority ?? .normal))
    if let priority = change.priority ?? job.priority {
      key.urgency = priority == .high ? 2 : (priority == .normal ? 1 : 0)
    }
    // A recorded try asked last for what it ended with.
    let asked =
      change.priority ?? (rules.room == nil ? job.finalPriority : nil) ?? job.priority ?? rules.defaultPriority
    key.asked = asked == .high ? 2 : (asked == .normal ? 1 : 0)
    if rules.room != nil {
      key.market = 1
    } else if let priority = change.priority {
      key.market = priority == .high ? 1 : (priority == .normal ? 2 : 3)
    }
    if key.market == 2, machine >= 0, !machines.machines[Int(machine)].hasSpotMarket {
      withoutSpot.insert(machines.machines[Int(machine)].name)
    }
    if machine >= 0 && !job.neverHeldWorker {
      let vcpus = machines.machines[Int(machine)].vcpus
      try rules.checkFits(
        key.held.map { min(Double($0) / 1000, vcpus) } ?? vcpus, nodes: key.nodes,
        family: machines.families[Int(machine)],
        who: "job \(job.key.id)")
    }

    let run = job.recordedRun
    workload.classOf.append(classIndex(key))
    workload.drawKey.append(Draws.key(job.key.run + "/" + job.key.id, index: job.key.tryNumber))
    if let factor = change.runtimeFactor {
      workload.runtime.append(Self.scaled(run, by: factor))
    } else {
      workload.runtime.append(newType ? moved(job, run, to: change.instanceType) : run)
    }
    // Memory was enough where it ran; on another machine its recorded peak decides.
    record.memory.append(newType ? job.usage.peakMemory?.count ?? -1 : -1)
    record.tryNumber.append(Int32(clamping: job.key.tryNumber))
    record.neverRan.append(job.neverHeldWorker)
    record.isRetried.append(job.key.tryNumber < lastTries[JobID(job.key)] ?? 0)
    record.outcome.append(
      outcomeIndex(Schedule.Outcome(state: job.isCached ? .done : job.state, reason: job.failureReason)))
    let ready = job.recordedReady
    let wait = job.started.map { max(0, saturatingDifference($0.milliseconds, ready ?? $0.milliseconds)) } ?? 0
    record.wait.append(scenario.platform == nil ? wait : -1)
    if rules.room != nil {
      let asked = Record.Asked(
        cores: job.vcpus.flatMap { checkedInteger($0 * 1000) }.map { max(1, $0) },
        memory: job.memoryRequested?.count, time: job.timeLimit?.milliseconds)
      record.asked.append(asked)
      let type = machine < 0 ? nil : machines.machines[Int(machine)]
      try rules.checkFitsCluster(
        cores: asked.cores ?? type?.milliVCPUs ?? 1000, memory: asked.memory ?? type?.usableMemory ?? 0,
        nodes: key.nodes, who: "job \(job.key.id)")
    }
    let submitted = (job.submitted ?? job.runnable)?.milliseconds ?? ready
    record.lead.append(max(0, saturatingDifference(ready ?? 0, submitted ?? 0)))
    record.parent.append(Int32(tree.parents[index]))
    record.tail.append(tree.tails[index])
    record.tree.append(Int32(tree.roots[index]))
    switch tree.anchors[index] {
    case .time(let time): workload.offset.append(time)
    case .end(_, let gap), .start(_, let gap): workload.offset.append(gap)
    }
    if case .end = tree.anchors[index], !job.isCached, job.submitted != nil, tree.parents[index] < 0,
      job.key.tryNumber == 0
    {
      record.fixedSubmission.append(submitted ?? .min)
    } else {
      record.fixedSubmission.append(.min)
    }
  }

  private mutating func machineIndex(_ job: Job, _ change: Override, withLarger: Bool) throws(SimulationError) -> Int32
  {
    guard let name = change.instanceType ?? job.instanceType else { return -1 }
    if let index = try machines.index(of: name, withLarger: withLarger) { return index }
    if change.instanceType != nil {
      let near = catalog.namesLike(name).map { "\"\($0)\"" }.joined(separator: ", ")
      throw SimulationError(
        "the scenario moves jobs to \"\(name)\", which the catalog \(catalog.name) does not have",
        hint: near.isEmpty ? "`purser catalog show \(catalog.name)` lists what it has" : "did you mean \(near)?")
    }
    // Who never held a worker lacks no price.
    if !job.neverHeldWorker { unknownTypes[name, default: 0] += 1 }
    return -1
  }

  /// What limits count of a job's worker, where it pays for a share of it.
  private func held(_ job: Job, _ index: Int32) -> Int64? {
    let billing = catalog.billing
    guard index >= 0 else {
      return billing.heldMilliVCPUs(
        asked: job.vcpus.flatMap { $0 > 0 ? checkedInteger($0 * 1000) : nil }.map { max(1, $0) })
    }
    let machine = machines.machines[Int(index)]
    let paid = billing.paidVCPUs(
      asked: job.vcpus, memory: job.memoryRequested, ofMachineWith: machine.vcpus, machine.memory)
    return paid.flatMap { checkedInteger($0 * 1000) }.map { max(1, $0) }
  }

  /// A time as many times as long; one that is not nought stays above it.
  private static func scaled(_ run: Int64, by factor: Double) -> Int64 {
    guard factor.isFinite, factor > 0, run > 0 else { return run }
    return max(1, checkedInteger(Double(run) * factor) ?? .max)
  }

  /// The runtime on another machine where the scenario gives no factor.
  ///
  /// The one thing certain is what the record's processor use says: a
  /// job that kept c cores busy takes at least c / n times as long on n cores. Otherwise the time is taken to be equal.
  private func moved(_ job: Job, _ run: Int64, to name: String?) -> Int64 {
    guard let name, let type = catalog.type(named: name), let percent = job.usage.cpuPercent, percent.isFinite else {
      return run
    }
    let busy = percent / 100
    guard busy > type.vcpus, type.vcpus > 0 else { return run }
    return checkedInteger(Double(run) * (busy / type.vcpus)) ?? .max
  }

  private mutating func classIndex(_ key: ClassKey) -> Int32 {
    if let known = classIndices[key] { return known }
    var result = Workload.JobClass(task: key.task, machine: key.machine, restart: key.restart)
    result.lane = key.lane
    result.rank = key.rank
    result.urgency = key.urgency
    result.asked = key.asked
    result.nodes = Int64(key.nodes)
    result.heldMilliVCPUs = key.held
    result.timeout = key.timeout
    switch key.market {
    case 1: result.policy = .onDemand
    case 2: result.policy = .spotThenOnDemand
    case 3: result.policy = .spot
    default:
      result.policy = key.isSpot ? .spot : .onDemand
      result.isInterruptible = false
    }
    let index = Int32(workload.classes.count)
    classIndices[key] = index
    workload.classes.append(result)
    return index
  }

  private mutating func taskIndex(_ name: String) -> Int32 {
    if let known = taskIndices[name] { return known }
    let index = Int32(workload.tasks.count)
    taskIndices[name] = index
    workload.tasks.append(name)
    return index
  }

  private mutating func userIndex(_ name: String?) -> Int32 {
    let name = name ?? ""
    if let known = userIndices[name] { return known }
    let index = Int32(userIndices.count)
    userIndices[name] = index
    return index
  }

  private mutating func outcomeIndex(_ outcome: Schedule.Outcome) -> Int32 {
    if let known = outcomeIndices[outcome] { return known }
    let index = Int32(record.outcomes.count)
    outcomeIndices[outcome] = index
    record.outcomes.append(outcome)
    return index
  }

  /// A record stands: trees have as long as they took, unless the scenario says how long, or simulates the platform.
  private mutating func addTreeTimes() {
    let isSaid = scenario.limits?.maxTime != nil
    guard let most = rules.maxTreeTime, isSaid || scenario.platform != nil else { return }
    let times = TreeTimes(jobs, tree: tree, origin: origin, most: most.milliseconds, sparesOutrun: !isSaid)
    record.deadlines = times.deadlines
    record.launchMembers = times.members
  }

  private mutating func addEdges() {
    var ends: [(from: Int32, to: Int32)] = []
    var starts: [(from: Int32, to: Int32)] = []
    workload.predecessors = [Int32](repeating: 0, count: jobs.count)
    for index in jobs.indices {
      switch tree.anchors[index] {
      case .time: continue
      case .end(let other, _): ends.append((Int32(other), Int32(index)))
      case .start(let other, _): starts.append((Int32(other), Int32(index)))
      }
      workload.predecessors[index] = 1
    }
    for edge in tree.moreEnds { workload.predecessors[Int(edge.to)] += 1 }
    ends += tree.moreEnds
    workload.followers = Adjacency(nodes: jobs.count, edges: ends)
    workload.children = Adjacency(nodes: jobs.count, edges: starts)
    record.kids = Adjacency(
      nodes: jobs.count,
      edges: jobs.indices.compactMap { record.parent[$0] < 0 ? nil : (from: record.parent[$0], to: Int32($0)) })
    record.treeMembers = Adjacency(
      nodes: jobs.count, edges: jobs.indices.map { (from: record.tree[$0], to: Int32($0)) })
  }
}
