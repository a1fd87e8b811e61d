public import JobModel

extension RunList {
  /// The screen of the runs of a store; one run has its own, ``RunReport/screen(_:style:limits:)``.
  public static func screen(_ runs: [RunSummaryRow], style: Style = .plain) -> Screen {
    var screen = ScreenWriter(style)
    var table = TextTable([
      .init("run", .left), .init("kind", .left), .init("name", .left), .init("jobs"), .init("cost"), .init("time"),
      .init("catalog", .left),
    ])
    for run in runs {
      table.add([
        .init(shortID(run.id), .strong), .init(run.kind.rawValue), .init(run.name), .init(Figures.count(run.jobs)),
        .init(Figures.money(run.costMean, run.currency), run.costMean == nil ? .caution : .none),
        .init(Figures.duration(run.wallClockMean)), .init(run.catalog),
      ])
    }
    if runs.isEmpty {
      screen.add("no runs yet: purser estimate PLAN and purser replay FILE keep theirs here")
    } else {
      screen.add(table)
    }
    return Screen(body: screen.text)
  }

  /// The beginning of a run's id, enough to name it.
  public static func shortID(_ id: String) -> String { String(id.prefix(12)) }
}
