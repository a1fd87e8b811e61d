import JobModel

/// The simulation: events in a total order, one clock, one state a job.
///
/// A job goes idle → waiting_on_input (for its predecessors) → runnable (in a lane of the pool) → running → done, or
/// failed → restartable → runnable again. When a try gets its worker its end is already certain: whatever comes first
/// of its own work's end, the end of memory, the timeout and the loss of a spot worker. So a try costs one event, and
/// only what happens to it from outside (its tree fails, the cost limit is passed) makes that event void.
///
/// An engine is made once a thread and used for many replications: nothing is allocated in its loop.
struct Engine: ~Copyable {
  /// Where a job stands.
  enum Stage: UInt8 {
    case waiting, submitted, queued, running, ended, final
  }

  /// How many tries a job has had, and why they ended.
  struct Attempts: BitwiseCopyable {
    var all: UInt32 = 0
    /// Tries on a spot worker, however they ended.
    var onSpot: UInt32 = 0
    var interrupted: UInt32 = 0
    var memory: UInt32 = 0
    var timeout: UInt32 = 0
    /// How many of all belong to jobs that its parent's earlier tries launched: to the platform those were other jobs.
    var before: UInt32 = 0
  }

  let workload: Workload
  /// What a history adds; empty for a plan.
  let record: Record
  let hasRecord: Bool
  let classes: Table<Workload.JobClass>
  let machines: Table<Workload.Machine>
  let rules: EngineRules
  /// Whether nothing limits who runs.
  let isUnlimited: Bool
  let ordering: Ordering
  let provisioning: Table<Sampler>
  let outcomes: OutcomeTable
  let keepsSchedule: Bool

  var clock: Int64 = 0
  var lastEnd: Int64 = 0
  var lastJob: Int32 = -1
  var firstReady = Int64.max
  var finalCount = 0
  /// Jobs that failed for good, or never ran for such a failure; those of a record that stands are not counted.
  var failedCount: Int64 = 0
  var poolChanged = false
  var passedHorizon = false
  var draws = Draws(seed: 0, replication: 0)
  var events: EventQueue
  var pool: CloudPool
  /// The cluster that jobs share; nil is a worker for each, from ``pool``.
  var nodePool: NodePool?
  var rows: [TryRow] = []
  var launchTimes: [Int64] = []
  private var openGates: [Int32] = []

  let left: Column<Int32>
  let readyAt: Column<Int64>
  let firstReadyAt: Column<Int64>
  let cause: Column<Int32>
  let stage: Column<Stage>
  let generation: Column<UInt32>
  let attempts: Column<Attempts>
  let machine: Column<Int32>
  let startedAt: Column<Int64>
  let endedAt: Column<Int64>
  let outcome: Column<Int32>
  let onSpot: Column<Bool>
  /// Children that are not final yet, for histories with trees.
  let childrenLeft: Column<Int32>
  /// When a parent that waits for its children is ended from outside, if they do not let it end before.
  let latestEnd: Column<Int64>
  /// Nano-units charged for each launch, where there is a cost limit.
  let spent: Column<Int64>
  /// Charged milliseconds of this replication, as in ``Tally/charged``.
  let charged: Column<Int64>
  let unpriced: Column<Int64>
  /// How often each job failed by itself, by reason; see ``Workload/Failure/column``.
  let failureCounts: Column<UInt16>
  /// How many trees were ended because their time was over.
  var overdue: Int64 = 0
  /// Whether a parent's restart has called back what its earlier try launched.
  var hasRelaunched = false

  init(_ workload: Workload, rules: EngineRules, keepsSchedule: Bool) {
    self.workload = workload
    hasRecord = workload.record != nil
    record = workload.record ?? Record()
    classes = Table(workload.classes)
    machines = Table(workload.machines)
    self.rules = rules
    isUnlimited = rules.limits.none && rules.room == nil
    self.keepsSchedule = keepsSchedule
    ordering = Ordering(rules.limits.order)
    provisioning = Table(rules.provisioning)
    outcomes = OutcomeTable(
      recorded: workload.record?.outcomes ?? [Schedule.Outcome(state: .done)], billing: rules.prices.billing)
    let jobs = workload.jobCount
    let nodes = workload.nodeCount
    events = EventQueue(capacity: min(jobs + 16, 1 << 20))
    pool = CloudPool(limits: rules.limits, lanes: workload.lanes)
    nodePool = rules.room.map { NodePool($0) }
    left = Column(repeating: 0, count: nodes)
    readyAt = Column(repeating: 0, count: nodes)
    cause = Column(repeating: -1, count: nodes)
    firstReadyAt = Column(repeating: 0, count: jobs)
    stage = Column(repeating: .waiting, count: jobs)
    generation = Column(repeating: 0, count: jobs)
    attempts = Column(repeating: Attempts(), count: jobs)
    machine = Column(repeating: 0, count: jobs)
    startedAt = Column(repeating: 0, count: jobs)
    endedAt = Column(repeating: 0, count: jobs)
    outcome = Column(repeating: 0, count: jobs)
    onSpot = Column(repeating: false, count: jobs)
    childrenLeft = Column(repeating: 0, count: workload.record == nil ? 0 : jobs)
    latestEnd = Column(repeating: .max, count: workload.record == nil ? 0 : jobs)
    spent = Column(repeating: 0, count: rules.maxCostNanos == nil ? 0 : workload.launches.count)
    charged = Column(repeating: 0, count: workload.tasks.count * workload.machines.count * 2)
    unpriced = Column(repeating: 0, count: workload.tasks.count)
    failureCounts = Column(repeating: 0, count: jobs * workload.failureColumns)
  }

  /// Runs the whole once.
  ///
  /// - Throws: ``SimulationError`` if time passes the horizon or jobs are left that can never start.
  /// - Complexity: O((jobs + edges) log jobs).
  mutating func run(seed: UInt64, replication: Int, tally: inout Tally) throws(SimulationError) -> ReplicationResult {
    reset(seed: seed, replication: replication)
    submitRoots()
    if rules.maxCostNanos != nil && workload.jobCount > 0 {
      for (launch, time) in launchTimes.enumerated() {
        events.push(saturatingSum(time, rules.costEnforcement), .costCheck, job: Int32(launch), generation: 0)
      }
    }
    scheduleDeadlines()
    while !events.isEmpty && finalCount < workload.jobCount {
      let event = events.pop()
      clock = event.time
      switch event.kind {
      case .end: endTry(event, tally: &tally)
      case .arrival: if generation[Int(event.job)] == event.generation { becomeReady(Int(event.job), tally: &tally) }
      case .costCheck: checkCost(ofLaunch: Int(event.job), tally: &tally)
      case .deadline: endTree(Int(event.job), tally: &tally)
      }
      // All events of an instant, then one pass over the queue.
      if poolChanged && (events.isEmpty || events.nextTime > clock) { startWaitingJobs(tally: &tally) }
      if passedHorizon {
        throw SimulationError(
          "simulated time passes \(SimDuration.limit)",
          hint: "look for a runtime, a delay or a count that is far too large")
      }
    }
    guard finalCount == workload.jobCount else { throw standstill() }
    return finish(tally: &tally)
  }

  /// Why nothing happens any more although jobs are left.
  private func standstill() -> SimulationError {
    let queued = (0..<workload.jobCount).count { stage[$0] == .queued }
    if queued > 0 && hasRecord {
      return SimulationError(
        "all workers that the limits allow are held by jobs that wait for their children, and \(queued) jobs wait for "
          + "workers", hint: "raise platform.max_concurrent_jobs or platform.max_vcpus")
    }
    return SimulationError(
      "\(workload.jobCount - finalCount) of \(workload.jobCount) jobs wait for something that never comes",
      hint: "this is a fault of the program; please report it with the plan")
  }

  private mutating func reset(seed: UInt64, replication: Int) {
    draws = Draws(seed: seed, replication: replication)
    clock = 0
    lastEnd = .min
    lastJob = -1
    firstReady = .max
    finalCount = 0
    failedCount = 0
    poolChanged = false
    passedHorizon = false
    events.removeAll()
    pool.reset()
    nodePool?.reset()
    rows.removeAll(keepingCapacity: true)
    left.copy(workload.predecessors)
    readyAt.fill(.min)
    cause.fill(-1)
    stage.fill(.waiting)
    generation.fill(0)
    attempts.fill(Attempts())
    charged.fill(0)
    unpriced.fill(0)
    spent.fill(0)
    failureCounts.fill(0)
    overdue = 0
    hasRelaunched = false
    for job in 0..<workload.jobCount { machine[job] = classes[Int(workload.classOf[job])].machine }
    if hasRecord {
      childrenLeft.fill(0)
      for parent in record.parent where parent >= 0 { childrenLeft[Int(parent)] += 1 }
    }
    launchTimes.removeAll(keepingCapacity: true)
    switch workload.launches {
    case .once: launchTimes.append(0)
    case .every(let interval, let count):
      for index in 0..<count { launchTimes.append(saturatingProduct(interval, Int64(index))) }
    case .poisson(let mean, let count):
      var time: Int64 = 0
      for index in 0..<count {
        let gap = Sampler.exponential(mean: mean).value(draws.uniform(0, .arrival, index))
        time = saturatingSum(time, gap)
        launchTimes.append(time)
      }
    }
  }

  private mutating func submitRoots() {
    for job in 0..<workload.jobCount where workload.predecessors[job] == 0 {
      let launch = workload.launch.isEmpty ? 0 : Int(workload.launch[job])
      submit(job, at: saturatingSum(launchTimes[launch], workload.offset[job]))
    }
  }

  /// A job's predecessors are all done: it is submitted at `time`, now or later.
  mutating func submit(_ job: Int, at time: Int64) {
    stage[job] = .submitted
    guard time <= SimTime.limit.milliseconds else {
      passedHorizon = true
      return
    }
    events.push(time, .arrival, job: Int32(job), generation: generation[job])
  }

  /// Tells the followers of a job that it is done; opens the gates among them at once.
  mutating func openFollowers(of job: Int, at time: Int64) {
    let jobCause = Int32(job)
    var node = job
    while true {
      for index in workload.followers.range(node) {
        let follower = Int(workload.followers.targets[index])
        if follower < workload.jobCount && stage[follower] != .waiting { continue }
        if time >= readyAt[follower] {
          readyAt[follower] = time
          cause[follower] = jobCause
        }
        left[follower] -= 1
        guard left[follower] == 0 else { continue }
        if follower >= workload.jobCount {
          openGates.append(Int32(follower))
        } else {
          submit(follower, at: saturatingSum(readyAt[follower], workload.offset[follower]))
        }
      }
      // A list and no recursion: gates of empty tasks can stand behind each other without end.
      guard let gate = openGates.popLast() else { return }
      node = Int(gate)
    }
  }

  private mutating func finish(tally: inout Tally) -> ReplicationResult {
    addCriticalPath(to: &tally)
    var total: Int64 = 0
    var priced = false
    var complete = true
    let machines = workload.machines.count
    // Rounded once for each price, after adding up the time: the sum of the jobs' exact costs to the nano-unit.
    for cell in 0..<(machines * 2) {
      var milliseconds: Int64 = 0
      for task in 0..<workload.tasks.count {
        let time = charged[task * machines * 2 + cell]
        milliseconds = saturatingSum(milliseconds, time)
        // Tasks that pay for different parts of one machine are rounded each by itself.
        guard !rules.prices.vcpusOfTask.isEmpty, time > 0 else { continue }
        guard let cost = rules.prices.cost(cell: cell, task: task, milliseconds: time) else { continue }
        total = saturatingSum(total, cost)
        priced = true
      }
      guard rules.prices.vcpusOfTask.isEmpty else { continue }
      guard milliseconds > 0, let price = rules.prices.perCell[cell] else { continue }
      total = saturatingSum(total, price.cost(ofMilliseconds: milliseconds))
      priced = true
    }
    for task in 0..<workload.tasks.count where unpriced[task] > 0 {
      complete = false
      tally.tasks[task].unpriced = saturatingSum(tally.tasks[task].unpriced, unpriced[task])
    }
    for cell in tally.charged.indices { tally.charged[cell] = saturatingSum(tally.charged[cell], charged[cell]) }
    tally.overdue = saturatingSum(tally.overdue, overdue)
    let wall = lastEnd == .min ? 0 : saturatingDifference(lastEnd, min(firstReady, lastEnd))
    return ReplicationResult(
      wallClock: wall, cost: complete ? total : nil, costOfPriced: priced || complete ? total : nil,
      failedJobs: failedCount)
  }

  /// Walks back from the last end along what each job waited for last, and books the time to the tasks on the way.
  private func addCriticalPath(to tally: inout Tally) {
    var job = lastJob
    while job >= 0 {
      let index = Int(job)
      let begin = cause[index] >= 0 ? endedAt[Int(cause[index])] : firstReadyAt[index]
      let time = max(0, saturatingDifference(endedAt[index], begin))
      let task = Int(classes[Int(workload.classOf[index])].task)
      tally.tasks[task].critical = saturatingSum(tally.tasks[task].critical, time)
      tally.criticalTotal = saturatingSum(tally.criticalTotal, time)
      job = cause[index]
    }
  }
}
