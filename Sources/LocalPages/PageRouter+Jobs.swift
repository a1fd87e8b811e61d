import JobModel
import Reporting
import RunStore

extension PageRouter {
  /// The list of jobs: chosen, ordered, paged.
  func jobs(_ request: PageRequest) throws -> PageAnswer {
    let names = JobListQuery.texts.map(\.name)
    let parameters = try Parameters(
      request.query, known: names + ["sort", "ascending", "limit", "offset", "format"])
    var query = JobListQuery()
    for text in JobListQuery.texts { query[keyPath: text.path] = parameters.text(text.name) }
    query.sort =
      try parameters.word("sort", among: JobOrder.Key.allCases.map(\.rawValue)) ?? JobListQuery.usualSort
    query.isAscending = try parameters.flag("ascending")
    query.limit = try parameters.integer("limit", in: 1...500) ?? JobListQuery.usualLimit
    query.offset = try parameters.integer("offset", in: Self.offsets) ?? 0
    var filter = JobFilter(since: try parameters.time("since"), until: try parameters.time("until"))
    func glob(_ text: String) -> Glob? { text.isEmpty ? nil : Glob(text) }
    filter.anywhere = query.search.isEmpty ? nil : query.search
    filter.executable = glob(query.executable)
    filter.state = glob(query.state)
    filter.failureReason = glob(query.reason)
    filter.user = glob(query.user)
    filter.project = glob(query.project)
    filter.tag = glob(query.tag)
    filter.instanceType = glob(query.type)
    filter.run = query.run.isEmpty ? nil : query.run
    // Names are read from A to Z, as `purser jobs` has it.
    let key = JobOrder.Key(rawValue: query.sort) ?? .submitted
    let order = JobOrder(key, isDescending: key == .name ? query.isAscending : !query.isAscending)
    let browser = try store.browser()
    let list = try browser.page(of: filter, order: order, offset: query.offset, limit: query.limit)
    if try parameters.wantsJSON() { return .json(JobList.json(list)) }
    return send(
      JobsPage.page(list, query: query, states: browser.words(.state), types: browser.words(.instanceType)), .jobs)
  }

  /// One job.
  func job(_ name: String, _ request: PageRequest) throws -> PageAnswer {
    let parameters = try Parameters(request.query, known: ["id", "run", "try", "format"])
    let id = name.isEmpty ? parameters.text("id") : name
    let tryNumber = try parameters.integer("try", in: 0...1_000_000)
    let browser = try store.browser()
    let runs = try runs(withJob: id, parameters, browser)
    guard let run = runs.first else { throw missing(id) }
    guard runs.count == 1 else { return which(id, of: runs) }
    guard let details = try browser.details(of: id, run: run, tryNumber: tryNumber) else {
      throw tryNumber.map { NotFound("The job \(id) has no try \($0).") } ?? missing(id)
    }
    if try parameters.wantsJSON() { return .json(JobReport.json(details)) }
    return send(JobDetailsPage.page(details), .jobs)
  }

  private func missing(_ id: String) -> NotFound {
    NotFound(
      "There is no job \(id) in the store.",
      [
        "Of some jobs only a log was imported: they have findings, but no page. The page of jobs searches by a part of an id."
      ])
  }

  /// The runs of which the job can be: that which was said, or all.
  private func runs(withJob id: String, _ parameters: Parameters, _ browser: JobBrowser) throws -> [String] {
    let all = try browser.runs(withJob: id)
    let wanted = parameters.text("run")
    guard !wanted.isEmpty else { return all }
    return all.contains(wanted) ? [wanted] : all.filter { $0.hasPrefix(wanted) }
  }

  /// The page that asks which of several jobs with one id is meant.
  private func which(_ id: String, of runs: [String]) -> PageAnswer {
    let shown = runs.prefix(100)
    return send(
      MessagePage.page(
        "Which job \(id)?", lead: "\(runs.count) runs have a job with this id.",
        remarks: shown.count < runs.count ? ["The first \(shown.count) of them:"] : [],
        links: shown.map {
          ($0.isEmpty ? "the one of no run" : "the one of \($0)", PageAddress.job(id, run: $0))
        }), .jobs)
  }
}
