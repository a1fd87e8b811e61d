import JobModel
import Testing

@testable import Advice

/// Each rule on the smallest history that makes it speak, and on the nearest one that does not.
@Suite("Rules of the review") struct RuleTests {
  private func row(_ id: Int, minutes: Double = 60, state: JobState = .done, executable: String = "tool") -> ReviewRow {
    var row = ReviewRow(
      key: JobKey(run: "r", id: "\(id)"), name: "\(executable) (\(id))", executable: executable, state: state)
    row.submitted = SimTime(milliseconds: Int64(id) * 1000)
    row.started = row.submitted.map { $0 + .seconds(60) }
    row.stopped = row.started.map { $0 + SimDuration(milliseconds: Int64(minutes * 60_000)) }
    return row
  }

  private func peers(_ count: Int = 30, _ change: (inout ReviewRow) -> Void = { _ in }) -> [ReviewRow] {
    (0..<count).map {
      var row = row($0, minutes: 55 + Double($0 % 11))
      change(&row)
      return row
    }
  }

  private func findings(
    _ rows: [ReviewRow], _ options: Reviewer.Options = Reviewer.Options(), _ logs: [JobKey: JobObservation] = [:]
  ) throws -> [Finding] {
    var reviewer = Reviewer(options: options, machines: ReviewMachines(), currency: nil)
    for group in Dictionary(grouping: rows, by: \.executable).sorted(by: { $0.key < $1.key }) {
      try reviewer.add(ReviewGroup(executable: group.key, rows: group.value) { logs[$0] })
    }
    return try reviewer.review().findings
  }

  private func jobs(_ kind: Finding.Kind, _ rows: [ReviewRow]) throws -> [String] {
    try findings(rows).filter { $0.kind == kind }.flatMap { $0.jobs.map(\.job) }
  }

  @Test func everyKindHasOneRule() {
    let kinds = ReviewRules.all.map(\.kind)
    #expect(Set(kinds) == Set(Finding.Kind.allCases) && kinds.count == Finding.Kind.allCases.count)
  }

  @Test func killsAreMemoryWhereSomethingStandsBesideThem() throws {
    func killed(_ id: Int, _ name: String, code: Int? = 137) -> ReviewRow {
      var row = row(id, minutes: 5, state: .failed)
      row.name = name
      row.exitCode = code
      return row
    }
    func completed(_ id: Int, _ name: String) -> ReviewRow {
      var row = row(id)
      row.name = name
      return row
    }
    func severities(_ rows: [ReviewRow]) throws -> [Finding.Severity] {
      try findings(rows).filter { $0.kind == .memoryStarved }.map(\.severity)
    }
    // The same name completed later; was killed twice; is nearly full; alone.
    #expect(try severities([killed(1, "a"), completed(2, "a")]) == [.high])
    #expect(try severities([killed(1, "a"), killed(2, "a", code: 247)]) == [.high])
    var full = killed(1, "a")
    full.memoryRequested = Bytes(100)
    full.usage.peakMemory = Bytes(95)
    #expect(try severities([full]) == [.high])
    #expect(try severities([killed(1, "a"), completed(2, "b")]) == [.info])
    // It completed before, and never again.
    #expect(try severities([completed(1, "a"), killed(2, "a")]) == [.info])
    for code in [143, 1, nil] as [Int?] {
      #expect(try severities([killed(1, "a", code: code), completed(2, "a")]).isEmpty, "exit \(code ?? -1)")
    }
    // What the cloud took back, or a limit ended, was killed too.
    for reason in [FailureReason.spotInstanceInterruption, .jobTimeoutExceeded] {
      var taken = killed(1, "a")
      taken.failureReason = reason
      #expect(try severities([taken, completed(2, "a")]).isEmpty, "\(reason)")
    }
  }

  @Test func diskAndMemoryAreToldApartByTheMessage() throws {
    var failed = row(1, state: .failed)
    failed.failureReason = .appInsufficientResourceError
    #expect(try jobs(.memoryStarved, [failed]) == ["1"] && jobs(.diskStarved, [failed]).isEmpty)
    failed.failureMessage = "Error while running the command. Warning: Low disk space during this job."
    #expect(try jobs(.diskStarved, [failed]) == ["1"] && jobs(.memoryStarved, [failed]).isEmpty)
  }

  @Test func runawaysAreBeyondTheirPeers() throws {
    #expect(try jobs(.runaway, peers() + [row(99, minutes: 600)]) == ["99"])
    #expect(try jobs(.runaway, peers() + [row(99, minutes: 120)]).isEmpty)
    #expect(try jobs(.runaway, peers(3) + [row(99, minutes: 6000)]).isEmpty)
    var running = row(99, minutes: 600, state: .running)
    running.observedUntil = running.stopped
    running.stopped = nil
    let found = try findings(peers() + [running]).filter { $0.kind == .runaway }
    #expect(found.count == 1 && found.first?.isRunning == true)
    // 600 minutes, of which its peers' 60 are no loss.
    #expect(found.first.map { abs($0.time.inHours - 9) < 0.1 } == true)
    // What was taken back after long is no runaway.
    var taken = row(99, minutes: 600, state: .failed)
    taken.failureReason = .spotInstanceInterruption
    #expect(try jobs(.runaway, peers() + [taken]).isEmpty)
  }

  @Test func peersOutsideThePeriodStillCount() throws {
    var options = Reviewer.Options()
    options.since = SimTime(milliseconds: 99_000)
    let found = try findings(peers() + [row(99, minutes: 600)], options)
    #expect(found.filter { $0.kind == .runaway }.flatMap { $0.jobs.map(\.job) } == ["99"])
  }

  @Test func onlyWhatRunsNowIsNamed() throws {
    func running(_ id: Int, minutes: Int64, executable: String = "tool") -> ReviewRow {
      var row = row(id, minutes: 0, state: .running, executable: executable)
      row.stopped = nil
      row.observedUntil = row.started.map { $0 + .minutes(minutes) }
      return row
    }
    func review(_ rows: [ReviewRow]) throws -> (review: Review, passedOver: Int) {
      var options = Reviewer.Options()
      options.onlyRunning = true
      var reviewer = Reviewer(options: options, machines: ReviewMachines(), currency: nil)
      for group in Dictionary(grouping: rows, by: \.executable).sorted(by: { $0.key < $1.key }) {
        try reviewer.add(ReviewGroup(executable: group.key, rows: group.value) { _ in nil })
      }
      return (try reviewer.review(), reviewer.passedOver)
    }
    func ofDNAnexus(_ row: ReviewRow) -> ReviewRow {
      var row = row
      row.key = JobKey(id: "job-" + row.key.id)
      return row
    }
    // 30 that ended well judge one that runs; none of them has a tag.
    let (found, passedOver) = try review((peers() + [running(99, minutes: 600)]).map(ofDNAnexus))
    #expect(passedOver == 30 && found.onlyRunning)
    #expect(found.accounts.total.tries == 1 && found.accounts.total.time == 36_000_000)
    #expect(Set(found.findings.map(\.kind)) == [.runaway, .untagged])
    #expect(found.findings.allSatisfy { $0.jobs.map(\.job) == ["job-99"] && $0.isRunning })
    #expect(found.findings.first?.evidence.first?.contains("30 tries") == true)
    // Rare executables that ended judge a rare one that runs, as they do in a whole review.
    let rare = (0..<25).map { row($0, minutes: 90 + Double($0), state: .terminated, executable: "rare \($0)") }
    let late = running(99, minutes: 9000, executable: "odd")
    let whole = try findings(rare + [late]).filter { $0.kind == .runaway }.flatMap { $0.jobs.map(\.job) }
    #expect(
      try review(rare + [late]).review.findings.filter { $0.kind == .runaway }.flatMap { $0.jobs.map(\.job) } == whole)
    #expect(whole == ["99"])
    let idle = try review(peers())
    #expect(idle.review.findings.isEmpty && idle.review.accounts.total.tries == 0 && idle.passedOver == 30)
  }

  @Test func stuckJobsDidNothingForLong() throws {
    let busy = peers { row in
      row.vcpus = 4
      row.usage.cpuPercent = 300
    }
    var hung = row(99, minutes: 300, state: .terminated)
    hung.vcpus = 4
    hung.usage.cpuPercent = 4
    #expect(try jobs(.stuck, busy + [hung]) == ["99"])
    #expect(try jobs(.runaway, busy + [hung]).isEmpty, "its money is counted once")
    // It ended well; it worked a little; others idle as long and end well.
    var fine = hung
    fine.state = .done
    #expect(try jobs(.stuck, busy + [fine]).isEmpty)
    hung.usage.cpuPercent = 12
    #expect(try jobs(.stuck, busy + [hung]).isEmpty)
    hung.usage.cpuPercent = 4
    var patient = row(98, minutes: 400)
    patient.vcpus = 4
    patient.usage.cpuPercent = 2
    #expect(try jobs(.stuck, busy + [hung, patient]).isEmpty)
  }

  @Test func aHangAfterAKillIsStuckAndAKillIsMemory() throws {
    var job = row(1, minutes: 120, state: .terminated)
    job.key.run = ""
    func log(after minutes: Int64, levels: [Double]) throws -> [Finding.Kind] {
      var log = JobObservation(job: "1")
      let start = job.started ?? .zero
      var kill = LogEvent(kind: .processKilled, time: start + .minutes(5), text: "Out of memory: Killed process 7")
      kill.memory = Bytes(1 << 30)
      log.events = [kill]
      for (place, level) in levels.enumerated() {
        var sample = UsageSample(time: start + .minutes(minutes + 10 * Int64(place)))
        (sample.cores, sample.cpuPercentOfMachine) = (4, level)
        (sample.memoryUsed, sample.memoryTotal) = (Bytes(4000 << 20), Bytes(8000 << 20))
        (sample.networkInRate, sample.networkOutRate) = (Bytes(0), Bytes(0))
        log.samples.append(sample)
      }
      return try findings([job], Reviewer.Options(), [job.key: log]).map(\.kind)
        .filter { $0 == .stuck || $0 == .memoryStarved }
    }
    #expect(try log(after: 10, levels: [27, 27, 26, 27]) == [.stuck])
    #expect(try log(after: 10, levels: []) == [.memoryStarved])
    #expect(try log(after: 10, levels: [27, 27]) == [.memoryStarved], "ten minutes are no hang")
    #expect(try log(after: 10, levels: [27, 80, 30, 95]) == [.memoryStarved], "it is at work")
  }

  @Test func timeoutsAreMissingTightOrLoose() throws {
    var ended = row(99, minutes: 90, state: .failed)
    ended.failureReason = .jobTimeoutExceeded
    #expect(try jobs(.timeoutTooTight, peers() + [ended]) == ["99"])
    // One that a limit caught far beyond its peers is a runaway; the limit did its work.
    var caught = row(99, minutes: 900, state: .failed)
    caught.failureReason = .jobTimeoutExceeded
    #expect(try jobs(.timeoutTooTight, peers() + [caught]).isEmpty && jobs(.runaway, peers() + [caught]) == ["99"])
    #expect(try jobs(.timeoutMissing, peers(3) { $0.timeLimit = .hours(720) }).count == 3)
    #expect(try jobs(.timeoutMissing, peers(3) { $0.timeLimit = .hours(24) }).isEmpty)
    #expect(try jobs(.timeoutTooLoose, peers() { $0.timeLimit = .hours(24) }).count == 30)
    #expect(try jobs(.timeoutTooLoose, peers() { $0.timeLimit = .hours(5) }).isEmpty)
  }

  @Test func headroomIsSeenWhereUseIsKnown() throws {
    let roomy = peers(6) { row in
      row.vcpus = 8
      row.memoryRequested = Bytes(32 << 30)
      row.usage.cpuPercent = 150
      row.usage.peakMemory = Bytes(3 << 30)
    }
    let found = try findings(roomy)
    let cpu = try #require(found.first { $0.kind == .overProvisionedCPU })
    let memory = try #require(found.first { $0.kind == .overProvisionedMemory })
    // 1.5 cores at 80 % are two; 3 GiB and a quarter are 3.75.
    #expect(cpu.remedy.contains("cpus = 2"), "\(cpu.remedy)")
    #expect(memory.remedy.contains("3.8 GB"), "\(memory.remedy)")
    #expect(try findings(Array(roomy.prefix(4))).isEmpty)
    #expect(
      try jobs(
        .overProvisionedMemory,
        roomy + [
          peers(1) {
            $0.memoryRequested = Bytes(100); $0.usage.peakMemory = Bytes(60)
          }[0]
        ]
      ).isEmpty)
  }

  @Test func waitingIsJudgedAmongItsOwn() throws {
    func waited(_ id: Int, seconds: Int64) -> ReviewRow {
      var row = row(id)
      row.started = row.submitted.map { $0 + .seconds(seconds) }
      row.stopped = row.started.map { $0 + .hours(1) }
      return row
    }
    let quick = (0..<30).map { waited($0, seconds: 30 + Int64($0)) }
    #expect(try jobs(.queueBound, quick + [waited(99, seconds: 5000)]) == ["99"])
    #expect(try jobs(.queueBound, quick + [waited(99, seconds: 500)]).isEmpty)
    // All wait two hours for one of work.
    #expect(try jobs(.queueBound, (0..<6).map { waited($0, seconds: 7200) }).count == 6)
  }

  @Test func shortJobsWithALongStartAreBatched() throws {
    let short = (0..<12).map { id in
      var row = row(id, minutes: 4)
      row.runtime = .seconds(60)
      return row
    }
    let found = try #require(try findings(short).first { $0.kind == .startupBound })
    // 3 of 4 minutes are start-up, nine tenths of which ten at a time save: 12 × 3 × 0.9 minutes.
    #expect(found.time == SimDuration(milliseconds: 1_944_000))
    #expect(try jobs(.startupBound, Array(short.prefix(9))).isEmpty)
  }

  @Test func lostWorkIsCountedOnce() throws {
    var failed = row(1, minutes: 5, state: .failed)
    failed.exitCode = 1
    var again = row(2)
    again.name = failed.name
    let found = try findings([failed, again])
    #expect(found.map(\.kind) == [.retriedWork])
    #expect(try findings([failed]).map(\.kind) == [.failedWork])
  }

  @Test func hygieneIsForPlatformsWithTags() throws {
    var bare = row(1)
    (bare.key.run, bare.key.id, bare.name) = ("", "job-1", "tool")
    #expect(try Set(findings([bare]).map(\.kind)) == [.untagged, .unnamed])
    bare.tags = ["study"]
    bare.name = "sample 7"
    #expect(try findings([bare]).isEmpty)
    #expect(try findings([row(1)]).isEmpty)
  }

  @Test func anyFigureIsBorne() throws {
    let times: [Int64?] = [nil, .min, -1, 0, .max]
    for start in times {
      for stop in times {
        var odd = row(1)
        odd.started = start.map { SimTime(milliseconds: $0) }
        odd.stopped = stop.map { SimTime(milliseconds: $0) }
        odd.submitted = stop.map { SimTime(milliseconds: $0) }
        odd.vcpus = 1e300
        odd.nodes = .max
        odd.usage.cpuPercent = .infinity
        odd.usage.peakMemory = Bytes(.max)
        odd.memoryRequested = Bytes(1)
        odd.usage.input = Bytes(.max)
        odd.usage.read = Bytes(.max)
        odd.usage.written = Bytes(.max)
        odd.timeLimit = SimDuration(milliseconds: .max)
        for state in [JobState.done, .failed, .running, JobState("?")] {
          odd.state = state
          _ = try findings(peers(21) + [odd])
          _ = try findings(Array(repeating: odd, count: 25))
        }
      }
    }
  }
}
