import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

let sampleWebLog = """
  [Apr 28 2025, 11:41 PM] vcftools invoked oom-killer: gfp_mask=0x1100dca(GFP|__GFP_ZERO), order=0
  [Apr 28 2025, 11:41 PM] Out of memory: Killed process 7351 (dxfuse) total-vm:5967132kB, anon-rss:3711628kB
  [Apr 28 2025, 11:49 PM] CPU: 27% (4 cores) * Memory: 4630/7677MB * Storage: 6/97GB * Net: 5↓/0↑MBps
  [Apr 29 2025, 12:09 AM] CPU: 27% (4 cores) * Memory: 4642/7677MB * Storage: 6/97GB * Net: 0↓/0↑MBps
  [Apr 29 2025, 12:10 PM] END_LOG
  """

let sampleMetricsTable = """
  timestamp,cpuCount,cpuUsageUser,cpuUsageSystem,cpuUsageIowait,cpuUsageIdle,memoryUsedBytes,memoryTotalBytes,\
  diskUsedBytes,diskTotalBytes,networkOutBytes,networkInBytes,diskReadBytes,diskWriteBytes,diskReadOpsCount,\
  diskWriteOpsCount
  1700000000000,4,24.25,11.5,1.0,63.0,1000,2000,300,400,5,6,7,8,9,10
  1700000060000,4,50,0,0,50,1500,2000,350,400,50,60,70,80,90,100
  """

let sampleMessages = """
  {"timestamp":1700000000481,"source":"APP","level":"STDOUT","job":"job-A","line":24,"msg":"hello"}
  {"timestamp":1700000001481,"source":"SYSTEM","level":"INFO","job":"job-A","line":25,\
  "msg":"CPU: 10% (4 cores) * Memory: 283/7225MB * Storage: 79GB free * Net: 0↓/0↑MBps"}
  {"timestamp":1700000061481,"source":"SYSTEM","level":"METRICS","job":"job-B","jobTry":1,\
  "msg":"** CPU usr/sys/idl/wai: 24/11/1/64% (4 cores) * Memory: 1566/31649MB * Storage: 19/142GB"}
  {"timestamp":1700000099481,"source":"SYSTEM","level":"INFO","job":"job-A","msg":"END_LOG"}
  """

@Suite("Logs of the web page, metrics and messages")
struct OtherLogReaderTests {
  @Test("the web page's times are to the minute and on a clock of twelve hours")
  func web() throws {
    let log = try LogReading(sampleWebLog)
    #expect(log.report.format == "dnanexus-web-log")
    #expect(log.events.map(\.kind) == [.oomKillerInvoked, .processKilled, .endOfLog])
    #expect(log.events[1].process == "dxfuse" && log.events[1].memory == Bytes(3_711_628 * 1024))
    #expect(
      log.samples.map(\.time) == [try at("2025-04-28 23:49:00"), try at("2025-04-29 00:09:00")])
    #expect(log.samples.allSatisfy { $0.precision == .minutes(1) })
    #expect(log.spans["job-X"]?.upperBound == (try at("2025-04-29 12:10:00")))
  }

  @Test(
    "other browsers write the time differently",
    arguments: [
      "[Apr 28 2025, 9:49\u{202F}PM] ", "[Apr 28, 2025, 9:49 PM] ", "[April 28 2025, 21:49]",
      "[Apr 28 2025, 9:49:00 PM] ",
    ])
  func stamps(stamp: String) throws {
    let log = try LogReading("\(stamp)CPU: 27% (4 cores) * Memory: 4630/7677MB\n")
    #expect(log.samples.first?.time == (try at("2025-04-28 21:49:00")))
  }

  @Test(
    "what is no time of a web page is not taken for one",
    arguments: [
      "[Apr 31 2025, 9:49 PM] x", "[Apr 28 2025, 13:49 PM] x", "[Apr 28 2025] x", "[Foo 28 2025, 9:49 PM] x", "[",
      "[Apr 28 2025, 9:60 PM] x",
    ])
  func noStamps(line: String) { #expect(WebStamp(Array(line.utf8)[...]) == nil) }

  @Test("metrics are found by their columns' names, in any order, with or without a header")
  func table() throws {
    let log = try LogReading(sampleMetricsTable)
    #expect(log.report.format == "dnanexus-metrics" && log.report.rows == 2)
    let sample = log.samples[0]
    #expect(sample.time == SimTime(milliseconds: 1_700_000_000_000) && sample.source == .metrics)
    // 24.25 + 11.5 percent of four cores.
    #expect(sample.cpuPercentOfMachine == 35.75 && sample.cpuPercent == 143)
    #expect(sample.cpuIOWaitPercent == 1)
    #expect(sample.memoryUsed == Bytes(1000) && sample.memoryTotal == Bytes(2000))
    #expect(sample.diskUsed == Bytes(300) && sample.diskTotal == Bytes(400))
    #expect(sample.networkOutTotal == Bytes(5) && sample.networkInTotal == Bytes(6))
    #expect(sample.diskReadTotal == Bytes(7) && sample.diskWriteTotal == Bytes(8))

    let rows = sampleMetricsTable.split(separator: "\n").dropFirst().joined(separator: "\n")
    #expect(try LogReading(rows).samples == log.samples)
    let other = try LogReading(
      "Memory Used (Bytes);CPU Usage User;TIMESTAMP;extra\n1000;24.25;1700000000000;?\n")
    #expect(other.samples.first?.memoryUsed == Bytes(1000))
    #expect(other.samples.first?.cpuUserPercent == 24.25)
    #expect(other.samples.first?.cpuPercentOfMachine == nil)
  }

  @Test("bad rows of a table are counted with their lines")
  func badRows() throws {
    let log = try LogReading(
      sampleMetricsTable + "\n1,2\nnever,4,1,1,1,1,1,1,1,1,1,1,1,1,1,1\n1700000120000,,,,,,,,,,,,,,,\n")
    #expect(
      log.reasons == [
        "expected 16 columns, found 2 (4)", "timestamp is not a time in milliseconds (5)",
        "neither memory nor processor use can be read (6)",
      ])
    #expect(log.samples.count == 2 && log.report.rows == 5)
  }

  @Test("messages name their jobs and tries, one after the other or in an array")
  func messages() throws {
    let log = try LogReading(sampleMessages, job: nil)
    #expect(log.report.format == "dnanexus-log-json")
    #expect(log.jobs == ["job-A", "job-B", "job-A"] && log.tries == [nil, 1, nil])
    #expect(log.samples.map(\.time.milliseconds) == [1_700_000_001_481, 1_700_000_061_481])
    #expect(log.samples.map(\.source) == [.resourceLine, .metrics])
    #expect(log.events.map(\.kind) == [.endOfLog])
    let array = "[" + sampleMessages.split(separator: "\n").joined(separator: ",") + "]"
    let same = try LogReading(array, job: nil)
    #expect(same.samples == log.samples && same.events == log.events && same.spans == log.spans)
    #expect(DNAnexusReader.recognises(InputHead(Array(sampleMessages.utf8))) == false)
  }

  @Test("each log is recognised by one reader and by no reader of histories")
  func recognised() {
    for text in [sampleWatchLog, sampleWebLog, sampleMetricsTable, sampleMessages] {
      let head = InputHead(Array(text.utf8))
      #expect(LogFormats.all.count { $0.recognises(head) } == 1, "\(text.prefix(40))")
      #expect(HistoryFormats.all.count { $0.recognises(head) } == 0, "\(text.prefix(40))")
    }
    for text in [sampleDescribe, sampleTrace, "; Version: 2\n1 2 3\n", "task_id\thash\tname\tstatus\n"] {
      let head = InputHead(Array(text.utf8))
      #expect(!LogFormats.all.contains { $0.recognises(head) } && !FileSizeReader.recognises(head))
    }
  }

  @Test("--job reads an id and its try")
  func loggedJob() throws {
    #expect(try LoggedJob(parsing: "job-AB12") == LoggedJob(id: "job-AB12"))
    #expect(try LoggedJob(parsing: "job-AB12:3") == LoggedJob(id: "job-AB12", tryNumber: 3))
    for text in ["", "job-", "jobs-1", "job-1:", "job-1:-1", "job-1:x", "job-1:1:1", "job-1 2"] {
      #expect(throws: InputValueError.self) { try LoggedJob(parsing: text) }
    }
  }

  @Test("sizes of files are found in lists, pages and single descriptions")
  func fileSizes() throws {
    func read(_ text: String) throws -> ([FileSizeReader.Entry], ImportReport) {
      let bytes = ByteReader(text: text, name: "test")
      guard case .fileSizes = try ImportFormat.choose(for: bytes, named: nil) else {
        return ([], ImportReport(file: "", format: ""))
      }
      var entries: [FileSizeReader.Entry] = []
      let report = try FileSizeReader.read(bytes) { entry, _ in entries.append(entry) }
      return (entries, report)
    }
    let record = """
      {"project": "project-1", "id": "file-1", "describe": {"id": "file-1", "class": "file", "size": 70,
       "createdBy": {"user": "user-1", "job": "job-1"}}}
      """
    let expected = [FileSizeReader.Entry(file: "file-1", size: Bytes(70))]
    #expect(try read("[\(record)]").0 == expected)
    #expect(try read("{\"results\": [\(record)], \"next\": null}").0 == expected)
    #expect(try read("{\"id\": \"file-1\", \"class\": \"file\", \"size\": 70}").0 == expected)
    let (_, report) = try read(
      "[\(record), {\"id\": \"file-2\", \"describe\": {}}, {\"id\": \"record-1\", \"describe\": {\"size\": 1}}, 7]")
    #expect(report.rows == 4)
    #expect(
      report.skipped.map(\.reason) == [
        "the file has no size: it was not closed", "not a file", "expected an object, found a number",
      ])
  }
}

@Suite("Real logs", .enabled(if: realData != nil))
struct RealLogTests {
  private func read(_ name: String, job: LoggedJob? = LoggedJob(id: "job-X")) throws -> LogReading {
    let folder = try #require(realData).appendingPathComponent("dx_samples")
    return try LogReading(Array(try Data(contentsOf: folder.appendingPathComponent(name))), job: job)
  }

  @Test("the two logs of out-of-memory kills and the one of dx watch have all their samples and events")
  func samples() throws {
    let stuck = try read("log_oom_stuck_ui_2025.txt")
    #expect(stuck.events.map(\.kind) == [.oomKillerInvoked, .processKilled] && stuck.samples.count == 8)
    #expect(stuck.events.map(\.process) == ["vcftools", "dxfuse"])
    #expect(stuck.samples.compactMap(\.memoryUsed).max() == Bytes(4645 << 20))
    let killed = try read("log_oom_killed_ui_2025.txt")
    #expect(killed.events.map(\.kind) == [.oomKillerInvoked, .processKilled, .endOfLog] && killed.samples.isEmpty)
    let watched = try read("log_dx_watch_2018.txt", job: nil)
    #expect(watched.samples.map(\.cpuPercentOfMachine) == [10, 20, 14, 20, 24])
    #expect(Set(watched.jobs) == ["job-FP8F3k80g35bF08fPj6x1Zj8"])
    let variants = try read("log_variants_one_line_each.txt")
    #expect(variants.samples.count == 3 && variants.reasons == ["a resource line without a time (1)"])
    #expect(variants.samples.last?.source == .metrics)
  }
}
