public import JobModel

/// The page of advice: what each executable asks for and should ask for, what that saves, and what else there is.
public enum RecommendationPage {
  /// How many executables have a plot of their options.
  private static let plotLimit = 10

  /// The page; a pure function of the advice.
  ///
  /// - Complexity: O(executables · log executables + options).
  public static func page(_ advice: RecommendationSet) -> HTMLPage {
    var page = HTMLPage(
      title: "What \(Figures.counted(advice.recommendations.count, "executable")) should ask for",
      lead: RecommendationReport.answer(advice).capitalizedFirst + ".")
    var parts = ["\(Figures.counted(advice.tries, "past try", "past tries"))", "goal: \(advice.goal.rawValue)"]
    if let catalog = advice.catalog {
      parts.append("catalog \(catalog)" + (advice.pricesAsOf.map { ", prices of \($0.dateText)" } ?? ""))
    }
    parts.append("seed \(advice.seed)")
    page.paragraph(parts.joined(separator: " · ") + ". " + HTMLPage.leftOut)
    page.warnings(advice.warnings)
    if !advice.recommendations.isEmpty {
      savings(advice, &page)
      settings(advice, &page)
      fronts(advice, &page)
    }
    proof(advice, &page)
    lacks(advice, &page)
    page.section("What this rests on")
    page.assumptions([
      ("Tries looked at", Figures.count(advice.tries)), ("Goal", advice.goal.rawValue),
      ("Catalog", advice.catalog ?? "none"), ("Prices of", advice.pricesAsOf?.dateText ?? Figures.none),
      ("Currency", advice.currency?.code ?? Figures.none), ("Seed", String(advice.seed)),
      ("Costs and times", "expected, of a job with its failed and interrupted tries; savings with their 90 % interval"),
      ("Left out", HTMLPage.leftOut),
    ])
    return page
  }

  // MARK: Savings

  private static func savings(_ advice: RecommendationSet, _ page: inout HTMLPage) {
    page.section("What it saves")
    guard let currency = advice.currency else {
      return page.paragraph("Without prices nothing can be said about money.")
    }
    let changing = advice.recommendations.filter { $0.changes && $0.saving != nil }
    guard !changing.isEmpty else {
      return page.paragraph("Every executable asks for what suits it: nothing should change.")
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
        + (changing.count > shown.count ? " The first \(shown.count) of \(changing.count)." : ""))
  }

  // MARK: Settings

  private static func settings(_ advice: RecommendationSet, _ page: inout HTMLPage) {
    page.section("Now and proposed")
    let isPriced = advice.currency != nil
    var columns: [HTMLTable.Column] = [.init("Executable"), .number("Jobs"), .init("Now"), .init("Proposed")]
    if isPriced {
      columns += [
        .money("A job now", advice.currency), .money("A job then", advice.currency), .money("Saves", advice.currency),
        .number("With 90 %"),
      ]
    }
    columns += [
      .number("Time now"), .number("Time then"), .number("Change"), .number("Fails"), .init("Sure"), .init("Why"),
    ]
    page.table(
      HTMLTable(
        "What a job asks for, expects to cost and to take", columns,
        rows: advice.recommendations.map { row -> [HTMLTable.Cell] in
          var cells: [HTMLTable.Cell] = [
            .init(row.label), .count(row.jobs), .init(RecommendationReport.words(row.current.setting, beside: row)),
            .init(row.changes ? RecommendationReport.words(row.recommended.setting, beside: row) : "keep"),
          ]
          if isPriced {
            cells += [.amount(row.current.cost?.nanos), .amount(row.recommended.cost?.nanos)]
            let saving = row.changes ? row.saving : nil
            cells += [
              saving.map { HTMLTable.Cell.amount($0.mean.nanos) } ?? .init("", key: -.infinity),
              .init(
                saving.map { "\(Figures.amount($0.low.nanos)) to \(Figures.amount($0.high.nanos))" } ?? "",
                key: saving.map { Double($0.low.nanos) } ?? -.infinity),
            ]
          }
          return cells + [
            .duration(row.current.time.milliseconds), .duration(row.recommended.time.milliseconds),
            .init(row.changes ? RecommendationReport.change(row) : "", key: Double(row.timeChange)),
            .init(
              Figures.chance(row.recommended.failureProbability), key: row.recommended.failureProbability),
            .init(row.confidence.rawValue), .init(row.reason),
          ]
        }))
    let warned = advice.recommendations.filter { !$0.warnings.isEmpty }
    guard !warned.isEmpty else { return }
    page.subsection("Cautions")
    page.list(warned.prefix(50).flatMap { row in row.warnings.map { "\(row.label): \($0)" } })
  }

  // MARK: Options

  private static func fronts(_ advice: RecommendationSet, _ page: inout HTMLPage) {
    guard let currency = advice.currency else { return }
    let rows = advice.recommendations.filter { row in options(row).count > 1 }
    guard !rows.isEmpty else { return }
    page.section("What else there is")
    page.paragraph(
      "The options of which none is both cheaper and faster than another, with what is asked for now."
        + (rows.count > plotLimit ? " The first \(plotLimit) of \(Figures.counted(rows.count, "executable"))." : ""))
    for row in rows.prefix(plotLimit) {
      let options = options(row)
      page.figure(
        Plot(
          row.label, summary: "Options by the expected cost and time of a job.",
          x: PlotAxis("Cost of a job", .values(.money(currency))), y: PlotAxis("Time of a job", .values(.duration)),
          marks: [
            ParetoMark(
              options.map {
                ParetoMark.Choice(
                  $0.name, $0.option.cost.map(PlotUnit.value(of:)) ?? .nan, Double($0.option.time.milliseconds))
              })
          ]), caption: row.reason.capitalizedFirst + (row.reason.hasSuffix(".") ? "" : "."),
        table: HTMLTable(
          "Options of \(row.label)",
          [
            .init("Option"), .money("Cost of a job", currency), .number("Time of a job"),
            .number("First tries that fail"),
          ],
          rows: options.map {
            [
              .init($0.name), .amount($0.option.cost?.nanos), .duration($0.option.time.milliseconds),
              .init(Figures.chance($0.option.failureProbability), key: $0.option.failureProbability),
            ]
          }))
    }
  }

  /// The settings in use and proposed, and the others; each once.
  private static func options(_ row: Recommendation) -> [(name: String, option: Recommendation.Option)] {
    var found: [(name: String, option: Recommendation.Option)] = []
    func add(_ option: Recommendation.Option, _ mark: String) {
      guard option.cost != nil, !found.contains(where: { $0.option.setting == option.setting }) else { return }
      found.append((RecommendationReport.words(option.setting, beside: row) + mark, option))
    }
    add(row.current, row.changes ? " (now)" : " (now, keep)")
    add(row.recommended, " (proposed)")
    for option in row.alternatives { add(option, "") }
    return found
  }

  private static func proof(_ advice: RecommendationSet, _ page: inout HTMLPage) {
    guard let proof = advice.proof else { return }
    page.section("The proof")
    page.paragraph("The same history, simulated as it was and under this advice.")
    page.table(
      HTMLTable(
        "The history replayed", [.init("Figure"), .number("As it was"), .number("Under the advice")],
        rows: [
          [
            .init(advice.currency.map { "Cost, \($0)" } ?? "Cost"), .amount(proof.baseCost), .amount(proof.cost),
          ],
          ["Time", .duration(proof.baseWallClock), .duration(proof.wallClock)],
          [
            "Jobs that fail", "",
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
