import JobModel
import Reporting
import RunStore

extension PageRouter {
  /// The list of runs.
  func runs(_ request: PageRequest) throws -> PageAnswer {
    let parameters = try Parameters(request.query, known: ["offset", "format"])
    let offset = try parameters.integer("offset", in: Self.offsets) ?? 0
    let all = try store.store().runs()
    if try parameters.wantsJSON() { return .json(RunList.json(all)) }
    let newest = all.reversed().dropFirst(offset).prefix(RunsPage.pageLength)
    return send(RunsPage.page(Array(newest), offset: offset, total: all.count), .runs)
  }

  /// One run, as `purser report` shows it.
  func run(_ name: String, _ request: PageRequest) throws -> PageAnswer {
    let parameters = try Parameters(request.query, known: ["format"])
    let store = try self.store.store()
    let id = try Self.id(name, among: store.runs())
    if try parameters.wantsJSON() { return .json(RunReport.fullJSON(try store.run(id: id))) }
    let html = try self.store.page("run \(store.number(ofRun: id))") {
      served(runPages.single(try store.run(id: id)))
    }
    return .page(html)
  }

  /// Runs side by side.
  func compare(_ request: PageRequest) throws -> PageAnswer {
    let parameters = try Parameters(request.query, known: ["a", "format"], repeated: ["b", "run"])
    let store = try self.store.store()
    let all = try store.runs()
    let ticked = parameters.texts("run")
    let named = (parameters.text("a").isEmpty ? [] : [parameters.text("a")]) + parameters.texts("b")
    let wanted = ticked.isEmpty ? named : ticked
    guard ticked.isEmpty || named.isEmpty, wanted.count >= 2, wanted.count <= Self.compareLimit,
      !ticked.isEmpty || !parameters.text("a").isEmpty
    else {
      throw BadRequest(
        "To compare, two to \(Self.compareLimit) runs are needed, found \(wanted.count): tick them on the page of runs, or "
          + "name them as in \(PageAddress.compare)?a=RUN&b=RUN.")
    }
    let ids = try wanted.map { try Self.id($0, among: all) }
    guard Set(ids).count == ids.count else {
      throw BadRequest("A run cannot be compared with itself; expected runs that differ.")
    }
    if !ticked.isEmpty {
      // The list has the last one first, and what came before is the base.
      let order = Dictionary(all.enumerated().map { ($1.id, $0) }) { first, _ in first }
      return .redirect(to: PageAddress.compare(ids.sorted { (order[$0] ?? 0) < (order[$1] ?? 0) }))
    }
    if try parameters.wantsJSON() {
      let runs = try ids.map { try store.run(id: $0) }
      return .json(ComparisonReport.json(try runs.dropFirst().map { try Comparison(a: runs[0], b: $0) }))
    }
    let numbers = try ids.map { String(try store.number(ofRun: $0)) }
    return .page(
      try self.store.page("compare \(numbers.joined(separator: " "))") {
        served(try runPages.comparison(try ids.map { try store.run(id: $0) }))
      })
  }

  private func served(_ page: HTMLPage) -> String {
    var page = page
    page.site = PageSite(.runs, store: store.name)
    return page.html
  }

  /// The id of the run with this id, or the only one whose id begins so; `latest` is the one saved last.
  private static func id(_ wanted: String, among all: [RunSummaryRow]) throws -> String {
    if all.contains(where: { $0.id == wanted }) { return wanted }
    if wanted == "latest" || wanted == "last", let last = all.last { return last.id }
    let fitting = wanted.isEmpty ? [] : all.filter { $0.id.hasPrefix(wanted) }
    if let only = fitting.first, fitting.count == 1 { return only.id }
    throw NotFound(
      fitting.isEmpty
        ? "There is no run \(wanted) in the store." : "\(fitting.count) runs have an id that begins with \(wanted).",
      ["The page of runs lists them all."])
  }
}
