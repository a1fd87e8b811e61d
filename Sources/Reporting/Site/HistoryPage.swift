public import JobModel

/// The page of what was brought into a store, and of which executables.
public enum HistoryPage {
  /// How many rows each of its two tables has.
  public static let pageLength = 50

  /// By what executables can be ordered; the first word is the usual one.
  public static let orders = ["cost", "time", "name", "jobs", "tries", "failed", "runtime", "last"]

  /// What is asked for.
  public struct Query: Sendable, Equatable {
    /// A text in the executable's name.
    public var search = ""
    /// One of ``HistoryPage/orders``.
    public var sort = HistoryPage.orders[0]
    /// The smallest or earliest first; of names, from Z to A.
    public var isAscending = false
    /// How many executables come before the page.
    public var offset = 0
    /// How many imports do.
    public var importOffset = 0

    /// All of them.
    public init() {}

    /// The page of this query.
    public var address: String {
      var items: [(String, String)] = []
      if !search.isEmpty { items.append(("search", search)) }
      if sort != HistoryPage.orders[0] { items.append(("sort", sort)) }
      if isAscending { items.append(("ascending", "1")) }
      if offset > 0 { items.append(("offset", String(offset))) }
      if importOffset > 0 { items.append(("imports", String(importOffset))) }
      return PageAddress.address(PageAddress.history, items)
    }
  }

  /// The page; a pure function of what is handed in.
  ///
  /// - Parameters:
  ///   - executables: all that there are.
  ///   - imports: those of the page, the last one first.
  ///   - importTotal: how many imports there are.
  /// - Complexity: O(executables × log).
  public static func page(
    _ executables: [ExecutableSummary], imports: [ImportRow], importTotal: Int, query: Query
  ) -> HTMLPage {
    let wanted = query.search.lowercased()
    let fitting = wanted.isEmpty ? executables : executables.filter { $0.name.lowercased().contains(wanted) }
    var page = HTMLPage(title: "History", lead: answer(executables, imports, importTotal))
    page.section("Executables")
    page.form(
      PageAddress.history, [FormField(label: "Search executables", name: "search", value: query.search)],
      kept: query.sort == orders[0] ? [] : [("sort", query.sort)], button: "Show",
      reset: query.search.isEmpty ? nil : PageAddress.history)
    if fitting.isEmpty {
      page.paragraph(executables.isEmpty ? "There are none yet." : "No executable's name holds this.")
    } else {
      let sorted = ordered(fitting, query)
      let start = min(query.offset, sorted.count)
      let shown = Array(sorted[start..<min(sorted.count, start + pageLength)])
      let range = PageRange(offset: query.offset, shown: shown.count, limit: pageLength, total: sorted.count)
      let address: (Int) -> String = { offset in
        var other = query
        other.offset = offset
        return other.address
      }
      page.pager(range, of: "executables", address: address)
      if !shown.isEmpty { page.table(table(shown, query)) }
    }
    page.section("Imports")
    imported(imports, importTotal, query, &page)
    return page
  }

  private static func answer(_ executables: [ExecutableSummary], _ imports: [ImportRow], _ total: Int) -> String {
    guard total > 0 else { return "Nothing was imported yet." }
    let tries = executables.reduce(0) { $0 + $1.tries }
    let text =
      "\(Figures.counted(total, "import")) brought \(Figures.counted(tries, "try", "tries")) of "
      + "\(Figures.counted(executables.count, "executable"))"
    guard let last = imports.first, !imports.isEmpty else { return text + "." }
    return text + (total == imports.count || imports.count == pageLength ? "; the last was on \(day(last))." : ".")
  }

  private static func day(_ row: ImportRow) -> String { String(row.importedAt.prefix(10)) }

  // MARK: Executables

  private static func ordered(_ all: [ExecutableSummary], _ query: Query) -> [ExecutableSummary] {
    func key(_ item: ExecutableSummary) -> Int64? {
      switch query.sort {
      case "time": item.workerTime.milliseconds
      case "jobs": Int64(item.jobs)
      case "tries": Int64(item.tries)
      case "failed": Int64(item.failed)
      case "runtime": item.runtimeMean?.milliseconds
      case "last": item.last?.milliseconds
      default: item.costs.map(\.nanos).max()
      }
    }
    if query.sort == "name" { return query.isAscending ? all.reversed() : all }
    // What is not known comes last; equal ones go by time on workers, then by name.
    let keyed = all.enumerated().map { (place: $0, key: key($1), time: $1.workerTime) }
    return keyed.sorted { a, b in
      switch (a.key, b.key) {
      case (let x?, let y?) where x != y: return query.isAscending ? x < y : x > y
      case (.some, nil): return true
      case (nil, .some): return false
      default: return a.time == b.time ? a.place < b.place : a.time > b.time
      }
    }.map { all[$0.place] }
  }

  private static func table(_ shown: [ExecutableSummary], _ query: Query) -> HTMLTable {
    func column(_ name: String, _ key: String, _ kind: HTMLTable.Column.Kind = .number) -> HTMLTable.Column {
      var other = query
      other.isAscending = query.sort == key && !query.isAscending
      other.sort = key
      other.offset = 0
      var column = HTMLTable.Column(name, kind)
      column.order = .init(
        address: other.address, isAscending: query.sort == key ? query.isAscending == (key != "name") : nil)
      return column
    }
    var table = executables(
      shown,
      [
        column("Executable", "name", .text), column("Cost", "cost"), column("Jobs", "jobs"), column("Tries", "tries"),
        column("Failed", "failed"), column("On workers", "time"),
        column("Runs, mean", "runtime"), column("Last submitted", "last", .text),
      ])
    table.isServersOrder = true
    return table
  }

  /// A table of executables that lead to their jobs.
  static func executables(_ shown: [ExecutableSummary], _ columns: [HTMLTable.Column]? = nil) -> HTMLTable {
    HTMLTable(
      "Executables; each leads to its jobs",
      columns ?? [
        .init("Executable"), .number("Cost"), .number("Jobs"), .number("Tries"), .number("Failed"),
        .number("On workers"), .number("Runs, mean"), .init("Last submitted"),
      ],
      rows: shown.map { item in
        [
          JobCells.executable(item.name),
          .init(
            item.costs.isEmpty ? Figures.noPrice : item.costs.map(\.description).joined(separator: " + "),
            key: item.costs.map { Double($0.nanos) / 1e9 }.max() ?? -.infinity),
          .count(item.jobs), .count(item.tries), .count(item.failed),
          .duration(item.workerTime.milliseconds), .duration(item.runtimeMean?.milliseconds),
          .init(JobCells.minute(item.last)),
        ]
      })
  }

  // MARK: Imports

  private static func imported(_ imports: [ImportRow], _ total: Int, _ query: Query, _ page: inout HTMLPage) {
    guard total > 0 else {
      page.paragraph("There are none yet. Bring jobs in with:")
      return page.code("purser import FILE…")
    }
    let range = PageRange(offset: query.importOffset, shown: imports.count, limit: pageLength, total: total)
    let address: (Int) -> String = { offset in
      var other = query
      other.importOffset = offset
      return other.address
    }
    page.pager(range, of: "imports", address: address)
    guard !imports.isEmpty else { return }
    page.table(self.imports(imports))
    page.paragraph("Imports that brought nothing new are not kept.")
  }

  /// A table of imports.
  static func imports(_ imports: [ImportRow]) -> HTMLTable {
    var table = HTMLTable(
      "Imports, the last one first",
      [
        .init("File"), .init("When (UTC)"), .number("New"), .number("Updated"), .number("Known already"),
        .number("Left out"), .number("Rows"), .init("Format"),
      ],
      rows: imports.map { row in
        [
          .init(row.file), .init(JobCells.moment(row.importedAt)), .count(row.kept), .count(row.updated),
          .count(row.duplicates), .count(row.skipped), .count(row.rows), .init(row.format),
        ]
      })
    table.isServersOrder = true
    return table
  }
}

extension JobCells {
  /// `2026-11-22T21:32:05Z` as people read it.
  static func moment(_ text: String) -> String {
    guard text.utf8.count == 20, text.hasSuffix("Z") else { return text }
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }
}
