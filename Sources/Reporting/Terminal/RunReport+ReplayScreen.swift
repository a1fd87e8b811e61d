import JobModel

extension RunReport {
  static func replay(_ run: Run, to screen: inout ScreenWriter) {
    var answer = run.hasCatalog || run.recorded?.cost != nil ? cost(run, run.recorded) + ", " : ""
    answer += "done in " + Figures.duration(run.wallClock.mean)
    if let makespan = run.recorded?.makespan { answer += " (recorded \(Figures.duration(makespan)))" }
    headline(run.name, answer, to: &screen)
    screen.gap()
    sideBySide(run, to: &screen)
    load(run, to: &screen)
    screen.gap()
    TaskTable(run, title: "executable", isSorted: true).write(to: &screen)
    GroupTable(run.users, of: run, title: "user").write(to: &screen)
    if !run.dropped.isEmpty { screen.gap() }
    var dropped = run.dropped.prefix(20).map(text)
    if run.dropped.count > dropped.count {
      dropped.append("and for \(Figures.count(run.dropped.count - dropped.count)) more reasons; --json has them all")
    }
    screen.add(label: "Left out", dropped)
    NextSteps(replay: run, screen.style.given).write(to: &screen)
  }

  /// `3 analyses (their jobs are counted)`: reasons are written for several.
  private static func text(_ dropped: DroppedJobs) -> String {
    let several = "analyses (their jobs are counted)"
    if dropped.count == 1, dropped.reason == several { return "1 analysis (its jobs are counted)" }
    return "\(Figures.count(dropped.count)) \(dropped.reason)"
  }

  /// What ran and waited from begin to end as columns, recorded and simulated to one scale.
  private static func load(_ run: Run, to screen: inout ScreenWriter) {
    // Sorting the begins and ends of millions would take longer than their replay.
    guard let schedule = run.schedule, (1...200_000).contains(schedule.count), schedule.isRectangular else { return }
    let figures = ScheduleFigures(schedule, of: run)
    let simulated = figures.load().rows
    func steps(_ part: (LoadPoint) -> Int64) -> [PlotPoint] {
      (run.recorded?.load ?? []).map { PlotPoint(figures.since($0.time), Double(part($0))) }
    }
    var table = TextTable([.init("", .left), .init("", .left), .init("", .left), .init("", .left)])
    for (title, before, after) in [
      ("run", steps(\.running), simulated.map { PlotPoint(figures.since($0.time), Double($0.running)) }),
      ("wait", steps(\.queued), simulated.map { PlotPoint(figures.since($0.time), Double($0.queued)) }),
    ] {
      let lines = before.isEmpty ? [after] : [before, after]
      let names = before.isEmpty ? [""] : ["recorded", "simulated"]
      guard let peaks = StepPeaks(of: lines, slices: min(48, screen.style.width - 36)) else { continue }
      let most = lines.joined().map(\.y).max()
      for (index, line) in peaks.points.enumerated() {
        let top = Int64(lines[index].map(\.y).max() ?? 0)
        table.add([
          .init(index == 0 ? title : "", .faint), .init(names[index], .faint),
          .init(TextBars.columns(line.dropLast().map(\.y), most: most)), .init("at most \(Figures.count(top))", .faint),
        ])
      }
    }
    guard !table.rows.isEmpty else { return }
    screen.gap()
    screen.add(table)
  }

  private static func cost(_ run: Run, _ recorded: RecordedFigures?) -> String {
    guard let cost = run.cost?.mean else { return unpriced(run) }
    let text = Figures.money(cost, run.currency)
    guard let billed = recorded?.cost else { return text }
    return text + " (recorded \(Figures.money(billed, recorded?.currency)))"
  }

  private static func sideBySide(_ run: Run, to screen: inout ScreenWriter) {
    let recorded = run.recorded
    let hasRecord = recorded?.makespan != nil || recorded?.wait != nil || recorded?.cost != nil
    var table = TextTable(
      hasRecord
        ? [.init("", .left), .init("recorded"), .init("simulated"), .init("difference"), .init("")]
        : [.init("", .left), .init("simulated")])
    func add(
      _ title: String, _ before: TextTable.Cell, _ after: TextTable.Cell, _ difference: TextTable.Cell = "",
      _ change: TextTable.Cell = ""
    ) {
      table.add(hasRecord ? [.init(title), before, after, difference, change] : [.init(title), after])
    }
    func times(_ title: String, _ before: Int64?, _ after: Int64?) {
      guard before != nil || after != nil else { return }
      let pair = Comparison.Pair(a: before, b: after)
      add(
        title, .init(Figures.duration(before)), .init(Figures.duration(after)),
        .init(pair.difference.map(Figures.signedDuration) ?? "", ComparisonReport.look(pair.difference)),
        .init(pair.differencePercent.map(Figures.change) ?? ""))
    }
    times("makespan", recorded?.makespan, run.wallClock.mean)
    times("wait, mean", recorded?.wait?.mean, run.wait.mean)
    times("wait, 50 %", recorded?.wait?.p50, run.wait.p50)
    times("wait, 95 %", recorded?.wait?.p95, run.wait.p95)
    times("wait, longest", recorded?.wait?.max, run.wait.max)
    // Two currencies stand side by side, but have no difference.
    let isSameCurrency = recorded?.currency == nil || run.currency == nil || recorded?.currency == run.currency
    let cost = Comparison.Pair(a: recorded?.cost, b: run.cost?.mean)
    if run.hasCatalog || cost.a != nil {
      add(
        "cost", .init(cost.a == nil ? Figures.none : Figures.money(cost.a, recorded?.currency)),
        .init(Figures.money(cost.b, run.currency), cost.b == nil ? .caution : .none),
        .init(
          isSameCurrency ? cost.difference.map(Figures.signedAmount) ?? "" : "other currency",
          isSameCurrency ? ComparisonReport.look(cost.difference) : .faint),
        .init(isSameCurrency ? cost.differencePercent.map(Figures.change) ?? "" : ""))
    }
    if let utilization = run.utilization { add("utilization", .init(Figures.none), .init(Figures.share(utilization))) }
    if let path = run.criticalPath { add("critical path", .init(Figures.none), .init(Figures.duration(path))) }
    screen.add(table)
    var notes = "\(Figures.counted(run.jobs, "job")), \(Figures.count(run.tries)) \(run.tries == 1 ? "try" : "tries")"
    if let recorded, recorded.cost != nil, recorded.pricedJobs < run.jobs {
      notes += "; the recorded cost is of \(Figures.counted(recorded.pricedJobs, "job"))"
    }
    screen.add(notes, .faint)
  }
}
