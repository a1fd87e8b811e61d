import JobModel

extension HTMLPage {
  /// What all pages leave out.
  static let leftOut =
    "Compute only: storage and egress are charged apart and are in no amount here."

  /// What is to be known before the figures are believed: set apart, each once.
  mutating func warnings(_ warnings: [String]) {
    var seen: Set<String> = []
    let distinct = warnings.filter { seen.insert($0).inserted }
    if distinct.count <= 3 { return distinct.forEach { note("Caution: \($0)") } }
    note("Caution: there are \(Figures.counted(distinct.count, "warning")).")
    list(
      Array(distinct.prefix(50))
        + (distinct.count > 50 ? ["and \(Figures.count(distinct.count - 50)) more, which --json has"] : []))
  }

  /// In a line under the answer: what it rests on, and what is not in it.
  mutating func basis(of run: Run) {
    var parts = [
      run.kind == .estimate
        ? "\(Figures.counted(run.replications, "simulated run")) of \(Figures.counted(run.jobs, "job"))"
        : "\(Figures.counted(run.jobs, "job")), \(Figures.count(run.tries)) \(run.tries == 1 ? "try" : "tries")"
    ]
    if run.hasCatalog {
      parts.append("catalog \(run.catalog)" + (run.pricesAsOf.map { ", prices of \($0.dateText)" } ?? ""))
    }
    parts += ["seed \(run.seed)", "purser \(run.version)"]
    paragraph(parts.joined(separator: " · ") + ". " + Self.leftOut)
  }

  /// The section about what a run rests on.
  mutating func evidence(of run: Run) {
    section("What this rests on")
    var pairs: [(name: String, value: String)] = [("Jobs", Figures.count(run.jobs))]
    if run.kind == .estimate { pairs.append(("Replications", Figures.count(run.replications))) }
    if run.kind == .replay { pairs.append(("Tries", Figures.count(run.tries))) }
    pairs += [
      ("Catalog", run.hasCatalog ? run.catalog : "none: nothing is priced"),
      ("Prices of", run.pricesAsOf?.dateText ?? Figures.none), ("Currency", run.currency?.code ?? Figures.none),
      ("Seed", String(run.seed)), ("Version", "purser \(run.version)"),
      ("Run", run.id.isEmpty ? Figures.none : String(run.id.prefix(12))),
    ]
    pairs += run.inputs.map { (name: $0.role.prefix(1).uppercased() + $0.role.dropFirst(), value: $0.name) }
    pairs.append(("Left out", Self.leftOut))
    assumptions(pairs)
    guard !run.assumptions.isEmpty else { return }
    subsection("Assumed")
    list(run.assumptions)
  }

  /// The table of tasks or executables, whole and sortable.
  ///
  /// - Parameter tries: where there are single tries to be opened.
  mutating func tasks(of run: Run, title: String, tries: ScheduleFigures? = nil) {
    let hasPath = run.tasks.contains { $0.criticalShare > 0 }
    var columns: [HTMLTable.Column] = [.init(title), .number("Jobs"), .number("Tries")]
    if run.hasCatalog { columns += [.money("Cost", run.currency), .number("Share of cost")] }
    columns += [.number("Waits"), .number("Runs")]
    if hasPath { columns.append(.number("On critical path")) }
    columns.append(.number("Fail"))
    let ordered = run.kind == .replay ? TaskTable.byWeight(run.tasks) : run.tasks
    let rows = ordered.map { task -> [HTMLTable.Cell] in
      var cells: [HTMLTable.Cell] = [.init(task.name), .count(task.jobs), .mean(task.triesMean)]
      if run.hasCatalog { cells += [.amount(task.costMean), .share(task.costShare)] }
      cells += [.duration(task.waitMean), .duration(task.runMean)]
      if hasPath { cells.append(.share(task.criticalShare)) }
      return cells + [.mean(task.failedMean)]
    }
    var table = HTMLTable(
      "Per \(title.lowercased()): tries and costs of all its jobs, waiting and running per try (means)", columns,
      rows: rows)
    table.drill = tries?.drill(ordered.map(\.name))
    self.table(table)
  }

  /// Where the money and the time go: bars by task.
  mutating func shares(of run: Run, what: String) {
    let keeps = run.kind == .estimate
    if let currency = run.currency {
      let bars = PageBars(run.tasks.map { ($0.name, $0.costMean.map { Double($0) / 1e9 }) }, keepsOrder: keeps)
      if bars.isTelling {
        figure(
          Plot(
            "Cost by \(what)", summary: "Bars, one for each \(what).", x: PlotAxis("Cost", .values(.money(currency))),
            y: PlotAxis("", .bands(bars.names)), marks: [BarMark(bars.values)]),
          caption: Self.dearest(run, what) + bars.restText(.money(currency)))
      }
    }
    criticalPath(of: run, what: what)
    waits(of: run, what: what)
  }

  /// The parts of the longest chain. Those of a plan stand end to end in its order, as they follow each other; those of a
  /// history, which has no such order, are bars from nought.
  private mutating func criticalPath(of run: Run, what: String) {
    guard let slowest = run.tasks.max(by: { $0.criticalShare < $1.criticalShare }), slowest.criticalShare > 0 else {
      return
    }
    let isAll = slowest.criticalShare >= 0.9995
    let name = "\(isAll ? "all" : Figures.share(slowest.criticalShare)) of that is \(slowest.name)"
    let caption =
      "The run ends when its longest chain does, and \(name): only what is on this path makes it faster."
    let onPath = run.tasks.filter { $0.criticalShare > 0 }
    // One bar from end to end shows nothing that the sentence does not say.
    guard onPath.count > 1 else { return paragraph(caption) }
    guard run.kind == .estimate, onPath.count <= PageBars.limit else {
      let path = PageBars(onPath.map { ($0.name, $0.criticalShare) }, keepsOrder: run.kind == .estimate)
      return figure(
        Plot(
          "Share of the critical path", summary: "Bars, one for each \(what), that add up to the whole path.",
          x: PlotAxis("Share of the critical path", .values(.share)), y: PlotAxis("", .bands(path.names)),
          marks: [BarMark(path.values, series: 3)]), caption: caption + path.restText(.share))
    }
    var spans: [GanttMark.Span] = []
    var begin = 0.0
    for (row, task) in onPath.enumerated() {
      let end = begin + task.criticalShare * Double(run.wallClock.mean)
      spans.append(.init(row: row, from: begin, to: end, .done))
      begin = end
    }
    figure(
      Plot(
        "Critical path", summary: "Bars end to end, one for each \(what) on the longest chain.",
        x: PlotAxis("Time since the launch", .values(.duration), hasZero: true),
        y: PlotAxis("", .bands(onPath.map(\.name))), marks: [GanttMark(spans, showsStates: false)]),
      caption: caption + " Means over the simulated runs, waiting included, in the plan's order.",
      table: HTMLTable(
        "Critical path", [.init(what.capitalizedFirst), .number("Time on it"), .number("Share")],
        rows: onPath.map {
          [
            .init($0.name), .duration(checkedInteger($0.criticalShare * Double(run.wallClock.mean))),
            .share($0.criticalShare),
          ]
        }))
  }

  /// Waiting and running per try, one above the other.
  private mutating func waits(of run: Run, what: String) {
    let shown =
      run.tasks.count > PageBars.limit ? Array(TaskTable.byWeight(run.tasks).prefix(PageBars.limit)) : run.tasks
    guard shown.contains(where: { $0.waitMean > 0 || $0.runMean > 0 }) else { return }
    let times = BarMark(stacked: [
      .init("waits for a worker", shown.map { Double($0.waitMean) }, series: 2),
      .init("runs", shown.map { Double($0.runMean) }, series: 1),
    ])
    let more = run.tasks.count - shown.count
    figure(
      Plot(
        "Time of a try by \(what)", summary: "Stacked bars: waiting for a worker, then running; means over tries.",
        x: PlotAxis("Time", .values(.duration)), y: PlotAxis("", .bands(shown.map(\.name))), marks: [times]),
      caption: "A try waits \(Figures.duration(run.wait.mean)) for its worker on average. Waiting costs no money."
        + (more > 0 ? " \(Figures.count(more)) more are in the table." : ""))
  }

  private static func dearest(_ run: Run, _ what: String) -> String {
    guard let most = run.tasks.max(by: { ($0.costMean ?? -1) < ($1.costMean ?? -1) }), let cost = most.costMean else {
      return "No \(what) has a price."
    }
    let share = most.costShare.map { ", \(Figures.share($0)) of the whole" } ?? ""
    let unpriced = run.tasks.count { $0.costMean == nil }
    let lacks =
      unpriced > 0
      ? " \(Figures.counted(unpriced, what)) without a price \(unpriced == 1 ? "is" : "are") not shown." : ""
    return "\(most.name) costs most: \(Figures.money(cost, run.currency))\(share).\(lacks)"
  }
}
