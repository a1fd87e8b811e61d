import JobModel

/// The schedule of a replay, priced try by try.
struct ScheduleBuilder {
  private(set) var schedule: Schedule
  private(set) var cost: Int64 = 0
  private(set) var priced = 0
  private(set) var unpriced = 0
  private(set) var tries = 0
  private(set) var waits: [Int64] = []
  /// Milliseconds from the first submission to the last end of tries that ran.
  var makespan: Int64 { firstSubmission == .max ? 0 : saturatingDifference(lastStop, firstSubmission) }
  private var firstSubmission = Int64.max
  private var lastStop = Int64.min
  private var costOfTask: [Int64]
  private var unpricedOfTask: [Int]

  init(engine: borrowing Engine, jobs: [Job], catalog: Catalog) {
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
        continue
      }
      tries += 1
      firstSubmission = min(firstSubmission, submitted)
      lastStop = max(lastStop, row.stopped)
      waits.append(max(0, row.started - row.ready))
      let run = row.stopped - row.started
      guard outcomes.isCharged[Int(row.outcome)], run > 0 else {
        schedule.cost.append(0)
        continue
      }
      guard let price = rules.prices.price(machine: Int(row.machine), isSpot: row.isSpot) else {
        schedule.cost.append(nil)
        unpriced += 1
        unpricedOfTask[Int(jobClass.task)] += 1
        continue
      }
      let time = saturatingProduct(rules.prices.billing.chargedMilliseconds(run), jobClass.nodes)
      let amount = rules.prices.cost(
        price, milliseconds: time, share: jobs[job].vcpus, vcpus: workload.machines[Int(row.machine)].vcpus)
      schedule.cost.append(amount)
      cost = saturatingSum(cost, amount)
      costOfTask[Int(jobClass.task)] = saturatingSum(costOfTask[Int(jobClass.task)], amount)
      priced += 1
    }
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
