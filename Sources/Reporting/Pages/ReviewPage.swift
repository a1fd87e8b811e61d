public import JobModel

/// The page of a review: where the money of past jobs went, what was wrong, and what to do.
public enum ReviewPage {
  /// How many findings are told in full; the rest are a table.
  private static let toldInFull = 12
  /// How many groups of a dimension a table has.
  private static let groupLimit = 200

  /// The page; a pure function of the review.
  ///
  /// - Parameter version: the program's.
  /// - Complexity: O(groups · log groups + findings).
  public static func page(_ review: Review, version: String = "") -> HTMLPage {
    let total = review.accounts.total
    let unit = ReviewUnit(review)
    guard total.tries > 0 else {
      return HTMLPage(
        title: "Review of past jobs",
        lead: "There is nothing to review: no job \(review.onlyRunning ? "runs now" : "is in the period").")
    }
    let split = unit.split(total)
    let period = review.period.map { ", \($0.lowerBound.dateText) to \($0.upperBound.dateText)" } ?? ""
    var page = HTMLPage(
      title: "Review of "
        + Figures.counted(total.jobs, review.onlyRunning ? "running job" : "past job"),
      lead: "\(unit.text(split.total)) for \(Figures.counted(total.jobs, "job")) "
        + "(\(Figures.counted(total.tries, "try", "tries")))\(period); "
        + (split.wasted > 0
          ? "\(unit.text(split.wasted)) of it (\(Figures.share(unit.wasted(total)))) wasted."
          : "none of it was wasted, as far as the records show."))
    basis(review, unit, version, &page)
    page.figures([
      (unit.isMoney ? "Spent" : "Used", unit.text(split.total)), ("Wasted", unit.text(split.wasted)),
      ("Findings", Figures.count(review.findings.count)),
      ("Serious ones", Figures.count(review.findings.count { $0.severity == .high })),
    ])
    page.warnings(review.warnings)
    waste(review, unit, &page)
    findings(review, unit, &page)
    TrendFigures.add(review, to: &page)
    executables(review, unit, &page)
    weeks(review, unit, &page)
    others(review, unit, &page)
    evidence(review, unit, version, &page)
    return page
  }

  private static func basis(
    _ review: Review, _ unit: ReviewUnit, _ version: String, _ page: inout HTMLPage
  ) {
    let total = review.accounts.total
    var parts = [Figures.counted(total.jobs, "job") + ", " + Figures.counted(total.tries, "try", "tries")]
    parts.append(
      review.catalog.map { "catalog \($0)" + (review.pricesAsOf.map { ", prices of \($0.dateText)" } ?? "") }
        ?? "recorded prices")
    if unit.isMoney, total.unpriced > 0 {
      parts.append("\(Figures.counted(total.unpriced, "try", "tries")) without a price, in the times only")
    }
    if total.waited > 0 {
      parts.append(
        "besides, \(Figures.duration(total.wait)) of waiting for workers in "
          + "\(Figures.counted(total.waited, "try", "tries"))")
    }
    if !version.isEmpty { parts.append("purser \(version)") }
    page.paragraph(parts.joined(separator: " · ") + ". " + HTMLPage.leftOut)
  }

  // MARK: Where it went

  private static func waste(_ review: Review, _ unit: ReviewUnit, _ page: inout HTMLPage) {
    page.section("Where it went")
    let split = unit.split(review.accounts.total)
    let causes = ReviewAccounts.Cause.allCases.filter { split[$0] > 0 }
    let wasted = causes.filter(\.isWaste).sorted { split[$0] > split[$1] }
    let table = HTMLTable(
      "By cause", [.init("Where it went"), .init(unit.title, .number), .number("Share")],
      rows: causes.map {
        [.init(ReviewReport.words($0)), unit.cell(split[$0]), .share(unit.share(split[$0], of: split.total))]
      })
    guard let worst = wasted.first else {
      page.paragraph("Nothing was wasted, as far as the records show.")
      return page.table(table)
    }
    var names = ["all"] + wasted.map { ReviewReport.words($0) }
    var steps: [WaterfallMark.Step] = [.total(unit.value(split.total))]
    var looks = [WaterfallMark.Look("all", series: 7)] + wasted.map { _ in .init("wasted", series: 2) }
    steps += wasted.map { .change(-unit.value(split[$0])) }
    if split[.unfinished] > 0 {
      names.append(ReviewReport.words(.unfinished))
      steps.append(.change(-unit.value(split[.unfinished])))
      looks.append(.init("not known yet", series: 6))
    }
    names.append(ReviewReport.words(.useful))
    steps.append(.total(unit.value(split[.useful])))
    looks.append(.init("useful", series: 1))
    page.figure(
      Plot(
        "From all that was \(unit.isMoney ? "spent" : "used") to useful work",
        summary: "A waterfall: each kind of waste is taken away.", x: PlotAxis(unit.axisLabel, .values(unit.plotUnit)),
        y: PlotAxis("", .bands(names)), marks: [WaterfallMark(steps, looks: looks)]),
      caption: "The largest part of the waste: \(ReviewReport.words(worst)), \(unit.text(split[worst])).", table: table)
  }

  // MARK: Findings

  private static func findings(_ review: Review, _ unit: ReviewUnit, _ page: inout HTMLPage) {
    page.section("Findings")
    guard !review.findings.isEmpty else { return page.paragraph("Nothing was found.") }
    let counts = Finding.Severity.allCases.reversed().compactMap { severity in
      let count = review.findings.count { $0.severity == severity }
      return count > 0 ? "\(Figures.count(count)) \(severity.rawValue)" : nil
    }
    page.paragraph(
      "\(Figures.counted(review.findings.count, "finding")): \(counts.joined(separator: ", ")). "
        + "Each is judged among the jobs of its own executable.")
    for (number, finding) in review.findings.prefix(toldInFull).enumerated() {
      page.subsection("\(number + 1). \(finding.executable): \(finding.kind.rawValue)")
      ReviewFindings.tell(finding, unit, &page)
    }
    page.table(ReviewFindings.table(review.findings, unit))
    if review.notJudged > 0 {
      page.paragraph(
        "\(Figures.counted(review.notJudged, "try", "tries")) of a day or more have too few peers that ended well and are "
          + "not judged.")
    }
  }

  // MARK: Executables

  private static func executables(_ review: Review, _ unit: ReviewUnit, _ page: inout HTMLPage) {
    page.section("Executables")
    let entries = review.accounts.entries(.executable)
    let shown = entries.filter { unit.split($0.account).total > 0 }
    // Where nothing is wasted all points lie on one line.
    if shown.count > 2, unit.split(review.accounts.total).wasted > 0 {
      let points = shown.map { entry in
        let split = unit.split(entry.account)
        return PlotPoint(
          unit.value(split.total), unit.share(saturatingDifference(split.total, split.wasted), of: split.total) ?? .nan)
      }
      var mark = PointMark("", points)
      mark.names = shown.map(\.name)
      mark.labelled = 8
      page.figure(
        Plot(
          "Efficiency against \(unit.isMoney ? "cost" : "core-hours")", summary: "A point for each executable.",
          x: PlotAxis(unit.axisLabel, .logarithm(unit.plotUnit)),
          y: PlotAxis("Not wasted", .values(.share), bounds: 0...1), marks: [mark]),
        caption: "Each point is an executable: the lower one to the right is where a change pays most.")
    }
    let bars = shown.prefix(PageBars.limit)
    if !bars.isEmpty {
      page.figure(
        Plot(
          "\(unit.isMoney ? "Cost" : "Core-hours") by executable", summary: "Stacked bars: useful, then wasted.",
          x: PlotAxis(unit.axisLabel, .values(unit.plotUnit)), y: PlotAxis("", .bands(bars.map(\.name))),
          marks: [stack(bars.map { unit.split($0.account) }, unit)]),
        caption: shown.count > bars.count
          ? "The \(bars.count) dearest of \(Figures.counted(shown.count, "executable"))." : "The dearest on top.")
    }
    page.table(table("executable", entries, review, unit))
  }

  private static func stack(_ splits: [ReviewAccounts.Split], _ unit: ReviewUnit) -> BarMark {
    let whole = BarMark.Layer(
      "not wasted", splits.map { unit.value(saturatingDifference($0.total, $0.wasted)) }, series: 1)
    guard splits.contains(where: { $0.wasted > 0 }) else { return BarMark(stacked: [whole]) }
    return BarMark(stacked: [whole, .init("wasted", splits.map { unit.value($0.wasted) }, series: 2)])
  }

  private static func table(
    _ name: String, _ entries: [ReviewAccounts.Entry], _ review: Review, _ unit: ReviewUnit
  ) -> HTMLTable {
    var worst: [String: Finding] = [:]
    if name == "executable" {
      for finding in review.findings where worst[finding.executable] == nil { worst[finding.executable] = finding }
    }
    var columns: [HTMLTable.Column] = [
      .init(name.capitalizedFirst), .number("Jobs"), .number("Tries"), .init(unit.title, .number),
      .init(unit.isMoney ? "Wasted" : "Wasted core-hours", .number), .number("Wasted share"), .number("Runs"),
      .number("Waits"),
    ]
    if !worst.isEmpty { columns.append(.init("Worst finding")) }
    return HTMLTable(
      "By \(name); runs and waits per try", columns,
      rows: entries.map { entry -> [HTMLTable.Cell] in
        let account = entry.account
        let split = unit.split(account)
        let isKnown = !unit.isMoney || account.priced > 0
        let ran = Int64(max(1, account.tries - account.cached))
        var cells: [HTMLTable.Cell] = [
          .init(entry.name.isEmpty ? "(not recorded)" : entry.name), .count(account.jobs), .count(account.tries),
          isKnown ? unit.cell(split.total) : .init(Figures.noPrice, key: -.infinity),
          isKnown ? unit.cell(split.wasted) : .init(Figures.none, key: -.infinity), .share(unit.wasted(account)),
          .duration(account.time / ran), .duration(account.waited > 0 ? account.wait / Int64(account.waited) : nil),
        ]
        if !worst.isEmpty {
          cells.append(.init(worst[entry.name].map { "\($0.kind.rawValue) (\($0.severity.rawValue))" } ?? ""))
        }
        return cells
      }, limit: name == "executable" ? 1000 : groupLimit)
  }

  // MARK: Other ways to cut it

  private static func weeks(_ review: Review, _ unit: ReviewUnit, _ page: inout HTMLPage) {
    let entries = review.accounts.entries(.week).filter { !$0.name.isEmpty }
    guard entries.count > 1 else { return }
    page.section("Week by week")
    let shown = entries.suffix(52)
    page.figure(
      Plot(
        "\(unit.isMoney ? "Cost" : "Core-hours") by week", summary: "Stacked columns: useful, then wasted.",
        x: PlotAxis("Monday of the week", .bands(shown.map(\.name))),
        y: PlotAxis(unit.axisLabel, .values(unit.plotUnit)),
        marks: [stack(shown.map { unit.split($0.account) }, unit)]),
      caption: "By the week in which a try started" + (shown.count < entries.count ? "; the last 52." : "."),
      table: table("week", entries, review, unit))
  }

  private static func others(_ review: Review, _ unit: ReviewUnit, _ page: inout HTMLPage) {
    let dimensions: [(ReviewAccounts.Dimension, String)] = [
      (.user, "user"), (.project, "project"), (.workflow, "workflow"), (.tag, "tags"),
      (.instanceType, "instance type"), (.priority, "priority"),
    ]
    let tables = dimensions.map { (name: $0.1, entries: review.accounts.entries($0.0)) }.filter {
      $0.entries.count > 1 || $0.entries.first.map { !$0.name.isEmpty } == true
    }
    guard !tables.isEmpty else { return }
    page.section("By whom, where and on what")
    for item in tables { page.table(table(item.name, item.entries, review, unit)) }
  }

  private static func evidence(
    _ review: Review, _ unit: ReviewUnit, _ version: String, _ page: inout HTMLPage
  ) {
    page.section("What this rests on")
    let total = review.accounts.total
    page.assumptions([
      ("Jobs", Figures.count(total.jobs)), ("Tries", Figures.count(total.tries)),
      (
        "Period",
        review.period.map { "\($0.lowerBound) to \($0.upperBound)" } ?? Figures.none
      ),
      ("Prices", review.catalog.map { "as recorded, else those of \($0)" } ?? "as recorded"),
      ("Prices of", review.pricesAsOf?.dateText ?? Figures.none),
      ("Version", version.isEmpty ? Figures.none : "purser \(version)"),
      ("Tries priced by the catalog", Figures.count(review.pricedByCatalog)),
      ("Tries without a price", Figures.count(total.unpriced)), ("Results used again", Figures.count(total.cached)),
      ("Left out", HTMLPage.leftOut),
    ])
  }
}
