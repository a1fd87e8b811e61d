public import JobModel

extension JobList {
  /// The screen of a page: what all jobs chosen come to, then a line a try.
  public static func screen(_ page: JobPage, style: Style = .plain) -> Screen {
    var screen = ScreenWriter(style)
    guard page.total > 0 else {
      screen.add("no job fits")
      return Screen(body: screen.text)
    }
    var sums = page.costs.map(\.description)
    if page.unpriced > 0 {
      sums.append(
        sums.isEmpty ? "no prices" : "\(Figures.counted(page.unpriced, "try", "tries")) without a price")
    }
    sums.append("\(page.workerTime) on workers")
    screen.add(
      "\(Figures.counted(page.total, "try", "tries")): \(sums.joined(separator: ", "))", .strong)
    screen.gap()
    screen.add(table(page, width: style.width))
    if page.jobs.isEmpty && page.total > 0 {
      screen.add("none from --offset \(page.offset) on", .faint)
    } else if page.jobs.count < page.total {
      let last = page.offset + page.jobs.count
      screen.add(
        "\(Figures.count(page.offset + 1)) to \(Figures.count(last)) of \(Figures.count(page.total))"
          + (last < page.total ? "; the next: --offset \(last)" : ""), .faint)
    }
    return Screen(body: screen.text)
  }

  /// Ids are never cut, since they are what one goes on with; what leaves no room for names is left out.
  private static func table(_ page: JobPage, width: Int) -> TextTable {
    let room = width - (page.jobs.map { VisibleText.width($0.key.id) }.max() ?? 0)
    let currencies = Set(page.jobs.compactMap { $0.cost?.currency })
    let only = currencies.count == 1 ? currencies.first : nil
    let hasMemory = page.jobs.contains { $0.usage.peakMemory != nil }
    let hasTimes = room >= 85
    let hasNames = room >= 105 && page.jobs.contains { $0.name != $0.executable }
    var columns: [TextTable.Column] = [
      .init("job"), .init("executable", .left), .init("state", .left),
      .init(only.map { "cost \($0)" } ?? "cost", .point),
      .init("ran"), .init("waited"),
    ]
    if hasMemory { columns.append(.init("memory")) }
    columns.append(.init("type"))
    if hasTimes { columns.append(.init("submitted")) }
    if hasNames { columns.append(.init("name", .left)) }
    var table = TextTable(columns)
    for job in page.jobs {
      let isBad = job.state == .failed || job.state == .terminated
      let cost =
        only == nil ? Figures.money(job.cost?.nanos, job.cost?.currency) : Figures.amount(job.cost?.nanos)
      var cells: [TextTable.Cell] = [
        .init(job.key.tryNumber > 0 ? "\(job.key.id) try \(job.key.tryNumber)" : job.key.id, .strong),
        .init(job.executable), .init(job.failureReason?.name ?? job.state.name, isBad ? .bad : .none),
        .init(cost, job.cost == nil ? .faint : .none),
        .init(Figures.duration(job.shownRuntime?.milliseconds) + (job.elapsedSoFar == nil ? "" : " so far")),
        .init(Figures.duration(job.wait?.milliseconds)),
      ]
      if hasMemory { cells.append(.init(job.usage.peakMemory?.description ?? Figures.none)) }
      cells.append(.init(job.instanceType ?? Figures.none))
      if hasTimes {
        cells.append(
          .init((job.submitted ?? job.started).map { String($0.description.prefix(16)) } ?? Figures.none))
      }
      if hasNames { cells.append(.init(job.name)) }
      table.add(cells)
    }
    return table
  }
}
