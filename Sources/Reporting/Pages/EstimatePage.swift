public import JobModel

/// The page of an estimate: what a plan will cost and when it will end, as distributions, and what decides both.
public enum EstimatePage {
  /// The page; a pure function of what is handed in.
  ///
  /// - Parameter limits: what the run was held against; a run keeps only the chances to pass them. A limit that these
  ///   chances contradict is not drawn.
  /// - Complexity: O(replications · log replications + tasks).
  public static func page(_ run: Run, limits: PlanLimits = PlanLimits()) -> HTMLPage {
    let held = heldLimits(run, limits)
    var page = HTMLPage(title: "Estimate of \(run.name.isEmpty ? "a plan" : run.name)", lead: answer(run, held))
    page.basis(of: run)
    page.figures(keys(run))
    page.warnings(run.warnings)
    if run.hasCatalog { cost(run, held, &page) }
    time(run, held, &page)
    page.section("Tasks")
    page.shares(of: run, what: "task")
    page.tasks(of: run, title: "Task")
    page.evidence(of: run)
    return page
  }

  /// The answer in a sentence or two.
  static func answer(_ run: Run, _ limits: PlanLimits) -> String {
    var text: String
    if let cost = run.cost {
      text = "Costs \(Figures.money(cost.p50, run.currency))"
      if cost.p05 != cost.p95 {
        text += " (nine runs of ten: \(Figures.amount(cost.p05)) to \(Figures.amount(cost.p95)))"
      }
    } else {
      text = run.hasCatalog ? "The cost is not known (\(RunReport.unpriced(run)))" : "Nothing is priced"
    }
    let clock = run.wallClock
    text += run.cost == nil ? "; done in " : " and is done in "
    text += Figures.duration(clock.p50)
    if clock.p05 != clock.p95 { text += " (\(Figures.duration(clock.p05)) to \(Figures.duration(clock.p95)))" }
    text += "."
    if let chance = run.probabilityOverMaxCost {
      let limit = limits.maxCostNanos.map { Figures.money($0, run.currency) } ?? "the cost limit"
      text += " " + gate("costs more than \(limit)", chance, run)
    }
    if let chance = run.probabilityOverMaxTime {
      text += " " + gate("takes longer than \(limits.maxTime.map(\.description) ?? "the time limit")", chance, run)
    }
    return text
  }

  private static func gate(_ what: String, _ chance: Double, _ run: Run) -> String {
    let sample = Figures.counted(run.replications, "simulated run")
    if chance == 0 { return "Not one of \(sample) \(what)." }
    if chance == 1 { return "Each of \(sample) \(what)." }
    return "It \(what) with a probability of \(Figures.chance(chance))."
  }

  private static func keys(_ run: Run) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    if run.hasCatalog {
      items.append(("Cost, median", run.cost.map { Figures.money($0.p50, run.currency) } ?? Figures.noPrice))
      if let cost = run.cost, cost.p05 != cost.p95 {
        items.append(("95 % cost less than", Figures.money(cost.p95, run.currency)))
      }
    }
    items.append(("Time, median", Figures.duration(run.wallClock.p50)))
    if run.wallClock.p05 != run.wallClock.p95 {
      items.append(("95 % are done in", Figures.duration(run.wallClock.p95)))
    }
    items.append(("Jobs", Figures.count(run.jobs)))
    if run.failedJobsMean > 0 { items.append(("Jobs that fail", Figures.mean(run.failedJobsMean))) }
    return items
  }

  /// The limits that agree with the chances in the run: those that are known may be others than it was held against.
  static func heldLimits(_ run: Run, _ limits: PlanLimits) -> PlanLimits {
    func isOf(_ chance: Double?, _ limit: Int64?, _ samples: [Int64]) -> Bool {
      guard let chance, let limit, !samples.isEmpty else { return false }
      return abs(Double(samples.count { $0 > limit }) / Double(samples.count) - chance) < 1e-9
    }
    var held = PlanLimits()
    if isOf(run.probabilityOverMaxCost, limits.maxCostNanos, run.costSamples) {
      held.maxCostNanos = limits.maxCostNanos
    }
    if isOf(run.probabilityOverMaxTime, limits.maxTime?.milliseconds, run.wallClockSamples) {
      held.maxTime = limits.maxTime
    }
    return held
  }

  // MARK: Distributions

  private static func cost(_ run: Run, _ limits: PlanLimits, _ page: inout HTMLPage) {
    page.section("Cost")
    guard let summary = run.cost, let currency = run.currency else {
      return page.paragraph("The cost is not known: \(RunReport.unpriced(run)).")
    }
    let limit = limits.maxCostNanos.map { "limit \(Figures.money($0, currency))" }
    let chance = run.probabilityOverMaxCost.flatMap { chance in
      limits.maxCostNanos.map { (chance, "cost more than \(Figures.money($0, currency))") }
    }
    distribution(
      Distribution(
        title: "Cost of \(Figures.counted(run.costSamples.count, "simulated run"))", label: "Cost",
        unit: .money(currency), scale: 1e9, samples: run.costSamples, summary: summary,
        limit: limits.maxCostNanos, limitLabel: limit, chance: chance, verb: "cost", series: 1,
        column: .money("Cost", currency), text: { Figures.amount($0) }, cell: { .amount($0) }), &page)
  }

  private static func time(_ run: Run, _ limits: PlanLimits, _ page: inout HTMLPage) {
    page.section("Time")
    let chance = run.probabilityOverMaxTime.flatMap { chance in
      limits.maxTime.map { (chance, "take longer than \($0)") }
    }
    distribution(
      Distribution(
        title: "Time of \(Figures.counted(run.wallClockSamples.count, "simulated run"))",
        label: "Time from launch to the last end", unit: .duration, scale: 1, samples: run.wallClockSamples,
        summary: run.wallClock, limit: limits.maxTime?.milliseconds, limitLabel: limits.maxTime.map { "limit \($0)" },
        chance: chance, verb: "take", series: 3, column: .number("Time"), text: { Figures.duration($0) },
        cell: { .duration($0) }), &page)
  }

  /// What a histogram of replications needs.
  private struct Distribution {
    var title: String
    var label: String
    var unit: PlotUnit
    var scale: Double
    var samples: [Int64]
    var summary: Summary
    var limit: Int64?
    var limitLabel: String?
    var chance: (Double, String)?
    var verb: String
    var series: Int
    var column: HTMLTable.Column
    var text: (Int64) -> String
    var cell: (Int64) -> HTMLTable.Cell

    var table: HTMLTable {
      let rows: [(String, Int64)] = [
        ("Mean", summary.mean), ("Standard deviation", summary.sd), ("Least", summary.min), ("5 %", summary.p05),
        ("50 % (median)", summary.p50), ("80 %", summary.p80), ("95 %", summary.p95), ("Most", summary.max),
      ]
      return HTMLTable(title, [.init("Quantile"), column], rows: rows.map { [.init($0.0), cell($0.1)] })
    }
  }

  private static func distribution(_ it: Distribution, _ page: inout HTMLPage) {
    guard it.summary.min != it.summary.max, !it.samples.isEmpty else {
      page.paragraph(
        it.summary.min == it.summary.max
          ? "Every simulated run comes to \(it.text(it.summary.p50)): nothing in the plan is left to chance."
          : "The single runs are not kept, so there is no picture of them.")
      return page.table(it.table)
    }
    var references = [
      ("p5", it.summary.p05), ("p50", it.summary.p50), ("p80", it.summary.p80), ("p95", it.summary.p95),
    ].map { PlotReference(.x(Double($0.1) / it.scale), "\($0.0) \(it.text($0.1))") }
    if let limit = it.limit, let label = it.limitLabel {
      references.append(PlotReference(.x(Double(limit) / it.scale), label))
    }
    var caption = "Nine runs of ten \(it.verb) between \(it.text(it.summary.p05)) and \(it.text(it.summary.p95))."
    if let chance = it.chance {
      caption += " \(chance.0 == 0 ? "None" : Figures.chance(chance.0)) of them \(chance.1)."
    }
    page.figure(
      Plot(
        it.title, summary: caption, x: PlotAxis(it.label, .values(it.unit)), y: PlotAxis("Runs", .values(.count)),
        marks: [HistogramMark(it.samples.map { Double($0) / it.scale }, series: it.series)], references: references),
      caption: caption, table: it.table)
  }
}
