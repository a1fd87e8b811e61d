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
    screen.add(table(page))
    let last = page.offset + page.jobs.count
    if page.jobs.count < page.total {
      screen.add(
        "\(Figures.count(page.offset + 1)) to \(Figures.count(last)) of \(Figures.count(page.total))"
          + (last < page.total ? "; the next: --offset \(last)" : ""), .faint)
    }
    return Screen(body: screen.text)
  }

  private static func table(_ page: JobPage) -> TextTable {
    let currencies = Set(page.jobs.compactMap { $0.cost?.currency })
    let only = currencies.count == 1 ? currencies.first : nil
    var table = TextTable([
      .init("job", .left), .init("name", .left), .init("executable", .left), .init("state", .left),
      .init(only.map { "cost \($0)" } ?? "cost", .point), .init("ran"), .init("waited"), .init("memory"),
      .init("type", .left), .init("submitted", .left),
    ])
    for job in page.jobs {
      let id = job.key.tryNumber > 0 ? "\(job.key.id) try \(job.key.tryNumber)" : job.key.id
      let isBad = job.state == .failed || job.state == .terminated
      table.add([
        .init(id, .strong), .init(job.name == job.executable ? "" : job.name), .init(job.executable),
        .init(job.failureReason.map { "\(job.state) (\($0))" } ?? job.state.name, isBad ? .bad : .none),
        .init(
          only == nil ? Figures.money(job.cost?.nanos, job.cost?.currency) : Figures.amount(job.cost?.nanos),
          job.cost == nil ? .faint : .none),
        .init(Figures.duration(job.shownRuntime?.milliseconds) + (job.elapsedSoFar == nil ? "" : " so far")),
        .init(Figures.duration(job.wait?.milliseconds)),
        .init(job.usage.peakMemory.map { ($0.description) } ?? Figures.none),
        .init(job.instanceType ?? Figures.none),
        .init((job.submitted ?? job.started).map { String($0.description.prefix(16)) } ?? Figures.none),
      ])
    }
    return table
  }
}
