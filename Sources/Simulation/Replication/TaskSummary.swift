import JobModel

/// What the tallies of all replications come to for each task.
struct TaskSummary {
  var tasks: [TaskFigures] = []
  var failedJobsMean = 0.0
  var unpriced: Int64 = 0

  init(tally: Tally, workload: Workload, rules: EngineRules, replications: Int) {
    let count = Double(replications)
    let machines = workload.machines.count
    var jobs = [Int](repeating: 0, count: workload.tasks.count)
    for job in 0..<workload.jobCount { jobs[Int(workload.classes[Int(workload.classOf[job])].task)] += 1 }
    var costs: [Int64?] = []
    for task in workload.tasks.indices {
      var sum: Int64 = 0
      for cell in 0..<(machines * 2) {
        let time = tally.charged[task * machines * 2 + cell]
        guard time > 0, let price = rules.prices.perCell[cell] else { continue }
        let share = rules.shareOfTask.isEmpty ? nil : rules.shareOfTask[task]
        let vcpus = workload.machines[cell / 2].vcpus
        sum = saturatingSum(sum, rules.prices.cost(price, milliseconds: time, share: share, vcpus: vcpus))
      }
      costs.append(tally.tasks[task].unpriced > 0 ? nil : sum)
      unpriced = saturatingSum(unpriced, tally.tasks[task].unpriced)
      failedJobsMean += Double(tally.tasks[task].failed) / count
    }
    let complete = !costs.contains { $0 == nil }
    let total = costs.reduce(Int64(0)) { saturatingSum($0, $1 ?? 0) }
    for (task, name) in workload.tasks.enumerated() {
      let figures = tally.tasks[task]
      let tries = max(1, figures.tries)
      // Half up; the mean of whole nano-units.
      let mean = costs[task].map { saturatingSum($0, Int64(replications) / 2) / Int64(replications) }
      tasks.append(
        TaskFigures(
          name: name, jobs: jobs[task], triesMean: Double(figures.tries) / count, costMean: mean,
          costShare: complete && total > 0 ? costs[task].map { Double($0) / Double(total) } : nil,
          waitMean: figures.wait / tries, runMean: figures.run / tries,
          criticalShare: tally.criticalTotal == 0 ? 0 : Double(figures.critical) / Double(tally.criticalTotal),
          failedMean: Double(figures.failed) / count))
    }
  }
}
