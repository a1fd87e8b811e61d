import JobModel
import OrderedCollections
import Testing

@Suite struct ModelTests {
  @Test(arguments: [
    ("mem1_ssd1_v2_x4", "mem1_ssd1_v2"), ("azure:mem5_ssd2_x128", "azure:mem5_ssd2"),
    ("mem1_ssd1_x8_fedramp", "mem1_ssd1_fedramp"),
    ("c5d.xlarge", "c5d"), ("mem2_ssd2_gpu1_v2_x8", "mem2_ssd2_gpu1_v2"), ("plain", "plain"),
  ])
  func namesTellFamilies(name: String, family: String) { #expect(InstanceType.family(of: name) == family) }

  @Test func aStateIsItsWordAndNoOther() {
    let names = JobState.knownNames
    #expect(names.count == 15 && Set(names.map { JobState($0) }).count == 15)
    for name in names {
      let state = JobState(name)
      #expect(state.name == name && state.isKnown && state == JobState(name.dropLast(0)))
      #expect(state.isFinal == ["done", "failed", "terminated", "restarted"].contains(name))
    }
    let other = JobState("Done")
    #expect(other.name == "Done" && !other.isKnown && !other.isFinal && other != .done && other == JobState("Done"))
  }

  @Test func aCurrencyIsItsCode() throws {
    #expect(try Currency("usd") == .usd && Currency("Chf").code == "CHF" && Currency.gbp.code == "GBP")
    for code in ["", "US", "USDX", "U1D", "É€£"] { #expect(throws: InputValueError.self) { try Currency(code) } }
  }

  @Test func theNextLargerTypeHasMoreMemoryInTheSameFamily() {
    var catalog = Catalog(name: "c", provider: "dnanexus")
    for (name, vcpus, gib) in [("mem1_x4", 4.0, 8), ("mem1_x16", 16, 32), ("mem1_x8", 8, 16), ("mem3_x2", 2, 12)] {
      catalog.set(InstanceType(name: name, vcpus: vcpus, memory: Bytes(Int64(gib) << 30)))
    }
    #expect(catalog.nextLarger(than: "mem1_x4")?.name == "mem1_x8")
    #expect(catalog.nextLarger(than: "mem1_x16") == nil)
    #expect(catalog.nextLarger(than: "unknown") == nil)
    #expect(catalog.namesLike("mem1_x44").first == "mem1_x4")
  }

  @Test func aDiscountIsTakenOffExactly() throws {
    var catalog = Catalog(name: "c", provider: "p")
    var type = InstanceType(name: "t", vcpus: 1, memory: Bytes(1))
    type.onDemand = HourlyPrice(perHour: try DecimalNumber(parsing: "0.4368"))
    catalog.set(type)
    catalog.billing.discount = try DecimalNumber(parsing: "0.125")
    // 0.4368 × 0.875
    #expect(catalog.price(of: "t", .onDemand)?.perHour.description == "0.3822")
    #expect(catalog.price(of: "t", .spot) == nil)
  }

  @Test func billingRoundsUpAndLeavesFreeWhatIsFree() {
    var billing = Billing()
    #expect(billing.chargedMilliseconds(1) == 1)
    billing.minimum = .seconds(60)
    billing.granularity = .seconds(1)
    #expect([0, 1, 60_000, 60_001].map { billing.chargedMilliseconds($0) } == [0, 60_000, 60_000, 61_000])
    #expect(billing.chargedMilliseconds(.max) == .max)
    #expect(!billing.isCharged(.unresponsiveWorker))
    #expect(billing.isCharged(.spotInstanceInterruption))
    #expect(billing.isCharged(nil))
  }

  @Test(arguments: [
    ("bwa*", "bwa-mem", true), ("*", "", true), ("a?c", "abc", true), ("a?c", "ac", false), ("*a*b*", "xxaxxbxx", true),
    ("a*b", "ab", true), ("a*b", "abc", false), ("", "a", false),
  ])
  func globsMatch(pattern: String, text: String, matches: Bool) { #expect(Glob(pattern).matches(text) == matches) }

  @Test func aGlobOfManyStarsIsNotSlow() {
    #expect(!Glob(String(repeating: "*a", count: 30) + "b").matches(String(repeating: "a", count: 5000)))
  }

  @Test func summariesInterpolateBetweenOrderStatistics() throws {
    let summary = try #require(Summary([40, 10, 30, 20]))
    #expect(summary.mean == 25)
    // Sum of squares 15² + 5² + 5² + 15² = 500, divided by 3; the 95 % quantile lies at 30 + 0.85 × 10, just below 38.5.
    #expect(summary.sd == 13)
    #expect([summary.p05, summary.p50, summary.p80, summary.p95] == [12, 25, 34, 38])
    #expect(try #require(Summary([7])).sd == 0)
    #expect(Summary([]) == nil)
    #expect(try #require(Summary([.max, .max])).mean == .max)
    #expect(try #require(Summary([.min, .max])).max == .max)
  }

  @Test func restartsFollowTheNamedReasonThenTheStar() {
    let policy = RestartPolicy(restartOn: [.executionError: 1, RestartPolicy.anyReason: 5], maxRestarts: 3)
    #expect(policy.restarts(on: .executionError) == 1)
    #expect(policy.restarts(on: .jobTimeoutExceeded) == 3)
    #expect(RestartPolicy.platformDefault.restarts(on: .spotInstanceInterruption) == 9)
    #expect(RestartPolicy.platformDefault.restarts(on: .appError) == 0)
  }

  @Test func reportsNameTheFirstLinesAndCountTheRest() {
    var report = ImportReport(file: "f", format: "x")
    for line in 1...50 { report.skip("half a line", line: line) }
    for reason in 0..<500 { report.warn("odd \(reason)", line: reason) }
    #expect(report.skipped == [ImportReport.Skipped(reason: "half a line", count: 50, lines: Array(1...20))])
    #expect(report.warnings.count == ImportReport.reasonLimit)
    #expect(report.warnings.reduce(0) { $0 + $1.count } == 500)
  }

  @Test func aHistorysFingerprintKnowsAllThatAReplayUses() {
    var job = Job(key: JobKey(id: "a"), name: "a", executable: "tool", state: .done)
    job.submitted = SimTime(milliseconds: 0)
    let changes: [(inout Job) -> Void] = [
      { _ in }, { $0.user = "ann" }, { $0.user = "" }, { $0.properties = [Property(name: "queue", value: "long")] },
      { $0.state = .failed }, { $0.failureReason = .appError }, { $0.submitted = SimTime(milliseconds: 1) },
      { $0.submitted = nil }, { $0.runnable = SimTime(milliseconds: 0) }, { $0.started = SimTime(milliseconds: 0) },
      { $0.stopped = SimTime(milliseconds: 0) }, { $0.runtime = .zero }, { $0.executable = "other" },
      { $0.name = "b" }, { $0.instanceType = "x" }, { $0.nodes = 2 }, { $0.vcpus = 1 },
      { $0.memoryRequested = Bytes(1) }, { $0.timeLimit = .zero }, { $0.priority = .low }, { $0.finalPriority = .low },
      { $0.priceModel = .spot }, { $0.rank = 0 }, { $0.isCached = true }, { $0.parent = "p" }, { $0.parentTry = 0 },
      { $0.root = "p" }, { $0.analysis = "p" }, { $0.stage = "p" }, { $0.detachedFrom = "p" },
      { $0.dependencies = ["p"] }, { $0.restartPolicy = .platformDefault }, { $0.usage.peakMemory = Bytes(1) },
      { $0.usage.cpuPercent = 1 }, { $0.key.tryNumber = 1 }, { $0.key.run = "r" }, { $0.kind = .analysis },
    ]
    var seen = Set<String>()
    for change in changes {
      var other = job
      change(&other)
      seen.insert(History(jobs: [other]).fingerprint)
    }
    #expect(seen.count == changes.count)
    #expect(seen.contains(History(jobs: [job]).fingerprint))
    #expect(!seen.contains(History(jobs: [job, job]).fingerprint))
  }

  @Test func aLogsHashKnowsAllItsColumns() {
    var log = RigidLog()
    log.id = [1, 2]
    log.submitted = [0, 1]
    log.runtime = [1, 1]
    log.requested = [2, 2]
    log.processors = [1, 1]
    log.user = [1, 2]
    log.recordedWait = [0, 0]
    log.status = [1, 1]
    let changes: [(inout RigidLog) -> Void] = [
      { _ in }, { $0.user = [1, 1] }, { $0.queue = [0, 0] }, { $0.queue = [0, 1] }, { $0.status = [1, 0] },
      { $0.recordedWait = [0, -1] }, { $0.priority = [0, 0] }, { $0.rank = [0, 0] }, { $0.submitted = [1, 1] },
      { $0.requested = [2, 1] }, { $0.id = [1, 3] }, { $0.processors = [1, 2] }, { $0.runtime = [0, 1] },
    ]
    var seen = Set<UInt64>()
    for change in changes {
      var other = log
      change(&other)
      seen.insert(other.contentHash)
    }
    #expect(seen.count == changes.count)
    #expect(seen.contains(log.contentHash))
  }

  @Test func fingerprintsAreTheSameForEver() {
    var hash = Fingerprint()
    hash.add("a".utf8)
    // FNV-1a 128 of "a", draft-eastlake-fnv.
    #expect(hash.fullText == "d228cb696f1a8caf78912b704e4a8964")
  }
}
