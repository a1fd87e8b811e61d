public import JobModel

/// The first page of a server: what the store holds, and what to look at.
public enum OverviewPage {
  /// How many rows its tables have.
  public static let rowLimit = 5

  /// The page; a pure function of what is handed in.
  ///
  /// - Parameters:
  ///   - executables: all that there are.
  ///   - runs: the last ones, the very last first.
  ///   - imports: the same of imports.
  public static func page(
    _ store: StoreSummary, executables: [ExecutableSummary], runs: [RunSummaryRow], imports: [ImportRow],
    review: StoredReview
  ) -> HTMLPage {
    var page = HTMLPage(title: "Overview", lead: answer(store))
    guard store.tries > 0 || store.runs > 0 else {
      page.paragraph("Bring past jobs in, or estimate a plan; then look here again.")
      page.code("purser import FILE…\npurser estimate plan.yaml")
      return page
    }
    page.paragraph(HTMLPage.leftOut)
    page.figures(keys(store))
    if store.tries > 0 {
      time(store, &page)
      page.section("Executables")
      dearest(executables, hasCost: !store.costs.isEmpty, &page)
    }
    page.section("Findings")
    findings(review, &page)
    page.section("Runs")
    if runs.isEmpty {
      page.paragraph("No run is kept yet: estimates and replays are, when they are made.")
    } else {
      page.table(RunsPage.table(Array(runs.prefix(rowLimit)), isTicked: false))
      page.links([("All \(Figures.counted(store.runs, "run")), to open or to compare", PageAddress.runs)])
    }
    page.section("Imports")
    if imports.isEmpty {
      page.paragraph("Nothing was imported yet.")
    } else {
      page.table(HistoryPage.imports(Array(imports.prefix(rowLimit))))
      page.links([("All \(Figures.counted(store.imports, "import"))", PageAddress.history)])
    }
    return page
  }

  private static func answer(_ store: StoreSummary) -> String {
    guard store.tries > 0 else {
      return store.runs > 0
        ? "The store keeps \(Figures.counted(store.runs, "run")) and no past jobs." : "The store is empty."
    }
    var text =
      "\(Figures.counted(store.jobs, "job")) of \(Figures.counted(store.executables, "executable")) "
      + (store.jobs == 1 ? "is" : "are") + " in the store"
    if let period = store.period {
      let days = [period.lowerBound.dateText, period.upperBound.dateText]
      text += days[0] == days[1] ? ", of \(days[0])" : ", from \(days[0]) to \(days[1])"
    }
    text += store.costs.isEmpty ? "; none has a price." : "; they cost \(sum(store.costs))."
    if store.tries > 0, store.failed > 0 {
      text += " \(Figures.share(Double(store.failed) / Double(store.tries))) of their tries failed or were ended early."
    }
    return text
  }

  private static func sum(_ costs: [Money]) -> String { costs.map(\.description).joined(separator: " and ") }

  private static func keys(_ store: StoreSummary) -> [(name: String, value: String)] {
    var keys = store.costs.map { (name: "Cost", value: $0.description) }
    keys += [("Jobs", Figures.count(store.jobs)), ("Tries", Figures.count(store.tries))]
    keys.append(("On workers", store.workerTime.description))
    if !store.costs.isEmpty, store.unpriced > 0 {
      keys.append(("Tries without a price", Figures.count(store.unpriced)))
    }
    keys.append(("Runs kept", Figures.count(store.runs)))
    return keys
  }

  /// What was spent, or how much was run, over time.
  private static func time(_ store: StoreSummary, _ page: inout HTMLPage) {
    guard store.parts.count > 1 else { return }
    page.section("Over time")
    let names = store.parts.map(\.name)
    let shown = short(names)
    let word = names[0].utf8.count > 8 ? "day" : names[0].utf8.count > 5 ? "month" : "year"
    let axis = shown[0] == names[0] ? "" : "Day of \(names[0].dropLast(shown[0].utf8.count == 2 ? 3 : 6))"
    let currency = store.costs.first?.currency
    let hasCost = store.costs.count == 1 && store.parts.allSatisfy { $0.cost != nil }
    var columns: [HTMLTable.Column] = [.init(word.capitalizedFirst), .number("Tries"), .number("Failed")]
    if hasCost { columns.append(.money("Cost", currency)) }
    let table = HTMLTable(
      "By the \(word) of submission", columns,
      rows: store.parts.map { part in
        [.init(part.name), .count(part.tries), .count(part.failed)] + (hasCost ? [.amount(part.cost)] : [])
      })
    let left = "By the \(word) in which a try was submitted; those without any are left out."
    if hasCost, let currency {
      let most = store.parts.max { ($0.cost ?? 0) < ($1.cost ?? 0) }
      page.figure(
        Plot(
          "Cost by \(word)", summary: "Columns, one for each \(word).",
          x: PlotAxis(axis, .bands(shown)), y: PlotAxis("Cost", .values(.money(currency))),
          marks: [BarMark(store.parts.map { $0.cost.map { Double($0) / 1e9 } })]),
        caption: (most.map {
          "Most was spent \(word == "day" ? "on" : "in") \($0.name): \(Figures.money($0.cost, currency)). "
        } ?? "") + left,
        table: table)
    } else {
      page.figure(
        Plot(
          "Tries by \(word)", summary: "Stacked columns: what ended well, then what failed.",
          x: PlotAxis(axis, .bands(shown)), y: PlotAxis("Tries", .values(.count)),
          marks: [
            BarMark(stacked: [
              .init("did not fail", store.parts.map { Double($0.tries - $0.failed) }, series: 1),
              .init("failed or ended early", store.parts.map { Double($0.failed) }, series: 2),
            ])
          ]), caption: left, table: table)
    }
  }

  /// Names of days for an axis: without the year, and without the month, where all have the same; tables have them whole.
  private static func short(_ names: [String]) -> [String] {
    guard let first = names.first, first.utf8.count > 8 else { return names }
    if names.allSatisfy({ $0.dropLast(3) == first.dropLast(3) }) { return names.map { String($0.suffix(2)) } }
    guard names.allSatisfy({ $0.dropLast(6) == first.dropLast(6) }) else { return names }
    return names.map { String($0.suffix(5).drop { $0 == "0" }) }
  }

  private static func dearest(_ executables: [ExecutableSummary], hasCost: Bool, _ page: inout HTMLPage) {
    func weight(_ item: ExecutableSummary) -> Int64 {
      hasCost ? item.costs.map(\.nanos).max() ?? -1 : item.workerTime.milliseconds
    }
    let top = executables.enumerated().sorted {
      let (a, b) = (weight($0.element), weight($1.element))
      return a == b ? $0.offset < $1.offset : a > b
    }.prefix(10).map(\.element)
    var table = HistoryPage.executables(top)
    table.caption =
      (executables.count > top.count ? "The \(Figures.count(top.count)) " : "Those ")
      + (hasCost ? "that cost most" : "that held workers longest") + "; each leads to its jobs"
    page.table(table)
    page.links([
      ("All \(Figures.counted(executables.count, "executable"))", PageAddress.history), ("All jobs", PageAddress.jobs),
    ])
  }

  private static func findings(_ review: StoredReview, _ page: inout HTMLPage) {
    guard !review.entries.isEmpty else {
      if review.reviewedAt != nil { return page.paragraph("The last review found nothing.") }
      page.paragraph("The store was not reviewed yet. A review looks at all past jobs, and keeps what it finds:")
      return page.code("purser review")
    }
    if review.isOlderThanImports == true {
      page.note("Something was imported since the last review: purser review finds them anew.")
    }
    page.table(
      HTMLTable(
        "The first findings of the last review",
        [.init("Finding"), .init("Severity"), .init("Executable"), .number("Jobs"), .number("At stake")],
        rows: review.entries.prefix(rowLimit).map { entry in
          var query = FindingsPage.Query()
          query.executable = entry.executable
          query.kind = entry.kind
          var kind = HTMLTable.Cell(entry.kind)
          kind.link = query.address
          return [
            kind, .init(entry.severity), .init(entry.executable), .count(entry.jobCount),
            .init(entry.cost?.description ?? entry.time?.description ?? Figures.none),
          ]
        }))
    page.links([("All \(Figures.counted(review.entries.count, "finding"))", PageAddress.findings)])
  }
}
