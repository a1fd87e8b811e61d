import JobModel
import RunStore
import Testing

@Suite struct ImportTests {
  let folder: TestFolder
  let store: JobStore

  init() throws {
    folder = try TestFolder()
    store = try folder.store()
  }

  @Test func aTraceAndAReportOfOneRunAreSaidToBeTwins() throws {
    let folder = try TestFolder()
    let store = try folder.store()
    func bring(_ jobs: [Job], format: String = "nextflow-trace") throws -> [String] {
      try store.importJobs(file: "x", format: format) { insert in
        var report = ImportReport(file: "x", format: format)
        for job in jobs {
          report.rows += 1
          try insert(job, report.rows)
        }
        return report
      }.warnings.map(\.message)
    }
    let trace = [job("1/aa/000001", run: "nf-a"), job("2/bb/000002", run: "nf-a")]
    #expect(try bring(trace) == [])
    #expect(try bring(trace) == [])
    let twin = try bring([job("2/bb/000002", run: "nf-b")], format: "nextflow-report")
    #expect(twin.count == 1 && twin[0].hasPrefix("run nf-b holds tasks of run nf-a, which the store has"))
    // A result that was reused has the hash of the run that made it.
    var reused = job("1/aa/000001", run: "nf-c")
    reused.isCached = true
    #expect(try bring([reused, job("2/cc/000009", run: "nf-c")]) == [])
    #expect(try bring([job("7", run: "nf-d")]) == [])
    #expect(try bring([job("7", run: "nf-e")]) == [])
  }

  @Test func theSameFileTwiceChangesNothing() throws {
    let jobs = [job("a"), job("b"), try fullJob()]
    let first = try store.importJobs(jobs)
    #expect(first.counts == "3 kept, 0 updated, 0 duplicates")
    let dump = try sqlite("SELECT * FROM jobs; SELECT * FROM imports; SELECT * FROM names")
    let second = try store.importJobs(jobs)
    #expect(second.counts == "0 kept, 0 updated, 3 duplicates")
    #expect(try sqlite("SELECT * FROM jobs; SELECT * FROM imports; SELECT * FROM names") == dump)
  }

  @Test func triesAndRunsAreDifferentJobs() throws {
    var again = job("a")
    again.key.tryNumber = 1
    #expect(try store.importJobs([job("a"), again, job("a", run: "r")]).kept == 3)
  }

  @Test func jobsOfOneIdOnUnknownClustersAreToldApartByTheirSubmission() throws {
    func bring(_ job: Job) throws -> [Int] {
      let report = try store.importJobs(file: "x", format: "sacct") { insert in
        try insert(job, 1)
        return ImportReport(file: "x", format: "sacct")
      }
      #expect(report.warnings == [])
      return [report.kept, report.updated, report.duplicates]
    }
    func record(_ executable: String, submitted: Int64, wait: Int64, cost: Int64? = nil) -> Job {
      var record = job("7", executable: executable, run: Job.unknownCluster, submitted: submitted)
      record.started = SimTime(milliseconds: submitted + wait)
      record.stopped = SimTime(milliseconds: submitted + wait + 60_000)
      record.cost = cost.map { Money(nanos: $0, currency: .usd) }
      return record
    }
    #expect(try bring(record("align", submitted: 1000, wait: 10)) == [1, 0, 0])
    #expect(try bring(record("align", submitted: 1000, wait: 10)) == [0, 0, 1])
    // Another cluster's job, its price told later; both are there, in any order of imports.
    #expect(try bring(record("call", submitted: 5000, wait: 20)) == [1, 0, 0])
    #expect(try bring(record("align", submitted: 1000, wait: 10)) == [0, 0, 1])
    #expect(try bring(record("call", submitted: 5000, wait: 20, cost: 3)) == [0, 1, 0])
    #expect(try bring(record("call", submitted: 5000, wait: 20)) == [0, 0, 1])
    // The first one's clock is corrected.
    #expect(try bring(record("align", submitted: 3_601_000, wait: 10)) == [0, 1, 0])
    let jobs = try store.history().jobs
    #expect(Set(jobs.map(\.key.run)) == ["slurm", "slurm-5000"] && jobs.count == 2)
    #expect(jobs.first { $0.executable == "align" }?.submitted == SimTime(milliseconds: 3_601_000))
    #expect(jobs.first { $0.executable == "call" }?.cost?.nanos == 3)
  }

  @Test func oneIdOfTwoExecutablesIsTold() throws {
    func jobs(_ run: String) -> [Job] {
      ["align", "call"].map {
        var job = job("1", run: run)
        job.executable = $0
        return job
      }
    }
    let warnings = try store.importJobs(jobs("r")).warnings
    #expect(warnings.map(\.message) == [ImportReport.sameID] && warnings.first?.count == 1)
    // A platform's ids are unique: its records of one job may name what ran in two ways.
    #expect(try store.importJobs(jobs("")).warnings == [])
  }

  @Test func aNewerDescriptionUpdatesAndThePriceStays() throws {
    var running = job("a", state: .running, submitted: 10)
    running.cost = Money(nanos: 5, currency: .usd)
    running.usage.peakMemory = Bytes(7)
    running.tags = ["t"]
    var done = job("a", state: .done)
    done.stopped = SimTime(milliseconds: 90)
    done.failureMessage = nil
    try store.importJobs([running])
    let report = try store.importJobs([done])
    #expect(report.counts == "0 kept, 1 updated, 0 duplicates")
    let stored = try #require(try store.jobs.first)
    #expect(stored.state == .done)
    #expect(stored.stopped == SimTime(milliseconds: 90))
    #expect(stored.submitted == SimTime(milliseconds: 10))
    #expect(stored.cost == Money(nanos: 5, currency: .usd))
    #expect(stored.usage.peakMemory == Bytes(7))
    #expect(stored.tags == ["t"])
    // Neither of the two teaches anything more.
    #expect(try store.importJobs([running, done]).duplicates == 2)
  }

  @Test func anOlderDescriptionOnlyFillsGaps() throws {
    var failed = job("a", state: .failed, submitted: 10)
    failed.failureReason = .appError
    failed.ended = SimTime(milliseconds: 90)
    var old = job("a", state: .running, submitted: 10)
    old.name = "old name"
    old.user = "user-1"
    old.failureReason = .unresponsiveWorker
    try store.importJobs([failed])
    #expect(try store.importJobs([old]).updated == 1)
    let stored = try #require(try store.jobs.first)
    #expect(stored.state == .failed)
    #expect(stored.name == "a")
    #expect(stored.user == "user-1")
    #expect(stored.failureReason == .appError)
  }

  /// Read on a wrong clock at first, and then on one further east.
  @Test func timesOfAJobThatEndedCanBeCorrectedBothWays() throws {
    var job = job("a", state: .done)
    for hours: Int64 in [5, 14, 5] {
      job.started = SimTime(milliseconds: 100_000_000 - hours * 3_600_000)
      try store.importJobs([job])
      #expect(try store.jobs == [job])
    }
  }

  @Test func ofTwoFinalStatesTheLaterStands() throws {
    var early = job("a", state: .failed)
    early.failureReason = .appError
    early.exitCode = 1
    early.transitions = [Job.Transition(state: .failed, time: SimTime(milliseconds: 10))]
    var late = job("a", state: .done)
    late.transitions = [Job.Transition(state: .done, time: SimTime(milliseconds: 20))]
    try store.importJobs([late])
    #expect(try store.importJobs([early]).duplicates == 1)
    #expect(try store.jobs == [late])
  }

  @Test func savingsInAnotherCurrencyAreNotMixedIn() throws {
    var old = job("a", submitted: 1)
    old.cost = Money(nanos: 1, currency: .usd)
    old.spotSavings = Money(nanos: 2, currency: .usd)
    var new = job("a", submitted: 2)
    new.cost = Money(nanos: 3, currency: .gbp)
    try store.importJobs([old])
    try store.importJobs([new])
    #expect(try store.jobs.first?.cost == new.cost)
    #expect(try store.jobs.first?.spotSavings == nil)
  }

  @Test func anErrorTakesBackTheWholeImport() throws {
    try store.importJobs([job("a")])
    #expect(throws: Interruption()) {
      try store.importJobs(file: "x", format: "csv") { insert in
        try insert(job("b", executable: "new-name"), 2)
        throw Interruption()
      }
    }
    #expect(try store.jobs.map(\.key.id) == ["a"])
    #expect(try store.executables() == ["align"])
    // The name's number, given back by the rollback, is given to another name.
    try store.importJobs([job("c", executable: "other")])
    #expect(try store.jobs.map(\.executable) == ["align", "other"])
  }

  @Test func strictRefusesAFileWithSkippedRows() throws {
    func report() -> ImportReport {
      var report = ImportReport(file: "x.csv", format: "csv")
      report.rows = 3
      report.skip("no runtime", line: 4)
      report.skip("no runtime", line: 5)
      return report
    }
    let error = try #require(throws: StoreError.self) {
      try store.importJobs(file: "x.csv", format: "csv", strict: true) { insert in
        try insert(job("a"), 2)
        return report()
      }
    }
    #expect(
      error.description
        == "x.csv: 2 of 3 rows cannot be used (no runtime, first at line 4), and --strict asks for all; "
        + "nothing of it was stored; mend the file, or import it without --strict")
    #expect(try store.jobs.isEmpty)
    let lenient = try store.importJobs(file: "x.csv", format: "csv") { insert in
      try insert(job("a"), 2)
      return report()
    }
    #expect(lenient.kept == 1)
    #expect(lenient.skippedCount == 2)
    #expect(
      try sqlite("SELECT file, rows, kept, skipped, report, program_version FROM imports") == """
        x.csv|3|1|2|{"skipped":[{"count":2,"lines":[4,5],"text":"no runtime"}],"warnings":[]}|0.0-test

        """)
  }

  @Test func rowsThatTheReaderFoundEqualAreDuplicatesToo() throws {
    let report = try store.importJobs(file: "x", format: "csv") { insert in
      var report = ImportReport(file: "x", format: "csv")
      report.rows = 3
      report.duplicates = 1
      try insert(job("a"), 2)
      try insert(job("a"), 3)
      return report
    }
    #expect(report.counts == "1 kept, 0 updated, 2 duplicates")
  }

  private func sqlite(_ sql: String) throws -> String { try queryResult(folder.path(), sql) }
}

extension ImportReport {
  fileprivate var counts: String { "\(kept) kept, \(updated) updated, \(duplicates) duplicates" }
}
