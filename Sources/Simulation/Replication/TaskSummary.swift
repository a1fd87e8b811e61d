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
    // In 128 bits: the sum over all replications may be too large where their mean is not.
    var costs: [Int128?] = []
    for task in workload.tasks.indices {
      var sum: Int128 = 0
      for cell in 0..<(machines * 2) {
        sum += Self.cost(tally.charged[task * machines * 2 + cell], Int64(replications)) { milliseconds in
          rules.prices.cost(cell: cell, task: task, milliseconds: milliseconds) ?? 0
        }
      }
      costs.append(tally.tasks[task].unpriced > 0 ? nil : sum)
      unpriced = saturatingSum(unpriced, tally.tasks[task].unpriced)
      failedJobsMean += Double(tally.tasks[task].failed) / count
    }
    let complete = !costs.contains { $0 == nil }
    let total = costs.reduce(Int128(0)) { $0 + ($1 ?? 0) }
    for (task, name) in workload.tasks.enumerated() {
      let figures = tally.tasks[task]
      let tries = max(1, figures.tries)
      // Half up; the mean of whole nano-units.
      let mean = costs[task].map { saturated(($0 + Int128(replications / 2)) / Int128(replications)) }
      tasks.append(
        TaskFigures(
          name: name, jobs: jobs[task], triesMean: Double(figures.tries) / count, costMean: mean,
          costShare: complete && total > 0 ? costs[task].map { Double($0) / Double(total) } : nil,
          waitMean: figures.wait / tries, runMean: figures.run / tries,
          criticalShare: tally.criticalTotal == 0 ? 0 : Double(figures.critical) / Double(tally.criticalTotal),
          failedMean: Double(figures.failed) / count))
    }
  }

  /// What the time of all replications costs; by parts where the whole is beyond an `Int64`.
  private static func cost(_ milliseconds: Int64, _ replications: Int64, _ price: (Int64) -> Int64) -> Int128 {
    let whole = price(milliseconds)
    if whole < .max { return Int128(whole) }
    let (mean, rest) = milliseconds.quotientAndRemainder(dividingBy: replications)
    return Int128(price(mean)) * Int128(replications) + Int128(price(rest))
  }
}
