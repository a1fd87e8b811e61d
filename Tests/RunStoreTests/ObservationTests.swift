import JobModel
import Testing

@testable import RunStore

@Suite struct ObservationTests {
  let folder: TestFolder
  let store: JobStore

  init() throws {
    folder = try TestFolder()
    store = try folder.store()
  }

  private static let start = SimTime(milliseconds: 1_700_000_000_000)

  private func line(_ minutes: Int64, memory: Int64, disk: Int64? = nil, cpu: Double = 25) -> JobLogEntry.Content {
    var sample = UsageSample(time: Self.start + .minutes(minutes) + .seconds(1))
    sample.precision = .seconds(1)
    sample.cores = 4
    sample.cpuPercentOfMachine = cpu
    sample.memoryUsed = Bytes(memory << 20)
    sample.diskUsed = disk.map { Bytes($0 << 30) }
    return .sample(sample)
  }

  private func killed(_ minutes: Int64, memory: Int64) -> JobLogEntry.Content {
    var event = LogEvent(kind: .processKilled, time: Self.start + .minutes(minutes), text: "Out of memory: Killed\0")
    event.process = "bwa"
    event.memory = Bytes(memory)
    return .event(event)
  }

  private func span(_ minutes: Int64) -> JobLogEntry.Content { .span(Self.start...(Self.start + .minutes(minutes))) }

  @discardableResult
  private func log(_ job: String, try tryNumber: Int? = nil, _ contents: [JobLogEntry.Content]) throws -> ImportReport {
    try store.importLog(file: "x.log", format: "test") { insert in
      var report = ImportReport(file: "x.log", format: "test")
      for content in contents {
        if case .span = content {} else { report.rows += 1 }
        try insert(JobLogEntry(job: job, tryNumber: tryNumber, content: content), report.rows)
      }
      return report
    }
  }

  private var full: [JobLogEntry.Content] {
    [
      line(0, memory: 9, disk: 9), line(10, memory: 500, disk: 6, cpu: 50), line(20, memory: 300, disk: 7),
      killed(5, memory: 8), span(21),
    ]
  }

  @Test func peaksReachTheJobInBothOrdersOfImport() throws {
    try store.importJobs([job("job-1"), job("job-2")])
    #expect(try log("job-1", full).kept == 4)
    #expect(try log("job-3", full).warnings.map(\.message).first?.hasPrefix("the store has no description") == true)
    try store.importJobs([job("job-3")])
    let jobs = Dictionary(uniqueKeysWithValues: try store.jobs.map { ($0.key.id, $0.usage) })
    // The mean of 25, 50 and 25 percent of four cores.
    var expected = Usage()
    expected.cpuPercent = (100.0 + 200 + 100) / 3
    expected.peakMemory = Bytes(500 << 20)
    expected.peakDisk = Bytes(9 << 30)
    expected.peaksAreLowerBounds = true
    #expect(jobs["job-1"] == expected && jobs["job-3"] == expected && jobs["job-2"] == Usage())
    #expect(try store.usageRows(executable: "align").map(\.usage) == [expected, Usage(), expected])
    #expect(
      try queryResult(
        folder.path(), "SELECT job, peak_memory_bytes, peak_disk_bytes, peaks_are_lower_bounds FROM v_jobs ORDER BY job"
      )
        == "job-1|524288000|9663676416|1\njob-2|||0\njob-3|524288000|9663676416|1\n")
    #expect(try store.observedJobs() == [JobKey(id: "job-1"), JobKey(id: "job-3")])
    // The description again changes nothing: what a log tells is no part of it.
    #expect(try store.importJobs([job("job-1"), job("job-3")]).duplicates == 2)
  }

  @Test func aLogOfAnotherYearIsSaidToBeAnothersInBothOrdersOfImport() throws {
    var old = job("job-1", submitted: 1_600_000_000_000)
    old.started = SimTime(milliseconds: 1_600_000_000_000)
    old.stopped = SimTime(milliseconds: 1_600_003_600_000)
    try store.importJobs([old])
    let expected =
      "the log given to job-1 is of 2023-11-14 22:13:20Z to 2023-11-14 22:34:20Z, and the job ran "
      + "2020-09-13 12:26:40Z to 2020-09-13 13:26:40Z: is it another job's?"
    #expect(try log("job-1", full).warnings.map(\.message) == [expected])
    try log("job-2", full)
    old.key.id = "job-2"
    #expect(try store.importJobs([old]).warnings.map(\.message) == [expected.replacing("job-1", with: "job-2")])
    // A day off is a clock in another zone, or a job that was seen before its end; nothing is said of the others again.
    var near = job("job-3")
    near.started = Self.start - .hours(20)
    near.stopped = Self.start - .hours(19)
    try store.importJobs([near])
    #expect(try log("job-3", full).warnings.isEmpty)
  }

  @Test func theSameLogTwiceChangesNothingAndOverlapsMerge() throws {
    try log("job-1", full)
    let dump = try queryResult(
      folder.path(),
      "SELECT * FROM samples; SELECT * FROM log_events; SELECT * FROM observations; SELECT * FROM imports")
    let again = try log("job-1", full)
    #expect(again.kept == 0 && again.updated == 0 && again.duplicates == 4)
    #expect(
      try queryResult(
        folder.path(),
        "SELECT * FROM samples; SELECT * FROM log_events; SELECT * FROM observations; SELECT * FROM imports") == dump)
    let more = try log("job-1", [line(20, memory: 300, disk: 7), line(30, memory: 900), span(31)])
    #expect(more.kept == 1 && more.duplicates == 1)
    let observation = try #require(try store.observation(of: JobKey(id: "job-1")))
    #expect(observation.samples.map { $0.memoryUsed?.count } == [9 << 20, 500 << 20, 300 << 20, 900 << 20])
    #expect(observation.events.map(\.text) == ["Out of memory: Killed␀"])
    #expect(observation.span == Self.start...(Self.start + .minutes(31)))
    #expect(observation.usage.peakMemory == Bytes(900 << 20))
  }

  @Test func aFinerTimeOfTheSameSampleTakesItsPlace() throws {
    guard case .sample(var coarse) = line(10, memory: 500) else { return }
    let fine = coarse
    coarse.precision = .minutes(1)
    coarse.time = SimTime(milliseconds: fine.time.milliseconds / 60_000 * 60_000)
    try log("job-1", [.sample(coarse)])
    let report = try log("job-1", [.sample(fine)])
    #expect(report.updated == 1 && report.kept == 0)
    #expect(try store.observation(of: JobKey(id: "job-1"))?.samples == [fine])
    #expect(try log("job-1", [.sample(coarse)]).duplicates == 1)
    // Another reading in the same minute is another sample.
    coarse.memoryUsed = Bytes(1)
    #expect(try log("job-1", [.sample(coarse)]).kept == 1)
  }

  @Test func aLogWithoutATryBelongsToTheLastOne() throws {
    try log("job-1", full)
    var second = job("job-1")
    second.key.tryNumber = 1
    try store.importJobs([job("job-1")])
    #expect(try store.jobs.map { $0.usage.peakMemory != nil } == [true])
    try store.importJobs([second])
    #expect(try store.jobs.map { $0.usage.peakMemory != nil } == [false, true])
    #expect(try store.observation(of: JobKey(id: "job-1")) == nil)
    #expect(try store.observation(of: second.key)?.samples.count == 3)
    // The same log with its try is the same samples, which now belong to that try.
    let report = try log("job-1", try: 0, full)
    #expect(report.kept == 0 && report.updated == 4)
    #expect(try store.jobs.map { $0.usage.peakMemory != nil } == [true, false])
    #expect(try log("job-1", full).duplicates == 4)
    #expect(try queryResult(folder.path(), "SELECT try, count(*) FROM v_samples GROUP BY try") == "0|3\n")
  }

  @Test func theLineAtTheStartOfAShortJobIsNoPeak() throws {
    try store.importJobs([job("job-1"), job("job-2")])
    let report = try log("job-1", [line(0, memory: 400, disk: 5), span(8)])
    #expect(report.warnings.map(\.count) == [1])
    #expect(report.warnings[0].message.hasPrefix("the only resource line was taken at the job's start"))
    #expect(try store.jobs.first?.usage == Usage())
    // What a killed process held was used, whenever it was.
    try log("job-1", [killed(3, memory: 77)])
    #expect(try store.jobs.first?.usage.peakMemory == Bytes(77))
    guard case .sample(var sample) = line(1, memory: 600) else { return }
    sample.source = .metrics
    #expect(try log("job-2", [line(0, memory: 9000), .sample(sample), span(2)]).warnings == [])
    #expect(try store.jobs.last?.usage.peakMemory == Bytes(600 << 20))
  }

  @Test func aRecordedPeakStands() throws {
    var recorded = job("job-1")
    recorded.usage.peakMemory = Bytes(5)
    try store.importJobs([recorded])
    try log("job-1", [line(0, memory: 9), line(10, memory: 9), span(11)])
    let usage = try #require(try store.jobs.first?.usage)
    #expect(usage.peakMemory == Bytes(5) && !usage.peaksAreLowerBounds && usage.cpuPercent == 100)
  }

  @Test func inputsAreAsLargeAsTheirFilesInBothOrders() throws {
    func sizes(_ files: [(String, Int64)]) throws -> ImportReport {
      try store.importFileSizes(file: "f", format: "f") { insert in
        for (id, size) in files { try insert((id, Bytes(size)), 1) }
        return ImportReport(file: "f", format: "f")
      }
    }
    var first = job("job-1")
    first.inputFiles = ["file-1", "file-2"]
    var second = job("job-2")
    second.inputFiles = ["file-2", "file-3"]
    #expect(try store.importJobs([first]).warnings == [])
    #expect(try sizes([("file-1", 10), ("file-2", Bytes.limit.count)]).kept == 2)
    #expect(try store.jobs.first?.usage.input == Bytes(Bytes.limit.count + 10))
    #expect(try store.importJobs([second]).warnings.map(\.count) == [1])
    #expect(try store.usageRows(executable: "align").map { $0.usage.input?.count } == [Bytes.limit.count + 10, nil])
    let again = try sizes([("file-1", 10), ("file-2", 20), ("file-3", 3)])
    #expect(again.duplicates == 1 && again.updated == 1 && again.kept == 1 && again.warnings == [])
    #expect(
      try queryResult(folder.path(), "SELECT job, input_bytes FROM v_jobs ORDER BY job") == "job-1|30\njob-2|23\n")
  }

  @Test func aLogThatTellsNothingOfAnUnknownJobLeavesNothing() throws {
    try log("job-9", [.span(SimTime(milliseconds: 2000)...SimTime(milliseconds: 9000))])
    #expect(try queryResult(folder.path(), "SELECT count(*) FROM observations") == "0\n")
  }

  @Test func unfinishedJobsWereSeenUntilTheirFilesOwnTime() throws {
    func jobs(_ latest: Int64, _ jobs: [Job]) throws {
      _ = try store.importJobs(file: "j", format: "j") { insert in
        var report = ImportReport(file: "j", format: "j")
        for job in jobs { try insert(job, 1) }
        report.latestTime = SimTime(milliseconds: latest)
        return report
      }
    }
    var running = job("job-1", state: .running)
    running.started = SimTime(milliseconds: 1000)
    try jobs(5000, [running, job("job-2")])
    try jobs(4000, [running])
    #expect(try store.jobs.map(\.observedUntil?.milliseconds) == [5000, nil])
    #expect(try store.jobs.first?.elapsedSoFar == .seconds(4))
    try log("job-1", [.span(SimTime(milliseconds: 2000)...SimTime(milliseconds: 9000))])
    #expect(try store.jobs.first?.elapsedSoFar == .seconds(8))
    try jobs(6000, [job("job-1", state: .done)])
    #expect(try store.jobs.first?.observedUntil == nil && store.jobs.first?.elapsedSoFar == nil)
  }

  @Test func theRecordThatWasChangedLaterStands() throws {
    var late = job("job-1", state: .running, submitted: 5)
    late.modified = SimTime(milliseconds: 20)
    late.name = "late"
    var early = job("job-1", state: .done, submitted: 5)
    early.modified = SimTime(milliseconds: 10)
    early.ended = SimTime(milliseconds: 99)
    early.cost = Money(nanos: 7, currency: .usd)
    try store.importJobs([late])
    try store.importJobs([early])
    let stored = try #require(try store.jobs.first)
    #expect(stored.name == "late" && stored.state == .running && stored.modified == late.modified)
    #expect(stored.cost == early.cost)
  }

  @Test func anUnreadableLogTakesNothingBackButItself() throws {
    #expect(throws: Interruption()) {
      try store.importLog(file: "x", format: "x") { insert in
        try insert(JobLogEntry(job: "job-1", tryNumber: nil, content: line(0, memory: 1)), 1)
        throw Interruption()
      }
    }
    #expect(try queryResult(folder.path(), "SELECT count(*) FROM samples") == "0\n")
  }
}
