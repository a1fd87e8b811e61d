import JobModel
import Testing

@testable import JobFormats

/// A log of a job in two parts, made up after the form of real ones.
let sampleWatchLog = """
  * Map reads (mapper:main) (done) job-AAAA
    someone 2018-10-24 13:54:45 (runtime 0:21:02)
  2018-10-24 13:56:00 Map reads INFO Logging initialized (priority)
  2018-10-24 13:56:01 Map reads INFO CPU: 10% (4 cores) * Memory: 283/7225MB * Storage: 79GB free * Net: 0↓/0↑MBps
  2018-10-24 13:57:44 Map reads METRICS ** CPU usr/sys/idl/wai: 24/11/1/64% (4 cores) * Memory: 1566/31649MB * \
  Storage: 19/142GB * Net: 10↓/2↑MBps * Disk: r/w 20/174 MBps iops r/w 8/1300
  2018-10-24 14:05:59 Map reads STDERR python3 invoked oom-killer: gfp_mask=0x1
  2018-10-24 14:05:59 Map reads STDERR Out of memory: Killed process 812 (bwa mem) total-vm:9kB, anon-rss:2048kB, x
  2018-10-24 14:06:01 Map reads INFO CPU: 50.5% (4 cores) * Memory: 4630/7677MB * Storage: 6/97GB * Net: 5↓/0↑MBps
  write error: No space left on device
  2018-10-24 14:06:02 Map reads STDOUT ==== DONE ====

  """

@Suite("Logs of dx watch")
struct WatchLogReaderTests {
  @Test("the header names the job; samples and events have their figures")
  func figures() throws {
    let log = try LogReading(sampleWatchLog, job: nil)
    #expect(log.report.format == "dnanexus-watch")
    #expect(log.warnings == [] && log.reasons == [])
    #expect(log.report.rows == 6)
    #expect(Set(log.jobs) == ["job-AAAA"])
    let first = log.samples[0]
    #expect(first.time == (try at("2018-10-24 13:56:01")))
    #expect(first.precision == .seconds(1) && first.source == .resourceLine)
    #expect(first.cpuPercentOfMachine == 10 && first.cores == 4 && first.cpuPercent == 40)
    #expect(first.memoryUsed == Int64(283).mebibytes && first.memoryTotal == Int64(7225).mebibytes)
    #expect(first.diskUsed == nil && first.diskTotal == nil && first.diskFree == Int64(79).gibibytes)
    #expect(first.networkInRate == Bytes(0) && first.networkOutRate == Bytes(0))
    let metrics = log.samples[1]
    #expect(metrics.source == .metrics)
    #expect(metrics.cpuUserPercent == 24 && metrics.cpuSystemPercent == 11 && metrics.cpuIOWaitPercent == 64)
    #expect(metrics.cpuPercentOfMachine == 35)
    #expect(metrics.diskUsed == Int64(19).gibibytes && metrics.diskTotal == Int64(142).gibibytes)
    #expect(metrics.networkInRate == Int64(10).mebibytes && metrics.networkOutRate == Int64(2).mebibytes)
    #expect(metrics.diskReadRate == Int64(20).mebibytes && metrics.diskWriteRate == Int64(174).mebibytes)
    #expect(log.samples[2].cpuPercentOfMachine == 50.5)
    #expect(log.events.map(\.kind) == [.oomKillerInvoked, .processKilled, .diskFull])
    #expect(log.events.map(\.process) == ["python3", "bwa mem", nil])
    // 2048 kB are 2 MiB.
    #expect(log.events[1].memory == Int64(2).mebibytes)
    #expect(log.events[0].text == "python3 invoked oom-killer: gfp_mask=0x1")
    // A line without a time goes on with the one before it.
    #expect(log.events[2].time == (try at("2018-10-24 14:06:01")))
    #expect(log.spans["job-AAAA"] == (try at("2018-10-24 13:56:00"))...(try at("2018-10-24 14:06:02")))
  }

  @Test("a log that was copied with an indent, and one behind what dx run asked, say the same")
  func surroundings() throws {
    let log = try LogReading(sampleWatchLog, job: nil)
    let indented = sampleWatchLog.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
    let questions =
      "Using input JSON:\n{\n    \"reads\": {\"$dnanexus_link\": \"file-1\"}\n}\n\nJob ID: job-AAAA\n\nJob Log\n-------\n"
      + "Watching job job-AAAA. Press Ctrl+C to stop.\n"
    for text in [indented.joined(separator: "\n"), questions + sampleWatchLog] {
      let other = try LogReading(text, job: nil)
      #expect(other.samples == log.samples && other.jobs == log.jobs && other.spans == log.spans)
      #expect(other.events.map(\.kind) == log.events.map(\.kind))
      #expect(other.warnings == [] && other.reasons == [])
    }
  }

  @Test("without times (--no-timestamps) trouble is told, and resource lines are counted as left out")
  func withoutTimes() throws {
    let log = try LogReading(
      """
      * Map reads (mapper:main) (done) job-AAAA
        someone 2018-10-24 13:54:45 (runtime 0:21:02)
      Map reads INFO CPU: 10% (4 cores) * Memory: 283/7225MB * Storage: 79GB free * Net: 0↓/0↑MBps
      Map reads STDERR python3 invoked oom-killer: gfp_mask=0x1

      """, job: nil)
    #expect(log.report.format == "dnanexus-watch")
    #expect(log.samples == [] && log.reasons == ["a resource line without a time (3)"])
    #expect(log.events.map(\.kind) == [.oomKillerInvoked] && log.jobs == ["job-AAAA"])
  }

  @Test(
    "all forms of the resource line are read",
    arguments: [
      "CPU: 12% (4 cores) \\* Memory: 661/7478MB \\* Storage: 79GB free \\* Net: 0?/0?MBps",
      "CPU: 12% (4 cores) * Memory: 661/7478MB * Storage: 79GB free * Net: 0↓/0↑MBps",
      "CPU: 12% (4 cores) * Memory: 661/7478MB",
    ])
  func forms(line: String) throws {
    let log = try LogReading("2018-08-23 14:56:37 FastQC Reads INFO \(line)\n")
    let sample = try #require(log.samples.first)
    #expect(sample.cpuPercentOfMachine == 12 && sample.cores == 4 && sample.memoryUsed == Int64(661).mebibytes)
  }

  @Test("lines name jobs and tries; names may hold spaces, brackets and levels")
  func names() throws {
    let line = "CPU: 1% (2 cores) * Memory: 1/2MB"
    let log = try LogReading(
      """
      2018-10-24 13:56:00 A (b) INFO run (job-B try 2) INFO \(line)
      2018-10-24 13:56:01 A (job-C) \u{1B}[32mINFO\u{1B}[0m \(line)
      2018-10-24 13:56:02 A (job-C) STDOUT INFO \(line)
      """, job: nil)
    #expect(log.jobs == ["job-B", "job-C"] && log.tries == [2, nil])
  }

  @Test("in the log of a tree a line without an id belongs to the job of its name")
  func tree() throws {
    let line = "INFO CPU: 1% (2 cores) * Memory: 1/2MB"
    let log = try LogReading(
      """
      * Root (w:main) (done) job-A
      2018-10-24 13:56:00 Root \(line)
      Part INFO (w:map) (done) job-B try 1
        someone 2018-10-24 13:54:45
      2018-10-24 13:56:01 Part INFO \(line)
      2018-10-24 13:56:02 Root \(line)
      Twin (w:map) (done) job-C
      Twin (w:map) (done) job-D
      2018-10-24 13:56:03 Twin \(line)
      """, job: nil)
    #expect(log.jobs == ["job-A", "job-B", "job-A"] && log.tries == [nil, 1, nil])
    #expect(log.reasons == ["which job the line is of cannot be told: add --job-ids to dx watch (9)"])
    #expect(log.report.rows == 4)
  }

  @Test("a log that names no job wants --job, one that names another contradicts it")
  func whose() throws {
    let text = "2018-10-24 13:56:00 A INFO CPU: 1% (2 cores) * Memory: 1/2MB\n"
    let error = #expect(throws: InputError.self) { try LogReading(text, job: nil) }
    #expect(
      error?.description == "test:1: expected a log that names its job, found none; "
        + "say whose log it is: --job job-xxxx, or --job job-xxxx:1 for its try 1")
    let given = try LogReading(text, job: LoggedJob(id: "job-Z", tryNumber: 3))
    #expect(given.jobs == ["job-Z"] && given.tries == [3])
    let other = #expect(throws: InputError.self) { try LogReading(sampleWatchLog, job: LoggedJob(id: "job-B")) }
    #expect(other?.description == "test:4: the log is of job-AAAA, and --job says job-B; leave --job out")
    #expect(try LogReading(sampleWatchLog, job: LoggedJob(id: "job-AAAA", tryNumber: 1)).tries.allSatisfy { $0 == 1 })
  }

  @Test("times are on the clock that is named, else on this machine's, which is said")
  func zones() throws {
    let text = "2018-07-24 13:56:00 A INFO CPU: 1% (2 cores) * Memory: 1/2MB\n"
    let london = try LogReading(text, clock: LocalClock(named: "Europe/London"))
    #expect(london.samples.first?.time == (try at("2018-07-24 12:56:00")))
    #expect(london.warnings == [])
    let assumed = try LogReading(text, clock: nil)
    #expect(
      assumed.warnings == [
        "times name no zone: they are read in this machine's, \(LocalClock.machine.name); --time-zone names another"
      ])
  }

  @Test("what cannot be read is counted with its line, and a flood of one kind is cut")
  func faults() throws {
    let broken = try LogReading(
      """
      CPU: 20% (2 cores) * Memory: 779/3720MB * Storage: 32GB free
      2018-10-24 13:56:00 A INFO CPU: many * Memory: 1/2MB
      2018-10-24 13:56:00 A INFO CPU: 99999999999999999999% (2 cores) * Memory: 1/2MB
      2018-10-24 13:56:00 A INFO CPU: 1% (0 cores) * Memory: 9223372036854775807/2TB
      2018-10-24 13:56:00 A INFO CPU: 1% (2 cores) * Memory: 1/2MB
      """)
    #expect(
      broken.reasons == ["a resource line without a time (1)", "a resource line that cannot be read (2,3,4)"])
    #expect(broken.samples.count == 1 && broken.report.rows == 5)
    let flood = String(repeating: "2018-10-24 13:56:00 A STDERR x: No space left on device\n", count: 150)
    let cut = try LogReading(flood)
    #expect(cut.events.count == 100 && cut.report.rows == 150 && cut.report.skippedCount == 50)
    let long = "2018-10-24 13:56:00 A STDERR Low disk space " + String(repeating: "é", count: 40_000)
    let text = try #require(try LogReading(long).events.first?.text)
    #expect(text.utf8.count <= LogEvent.textLimit && text.hasPrefix("Low disk space é"))
  }

  @Test("headers alone are the text of dx find, which is refused with what to do")
  func findText() {
    let text = "* Map reads (mapper:main) (done) job-AAAA\n  someone 2018-10-24 13:54:45 (runtime 0:21:02)\n"
    #expect(inputError(text)?.contains("the text of dx find jobs") == true)
    let describe = "ID                  job-AAAA\nClass               job\n"
    #expect(inputError(describe)?.contains("give that of dx describe --json") == true)
  }

  @Test("a log is no history to replay, and says what to do with it")
  func notAHistory() {
    #expect(
      inputError(sampleWatchLog)
        == "test: expected a history, found a log as dx watch prints it; bring it into a store with purser import")
  }
}
