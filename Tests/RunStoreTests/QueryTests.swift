import Foundation
import JobModel
import RunStore
import Testing

@Suite struct QueryTests {
  let folder: TestFolder
  let store: JobStore

  init() throws {
    folder = try TestFolder()
    store = try folder.store()
  }

  private func ids(_ filter: JobFilter) throws -> [String] { try store.history(matching: filter).jobs.map(\.key.id) }

  @Test func jobsComeBySubmissionRunIdAndTry() throws {
    var second = job("b", submitted: 5)
    second.key.tryNumber = 1
    try store.importJobs([
      second, job("c", submitted: 5), job("b", submitted: 5), job("a", run: "z", submitted: 5), job("d"),
      job("e", submitted: -1),
    ])
    #expect(
      try store.jobs.map { "\($0.key.run)/\($0.key.id)/\($0.key.tryNumber)" } == [
        "/d/0", "/e/0", "/b/0", "/b/1", "/c/0", "z/a/0",
      ])
  }

  @Test func anExecutableIsFoundByItsIDAsTheLatestJobNamesIt() throws {
    var old = job("a", executable: "vep_old", submitted: 1)
    var new = job("b", executable: "vep", submitted: 2)
    var analysis = job("c", executable: "workflow", submitted: 3)
    old.executableID = "applet-1"
    new.executableID = "applet-1"
    analysis.executableID = "applet-1"
    analysis.kind = .analysis
    try store.importJobs([new, old, analysis])
    #expect(try store.executable(withID: "applet-1") == "vep")
    #expect(try store.executable(withID: "applet-2") == nil)
    #expect(try store.executable(withID: "") == nil)
  }

  @Test func aHistoryLongerThanAChunkKeepsItsOrder() throws {
    let jobs = (0..<2000).map { job("j\($0)", submitted: Int64(($0 * 7919) % 2000)) }
    try store.importJobs(jobs)
    #expect(try store.jobs.compactMap(\.submitted?.milliseconds) == Array(0..<2000))
  }

  @Test func filtersChoose() throws {
    var late = job("late")
    late.started = SimTime(milliseconds: 50)
    try store.importJobs([
      job("a", executable: "bwa-mem", submitted: 10), job("b", executable: "bwa-sort", run: "r", submitted: 20),
      job("c", executable: "gatk", submitted: 30), late,
    ])
    #expect(try ids(JobFilter()) == ["late", "a", "b", "c"])
    #expect(try ids(JobFilter(executable: Glob("bwa*"))) == ["a", "b"])
    #expect(try ids(JobFilter(executable: Glob("none"))) == [])
    #expect(try ids(JobFilter(run: "r")) == ["b"])
    #expect(try ids(JobFilter(run: "")) == ["late", "a", "c"])
    #expect(try ids(JobFilter(since: SimTime(milliseconds: 20))) == ["late", "b", "c"])
    #expect(try ids(JobFilter(until: SimTime(milliseconds: 20))) == ["a"])
    #expect(try ids(JobFilter(ids: ["c", "a", "nobody"])) == ["a", "c"])
    #expect(try ids(JobFilter(ids: [])) == [])
    #expect(try ids(JobFilter(executable: Glob("bwa*"), since: SimTime(milliseconds: 15))) == ["b"])
  }

  @Test func theStoreIsASourceOfJobs() throws {
    var analysis = job("w", executable: "workflow")
    analysis.kind = .analysis
    var cached = job("cached", executable: "bwa", submitted: 1)
    cached.isCached = true
    var full = try fullJob()
    full.isCached = false
    var plain = job("plain", executable: "bwa", submitted: 3)
    plain.started = SimTime(milliseconds: 100)
    plain.stopped = SimTime(milliseconds: 350)
    let jobs = [plain, cached, job("x", executable: "Zebra"), analysis, full]
    try store.importJobs(jobs)
    #expect(try store.executables() == ["Zebra", "bwa"])
    // What the store says is what the jobs themselves say.
    #expect(try store.usageRows(executable: "bwa") == [full, cached, plain].map(UsageRow.init))
    #expect(try store.usageRows(executable: "workflow") == [])
    #expect(try store.usageRows(executable: "nobody") == [])
  }

  @Test func pricedJobsAreThoseWithAPriceAndWork() throws {
    func priced(_ id: String, _ change: (inout Job) -> Void = { _ in }) -> Job {
      var job = job(id)
      job.instanceType = "mem1"
      job.region = "aws:us-east-1"
      job.started = SimTime(milliseconds: 1000)
      job.stopped = SimTime(milliseconds: 3000)
      job.cost = Money(nanos: 5, currency: .usd)
      change(&job)
      return job
    }
    try store.importJobs([
      priced("a"),
      priced("b") { $0.spotSavings = Money(nanos: 1, currency: .usd) },
      priced("c") { $0.finalPriority = .low },
      priced("d") {
        $0.finalPriority = .low
        $0.priceModel = .onDemand
        $0.nodes = 4
      },
      priced("e") {
        $0.started = nil
        $0.runtime = SimDuration(milliseconds: 70)
      },
      priced("free") { $0.cost?.nanos = 0 },
      priced("unpriced") { $0.cost = nil },
      priced("share") { $0.properties = [Property(name: Job.costBasisProperty, value: "vcpu")] },
      priced("running") { $0.state = .running },
      priced("cached") { $0.isCached = true },
      priced("no-type") { $0.instanceType = nil },
      priced("no-time") { $0.stopped = SimTime(milliseconds: 1000) },
    ])
    var found: [PricedJob] = []
    try store.pricedJobs { found.append($0) }
    func expected(_ model: PriceModel, _ work: Int64, nodes: Int = 1) -> PricedJob {
      PricedJob(
        instanceType: "mem1", priceModel: model, region: "aws:us-east-1", currency: .usd, costNanos: 5,
        workerMilliseconds: work, nodes: nodes, stopped: SimTime(milliseconds: 3000))
    }
    #expect(
      found == [
        expected(.onDemand, 70), expected(.onDemand, 2000), expected(.spot, 2000), expected(.spot, 2000),
        expected(.onDemand, 2000, nodes: 4),
      ])
  }

  @Test func anErrorOfTheCallerPassesThrough() throws {
    try store.importJobs([job("a")])
    #expect(throws: Interruption()) { try store.forEachJob { _ in throw Interruption() } }
    #expect(throws: Interruption()) { try store.forEachJob { _ in throw Interruption() } }
    #expect(try store.jobs.count == 1)
  }
}
