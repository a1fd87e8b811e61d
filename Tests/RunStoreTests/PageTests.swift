import Foundation
import JobModel
import RunStore
import Testing

@Suite struct PageTests {
  let folder: TestFolder
  let store: JobStore
  let gbp: Currency

  init() throws {
    folder = try TestFolder()
    store = try folder.store()
    gbp = try Currency("GBP")
  }

  private func page(
    _ key: JobOrder.Key, of filter: JobFilter = JobFilter(), ascending: Bool = false, offset: Int = 0, limit: Int = 10
  ) throws -> JobPage {
    try store.page(of: filter, order: JobOrder(key, isDescending: !ascending), offset: offset, limit: limit)
  }

  private func priced(_ id: String, _ nanos: Int64, minutes: Int64, executable: String = "bwa") -> Job {
    var job = job(id, executable: executable, submitted: 0)
    job.started = SimTime(milliseconds: 60_000)
    job.stopped = SimTime(milliseconds: 60_000 + minutes * 60_000)
    job.cost = Money(nanos: nanos, currency: gbp)
    return job
  }

  @Test func aPageIsAPartOfTheOrderAndTheSumsAreOfAll() throws {
    var analysis = priced("analysis", 9, minutes: 9)
    analysis.kind = .analysis
    try store.importJobs([
      priced("a", 1, minutes: 3), priced("b", 4, minutes: 1), priced("c", 2, minutes: 2),
      job("none", executable: "bwa"),
      analysis,
    ])
    let first = try page(.cost, limit: 2)
    #expect(first.jobs.map(\.key.id) == ["b", "c"])
    // 1 + 4 + 2 nano-units; 3 + 1 + 2 minutes; the analysis is not counted, and one job has no price.
    #expect(first.total == 4 && first.unpriced == 1)
    #expect(first.costs == [Money(nanos: 7, currency: gbp)] && first.workerTime == .minutes(6))
    let second = try page(.cost, offset: 2, limit: 2)
    #expect(second.jobs.map(\.key.id) == ["a", "none"] && second.offset == 2 && second.total == 4)
    #expect(try page(.cost, ascending: true).jobs.map(\.key.id) == ["a", "c", "b", "none"])
    #expect(try page(.runtime).jobs.map(\.key.id) == ["a", "c", "b", "none"])
    #expect(try page(.cost, offset: 99).jobs.isEmpty)
    #expect(try page(.cost, limit: 0).total == 4)
  }

  @Test func sumsBeyondTheRangeOfNumbersAreHeld() throws {
    let most = Int64.max - 1
    try store.importJobs([priced("a", most, minutes: 1), priced("b", most, minutes: 1)])
    #expect(try page(.cost).costs == [Money(nanos: .max, currency: gbp)])
  }

  @Test func everyChoiceChooses() throws {
    var failed = priced("f", 1, minutes: 1)
    failed.state = .failed
    failed.failureReason = .jobTimeoutExceeded
    failed.tags = ["Trial [1]", "x"]
    failed.user = "user-ann"
    failed.project = "project-1"
    failed.instanceType = "mem1_ssd1_v2_x4"
    failed.name = "Sample SEVEN"
    try store.importJobs([failed, priced("g", 1, minutes: 1)])
    func chosen(_ change: (inout JobFilter) -> Void) throws -> [String] {
      var filter = JobFilter()
      change(&filter)
      return try page(.submitted, of: filter).jobs.map(\.key.id)
    }
    #expect(try chosen { $0.state = Glob("fail*") } == ["f"])
    #expect(try chosen { $0.failureReason = Glob("JobTimeoutExceeded") } == ["f"])
    #expect(try chosen { $0.user = Glob("user-ann") } == ["f"])
    #expect(try chosen { $0.project = Glob("project-?") } == ["f"])
    #expect(try chosen { $0.instanceType = Glob("mem1*x4") } == ["f"])
    #expect(try chosen { $0.tag = Glob("Trial [1]") } == ["f"])
    #expect(try chosen { $0.tag = Glob("Trial 1") } == [])
    #expect(try chosen { $0.text = "seven" } == ["f"])
    #expect(try chosen { $0.text = "%" } == [])
    #expect(try chosen { $0.text = "" } == ["f", "g"])
    for text in ["seven", "USER-ANN", "x4", "timeout", "FAIL", "f"] {
      #expect(try chosen { $0.anywhere = text } == ["f"], "\(text)")
    }
    #expect(try chosen { $0.anywhere = "bwa" } == ["f", "g"])
  }

  @Test func aJobStandsBesideItsPeers() throws {
    // Peers of x: 1, 2 … 20 minutes. 5 % of 20 is the first, half the tenth, 95 % the nineteenth.
    let peers = (1...20).map { priced("p\($0)", Int64($0) * 1000, minutes: Int64($0)) }
    var child = priced("child", 1, minutes: 1, executable: "other")
    child.parent = "x"
    var unlike = priced("failed", 1, minutes: 500)
    unlike.state = .failed
    var first = priced("x", 5, minutes: 4)
    first.state = .restarted
    var x = priced("x", 15_500, minutes: 15)
    x.key.tryNumber = 1
    x.parent = "p1"
    try store.importJobs(peers + [child, unlike, first, x])
    let details = try #require(try store.details(of: "x", run: ""))
    #expect(details.job == x && details.tries.count == 2)
    #expect(details.parent?.key.id == "p1" && details.children == 1)
    let runtime = try #require(details.peers.runtime)
    #expect(details.peers.count == 20)
    #expect([runtime.p05, runtime.p50, runtime.p95].map { $0 / 60_000 } == [1, 10, 19])
    #expect(runtime.shareBelow == 14.0 / 20)
    #expect(details.peers.cost?.shareBelow == 15.0 / 20 && details.peers.memory == nil)
    #expect(try store.details(of: "x", run: "", tryNumber: 0)?.job.cost?.nanos == 5)
    #expect(try store.details(of: "x", run: "", tryNumber: 7) == nil)
    #expect(try store.details(of: "nobody", run: "") == nil)
    #expect(try store.runs(withJob: "x") == [""] && store.runs(withJob: "nobody").isEmpty)
  }
}
