public import JobModel

/// The page of advice: what each executable asks for and should ask for, what that saves, and what else there is.
public enum RecommendationPage {
  /// The page; a pure function of the advice.
  ///
  /// - Parameter version: the program's.
  /// - Complexity: O(executables · log executables + options).
  public static func page(_ advice: RecommendationSet, version: String = "") -> HTMLPage {
    var page = HTMLPage(
      title: "What \(Figures.counted(advice.recommendations.count, "executable")) should ask for",
      lead: RecommendationReport.answer(advice).capitalizedFirst + ".")
    var parts = ["\(Figures.counted(advice.tries, "past try", "past tries"))", "goal: \(advice.goal.rawValue)"]
    if let catalog = advice.catalog {
      parts.append("catalog \(catalog)" + (advice.pricesAsOf.map { ", prices of \($0.dateText)" } ?? ""))
    }
    parts.append("seed \(advice.seed)")
    if !version.isEmpty { parts.append("purser \(version)") }
    page.paragraph(parts.joined(separator: " · ") + ". " + HTMLPage.leftOut)
    page.figures(keys(advice))
    page.warnings(advice.warnings)
    if !advice.recommendations.isEmpty {
      savings(advice, &page)
      settings(advice, &page)
      AdviceOptions.write(advice, to: &page)
      AdviceTimeouts.write(advice, to: &page)
      AdviceMarket.write(advice, to: &page)
    }
    proof(advice, &page)
    lacks(advice, &page)
    page.section("What this rests on")
    page.assumptions([
      ("Tries looked at", Figures.count(advice.tries)), ("Goal", advice.goal.rawValue),
      ("Catalog", advice.catalog ?? "none"), ("Prices of", advice.pricesAsOf?.dateText ?? Figures.none),
      ("Currency", advice.currency?.code ?? Figures.none), ("Seed", String(advice.seed)),
      ("Version", version.isEmpty ? Figures.none : "purser \(version)"),
      ("Costs and times", "expected, of a job with its failed and interrupted tries; savings with their 90 % interval"),
      ("Left out", HTMLPage.leftOut),
    ])
    return page
  }

  private static func keys(_ advice: RecommendationSet) -> [(name: String, value: String)] {
    guard !advice.recommendations.isEmpty else { return [] }
    var items: [(name: String, value: String)] = []
    // Where nothing has a price, the sum is nought and no figure.
    if let cost = advice.totalCost, let saving = advice.totalSaving,
      advice.recommendations.contains(where: { $0.current.cost != nil })
    {
      items.append(("Spent so far", Figures.money(cost, advice.currency)))
      if advice.recommendations.contains(where: \.changesMore) {
        items.append((saving < 0 ? "More for as many jobs" : "Saved on as many jobs", money(saving, advice.currency)))
      }
    }
    items.append(("To change", Figures.count(advice.recommendations.count(where: \.changes))))
    let timeouts = advice.recommendations.count { $0.recommended.setting.timeout != $0.current.setting.timeout }
    if timeouts > 0 { items.append(("Timeouts to change", Figures.count(timeouts))) }
    return items
  }

  private static func money(_ nanos: Int64, _ currency: Currency?) -> String {
    Figures.money(Int64(clamping: nanos.magnitude), currency)
  }

  // MARK: Savings

  private static func savings(_ advice: RecommendationSet, _ page: inout HTMLPage) {
    page.section("What it saves")
    guard let currency = advice.currency else {
      return page.paragraph("Without prices nothing can be said about money.")
    }
    let changing = advice.recommendations.filter { $0.changesMore && $0.saving != nil }
    guard !changing.isEmpty else {
      return page.paragraph(
        advice.recommendations.contains(where: \.changes)
          ? "Only timeouts should change: they save what jobs that hang burn until somebody ends them."
          : "Every executable asks for what suits it: nothing should change.")
    }
    let shown = changing.prefix(PageBars.limit)
    func whole(_ amount: Money, _ row: Recommendation) -> Double { Double(amount.nanos) / 1e9 * Double(row.jobs) }
    page.figure(
      Plot(
        "Saved for as many jobs again", summary: "Intervals, one an executable.",
        x: PlotAxis("Saving", .values(.money(currency)), hasZero: true), y: PlotAxis("", .bands(shown.map(\.label))),
        marks: [
          IntervalMark(
            shown.map { row in
              row.saving.map { IntervalMark.Item(whole($0.low, row), whole($0.mean, row), whole($0.high, row)) }
            }, series: 3)
        ], references: [PlotReference(.x(0), "nothing saved")]),
      caption: "The saving that is expected, and the interval in which it lies with 90 %."
        + (changing.count > shown.count ? " The first \(shown.count) of \(changing.count)." : ""),
      table: HTMLTable(
        "Saved, \(currency.code)",
        [
          .init("Executable"), .number("Jobs"), .number("A job saves"), .number("From (5 %)"), .number("To (95 %)"),
          .number("All jobs save"),
        ],
        rows: changing.map { row in
          [
            .init(row.label), .count(row.jobs), .amount(row.saving?.mean.nanos), .amount(row.saving?.low.nanos),
            .amount(row.saving?.high.nanos),
            .init(row.saving.map { PlotUnit.money(currency).text(whole($0.mean, row)) } ?? ""),
          ]
        }))
  }

  // MARK: Settings

  private static func settings(_ advice: RecommendationSet, _ page: inout HTMLPage) {
    page.section("Now and proposed")
    let isPriced =
      advice.currency != nil
      && advice.recommendations.contains { $0.current.cost != nil || $0.recommended.cost != nil }
    // Where only timeouts change, there is nothing to say about a job under what is proposed.
    let hasChanges = advice.recommendations.contains(where: \.changesMore)
    var columns: [HTMLTable.Column] = [.init("Executable"), .number("Jobs"), .init("Now"), .init("Proposed")]
    if isPriced {
      columns.append(.money(hasChanges ? "A job now" : "A job", advice.currency))
      if hasChanges { columns += [.money("A job then", advice.currency), .money("Saves", advice.currency)] }
    }
    // Those that are advised have a table of their own.
    let hasTimeouts =
      advice.recommendations.contains { $0.recommended.setting.timeout != nil }
      && !advice.recommendations.contains { $0.timeLimit != nil }
    columns += hasChanges ? [.number("Time now"), .number("Time then")] : [.number("Time")]
    if hasTimeouts { columns += [.number("Timeout now"), .number("Timeout then")] }
    columns += [.number("Fails"), .init("Sure")]
    page.table(
      HTMLTable(
        "What a job asks for, is expected to cost and to take", columns,
        rows: advice.recommendations.map { row -> [HTMLTable.Cell] in
          var cells: [HTMLTable.Cell] = [
            .init(row.label), .count(row.jobs), .init(RecommendationReport.words(row.current.setting, beside: row)),
            .init(row.changesMore ? RecommendationReport.words(row.recommended.setting, beside: row) : "keep"),
          ]
          if isPriced { cells += prices(row).prefix(hasChanges ? 3 : 1) }
          let times: [HTMLTable.Cell] = [
            .duration(row.current.time.milliseconds),
            row.changesMore ? .duration(row.recommended.time.milliseconds) : .init("", key: -.infinity),
          ]
          cells += times.prefix(hasChanges ? 2 : 1)
          if hasTimeouts { cells += AdviceTimeouts.cells(row) }
          return cells + [
            .init(Figures.chance(row.recommended.failureProbability), key: row.recommended.failureProbability),
            .init(row.confidence.rawValue),
          ]
        }))
    page.table(
      HTMLTable(
        "Why", [.init("Executable"), .init("Reason", .prose)],
        rows: advice.recommendations.map { [.init($0.label), .init($0.reason)] }))
    cautions(advice, &page)
  }

  private static func prices(_ row: Recommendation) -> [HTMLTable.Cell] {
    let unknown = HTMLTable.Cell("", key: -.infinity)
    let saving = row.changesMore ? row.saving : nil
    return [
      .amount(row.current.cost?.nanos), row.changesMore ? .amount(row.recommended.cost?.nanos) : unknown,
      saving.map { .amount($0.mean.nanos) } ?? unknown,
    ]
  }

  /// Each caution once, with the executables that it is about.
  private static func cautions(_ advice: RecommendationSet, _ page: inout HTMLPage) {
    var order: [String] = []
    var about: [String: [String]] = [:]
    for row in advice.recommendations {
      for warning in row.warnings {
        if about[warning] == nil { order.append(warning) }
        about[warning, default: []].append(row.label)
      }
    }
    guard !order.isEmpty else { return }
    page.subsection("Cautions")
    page.list(
      order.prefix(50).map { warning in
        let names = about[warning] ?? []
        let more = names.count > 5 ? " and \(Figures.count(names.count - 5)) more" : ""
        return names.count == advice.recommendations.count && names.count > 1
          ? "All: \(warning)" : "\(names.prefix(5).joined(separator: ", "))\(more): \(warning)"
      })
  }

  // MARK: The rest

  private static func proof(_ advice: RecommendationSet, _ page: inout HTMLPage) {
    guard let proof = advice.proof else { return }
    page.section("The proof")
    page.paragraph("The same history, simulated as it was and under this advice.")
    if let sentence = TimeLimitReport.sentence(proof.ended, advice.currency) {
      page.paragraph(sentence.capitalizedFirst + ".")
    }
    page.table(
      HTMLTable(
        "The history replayed",
        [.init("Figure"), .number("As it was"), .number("Under the advice"), .number("Difference")],
        rows: [
          [
            .init(advice.currency.map { "Cost, \($0)" } ?? "Cost"), .amount(proof.baseCost), .amount(proof.cost),
            .amountChange(Comparison.Pair(a: proof.baseCost, b: proof.cost).difference),
          ],
          [
            "Time", .duration(proof.baseWallClock), .duration(proof.wallClock),
            .durationChange(saturatingDifference(proof.wallClock, proof.baseWallClock)),
          ],
          [
            "Jobs that fail", "", "",
            .init((proof.failures > 0 ? "+" : "") + Figures.mean(proof.failures), key: proof.failures),
          ],
        ]))
  }

  private static func lacks(_ advice: RecommendationSet, _ page: inout HTMLPage) {
    guard !advice.notEnoughData.isEmpty else { return }
    page.section("No advice")
    page.table(
      HTMLTable(
        "Executables of which too little is known",
        [.init("Executable"), .number("Usable jobs"), .number("Needed"), .init("What is missing")],
        rows: advice.notEnoughData.map {
          [.init($0.executable), .count($0.jobs), .count($0.needed), .init($0.reason)]
        }))
  }
}
