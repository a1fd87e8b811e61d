public import JobModel

/// The page of advice on a plan: what its tasks should ask for, and what the whole comes to.
public enum PlanRecommendationPage {
  /// The page; a pure function of the advice.
  ///
  /// - Complexity: O(tasks · options).
  public static func page(_ advice: PlanRecommendation) -> HTMLPage {
    var page = HTMLPage(
      title: "What the tasks of \(advice.name.isEmpty ? "a plan" : advice.name) should ask for",
      lead: lead(advice))
    var parts: [String] = []
    if advice.replications > 0 { parts.append("Checked by \(Figures.counted(advice.replications, "simulated run"))") }
    parts.append(
      (parts.isEmpty ? "Catalog" : "catalog") + " \(advice.catalog)"
        + (advice.pricesAsOf.map { ", prices of \($0.dateText)" } ?? ""))
    parts += ["seed \(advice.seed)", "purser \(advice.version)"]
    page.paragraph(parts.joined(separator: " · ") + ". " + HTMLPage.leftOut)
    page.figures(keys(advice))
    page.warnings(advice.warnings)
    whole(advice, &page)
    tasks(advice, &page)
    options(advice, &page)
    rest(advice, &page)
    return page
  }

  private static func lead(_ advice: PlanRecommendation) -> String {
    var text = PlanRecommendationReport.answer(advice).capitalizedFirst + "."
    if let now = advice.current?.cost?.mean, let then = advice.recommended?.cost?.mean {
      let difference = saturatingDifference(then, now)
      if difference != 0 {
        text += " \(Figures.money(then, advice.currency)) on average instead of \(Figures.money(now, advice.currency))."
      }
    }
    return text
  }

  private static func keys(_ advice: PlanRecommendation) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    if let then = advice.recommended {
      if let cost = then.cost { items.append(("Cost, mean", Figures.money(cost.mean, advice.currency))) }
      items.append(("Time, median", Figures.duration(then.wallClock.p50)))
      if let chance = then.probability { items.append(("Limit is kept", Figures.chance(chance))) }
    }
    items.append(("Tasks to change", Figures.count(advice.rows.count(where: \.changes))))
    return items
  }

  // MARK: The whole plan

  private static func whole(_ advice: PlanRecommendation, _ page: inout HTMLPage) {
    guard let then = advice.recommended else { return }
    let now = advice.current
    page.section("As it is and as recommended")
    func pair(_ name: String, _ value: (PlanRecommendation.Outcome) -> Int64?) -> (String, Comparison.Pair) {
      (name, Comparison.Pair(a: now.flatMap(value), b: value(then)))
    }
    let costs = [pair("Cost, mean") { $0.cost?.mean }, pair("Cost, 95 % below") { $0.cost?.p95 }]
    let times = [pair("Time, median") { $0.wallClock.p50 }, pair("Time, 95 % below") { $0.wallClock.p95 }]
    var rows: [[HTMLTable.Cell]] = costs.map {
      [
        .init($0.0 + (advice.currency.map { ", \($0)" } ?? "")), .amount($0.1.a), .amount($0.1.b),
        .amountChange($0.1.difference), .change($0.1.differencePercent),
      ]
    }
    rows += times.map {
      [
        .init($0.0), .duration($0.1.a), .duration($0.1.b), .durationChange($0.1.difference),
        .change($0.1.differencePercent),
      ]
    }
    if then.probability != nil {
      rows.append([
        "Limit is kept", .init(now?.probability.map(Figures.chance) ?? Figures.none),
        .init(then.probability.map(Figures.chance) ?? Figures.none), "", "",
      ])
    }
    page.table(
      HTMLTable(
        "The whole plan, simulated",
        [.init("Figure"), .number("As it is"), .number("Recommended"), .number("Difference"), .number("Change")],
        rows: rows))
    if let now, let currency = advice.currency, let before = now.cost, let after = then.cost {
      intervals(
        "Cost of the plan", .money(currency), [before, after].map { ($0, 1e9) },
        advice.budget.map { (Double($0) / 1e9, "budget \(Figures.money($0, currency))") }, &page)
    }
    if let now {
      intervals(
        "Time of the plan", .duration, [now.wallClock, then.wallClock].map { ($0, 1) },
        advice.deadline.map { (Double($0.milliseconds), "deadline \($0)") }, &page)
    }
    for line in PlanRecommendationReport.bound(advice) {
      page.paragraph(line.prefix(1).uppercased() + line.dropFirst() + ".")
    }
  }

  /// Both distributions as intervals, with the limit drawn in.
  private static func intervals(
    _ title: String, _ unit: PlotUnit, _ values: [(summary: Summary, scale: Double)],
    _ limit: (Double, String)?, _ page: inout HTMLPage
  ) {
    page.figure(
      Plot(
        title, summary: "Intervals from the 5th to the 95th of a hundred runs.",
        x: PlotAxis("", .values(unit)), y: PlotAxis("", .bands(["as it is", "recommended"])),
        marks: [
          IntervalMark(
            values.map {
              IntervalMark.Item(
                Double($0.summary.p05) / $0.scale, Double($0.summary.p50) / $0.scale, Double($0.summary.p95) / $0.scale)
            })
        ], references: limit.map { [PlotReference(.x($0.0), $0.1)] } ?? []),
      caption: "Nine runs of ten lie in the bar; half lie below the mark inside.")
  }

  // MARK: Tasks

  private static func tasks(_ advice: PlanRecommendation, _ page: inout HTMLPage) {
    page.section("Tasks")
    page.table(
      HTMLTable(
        "What all jobs of a task are expected to cost and to take, failed and interrupted tries included",
        [
          .init("Task"), .init("Now"), .money("Cost now", advice.currency), .number("Time now"), .init("Recommended"),
          .money("Cost then", advice.currency), .number("Time then"), .number("Fails"),
        ],
        rows: advice.rows.map { row in
          [
            .init(row.task), .init(PlanRecommendationReport.text(row.current.setting)), .amount(row.current.cost),
            .duration(row.current.time.milliseconds),
            .init(row.changes ? PlanRecommendationReport.text(row.recommended.setting) : "keep"),
            .amount(row.recommended.cost), .duration(row.recommended.time.milliseconds),
            .init(Figures.chance(row.recommended.failureProbability), key: row.recommended.failureProbability),
          ]
        }))
    page.table(
      HTMLTable(
        "Why", [.init("Task"), .init("Reason", .prose)], rows: advice.rows.map { [.init($0.task), .init($0.reason)] }))
    let settings = advice.rows.flatMap(PlanRecommendationReport.settings)
    if !settings.isEmpty {
      page.paragraph("To see it with more figures:")
      page.code(
        (["purser estimate PLAN"] + settings.map { "  " + $0 }).joined(separator: " \\\n"),
        name: "Command that estimates the plan as recommended")
    }
  }

  private static func options(_ advice: PlanRecommendation, _ page: inout HTMLPage) {
    guard let currency = advice.currency else { return }
    let rows = (advice.rows.filter(\.changes) + advice.rows.filter { !$0.changes }).filter { options(of: $0).count > 1 }
    guard !rows.isEmpty else { return }
    page.section("What else there is")
    let limit = AdviceOptions.plotLimit
    page.paragraph(
      "Options of which none is both cheaper and faster than another, with what the plan has."
        + (rows.count > limit
          ? " Of \(Figures.counted(rows.count, "task")) the first \(limit), those that should change before others."
          : ""))
    for row in rows.prefix(limit) {
      AdviceOptions.figure(
        row.task, options(of: row), currency, of: "the task", caption: row.reason.capitalizedFirst, page: &page)
    }
  }

  private static func options(of row: PlanRecommendation.Row) -> [AdviceOptions.Option] {
    var found: [AdviceOptions.Option] = []
    func add(_ option: PlanRecommendation.Option, isCurrent: Bool = false, isProposed: Bool = false) {
      guard let cost = option.cost else { return }
      let name = PlanRecommendationReport.text(option.setting)
      if let place = found.firstIndex(where: { $0.name == name }) {
        found[place].isProposed = found[place].isProposed || isProposed
        return
      }
      found.append(
        AdviceOptions.Option(
          name: name, cost: Double(cost) / 1e9, nanos: cost, milliseconds: option.time.milliseconds,
          failure: option.failureProbability, isCurrent: isCurrent, isProposed: isProposed))
    }
    add(row.current, isCurrent: true)
    add(row.recommended, isProposed: true)
    for option in row.alternatives { add(option) }
    return found
  }

  // MARK: The rest

  private static func rest(_ advice: PlanRecommendation, _ page: inout HTMLPage) {
    page.section("What this rests on")
    page.assumptions([
      ("Tasks", Figures.count(advice.rows.count)), ("Goal", advice.goal.rawValue),
      ("Deadline", advice.deadline?.description ?? Figures.none),
      ("Budget", advice.budget.map { Figures.money($0, advice.currency) } ?? Figures.none),
      ("To be kept with", Figures.chance(advice.confidence)), ("Replications", Figures.count(advice.replications)),
      ("Catalog", advice.catalog), ("Prices of", advice.pricesAsOf?.dateText ?? Figures.none),
      ("Currency", advice.currency?.code ?? Figures.none), ("Seed", String(advice.seed)),
      ("Version", "purser \(advice.version)"), ("Left out", HTMLPage.leftOut),
    ])
    guard !advice.assumptions.isEmpty else { return }
    page.subsection("Assumed")
    page.list(advice.assumptions)
  }
}
