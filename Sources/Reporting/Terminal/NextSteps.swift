import JobModel

/// One or two things to do next, chosen by what a result shows: the command, and why.
enum NextSteps {
  private static let limit = 2

  static func estimate(_ run: Run) -> [String] {
    let plan = run.inputs.first { $0.role == "plan" }.map { VisibleText.shellWord($0.name) } ?? "PLAN"
    var steps: [String] = []
    if run.unpricedTries > 0 { steps.append(unpriced(run)) }
    if (run.probabilityOverMaxTime ?? 0) >= 0.05,
      let slowest = run.tasks.max(by: { $0.criticalShare < $1.criticalShare })
    {
      steps.append(
        "\(Figures.share(slowest.criticalShare)) of the critical path is \(name(slowest)): "
          + "purser estimate \(plan) --sweep \(path(slowest)).instance_type=TYPE,TYPE")
    }
    if run.jobs > 0, run.failedJobsMean / Double(run.jobs) >= 0.01,
      let worst = run.tasks.max(by: { $0.failedMean < $1.failedMean })
    {
      steps.append(
        "\(Figures.mean(run.failedJobsMean)) of \(Figures.counted(run.jobs, "job")) do not end well, most of them "
          + "\(name(worst)): look at its memory, its timeout and its restarts")
    }
    // The simulator says so in its assumptions; there is no other mark of it in a run.
    if run.assumptions.contains(where: { $0.hasPrefix("spot workers") }) {
      steps.append(
        "spot is untried here: give `spot: {interruptions_per_hour: …}` in a scenario, then "
          + "purser estimate \(plan) --scenario FILE")
    }
    if run.tasks.count > 1, let dearest = run.tasks.max(by: { ($0.costShare ?? 0) < ($1.costShare ?? 0) }),
      let share = dearest.costShare, share >= 0.5
    {
      steps.append(
        "\(name(dearest)) is \(Figures.share(share)) of the cost: "
          + "purser estimate \(plan) --sweep \(path(dearest)).instance_type=TYPE,TYPE")
    }
    if let waiting = run.tasks.max(by: { $0.waitMean < $1.waitMean }), waiting.waitMean > max(waiting.runMean, 600_000)
    {
      steps.append(
        "\(name(waiting)) waits longer than it runs: "
          + "purser estimate \(plan) --sweep platform.max_concurrent_jobs=100,200,400")
    }
    return Array(steps.prefix(limit))
  }

  static func replay(_ run: Run) -> [String] {
    var steps: [String] = []
    if run.unpricedTries > 0 { steps.append(unpriced(run)) }
    if let recorded = run.recorded?.cost, run.recorded?.currency == run.currency, run.recorded?.pricedJobs == run.jobs,
      let percent = Comparison.Pair(a: recorded, b: run.cost?.mean).differencePercent, abs(percent) >= 10
    {
      steps.append("the bill was another: purser catalog learn takes the rates from it")
    }
    if run.wait.mean > 600_000, run.wait.mean > run.tasks.map(\.runMean).max() ?? 0 {
      steps.append("jobs wait longer than they run: try a larger limit in a scenario, purser replay … --scenario FILE")
    }
    steps.append(
      "purser review (what was wasted), purser recommend (which type and timeout each executable should have)")
    return Array(steps.prefix(limit))
  }

  private static func unpriced(_ run: Run) -> String {
    let tries =
      run.replications > 1
      ? "\(Figures.mean(Double(run.unpricedTries) / Double(run.replications))) tries of a replication"
      : Figures.counted(Int(clamping: run.unpricedTries), "try", "tries")
    return "\(tries) have no price: name types that the catalog prices (purser catalog show "
      + "\(VisibleText.shellWord(run.catalog))), or give another with --catalog"
  }

  private static func name(_ task: TaskFigures) -> String {
    VisibleText.shortened(VisibleText.visible(task.name), to: 40)
  }

  private static func path(_ task: TaskFigures) -> String { VisibleText.shellWord("tasks.\(task.name)") }
}
