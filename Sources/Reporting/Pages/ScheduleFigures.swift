import JobModel

/// What a schedule shows on a page: queue and workers over time, waits, who did what when, the tries to look at.
struct ScheduleFigures {
  /// How many rows of single tries a page has.
  static let topTries = 20

  let schedule: Schedule
  let run: Run
  /// Milliseconds of the first submission.
  let first: Int64

  /// - Parameter schedule: its columns must be of one length.
  init(_ schedule: Schedule, of run: Run) {
    self.schedule = schedule
    self.run = run
    first = schedule.submitted.lazy.filter { $0 != Schedule.never }.min() ?? 0
  }

  /// The sections about it.
  func write(to page: inout HTMLPage) {
    page.section("Queue and workers over time")
    overTime(&page)
    page.section("Waits before starting")
    waits(&page)
    page.section("Who did what when")
    heat(&page)
    gantt(&page)
    tries(&page)
  }

  /// Milliseconds since the first submission.
  func since(_ time: Int64) -> Double { Double(saturatingDifference(time, first)) }

  /// Whether a try was submitted, began and ended.
  func isTimed(_ row: Int) -> Bool {
    schedule.started[row] != Schedule.never && schedule.stopped[row] != Schedule.never
      && schedule.submitted[row] != Schedule.never
  }

  // MARK: Waits

  private func waits(_ page: inout HTMLPage) {
    let waits = (0..<schedule.count).compactMap { row in
      isTimed(row) ? max(0, saturatingDifference(schedule.started[row], schedule.submitted[row])) : nil
    }
    guard let summary = Summary(waits) else { return page.paragraph("No try got a worker.") }
    let table = HTMLTable(
      "From submission to start, per try", [.init("Quantile"), .number("Time")],
      rows: [
        ("Mean", summary.mean), ("50 % (median)", summary.p50), ("80 %", summary.p80), ("95 %", summary.p95),
        ("Longest", summary.max),
      ].map { [.init($0.0), .duration($0.1)] })
    guard summary.max > summary.min else {
      page.paragraph(
        summary.max == 0
          ? "Every try started when it was submitted."
          : "Every try started \(Figures.duration(summary.max)) after its submission.")
      return
    }
    // A few that waited for ever would press all others into one bar.
    let bound = Summary.quantile(waits.sorted(), 0.99)
    let isCut = bound > 0 && Double(summary.max) > 3 * Double(bound)
    let shown = isCut ? waits.filter { $0 <= bound } : waits
    var caption =
      "Half of \(Figures.counted(waits.count, "try", "tries")) started "
      + (summary.p50 > 0
        ? "within \(Figures.duration(summary.p50)) of their submission, " : "as soon as they were submitted, ")
      + "one in twenty later than \(Figures.duration(summary.p95)). Waiting for other jobs is in it; waits for a worker alone are "
      + "in the table above."
    if isCut {
      caption +=
        " \(Figures.counted(waits.count - shown.count, "try", "tries")) that waited longer than "
        + "\(Figures.duration(bound)), up to \(Figures.duration(summary.max)), \(waits.count - shown.count == 1 ? "is" : "are") not shown."
    }
    page.figure(
      Plot(
        "From submission to start", summary: caption, x: PlotAxis("Time from submission to start", .values(.duration)),
        y: PlotAxis("Tries", .values(.count)), marks: [HistogramMark(shown.map(Double.init), series: 2)],
        references: [
          PlotReference(.x(Double(summary.p50)), "p50 \(Figures.duration(summary.p50))"),
          PlotReference(.x(Double(summary.p95)), "p95 \(Figures.duration(summary.p95))"),
        ]), caption: caption, table: table)
  }

  // MARK: Gantt

  private func gantt(_ page: inout HTMLPage) {
    let timed = (0..<schedule.count).filter(isTimed)
    // Jobs in the order in which they came, all tries of one in its row.
    let order = timed.sorted { (schedule.submitted[$0], $0) < (schedule.submitted[$1], $1) }
    var rowOfJob = [String: Int](minimumCapacity: schedule.jobs.count)
    var names: [String] = []
    for row in order where rowOfJob[job(row)] == nil {
      rowOfJob[job(row)] = names.count
      names.append(name(row))
    }
    guard !names.isEmpty else { return }
    var spans: [GanttMark.Span] = []
    spans.reserveCapacity(timed.count * 2)
    var failed = 0
    for row in order {
      guard let place = rowOfJob[job(row)] else { continue }
      let (start, stop) = (since(schedule.started[row]), since(schedule.stopped[row]))
      let state = PlotState(schedule.outcomes[Int(schedule.outcome[row])].state)
      if state == .failed { failed += 1 }
      if schedule.started[row] > schedule.submitted[row] {
        spans.append(.init(row: place, from: since(schedule.submitted[row]), to: start, .waiting))
      }
      spans.append(.init(row: place, from: start, to: stop, state))
    }
    var caption = "Each job has a row, the first submitted on top."
    if names.count > 200 {
      caption += " There are more rows than can be told apart: each point shows the worst state of the jobs behind it."
    }
    if failed > 0 { caption += " \(Figures.counted(failed, "try", "tries")) failed." }
    page.figure(
      Plot(
        "\(Figures.counted(names.count, "job")) over time", summary: caption,
        x: PlotAxis("Time since the first submission", .values(.duration)),
        y: PlotAxis("", .bands(names)), marks: [GanttMark(spans)], height: names.count > 40 ? 400 : nil),
      caption: caption)
  }

  /// The id of a try's job; each try may have an entry of its own for it.
  private func job(_ row: Int) -> String { schedule.jobs[Int(schedule.job[row])] }

  private func name(_ row: Int) -> String {
    let task = schedule.tasks[Int(schedule.task[row])]
    let job = job(row)
    return task == job || task.isEmpty ? job : "\(task) · \(job)"
  }

  // MARK: Tries

  /// The tries that cost most, and those that waited longest.
  private func tries(_ page: inout HTMLPage) {
    let priced = (0..<schedule.count).filter { (schedule.cost[$0] ?? 0) > 0 }
    let dearest = priced.sorted {
      let (a, b) = (schedule.cost[$0] ?? 0, schedule.cost[$1] ?? 0)
      return a == b ? $0 < $1 : a > b
    }.prefix(Self.topTries)
    if !dearest.isEmpty { page.table(table("The \(dearest.count) dearest tries", Array(dearest))) }
    func wait(_ row: Int) -> Int64 { saturatingDifference(schedule.started[row], schedule.submitted[row]) }
    let waited = (0..<schedule.count).filter { isTimed($0) && wait($0) > 0 }
    let longest = waited.sorted { wait($0) == wait($1) ? $0 < $1 : wait($0) > wait($1) }.prefix(Self.topTries)
    if !longest.isEmpty {
      page.table(table("The \(longest.count) tries that started latest after their submission", Array(longest)))
    }
  }

  private func table(_ caption: String, _ rows: [Int]) -> HTMLTable {
    // Logs of batch systems know neither types nor prices.
    let hasType = rows.contains { schedule.type[$0] >= 0 }
    let hasCost = rows.contains { schedule.cost[$0] != nil }
    var columns: [HTMLTable.Column] = [.init("Job"), .number("Try"), .init("Executable")]
    if hasType { columns.append(.init("Instance type")) }
    columns += [.init("State"), .number("Until start"), .number("Ran")]
    if hasCost { columns.append(.money("Cost", run.currency)) }
    return HTMLTable(
      caption, columns,
      rows: rows.map { row in
        let outcome = schedule.outcomes[Int(schedule.outcome[row])]
        let type = schedule.type[row]
        let hasTimes = isTimed(row)
        var cells: [HTMLTable.Cell] = [
          .init(job(row)), .count(Int64(schedule.tryNumber[row])), .init(schedule.tasks[Int(schedule.task[row])]),
        ]
        if hasType { cells.append(.init(type < 0 ? Figures.none : schedule.types[Int(type)])) }
        cells += [
          .init(outcome.state.name + (outcome.reason.map { ": \($0.name)" } ?? "")),
          .duration(hasTimes ? saturatingDifference(schedule.started[row], schedule.submitted[row]) : nil),
          .duration(hasTimes ? saturatingDifference(schedule.stopped[row], schedule.started[row]) : nil),
        ]
        return hasCost ? cells + [.amount(schedule.cost[row])] : cells
      })
  }

  // MARK: Details

  /// How many executables can be opened, and how many of its tries each shows.
  private static let opened = (executables: 60, tries: 15)

  /// For each name the tries that cost most, or ran longest where nothing has a price.
  func drill(_ names: [String]) -> HTMLTable.Drill {
    var rows = [[Int]](repeating: [], count: schedule.tasks.count)
    for row in 0..<schedule.count { rows[Int(schedule.task[row])].append(row) }
    let places = Dictionary(zip(schedule.tasks, schedule.tasks.indices), uniquingKeysWith: { first, _ in first })
    func ran(_ row: Int) -> Int64 {
      isTimed(row) ? saturatingDifference(schedule.stopped[row], schedule.started[row]) : -1
    }
    let details = names.enumerated().map { index, name -> [[String]] in
      guard index < Self.opened.executables, let place = places[name] else { return [] }
      let keyed = rows[place].map { (cost: schedule.cost[$0] ?? -1, ran: ran($0), row: $0) }
      return keyed.sorted { ($1.cost, $1.ran, $0.row) < ($0.cost, $0.ran, $1.row) }.prefix(Self.opened.tries).map {
        let outcome = schedule.outcomes[Int(schedule.outcome[$0.row])]
        return [
          job($0.row), Figures.count(Int64(schedule.tryNumber[$0.row])),
          outcome.state.name + (outcome.reason.map { ": \($0.name)" } ?? ""),
          Figures.duration($0.ran < 0 ? nil : $0.ran),
          schedule.cost[$0.row].map { Figures.money($0, run.currency) } ?? Figures.noPrice,
        ]
      }
    }
    return HTMLTable.Drill(
      "Dearest tries", columns: ["Job", "Try", "State", "Ran", "Cost"], details: details)
  }
}
