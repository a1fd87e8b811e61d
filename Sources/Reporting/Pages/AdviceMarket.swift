import JobModel

/// What a recommendation says of spot or on demand, and of several items a job.
enum AdviceMarket {
  /// The section; nothing where nothing is said of either.
  static func write(_ advice: RecommendationSet, to page: inout HTMLPage) {
    let choices = advice.recommendations.filter { $0.spotChoice != nil }
    let batches = advice.recommendations.filter { $0.batching != nil }
    guard !choices.isEmpty || !batches.isEmpty else { return }
    page.section("Spot, and several items a job")
    if let lack = MarketAdviceReport.lack(advice) {
      page.paragraph(lack + ".")
    } else if !choices.isEmpty {
      page.table(spot(choices, advice.currency))
    }
    if !batches.isEmpty { page.table(batching(batches, advice.currency)) }
  }

  private static func spot(_ rows: [Recommendation], _ currency: Currency?) -> HTMLTable {
    HTMLTable(
      "Spot or on demand, on the machine that is proposed or kept: expected, tries that are taken back included",
      [
        .init("Executable"), .init("Now"), .init("Proposed"), .money("A job on spot", currency),
        .money("on demand", currency), .number("Spot takes longer by"), .number("Taken back, per hour"),
        .number("Dearer from"), .number("Spot tries seen"), .init("Why", .prose),
      ],
      rows: rows.compactMap { row in
        row.spotChoice.map { choice in
          [
            .init(row.label), .init(words(choice.current)),
            .init(choice.decision == .notEnoughData ? "not enough data" : choice.recommended.map(words) ?? ""),
            .amount(choice.spotCost?.nanos), .amount(choice.onDemandCost?.nanos), .duration(choice.timeOnSpot),
            rate(choice.interruptionsPerHour), rate(choice.breakEvenPerHour), .count(choice.tries), .init(choice.words),
          ]
        }
      })
  }

  private static func batching(_ rows: [Recommendation], _ currency: Currency?) -> HTMLTable {
    HTMLTable(
      "Several items a job: what one launch of an executable costs and takes. In no total above.",
      [
        .init("Executable"), .number("Jobs a launch"), .number("of them in one job"), .money("A launch now", currency),
        .money("then", currency), .number("Takes now"), .number("then"), .init("Why", .prose),
      ],
      rows: rows.compactMap { row in
        row.batching.map { batching in
          [
            .init(row.label), .count(batching.scatter), .count(batching.jobsPerJob), .amount(batching.costNow.nanos),
            .amount(batching.cost.nanos), .duration(batching.timeNow.milliseconds),
            .duration(batching.time.milliseconds), .init(batching.words),
          ]
        }
      })
  }

  private static func words(_ model: PriceModel) -> String { model == .spot ? "spot" : "on demand" }

  /// Interruptions an hour, three places.
  private static func rate(_ value: Double?) -> HTMLTable.Cell {
    guard let value, let thousandths = checkedInteger(value * 1000) else { return .init("", key: -.infinity) }
    return .init(Figures.fixed(thousandths, places: 3), key: value)
  }
}
