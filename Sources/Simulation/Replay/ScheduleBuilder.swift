import JobModel

/// The schedule of a replay, priced try by try.
struct ScheduleBuilder {
  private(set) var schedule: Schedule
  private(set) var cost: Int64 = 0
  private(set) var priced = 0
  private(set) var unpriced = 0
  private(set) var tries = 0
  private(set) var waits: [Int64] = []
  /// What each try changes when, for a series; empty unless asked for.
  private(set) var steps: [StepEvent] = []
  private(set) var users: GroupTable
  private(set) var queues: GroupTable
  /// Milliseconds from the first submission to the last end of tries that ran.
  var makespan: Int64 { firstSubmission == .max ? 0 : saturatingDifference(lastStop, firstSubmission) }
  private var firstSubmission = Int64.max
  private var lastStop = Int64.min
  private var costOfTask: [Int64]
  private var unpricedOfTask: [Int]

  /// - Parameter isFirst: whether a job of the input is the first recorded try of that job.
  init(engine: borrowing Engine, jobs: [Job], isFirst: [Bool], keepsSteps: Bool) {
    users = GroupTable(jobs, isFirst: isFirst) { $0.user }
    queues = GroupTable(jobs, isFirst: isFirst) { $0.queue }
    let workload = engine.workload
    let outcomes = engine.outcomes
    let rules = engine.rules
    schedule = Schedule(
      jobs: jobs.map(\.key.id), tasks: workload.tasks, types: workload.machines.map(\.name), outcomes: outcomes.all)
    costOfTask = Array(repeating: 0, count: workload.tasks.count)
    unpricedOfTask = Array(repeating: 0, count: workload.tasks.count)
    // In input order, then in order of time: the order of the rows within a job is that of its tries.
    let rows = engine.rows.enumerated().sorted { ($0.element.job, $0.offset) < ($1.element.job, $1.offset) }.map(
      \.element)
    var foreignTypes: [String: Int32] = [:]
    for row in rows {
      let job = Int(row.job)
      let jobClass = workload.classes[Int(workload.classOf[job])]
      let ran = row.started != Schedule.never
      schedule.job.append(row.job)
      schedule.tryNumber.append(saturatingTry(workload.record?.tryNumber[job] ?? 0, row.tryNumber))
      schedule.task.append(jobClass.task)
      let fixed = workload.record?.fixedSubmission[job] ?? .min
      let lead = row.tryNumber == 0 ? workload.record?.lead[job] ?? 0 : 0
      let submitted = fixed != .min && row.tryNumber == 0 ? fixed : saturatingDifference(row.ready, lead)
      schedule.submitted.append(submitted)
      schedule.started.append(row.started)
      schedule.stopped.append(row.stopped)
      schedule.outcome.append(row.outcome)
      schedule.isSpot.append(row.isSpot)
      if row.machine >= 0 {
        schedule.type.append(row.machine)
      } else if let name = jobs[job].instanceType {
        // Not in the catalog, but in the record: it is shown, without a price.
        let index = foreignTypes[name] ?? Int32(schedule.types.count)
        if foreignTypes.updateValue(index, forKey: name) == nil { schedule.types.append(name) }
        schedule.type.append(index)
      } else {
        schedule.type.append(-1)
      }
      guard ran else {
        schedule.cost.append(0)
        if keepsSteps && row.closed > row.ready { StepEvent.append(ready: row.ready, left: row.closed, to: &steps) }
        continue
      }
      tries += 1
      firstSubmission = min(firstSubmission, submitted)
      lastStop = max(lastStop, row.stopped)
      let wait = max(0, row.started - row.ready)
      waits.append(wait)
      let run = row.stopped - row.started
      let isCharged = outcomes.isCharged[Int(row.outcome)] && run > 0
      let price = rules.prices.price(machine: Int(row.machine), isSpot: row.isSpot)
      /// What so much charged time on one machine costs; nil is "no price".
      func amount(_ milliseconds: Int64) -> Int64? {
        guard isCharged else { return 0 }
        guard let price else { return nil }
        let machine = workload.machines[Int(row.machine)]
        let share = rules.prices.billing.paidVCPUs(
          asked: jobs[job].vcpus, memory: jobs[job].memoryRequested, ofMachineWith: machine.vcpus, machine.memory)
        return rules.prices.cost(
          price, milliseconds: saturatingProduct(milliseconds, jobClass.nodes), share: share, vcpus: machine.vcpus)
      }
      let ownCost = amount(rules.prices.billing.chargedMilliseconds(run))
      schedule.cost.append(ownCost)
      users.add(job, wait: wait, cost: ownCost)
      queues.add(job, wait: wait, cost: ownCost)
      if keepsSteps {
        StepEvent.append(
          ready: row.ready, started: row.started, stopped: row.stopped,
          milliVCPUs: Self.milliVCPUs(of: row, jobs[job], jobClass, workload),
          nanosPerHour: amount(3_600_000), to: &steps)
      }
      guard isCharged else { continue }
      guard let ownCost else {
        unpriced += 1
        unpricedOfTask[Int(jobClass.task)] += 1
        continue
      }
      cost = saturatingSum(cost, ownCost)
      costOfTask[Int(jobClass.task)] = saturatingSum(costOfTask[Int(jobClass.task)], ownCost)
      priced += 1
    }
    // Time begins with the first submission, where jobs waited for their inputs before they could wait for a worker.
    if keepsSteps && tries > 0 { steps.append(StepEvent(time: firstSubmission)) }
  }

  /// What a try holds: its worker or its share of it, as limits count it; what the record says it asked for where the catalog does not know
  /// its worker.
  private static func milliVCPUs(of row: TryRow, _ job: Job, _ jobClass: Workload.JobClass, _ workload: Workload)
    -> Int64?
  {
    let nodes = jobClass.nodes
    guard row.machine < 0 else {
      return saturatingProduct(jobClass.heldVCPUs(of: workload.machines[Int(row.machine)].milliVCPUs), nodes)
    }
    return job.vcpus.flatMap { checkedInteger($0 * 1000) }.map { saturatingProduct($0, nodes) }
  }

  /// The figures of the tasks with their costs as the sum of their tries' costs.
  func withExactCosts(_ tasks: [TaskFigures]) -> [TaskFigures] {
    var tasks = tasks
    for index in tasks.indices {
      tasks[index].costMean = unpricedOfTask[index] > 0 ? nil : costOfTask[index]
      tasks[index].costShare = unpriced == 0 && cost > 0 ? Double(costOfTask[index]) / Double(cost) : nil
    }
    return tasks
  }
}

/// The number of a try: the recorded one, and how many the simulation added.
private func saturatingTry(_ recorded: Int32, _ added: Int32) -> Int32 {
  let (sum, overflow) = recorded.addingReportingOverflow(added)
  return overflow ? .max : sum
}
