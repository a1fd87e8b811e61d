public import JobModel

/// The page of jobs chosen, ordered and paged by a server.
public enum JobsPage {
  /// The page; a pure function of what is handed in.
  ///
  /// - Parameters:
  ///   - list: the jobs of the page, and what all of them come to.
  ///   - states: what can be chosen from.
  public static func page(_ list: JobPage, query: JobListQuery, states: [String], types: [String]) -> HTMLPage {
    var page = HTMLPage(title: "Jobs", lead: answer(list, query))
    page.form(
      PageAddress.jobs, fields(query, states, types), kept: kept(query), button: "Show",
      reset: query.isEmpty ? nil : PageAddress.jobs)
    guard list.total > 0 else {
      page.note(
        query.isEmpty
          ? "The store has no jobs yet: purser import FILE… brings some in."
          : "In the fields below the first, a name must fit as a whole: bwa* finds all that begins with bwa.")
      return page
    }
    let range = PageRange(offset: list.offset, shown: list.jobs.count, limit: query.limit, total: list.total)
    page.pager(range, of: "tries") { query.from($0).address }
    if !list.jobs.isEmpty { page.table(table(list, query)) }
    page.pager(range, of: "tries") { query.from($0).address }
    page.paragraph("Times are in UTC. " + HTMLPage.leftOut)
    return page
  }

  private static func answer(_ list: JobPage, _ query: JobListQuery) -> String {
    guard list.total > 0 else { return query.isEmpty ? "There are no jobs." : "No try fits." }
    var parts = list.costs.map(\.description)
    if list.unpriced > 0 {
      parts.append(
        parts.isEmpty ? "no prices" : "\(Figures.counted(list.unpriced, "try", "tries")) without a price")
    }
    parts.append("\(list.workerTime) on workers")
    let all = query.isEmpty ? "in the store" : list.total == 1 ? "fits" : "fit"
    return "\(Figures.counted(list.total, "try", "tries")) \(all): \(parts.joined(separator: ", "))."
  }

  private static func fields(_ query: JobListQuery, _ states: [String], _ types: [String]) -> [FormField] {
    var fields = [
      FormField(
        label: "Search ids, names, executables, users, types, states", name: "search", value: query.search,
        example: "a part of it"),
      FormField(label: "Executable", name: "executable", value: query.executable, example: "bwa*"),
      FormField(label: "State", name: "state", value: query.state, kind: .choice(states, any: "any")),
      FormField(label: "Instance type", name: "type", value: query.type, kind: .choice(types, any: "any")),
      FormField(label: "User", name: "user", value: query.user, example: "ann*"),
      FormField(label: "Submitted from", name: "since", value: query.since, example: "2026-10-01"),
      FormField(label: "Submitted before", name: "until", value: query.until, example: "2026-11-01"),
    ]
    // Too many to choose from are typed.
    if types.count > 500 { fields[3].kind = .text }
    return fields
  }

  /// What has no field of its own stays as it is.
  private static func kept(_ query: JobListQuery) -> [(String, String)] {
    [("reason", query.reason), ("project", query.project), ("tag", query.tag), ("run", query.run)].filter {
      !$0.1.isEmpty
    } + query.order
  }

  private static func table(_ list: JobPage, _ query: JobListQuery) -> HTMLTable {
    let currencies = Set(list.jobs.compactMap { $0.cost?.currency })
    let only = currencies.count == 1 ? currencies.first : nil
    let hasMemory = query.sort == "memory" || list.jobs.contains { $0.usage.peakMemory != nil }
    let hasInput = query.sort == "input"
    func column(_ name: String, _ key: String, _ kind: HTMLTable.Column.Kind = .number) -> HTMLTable.Column {
      var column = HTMLTable.Column(name, kind)
      column.order = .init(
        address: query.ordered(by: key).address,
        // Names are read from A to Z unless somebody says otherwise.
        isAscending: query.sort == key ? query.isAscending == (key != "name") : nil)
      return column
    }
    var columns = [
      column("Job", "name", .text), .init("State"), column(only.map { "Cost, \($0)" } ?? "Cost", "cost"),
      column("Ran", "runtime"), column("Waited", "wait"),
    ]
    if hasMemory { columns.append(column("Peak memory", "memory")) }
    if hasInput { columns.append(column("Inputs", "input")) }
    columns += [column("Submitted", "submitted", .text), .init("Executable"), .init("Type"), .init("Id")]
    var table = HTMLTable(
      query.isEmpty ? "All tries" : "Tries that fit", columns,
      rows: list.jobs.map { job in
        var cells = [
          JobCells.name(job), .init(job.failureReason?.name ?? job.state.name),
          only == nil ? .init(Figures.money(job.cost?.nanos, job.cost?.currency)) : .amount(job.cost?.nanos),
          .init(Figures.duration(job.shownRuntime?.milliseconds) + (job.elapsedSoFar == nil ? "" : " so far")),
          .duration(job.wait?.milliseconds),
        ]
        if hasMemory { cells.append(.init(job.usage.peakMemory?.description ?? Figures.none)) }
        if hasInput { cells.append(.init(job.usage.input?.description ?? Figures.none)) }
        return cells + [
          .init(JobCells.minute(job.submitted ?? job.started)), JobCells.executable(job.executable),
          .init(job.instanceType ?? Figures.none), .init(job.key.id),
        ]
      })
    table.isServersOrder = true
    return table
  }
}

/// Cells about jobs that lead to their pages.
enum JobCells {
  /// The name, or the id where there is none, which leads to the job's page.
  static func name(_ job: Job) -> HTMLTable.Cell {
    let name = job.name.isEmpty ? job.key.id : job.name
    var cell = HTMLTable.Cell(job.key.tryNumber > 0 ? "\(name), try \(job.key.tryNumber)" : name)
    cell.link = PageAddress.job(job.key.id, run: job.key.run, tryNumber: job.key.tryNumber)
    return cell
  }

  /// The name of an executable, which leads to its jobs.
  static func executable(_ name: String) -> HTMLTable.Cell {
    var cell = HTMLTable.Cell(name)
    cell.link = jobs(of: name)
    return cell
  }

  /// The jobs of an executable.
  static func jobs(of executable: String) -> String {
    var query = JobListQuery()
    query.executable = executable
    return query.address
  }

  /// A time to the minute.
  static func minute(_ time: SimTime?) -> String {
    time.map { String($0.description.prefix(16)) } ?? Figures.none
  }
}
