public import JobModel

/// The page of runs side by side: what each costs and takes beside the first, and which tasks make the difference.
public enum ComparisonPage {
  /// The page; a pure function of what is handed in.
  ///
  /// - Parameter comparisons: each run with the same base; of none the page says so.
  /// - Complexity: O(tasks · log tasks + replications · log replications) for each run.
  public static func page(_ comparisons: [Comparison]) -> HTMLPage {
    guard let first = comparisons.first else {
      return HTMLPage(title: "Comparison", lead: "There is nothing to compare.")
    }
    let names = labels([first.a] + comparisons.map(\.b))
    var page = HTMLPage(
      title: comparisons.count == 1 ? "\(names[1]) against \(names[0])" : "\(comparisons.count + 1) runs side by side",
      lead: zip(comparisons, names.dropFirst()).map { comparison, name in
        comparisons.count == 1 ? answer(comparison).capitalizedFirst + "." : "\(name): \(answer(comparison))."
      }.joined(separator: " "))
    page.paragraph(
      "The base is \(names[0]); differences are the other run less the base. " + HTMLPage.leftOut)
    page.warnings(warnings(comparisons))
    sideBySide(comparisons, names, &page)
    distributions(comparisons, names, &page)
    // Logs of batch systems name no executables.
    for (index, comparison) in comparisons.enumerated() where !comparison.rows.isEmpty {
      page.section(comparisons.count == 1 ? "Task by task" : "\(names[index + 1]) against \(names[0]), task by task")
      ComparisonReport.paired(comparison).forEach { page.paragraph($0.replacing(": -", with: ": −")) }
      differences(comparison, (names[0], names[index + 1]), &page)
      tasks(comparison, (names[0], names[index + 1]), &page)
    }
    evidence(comparisons, names, &page)
    return page
  }

  /// Cost and time beside those of the base; of replays the waits too, which is what rules of a queue change.
  private static func answer(_ comparison: Comparison) -> String {
    var text = ComparisonReport.answer(comparison).replacing("(-", with: "(−")
    if comparison.b.kind == .replay, let before = comparison.wait.a, let after = comparison.wait.b, before != after {
      text += "; a try waits \(Figures.duration(after)) on average instead of \(Figures.duration(before))"
    }
    return text
  }

  /// What the runs are called, made distinct.
  static func labels(_ runs: [Run]) -> [String] {
    var counts: [String: Int] = [:]
    for run in runs { counts[run.name, default: 0] += 1 }
    return runs.enumerated().map { index, run in
      let name = VisibleText.shortenedInside(run.name.isEmpty ? "run" : run.name, to: 60)
      return counts[run.name] == 1 && !run.name.isEmpty ? name : "\(name) (\(index + 1))"
    }
  }

  private static func warnings(_ comparisons: [Comparison]) -> [String] {
    var all: [String] = []
    if comparisons.contains(where: { $0.a.kind != $0.b.kind }) {
      all.append("One is an estimate, the other a replay: they need not be of the same jobs.")
    }
    if comparisons.contains(where: { $0.a.kind == .estimate && $0.b.kind == .estimate && $0.pairedWallClock == nil }) {
      all.append(
        "Not paired, so part of the difference is luck: run all with the same seed and number of replications.")
    }
    return all + comparisons.flatMap { $0.a.warnings + $0.b.warnings }
  }

  // MARK: Side by side

  private static func sideBySide(_ comparisons: [Comparison], _ names: [String], _ page: inout HTMLPage) {
    page.section("Side by side")
    let currency = comparisons.lazy.compactMap(\.currency).first
    let base = comparisons[0]
    let isPriced = comparisons.contains { $0.cost.a != nil || $0.cost.b != nil }
    func cells(_ name: String, _ jobs: Int, _ cost: [HTMLTable.Cell], _ time: [HTMLTable.Cell]) -> [HTMLTable.Cell] {
      [.init(name), .count(jobs)] + (isPriced ? cost : []) + time
    }
    var rows = [
      cells(
        names[0], base.a.jobs, [.amount(base.cost.a), "", ""],
        [.duration(base.wallClock.a), "", "", .duration(base.wait.a)])
    ]
    for (name, comparison) in zip(names.dropFirst(), comparisons) {
      rows.append(
        cells(
          name, comparison.b.jobs,
          [
            .amount(comparison.cost.b), .amountChange(comparison.cost.difference),
            .change(comparison.cost.differencePercent),
          ],
          [
            .duration(comparison.wallClock.b), .durationChange(comparison.wallClock.difference),
            .change(comparison.wallClock.differencePercent), .duration(comparison.wait.b),
          ]))
    }
    let costs: [HTMLTable.Column] = [.money("Cost", currency), .number("Difference"), .number("Change")]
    let times = ["Time", "Difference", "Change", "Wait per try"].map { HTMLTable.Column.number($0) }
    page.table(
      HTMLTable(
        "Means of all runs, and differences from the first",
        [.init("Run"), .number("Jobs")] + (isPriced ? costs : []) + times, rows: rows))
    let runs = [base.a] + comparisons.map(\.b)
    let limit = min(runs.count, PageBars.limit)
    if let currency {
      bars(
        "Cost", .money(currency), Array(names.prefix(limit)), runs.prefix(limit).map(\.cost), 1e9, 1,
        "From the 5 % of cheap runs to the 5 % of dear ones, with the median.", &page)
    }
    bars(
      "Time", .duration, Array(names.prefix(limit)), runs.prefix(limit).map { $0.wallClock }, 1, 3,
      "From the 5 % of fast runs to the 5 % of slow ones, with the median.", &page)
    let waits = [base.wait.a] + comparisons.map(\.wait.b)
    guard runs.contains(where: { $0.kind == .replay }), Set(waits).count > 1 else { return }
    page.figure(
      Plot(
        "Wait by run", summary: "Bars.", x: PlotAxis("Wait per try, mean", .values(.duration)),
        y: PlotAxis("", .bands(Array(names.prefix(limit)))),
        marks: [BarMark(waits.prefix(limit).map { $0.map(Double.init) }, series: 2)]),
      caption: "Time from being ready to getting a worker, mean over all tries.")
  }

  /// Bars where all is certain, else intervals.
  private static func bars(
    _ title: String, _ unit: PlotUnit, _ names: [String], _ figures: [Summary?], _ scale: Double, _ series: Int,
    _ caption: String, _ page: inout HTMLPage
  ) {
    guard figures.contains(where: { $0 != nil }) else { return }
    func value(_ amount: Int64) -> Double { Double(amount) / scale }
    let isSpread = figures.contains { $0.map { $0.p05 != $0.p95 } ?? false }
    let mark: any PlotMark =
      isSpread
      ? IntervalMark(
        figures.map { $0.map { IntervalMark.Item(value($0.p05), value($0.p50), value($0.p95)) } }, series: series)
      : BarMark(figures.map { $0.map { value($0.mean) } }, series: series)
    page.figure(
      Plot(
        "\(title) by run", summary: caption, x: PlotAxis(title, .values(unit), hasZero: true),
        y: PlotAxis("", .bands(names)), marks: [mark]),
      caption: isSpread ? caption : "Replays are single simulations: one figure each.")
  }

  /// How the replications of each run are spread.
  private static func distributions(_ comparisons: [Comparison], _ names: [String], _ page: inout HTMLPage) {
    // Lines of more runs cannot be told apart.
    let runs = zip(names, [comparisons[0].a] + comparisons.map(\.b)).prefix(6)
    let currency = comparisons.lazy.compactMap(\.currency).first
    var lines: [(title: String, axis: PlotAxis, marks: [LineMark])] = []
    if let currency {
      lines.append(
        (
          "Cost", PlotAxis("Cost", .values(.money(currency))),
          runs.enumerated().compactMap { index, run in
            line(run.0, run.1.costSamples, 1e9, index)
          }
        ))
    }
    lines.append(
      (
        "Time", PlotAxis("Time", .values(.duration)),
        runs.enumerated().compactMap { index, run in
          line(run.0, run.1.wallClockSamples, 1, index)
        }
      ))
    lines.removeAll { $0.marks.count < 2 }
    guard !lines.isEmpty else { return }
    page.section("How sure that is")
    for item in lines {
      let caption =
        "The share of simulated runs that stay below each value: a line further left is better, a steep one surer."
      page.figure(
        Plot(
          "\(item.title): share of runs below", summary: caption, x: item.axis,
          y: PlotAxis("Share of runs", .values(.share), bounds: 0...1), marks: item.marks), caption: caption)
    }
  }

  private static func line(_ name: String, _ samples: [Int64], _ scale: Double, _ index: Int) -> LineMark? {
    let sorted = samples.sorted()
    guard sorted.count > 1, sorted.first != sorted.last else { return nil }
    let points = sorted.enumerated().map {
      PlotPoint(Double($1) / scale, Double($0 + 1) / Double(sorted.count))
    }
    return LineMark(name, points, shape: .steps, series: index + 1, isDashed: index == 0)
  }

  // MARK: Tasks

  private static func differences(_ comparison: Comparison, _ names: (String, String), _ page: inout HTMLPage) {
    if let currency = comparison.currency {
      let bars = PageBars(
        comparison.rows.filter { $0.cost.difference != 0 }.map {
          ($0.name, $0.cost.difference.map { Double($0) / 1e9 })
        })
      if bars.isTelling {
        page.figure(
          Plot(
            "Difference in cost by task", summary: "Bars; to the left is cheaper.",
            x: PlotAxis("Cost of \(names.1) less that of \(names.0)", .values(.money(currency))),
            y: PlotAxis("", .bands(bars.names)), marks: [BarMark(bars.values)]),
          caption:
            "Bars to the left are cheaper in \(names.1). Tasks that cost the same, or are in one of the runs only, have no bar."
            + bars.restText(.money(currency))
        )
      } else {
        page.paragraph("No task differs in cost.")
      }
    }
    let times = PageBars(
      comparison.rows.filter { $0.run.difference != 0 }.map { ($0.name, $0.run.difference.map(Double.init)) },
      sumsRest: false)
    guard times.isTelling else { return }
    page.figure(
      Plot(
        "Difference in runtime by task", summary: "Bars; to the left is faster.",
        x: PlotAxis("Runtime of a try", .values(.duration)), y: PlotAxis("", .bands(times.names)),
        marks: [BarMark(times.values, series: 3)]),
      caption: "Time on a worker per try, mean: bars to the left are faster in \(names.1).")
  }

  private static func tasks(_ comparison: Comparison, _ names: (String, String), _ page: inout HTMLPage) {
    let isPriced = comparison.rows.contains { $0.a?.costMean != nil || $0.b?.costMean != nil }
    let costs: [HTMLTable.Column] = [
      .money("Cost a", comparison.currency), .money("Cost b", comparison.currency), .number("Difference"),
      .number("Change"),
    ]
    page.table(
      HTMLTable(
        "Tasks: a is \(names.0), b is \(names.1); waits and runtimes per try",
        [.init("Task"), .number("Jobs a"), .number("Jobs b")] + (isPriced ? costs : [])
          + ["Waits a", "Waits b", "Runs a", "Runs b"].map { .number($0) },
        rows: comparison.rows.map { row in
          func amount(_ figures: TaskFigures?) -> HTMLTable.Cell {
            figures.map { HTMLTable.Cell.amount($0.costMean) } ?? "not in it"
          }
          let cost: [HTMLTable.Cell] = [
            amount(row.a), amount(row.b), .amountChange(row.cost.difference), .change(row.cost.differencePercent),
          ]
          return [.init(row.name), .count(row.jobs.a), .count(row.jobs.b)] + (isPriced ? cost : [])
            + [row.wait.a, row.wait.b, row.run.a, row.run.b].map { .duration($0) }
        }))
  }

  private static func evidence(_ comparisons: [Comparison], _ names: [String], _ page: inout HTMLPage) {
    page.section("What this rests on")
    let runs = [comparisons[0].a] + comparisons.map(\.b)
    page.table(
      HTMLTable(
        "The runs",
        [
          .init("Run"), .init("Id"), .init("Kind"), .number("Jobs"), .number("Replications"), .number("Seed"),
          .init("Catalog"), .init("Prices of"), .init("Version"),
        ],
        rows: zip(names, runs).map { name, run in
          [
            .init(name), .init(run.id.isEmpty ? Figures.none : String(run.id.prefix(12))), .init(run.kind.rawValue),
            .count(run.jobs), .count(run.replications), .init(String(run.seed)),
            .init(run.hasCatalog ? run.catalog : Figures.none), .init(run.pricesAsOf?.dateText ?? Figures.none),
            .init("purser \(run.version)"),
          ]
        }))
    page.paragraph("Left out: storage and egress; the runs are compute only.")
    for (name, run) in zip(names, runs) where !run.assumptions.isEmpty {
      page.subsection("Assumed in \(name)")
      page.list(run.assumptions)
    }
  }
}

extension String {
  /// The text with its first letter in upper case; what begins with a name such as `t_x2` stays.
  var capitalizedFirst: String {
    let word = prefix { $0 != " " && $0 != ":" && $0 != "," }
    return word.contains { $0.isNumber || $0 == "_" } ? self : prefix(1).uppercased() + dropFirst()
  }
}
