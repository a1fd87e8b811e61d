public import JobModel

/// The page of the runs that a store keeps, to be opened or put side by side.
public enum RunsPage {
  /// How many runs a page has.
  public static let pageLength = 50

  /// The page; a pure function of what is handed in.
  ///
  /// - Parameters:
  ///   - runs: those of the page, the last one first.
  ///   - offset: how many come before them.
  ///   - total: how many there are.
  public static func page(_ runs: [RunSummaryRow], offset: Int, total: Int) -> HTMLPage {
    var page = HTMLPage(title: "Runs", lead: answer(runs, offset, total))
    guard total > 0 else {
      page.code("purser estimate plan.yaml\npurser replay --scenario whatif.yaml")
      return page
    }
    let range = PageRange(offset: offset, shown: runs.count, limit: pageLength, total: total)
    func address(_ offset: Int) -> String {
      PageAddress.address(PageAddress.runs, offset > 0 ? [("offset", String(offset))] : [])
    }
    page.pager(range, of: "runs", address: address)
    if !runs.isEmpty {
      page.ticking(
        table(runs, isTicked: true), leadsTo: PageAddress.compare, button: "Compare",
        hint: "Tick two runs or more; the oldest is the base.")
    }
    page.pager(range, of: "runs", address: address)
    page.paragraph("Costs and times are means over the simulated runs. " + HTMLPage.leftOut)
    return page
  }

  private static func answer(_ runs: [RunSummaryRow], _ offset: Int, _ total: Int) -> String {
    guard total > 0 else { return "No run is kept yet: estimates and replays are, when they are made." }
    guard offset == 0, let last = runs.first else { return "\(Figures.counted(total, "run")) in the store." }
    return "\(Figures.counted(total, "run")) in the store; the last is \(words(last))."
  }

  /// What came of a run, in a few words.
  static func words(_ run: RunSummaryRow) -> String {
    let name = VisibleText.shortenedInside(run.name, to: 60)
    return "the \(run.kind.rawValue) \(name.isEmpty ? "" : "of \(name), ")with \(Figures.counted(run.jobs, "job")): "
      + "\(Figures.money(run.costMean, run.currency)) and \(Figures.duration(run.wallClockMean))"
  }

  /// A table of runs that lead to their pages.
  static func table(_ runs: [RunSummaryRow], isTicked: Bool) -> HTMLTable {
    var table = HTMLTable(
      "Runs, the last one first",
      [
        .init("Run"), .init("Kind"), .init("Name"), .number("Jobs"), .number("Cost"), .number("Time"),
        .number("Replications"), .number("Seed"), .init("Catalog"), .init("Version"),
      ],
      rows: runs.map { run in
        var id = HTMLTable.Cell(RunList.shortID(run.id))
        id.link = PageAddress.run(run.id)
        if isTicked { id.box = ("run", run.id) }
        return [
          id, .init(run.kind.rawValue), .init(run.name), .count(run.jobs),
          .init(Figures.money(run.costMean, run.currency)), .duration(run.wallClockMean), .count(run.replications),
          .init(String(run.seed)), .init(run.catalog.isEmpty ? Figures.none : run.catalog), .init(run.version),
        ]
      })
    table.isServersOrder = true
    return table
  }
}
