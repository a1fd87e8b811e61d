import JobModel

/// Trends on the review's page: the two periods side by side, what moved, and each change over time.
enum TrendFigures {
  /// How many changes have a plot.
  private static let drawn = 8

  static func add(_ review: Review, to page: inout HTMLPage) {
    let trends = review.trends
    guard trends.comparison != nil || !trends.changes.isEmpty || trends.notCompared != nil else { return }
    page.section("What changed")
    if let comparison = trends.comparison {
      add(comparison, review.accounts.currency, to: &page)
    } else if let reason = trends.notCompared {
      page.paragraph("Not compared with the period before: \(reason).")
    }
    if trends.tests > 0 {
      page.paragraph(
        (trends.changes.isEmpty ? "No executable became slower or larger for good. " : "") + TrendWords.rate(trends)
          + ".")
    }
    for change in trends.changes.prefix(drawn) {
      page.subsection(TrendWords.headline(change))
      page.list(TrendWords.evidence(change))
      page.figure(plot(change), caption: caption(change))
      if change.isRegression { page.note("What to do: \(change.advice).") }
    }
    guard trends.changes.count > drawn else { return }
    page.table(
      HTMLTable(
        "All changes",
        [.init("Change"), .number("After over before"), .number("Tries before"), .number("Tries after")],
        rows: trends.changes.map {
          [
            .init(TrendWords.headline($0)), .init(TrendWords.factor($0.ratio), key: $0.ratio),
            .count($0.before.tries), .count($0.after.tries),
          ]
        }))
  }

  private static func add(_ comparison: PeriodComparison, _ currency: Currency?, to page: inout HTMLPage) {
    page.table(
      HTMLTable(
        "\(TrendWords.span(comparison.periods.now)) against \(TrendWords.span(comparison.periods.before))",
        [.init("Figure"), .init("Before", .number), .init("Now", .number), .init("Change", .number)],
        rows: TrendWords.rows(comparison, currency).map {
          [
            .init($0.name), .init($0.before), .init($0.now),
            .init(Figures.change($0.change), key: $0.change ?? -.infinity),
          ]
        }))
    guard !comparison.movers.isEmpty else { return }
    let unit = comparison.isMoney ? currency?.code ?? "cost" : "core-hours"
    func cell(_ amount: Int64, _ mover: PeriodComparison.Mover) -> HTMLTable.Cell {
      .init(TrendWords.signed(amount, of: mover.change, comparison), key: Double(amount))
    }
    page.table(
      HTMLTable(
        "What moved most, \(unit), and what moved it",
        [
          .init("Executable"), .init("Change", .number), .init("More jobs", .number), .init("Longer jobs", .number),
          .init(comparison.isMoney ? "Dearer hours" : "More cores", .number),
        ],
        rows: comparison.movers.map {
          [.init($0.executable), cell($0.change, $0), cell($0.byJobs, $0), cell($0.byLength, $0), cell($0.byRate, $0)]
        }))
  }

  private static func plot(_ change: ChangePoint) -> Plot {
    let isTime = change.measure == .runtime
    func moment(_ time: SimTime) -> Double { Double(time.milliseconds) }
    let points = change.points.map { PlotPoint(moment($0.time), $0.value) }
    let start = points.first?.x ?? moment(change.lastBefore)
    let end = points.last?.x ?? moment(change.firstAfter)
    let cut = (moment(change.lastBefore) + moment(change.firstAfter)) / 2
    func median(_ name: String, _ from: Double, _ to: Double, _ side: ChangePoint.Side, _ series: Int) -> LineMark {
      LineMark(
        name, [PlotPoint(from, Double(side.median)), PlotPoint(to, Double(side.median))], series: series)
    }
    let medians = [median("before", start, cut, change.before, 2), median("after", cut, end, change.after, 3)]
    return Plot(
      "\(change.executable): \(isTime ? "runtime" : "peak memory") over time",
      summary: "A point for each try, a line at the median before and after the change.",
      x: PlotAxis("Submitted", .values(.date)),
      y: PlotAxis(isTime ? "Runtime" : "Peak memory", .logarithm(isTime ? .duration : .bytes)),
      marks: [PointMark("tries", points)] + medians, references: [PlotReference(.x(cut), "change")])
  }

  private static func caption(_ change: ChangePoint) -> String {
    let all = change.before.tries + change.after.tries
    return "Tries that ended well"
      + (change.points.count < all
        ? ", \(Figures.count(change.points.count)) of "
          + "\(Figures.count(all))" : "") + "; the lines are the medians of both sides."
  }
}
