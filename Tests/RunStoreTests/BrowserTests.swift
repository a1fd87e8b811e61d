import Foundation
import JobModel
import TestSupport
import Testing

@testable import RunStore

/// The columns in memory must choose, order, sum and rank as the queries do.
@Suite struct BrowserTests {
  /// Jobs with ties, gaps, retries, runs with equal ids, analyses, parents and two currencies.
  private func jobs(seed: UInt64) throws -> [Job] {
    var random = SeededGenerator(seed: seed)
    let currencies: [Currency] = [.gbp, .usd]
    func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
    func perhaps<Value>(_ value: @autoclosure () -> Value) -> Value? {
      Int.random(in: 0..<4, using: &random) > 0 ? value() : nil
    }
    func figure(_ most: Int64) -> Int64 { pick([0, 1, most, Int64.random(in: -5...most, using: &random)]) }
    var jobs: [Job] = []
    for index in 0..<120 {
      let key = JobKey(run: pick(["", "", "nf-b", "nf-a"]), id: "job-\(index % 50)", tryNumber: index / 50)
      var job = Job(
        key: key, name: pick(["Ä \(index)", "sample \(index)", "x", "job-\(index % 50) again", "ſ"]),
        executable: pick(["bwa", "bwa-mem", "Call", "gather"]),
        state: pick([.done, .done, .failed, .terminated, .running, .restarted]))
      if index % 11 == 0 { job.kind = .analysis }
      job.isCached = index % 7 == 0
      job.failureReason = perhaps(pick([.jobTimeoutExceeded, .appError])) ?? nil
      job.user = perhaps(pick(["user-ann", "user-bob"]))
      job.project = perhaps("project-\(index % 3)")
      job.instanceType = perhaps(pick(["mem1_x4", "mem3_x8"]))
      job.tags = pick([[], ["a"], ["a", "b c"], ["[x]"]])
      job.submitted = perhaps(SimTime(milliseconds: figure(90_000_000_000)))
      job.runnable = perhaps(SimTime(milliseconds: figure(1_000_000)))
      job.started = perhaps(SimTime(milliseconds: figure(2_000_000)))
      job.stopped = perhaps(SimTime(milliseconds: figure(3_000_000)))
      job.runtime = perhaps(SimDuration(milliseconds: figure(4_000_000)))
      job.cost = perhaps(Money(nanos: figure(Int64.max - 1), currency: pick(currencies)))
      job.usage.peakMemory = perhaps(Bytes(figure(1 << 40)))
      job.usage.input = perhaps(Bytes(figure(1 << 40)))
      if index % 5 == 0 {
        job.parent = "job-\(index % 6)"
        job.parentTry = perhaps(0)
      }
      jobs.append(job)
    }
    return jobs
  }

  private func filters() throws -> [JobFilter] {
    func filter(_ change: (inout JobFilter) -> Void) -> JobFilter {
      var filter = JobFilter()
      change(&filter)
      return filter
    }
    return [
      JobFilter(), filter { $0.executable = Glob("bwa*") }, filter { $0.executable = Glob("nobody") },
      filter { $0.state = Glob("?????d") }, filter { $0.failureReason = Glob("*Timeout*") },
      filter { $0.user = Glob("user-ann") }, filter { $0.project = Glob("project-1") },
      filter { $0.instanceType = Glob("mem1*") }, filter { $0.tag = Glob("b*") }, filter { $0.tag = Glob("[x]") },
      filter { $0.run = "nf-a" }, filter { $0.run = "" }, filter { $0.run = "nobody" },
      filter { $0.ids = ["job-1", "job-7"] }, filter { $0.text = "SAMPLE 1" }, filter { $0.text = "job-1" },
      filter { $0.text = "ä" }, filter { $0.text = "Ä" }, filter { $0.text = "e" }, filter { $0.text = "\0" },
      filter { $0.anywhere = "BWA" }, filter { $0.anywhere = "timeout" }, filter { $0.anywhere = "bob" },
      filter { $0.anywhere = "m" }, filter { $0.since = SimTime(milliseconds: 1) },
      filter { $0.until = SimTime(milliseconds: 1) },
      filter {
        $0.executable = Glob("*a*")
        $0.state = Glob("done")
        $0.anywhere = "a"
      },
    ]
  }

  @Test(arguments: 0..<3 as Range<UInt64>)
  func pagesAreThoseOfTheQueries(seed: UInt64) throws {
    let folder = try TestFolder()
    let store = try folder.store()
    try store.importJobs(jobs(seed: seed))
    let browser = try JobBrowser(store)
    for filter in try filters() {
      for key in JobOrder.Key.allCases {
        for isDescending in [false, true] {
          let order = JobOrder(key, isDescending: isDescending)
          let expected = try store.page(of: filter, order: order, offset: 3, limit: 20)
          let found = try browser.page(of: filter, order: order, offset: 3, limit: 20)
          #expect(found.jobs.map(\.key) == expected.jobs.map(\.key), "seed \(seed), \(filter), \(order)")
          #expect(found == expected, "seed \(seed), \(filter), \(order)")
        }
      }
    }
    let order = JobOrder(.cost, isDescending: true)
    for (offset, limit) in [(0, 0), (-1, -1), (1_000_000, 5), (0, .max), (.max, .max)] {
      let expected = try store.page(of: JobFilter(), order: order, offset: offset, limit: limit)
      #expect(try browser.page(of: JobFilter(), order: order, offset: offset, limit: limit) == expected)
    }
  }

  @Test(arguments: 3..<5 as Range<UInt64>)
  func detailsAreThoseOfTheQueries(seed: UInt64) throws {
    let folder = try TestFolder()
    let store = try folder.store()
    try store.importJobs(jobs(seed: seed))
    let browser = try JobBrowser(store)
    for index in 0..<52 {
      let id = "job-\(index)"
      let runs = try store.runs(withJob: id)
      #expect(try browser.runs(withJob: id) == runs)
      for run in runs + ["nobody"] {
        for tryNumber in [nil, 0, 1, 2] {
          let expected = try store.details(of: id, run: run, tryNumber: tryNumber)
          let found = try browser.details(of: id, run: run, tryNumber: tryNumber)
          #expect(found == expected, "seed \(seed), \(run) \(id) \(tryNumber ?? -1)")
        }
      }
    }
  }

  @Test func logsCountAsTheyDoInTheQueries() throws {
    let folder = try TestFolder()
    let store = try folder.store()
    try store.importJobs([job("a"), job("b"), job("c")])
    _ = try store.importLog(file: "l", format: "log") { insert in
      for (id, memory) in [("a", 5), ("c", 9)] as [(String, Int64)] {
        // The line at the start is no peak.
        for time in [1, 600_000] as [Int64] {
          var sample = UsageSample(time: SimTime(milliseconds: time))
          sample.memoryUsed = Bytes(memory)
          try insert(JobLogEntry(job: id, tryNumber: nil, content: .sample(sample)), 1)
        }
      }
      return ImportReport(file: "l", format: "log")
    }
    let page = try JobBrowser(store).page(of: JobFilter(), order: JobOrder(.memory, isDescending: true), limit: 9)
    #expect(page.jobs.map(\.key.id) == ["c", "a", "b"])
  }

  @Test func theSummaryAddsUp() throws {
    let folder = try TestFolder()
    let store = try folder.store()
    func at(_ id: String, _ text: String, cost: Int64?, state: JobState = .done, executable: String = "bwa") throws
      -> Job
    {
      var job = job(id, executable: executable, state: state)
      job.submitted = try SimTime(parsing: text)
      job.runtime = .minutes(10)
      job.cost = cost.map { Money(nanos: $0, currency: .gbp) }
      return job
    }
    var again = try at("a", "2026-03-01", cost: 4)
    again.key.tryNumber = 1
    try store.importJobs([
      at("a", "2026-03-01", cost: 3, state: .failed), again, at("b", "1969-12-31 23:00", cost: nil),
      at("c", "2026-03-02", cost: 5, executable: "call"),
    ])
    let browser = try JobBrowser(store)
    let summary = try browser.summary()
    #expect(summary.tries == 4 && summary.jobs == 3 && summary.executables == 2 && summary.failed == 1)
    #expect(summary.costs == [Money(nanos: 12, currency: .gbp)] && summary.unpriced == 1)
    #expect(summary.workerTime == .minutes(40) && summary.imports == 1 && summary.runs == 0)
    #expect(summary.parts.map(\.name) == ["1969-12-31", "2026-03-01", "2026-03-02"])
    #expect(summary.parts.map(\.tries) == [1, 2, 1] && summary.parts.map(\.cost) == [0, 7, 5])
    #expect(summary.parts.map(\.failed) == [0, 1, 0])
    let executables = browser.executables()
    #expect(executables.map(\.name) == ["bwa", "call"] && executables.map(\.jobs) == [2, 1])
    #expect(executables[0].tries == 3 && executables[0].failed == 1 && executables[0].runtimeMean == .minutes(10))
    #expect(executables[0].last?.dateText == "2026-03-01")
    #expect(browser.words(.state) == ["done", "failed"] && browser.words(.instanceType) == [])
  }

  @Test func manyDaysBecomeMonthsAndManyMonthsYears() throws {
    for (days, name, count) in [(40, "1970-01-01", 40), (100, "1970-01", 4), (3000, "1970", 9)] {
      let folder = try TestFolder()
      let store = try folder.store()
      try store.importJobs((0..<days).map { job("j\($0)", submitted: Int64($0) * 86_400_000) })
      let parts = try JobBrowser(store).summary().parts
      #expect(parts.first?.name == name && parts.count == count, "\(days): \(parts.map(\.name))")
      #expect(parts.reduce(0) { $0 + $1.tries } == days)
    }
  }

  @Test func aStoreWithoutJobsHasAnEmptyPage() throws {
    let folder = try TestFolder()
    let browser = try JobBrowser(try folder.store())
    try browser.warmUp()
    #expect(try browser.page(of: JobFilter(), order: JobOrder(.name, isDescending: true), limit: 5).total == 0)
    #expect(try browser.details(of: "a", run: "") == nil)
    #expect(try browser.summary() == StoreSummary())
  }

  @Test func findingsSayOfWhichImportsTheyTell() throws {
    let folder = try TestFolder()
    let store = try folder.store()
    #expect(try store.lastFindings(jobLimit: 2) == StoredReview(reviewedAt: nil, isOlderThanImports: nil, entries: []))
    try store.importJobs([job("a")])
    let before = try store.version()
    let jobs = (0..<9).map { Finding.JobReference(job: "j\($0)", name: "tab\t\"quote\"\n\($0)") }
    try store.replaceFindings([
      Finding(
        kind: .runaway, severity: .high, executable: "bwa", jobs: jobs, evidence: ["one", "two"], remedy: "stop it",
        cost: Money(nanos: 5, currency: .gbp), time: .minutes(3))
    ])
    let review = try store.lastFindings(jobLimit: 2)
    #expect(review.isOlderThanImports == false && review.reviewedAt?.hasSuffix("Z") == true)
    let entry = try #require(review.entries.first)
    #expect(entry.jobCount == 9 && entry.jobs == Array(jobs.prefix(2)) && entry.evidence == ["one", "two"])
    #expect(entry.cost == Money(nanos: 5, currency: .gbp) && entry.time == .minutes(3) && entry.kind == "runaway")
    #expect(try store.version().review > before.review && store.version().imports == before.imports)
    try store.importJobs([job("b")], file: "more.csv")
    #expect(try store.lastFindings(jobLimit: 0).isOlderThanImports == true)
    try store.replaceFindings([])
    #expect(try store.lastFindings(jobLimit: 2).isOlderThanImports == false)
    #expect(try store.lastFindings(jobLimit: 2).entries.isEmpty)
    let imports = try store.imports(offset: 0, limit: 1)
    #expect(imports.total == 2 && imports.rows.map(\.file) == ["more.csv"] && imports.rows[0].kept == 1)
  }

  @Test func aRadixOrderIsTheOrder() {
    var random = SeededGenerator(seed: 7)
    for size in [0, 1, 2, 70, 3000] {
      for most in [0, 3, 70_000, Int64.max] {
        let keys = (0..<size).map { _ in
          Int.random(in: 0..<9, using: &random) == 0
            ? RadixOrder.unknown : Int64.random(in: -most...most, using: &random)
        }
        for isDescending in [false, true] {
          let expected = keys.indices.sorted { a, b in
            let (x, y) = (keys[a], keys[b])
            if x == y { return a < b }
            if x == RadixOrder.unknown || y == RadixOrder.unknown { return y == RadixOrder.unknown }
            return isDescending ? x > y : x < y
          }
          #expect(RadixOrder.places(of: keys, isDescending: isDescending).map(Int.init) == expected)
        }
      }
    }
  }
}
