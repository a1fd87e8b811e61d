import JobModel

/// The table of tasks or executables that an estimate and a replay share.
struct TaskTable {
  /// How many rows a screen holds.
  static let limit = 20

  private let run: Run
  private let title: String
  private let shown: [TaskFigures]
  private let rest: [TaskFigures]

  /// The tasks in their own order if they fit and `isSorted` is false; else the weightiest first.
  init(_ run: Run, title: String, isSorted: Bool) {
    self.run = run
    self.title = title
    let ordered = isSorted || run.tasks.count > Self.limit ? Self.byWeight(run.tasks) : run.tasks
    shown = Array(ordered.prefix(Self.limit))
    rest = Array(ordered.dropFirst(Self.limit))
  }

  /// The dearest first; where any price is missing, those that took the most time first.
  static func byWeight(_ tasks: [TaskFigures]) -> [TaskFigures] {
    let isPriced = !tasks.contains { $0.costMean == nil }
    let weights = tasks.map { isPriced ? Double($0.costMean ?? 0) : $0.triesMean * Double($0.runMean) }
    // Equals stay in their order, which sorting alone does not promise.
    return tasks.indices.sorted { weights[$0] == weights[$1] ? $0 < $1 : weights[$0] > weights[$1] }.map { tasks[$0] }
  }

  /// Adds the table and, where there are more rows, what they come to.
  func write(to screen: inout ScreenWriter) {
    guard !shown.isEmpty else { return }
    let hasFailures = run.tasks.contains { $0.failedMean > 0 }
    let hasPath = run.tasks.contains { $0.criticalShare > 0 }
    var columns: [TextTable.Column] = [.init(title, .left), .init("jobs"), .init("tries")]
    if run.hasCatalog {
      columns += [.init("cost\(run.currency.map { " \($0)" } ?? "")", .point), .init("share")]
    }
    columns += [.init("waits"), .init("runs")]
    if hasPath { columns.append(.init("critical")) }
    if hasFailures { columns.append(.init("fail")) }
    var table = TextTable(columns)
    for task in shown {
      var cells: [TextTable.Cell] = [
        .init(task.name), .init(Figures.count(task.jobs)), .init(Figures.mean(task.triesMean)),
      ]
      if run.hasCatalog {
        cells.append(.init(Figures.amount(task.costMean), task.costMean == nil ? .caution : .none))
        cells.append(.init(Figures.share(task.costShare)))
      }
      cells += [.init(Figures.duration(task.waitMean)), .init(Figures.duration(task.runMean))]
      if hasPath { cells.append(.init(Figures.share(task.criticalShare))) }
      if hasFailures {
        cells.append(.init(Figures.mean(task.failedMean), task.failedMean > 0 ? .caution : .none))
      }
      table.add(cells)
    }
    screen.add(table)
    guard !rest.isEmpty else { return }
    let jobs = rest.reduce(0) { $0 + $1.jobs }
    var line = "… and \(Figures.count(rest.count)) more: \(Figures.counted(jobs, "job"))"
    if run.hasCatalog, !rest.contains(where: { $0.costMean == nil }) {
      line += ", " + Figures.money(rest.reduce(Int64(0)) { saturatingSum($0, $1.costMean ?? 0) }, run.currency)
    }
    screen.add(line, .faint)
  }
}
