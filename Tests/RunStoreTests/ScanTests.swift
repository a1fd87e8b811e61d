import JobModel
import RunStore
import Testing

@Suite struct ScanTests {
  /// All that a scan says, its numbers turned into texts.
  private func text(_ source: any JobSource, _ filter: ScanFilter = ScanFilter()) throws -> [String] {
    var rows: [ScannedTry] = []
    let names = try source.scan(filter) { rows.append($0) }
    return rows.sorted { ($0.submitted, names[$0.executable] ?? "") < ($1.submitted, names[$1.executable] ?? "") }.map {
      let texts = [$0.executable, $0.executableID, $0.function, $0.stage, $0.state, $0.failureReason, $0.instanceType]
        .map { names[$0] ?? "-" }
      let amounts = [
        $0.submitted, $0.runtime, $0.timeLimit, $0.memoryRequested, $0.diskRequested, $0.peakMemory,
        $0.peakDisk, $0.input, Int64($0.nodes),
      ]
      let flags = [$0.isSpot, $0.isCached, $0.peaksAreLowerBounds]
      return "\(texts) \(amounts) \(flags) \($0.vcpus) \($0.cpuPercent) \($0.priority?.rawValue ?? "-")"
    }
  }

  @Test func theStoreTellsWhatTheHistoryDoes() throws {
    var cached = job("c", executable: "sort", submitted: 3)
    cached.isCached = true
    var timed = job("t", executable: "sort", submitted: 4)
    timed.started = SimTime(milliseconds: 10)
    timed.stopped = SimTime(milliseconds: 70)
    timed.finalPriority = .low
    timed.priority = .normal
    var saved = job("s", executable: "sort", submitted: 5)
    saved.spotSavings = Money(nanos: 1, currency: .gbp)
    saved.priceModel = .onDemand
    var analysis = job("a", executable: "workflow", submitted: 6)
    analysis.kind = .analysis
    let jobs = [try fullJob(), cached, timed, saved, analysis, job("u", executable: "untimed")]
    let folder = try TestFolder()
    let store = try folder.store()
    try store.importJobs(jobs)
    let memory = InMemoryJobSource(History(jobs: jobs))
    #expect(try text(store) == text(memory))
    #expect(try text(store).count == 5)
    for filter in [
      ScanFilter(executable: Glob("so*")), ScanFilter(since: SimTime(milliseconds: 4)),
      ScanFilter(until: SimTime(milliseconds: 5)), ScanFilter(executable: Glob("none")),
    ] {
      #expect(try text(store, filter) == text(memory, filter))
    }
    #expect(try text(store, ScanFilter(executable: Glob("so*"))).count == 3)
  }

  @Test func theStoreTellsTheLaunchesThatTheHistoryDoes() throws {
    var jobs = (0..<6).map { job("j\($0)", executable: "sort", submitted: Int64($0)) }
    jobs[1].root = "job-root"
    jobs[2].analysis = "analysis-1"
    jobs[3].isCached = true
    jobs[4].function = "work"
    jobs[5].key.tryNumber = 1
    var again = jobs[5]
    again.key.tryNumber = 2
    again.submitted = SimTime(milliseconds: 60)
    jobs += [again, job("o", executable: "other", submitted: 9)]
    let folder = try TestFolder()
    let store = try folder.store()
    try store.importJobs(jobs)
    let memory = InMemoryJobSource(History(jobs: jobs))
    for part in [(function: String?.none, stage: String?.none), ("work", nil)] {
      for filter in [ScanFilter(), ScanFilter(since: SimTime(milliseconds: 2))] {
        let found = try store.launches(executable: "sort", part: part, filter: filter)
        #expect(Set(found) == Set(memory.launches(executable: "sort", part: part, filter: filter)))
        #expect(found.count == (part.function == nil ? (filter.since == nil ? 5 : 3) : 1))
      }
    }
    #expect(try store.launches(executable: "nobody", part: (nil, nil), filter: ScanFilter()).isEmpty)
  }
}
