import JobModel
import Reporting
import RunStore

extension PageRouter {
  /// What the store holds.
  func overview(_ request: PageRequest) throws -> PageAnswer {
    _ = try Parameters(request.query, known: [])
    let browser = try store.browser()
    let current = try store.store()
    let page = OverviewPage.page(
      try browser.summary(), executables: browser.executables(),
      runs: Array(try current.runs().suffix(OverviewPage.rowLimit).reversed()),
      imports: try current.imports(limit: OverviewPage.rowLimit).rows,
      review: try store.review(jobLimit: FindingsPage.jobLimit))
    return send(page, .overview)
  }

  /// What was brought in, and of which executables.
  func history(_ request: PageRequest) throws -> PageAnswer {
    let parameters = try Parameters(
      request.query, known: ["search", "sort", "ascending", "offset", "imports"])
    var query = HistoryPage.Query()
    query.search = parameters.text("search")
    query.sort = try parameters.word("sort", among: HistoryPage.orders) ?? HistoryPage.orders[0]
    query.isAscending = try parameters.flag("ascending")
    query.offset = try parameters.integer("offset", in: Self.offsets) ?? 0
    query.importOffset = try parameters.integer("imports", in: Self.offsets) ?? 0
    let imports = try store.store().imports(offset: query.importOffset, limit: HistoryPage.pageLength)
    return send(
      HistoryPage.page(
        try store.browser().executables(), imports: imports.rows, importTotal: imports.total, query: query), .history)
  }

  /// What the last review found.
  func findings(_ request: PageRequest) throws -> PageAnswer {
    let parameters = try Parameters(request.query, known: ["kind", "severity", "executable", "offset", "format"])
    var query = FindingsPage.Query()
    query.kind = try parameters.word("kind", among: Finding.Kind.allCases.map(\.rawValue)) ?? ""
    query.severity = try parameters.word("severity", among: Finding.Severity.allCases.map(\.rawValue)) ?? ""
    query.executable = parameters.text("executable")
    query.offset = try parameters.integer("offset", in: Self.offsets) ?? 0
    let review = try store.review(jobLimit: FindingsPage.jobLimit)
    if try parameters.wantsJSON() { return .json(FindingList.json(review, query: query)) }
    return send(FindingsPage.page(review, query: query), .findings)
  }
}
