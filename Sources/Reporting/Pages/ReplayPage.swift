public import JobModel

/// The page of a replay: recorded figures beside simulated ones, and what waited and ran when.
public enum ReplayPage {
  /// The page; a pure function of the run. What happened when is shown as far as the run has a schedule.
  ///
  /// - Complexity: O(tries · log tries); the length of the page does not grow with the tries.
  public static func page(_ run: Run) -> HTMLPage {
    var page = HTMLPage(title: "Replay of \(run.name.isEmpty ? "a history" : run.name)", lead: answer(run))
    page.basis(of: run)
    page.figures(keys(run))
    page.warnings(run.warnings)
    page.section("Recorded and simulated")
    sideBySide(run, &page)
    let figures = run.schedule.flatMap { $0.count > 0 && $0.isRectangular ? ScheduleFigures($0, of: run) : nil }
    figures?.write(to: &page)
    // Logs of batch systems name no executables.
    if !run.tasks.isEmpty {
      page.section("Executables")
      page.shares(of: run, what: "executable")
      page.tasks(of: run, title: "Executable", tries: figures)
    }
    groups(run, &page)
    if !run.dropped.isEmpty {
      page.section("Left out")
      page.table(
        HTMLTable(
          "Jobs of the history that were not replayed", [.init("Reason"), .number("Jobs")],
          rows: run.dropped.map { [.init($0.reason), .count($0.count)] }))
    }
    page.evidence(of: run)
    return page
  }

  static func answer(_ run: Run) -> String {
    var text = "Replayed, \(Figures.counted(run.jobs, "job")) "
    if let cost = run.cost?.mean {
      text += "cost \(Figures.money(cost, run.currency))"
      if let billed = run.recorded?.cost { text += " (recorded: \(Figures.money(billed, run.recorded?.currency)))" }
      text += " and "
    }
    text += "take \(Figures.duration(run.wallClock.mean))"
    if let makespan = run.recorded?.makespan { text += " (recorded: \(Figures.duration(makespan)))" }
    text += "."
    if run.wait.mean > 0 || (run.recorded?.wait?.mean ?? 0) > 0 {
      text += " A try waits \(Figures.duration(run.wait.mean)) on average"
      if let wait = run.recorded?.wait?.mean { text += " (recorded: \(Figures.duration(wait)))" }
      text += "."
    }
    if run.hasCatalog, run.cost == nil { text += " The cost is not known: \(RunReport.unpriced(run))." }
    return text
  }

  private static func keys(_ run: Run) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    if run.hasCatalog {
      items.append(("Cost", run.cost.map { Figures.money($0.mean, run.currency) } ?? Figures.noPrice))
    }
    items += [
      ("Time", Figures.duration(run.wallClock.mean)), ("Wait, mean", Figures.duration(run.wait.mean)),
      ("Jobs", Figures.count(run.jobs)),
    ]
    if let use = run.utilization { items.append(("Processors in use", Figures.share(use))) }
    if run.failedJobsMean > 0 { items.append(("Jobs that fail", Figures.mean(run.failedJobsMean))) }
    return items
  }

  // MARK: Recorded and simulated

  private static func sideBySide(_ run: Run, _ page: inout HTMLPage) {
    let recorded = run.recorded
    let times: [(name: String, pair: Comparison.Pair)] = [
      ("Makespan", Comparison.Pair(a: recorded?.makespan, b: run.wallClock.mean)),
      ("Wait, mean", Comparison.Pair(a: recorded?.wait?.mean, b: run.wait.mean)),
      ("Wait, 50 %", Comparison.Pair(a: recorded?.wait?.p50, b: run.wait.p50)),
      ("Wait, 95 %", Comparison.Pair(a: recorded?.wait?.p95, b: run.wait.p95)),
      ("Wait, longest", Comparison.Pair(a: recorded?.wait?.max, b: run.wait.max)),
    ].filter { $0.pair.a != nil || $0.pair.b != nil }
    var table = HTMLTable(
      "What the history says, and what the simulation comes to",
      [.init("Figure"), .number("Recorded"), .number("Simulated"), .number("Difference"), .number("Change")],
      rows: times.map {
        [
          .init($0.name), .duration($0.pair.a), .duration($0.pair.b), .durationChange($0.pair.difference),
          .change($0.pair.differencePercent),
        ]
      })
    let cost = Comparison.Pair(a: recorded?.cost, b: run.cost?.mean)
    if run.hasCatalog || cost.a != nil {
      // Two currencies stand side by side, but have no difference.
      let isSame = recorded?.currency == nil || run.currency == nil || recorded?.currency == run.currency
      table.rows.append([
        "Cost", .init(cost.a == nil ? Figures.none : Figures.money(cost.a, recorded?.currency)),
        .init(Figures.money(cost.b, run.currency)),
        isSame ? .amountChange(cost.difference) : "other currency",
        isSame ? .change(cost.differencePercent) : "",
      ])
    }
    if let path = run.criticalPath { table.rows.append(["Critical path", "", .duration(path), "", ""]) }
    if let use = run.utilization { table.rows.append(["Processors in use", "", .share(use), "", ""]) }
    page.table(table)
    if let recorded, recorded.cost != nil, recorded.pricedJobs < run.jobs {
      page.paragraph("The recorded cost is that of \(Figures.counted(recorded.pricedJobs, "job")).")
    }
    // Beside the makespan the waits would be too short to be seen.
    let pairs = times.dropFirst().filter { $0.pair.a != nil && $0.pair.b != nil }
    guard pairs.contains(where: { ($0.pair.a ?? 0) > 0 || ($0.pair.b ?? 0) > 0 }) else {
      return pairs.isEmpty ? () : page.paragraph("No try waits for a worker, neither on record nor in the simulation.")
    }
    let names = pairs.map { String($0.name.dropFirst("Wait, ".count)).capitalizedFirst }
    let differ = pairs.filter { $0.pair.difference != 0 }
    page.figure(
      Plot(
        "Waits for a worker, recorded and simulated", summary: "Pairs of bars.",
        x: PlotAxis("Wait of a try", .values(.duration)),
        y: PlotAxis("", .bands(names)),
        marks: [
          BarMark(grouped: [
            .init("recorded", pairs.map { $0.pair.a.map(Double.init) }, series: 7),
            .init("simulated", pairs.map { $0.pair.b.map(Double.init) }, series: 1),
          ])
        ]),
      caption: differ.isEmpty
        ? "The simulation gives back the waits that were recorded."
        : differ.count == pairs.count
          ? "None of the waits is as it was recorded."
          : "Different from the record: \(differ.map { String($0.name.dropFirst("Wait, ".count)) }.joined(separator: ", "))."
    )
  }

  private static func groups(_ run: Run, _ page: inout HTMLPage) {
    for (title, groups) in [("User", run.users), ("Queue", run.queues)] where groups.count > 1 {
      page.section(title + "s")
      var columns: [HTMLTable.Column] = [.init(title), .number("Jobs"), .number("Tries")]
      if run.hasCatalog { columns.append(.money("Cost", run.currency)) }
      columns += ["Wait, mean", "50 %", "95 %", "Longest"].map { .number($0) }
      page.table(
        HTMLTable(
          "Waits by \(title.lowercased())", columns,
          rows: groups.map { group -> [HTMLTable.Cell] in
            var cells: [HTMLTable.Cell] = [.init(group.name), .count(group.jobs), .count(group.tries)]
            if run.hasCatalog { cells.append(.amount(group.cost)) }
            return cells
              + [group.wait.mean, group.wait.p50, group.wait.p95, group.wait.max].map { .duration($0) }
          }))
    }
  }
}
