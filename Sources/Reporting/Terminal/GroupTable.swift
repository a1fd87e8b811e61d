import JobModel

/// The table of users: who waited how long.
struct GroupTable {
  /// How many rows a screen holds.
  static let limit = 10

  private let run: Run
  private let title: String
  private let groups: [GroupFigures]

  init(_ groups: [GroupFigures], of run: Run, title: String) {
    self.groups = groups
    self.run = run
    self.title = title
  }

  /// Adds the table, or nothing: of one group alone it would only repeat the whole.
  func write(to screen: inout ScreenWriter) {
    guard groups.count > 1 else { return }
    screen.gap()
    var columns: [TextTable.Column] = [.init(title, .left), .init("jobs"), .init("tries")]
    if run.hasCatalog { columns.append(.init("cost\(run.currency.map { " \($0)" } ?? "")", .point)) }
    columns += ["waits, mean", "50 %", "95 %", "longest"].map { .init($0) }
    var table = TextTable(columns)
    for group in groups.prefix(Self.limit) {
      var cells: [TextTable.Cell] = [
        .init(group.name), .init(Figures.count(group.jobs)), .init(Figures.count(group.tries)),
      ]
      if run.hasCatalog { cells.append(.init(Figures.amount(group.cost), group.cost == nil ? .caution : .none)) }
      cells += [group.wait.mean, group.wait.p50, group.wait.p95, group.wait.max].map { .init(Figures.duration($0)) }
      table.add(cells)
    }
    screen.add(table)
    let rest = groups.dropFirst(Self.limit)
    guard !rest.isEmpty else { return }
    let jobs = rest.reduce(0) { $0 + $1.jobs }
    screen.add(
      "… and \(Figures.counted(rest.count, title)) more: \(Figures.counted(jobs, "job")); --json has them all", .faint)
  }
}
