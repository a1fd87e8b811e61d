import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Faults in tables of jobs")
struct JobsCSVFaultTests {
  @Test("figures that cannot be are left out, each with its line")
  func figures() throws {
    for column in [
      "vcpus", "cpu_percent", "peak_memory_bytes", "input_bytes", "time_limit_s", "submitted_s", "attempt", "exit_code",
      "cost_usd",
    ] {
      let bad = ["1e300", "NaN", "-7", "99999999999999999999", "inf", "0x10", "1.2.3", "twelve"]
        .filter { !($0 == "-7" && column == "exit_code") }
      let rows = bad.map { "align,60,\($0)" }.joined(separator: "\n")
      let reading = try Reading("executable,runtime_s,\(column)\n\(rows)\n")
      #expect(reading.jobs.count == bad.count, "\(column)")
      #expect(reading.report.warnings.count == 1, "\(column)")
      #expect(reading.report.warnings.first?.lines == Array(2..<(2 + bad.count)), "\(column)")
      let bare = try #require(try Reading("executable,runtime_s,other\nalign,60,\n").jobs.first)
      for job in reading.jobs {
        #expect(job.vcpus == nil && job.usage == bare.usage && job.timeLimit == nil && job.submitted == nil)
        #expect(job.key.tryNumber == 0 && job.exitCode == nil && job.cost == nil)
      }
    }
    #expect(try Reading("executable,runtime_s,vcpus\na,1.5e2,4e0\n").jobs.first?.runtime == .seconds(150))
  }

  @Test("a row whose runtime cannot be used is skipped, unless its times say it")
  func required() throws {
    let reading = try Reading(
      """
      executable,runtime_s,started_s,stopped_s
      a,1e300,,
      b,NaN,,
      c,-5,10,20
      d,5,1e300,
      e,,1e300,20
      """)
    #expect(reading.jobs.map(\.executable) == ["c", "d"])
    #expect(reading.jobs.map(\.runtime) == [nil, .seconds(5)])
    #expect(
      reading.report.skipped == [
        .init(reason: "runtime_s cannot be used, and nothing else says how long it ran", count: 2, lines: [2, 3]),
        .init(reason: "started_s cannot be used, and nothing else says how long it ran", count: 1, lines: [6]),
      ])
  }

  @Test("a cost without a currency is a property, and never the cost of the row before")
  func currency() throws {
    let jobs = try Reading("executable,runtime_s,cost,currency\na,1,2.5,GBP\nb,1,1.5,\nc,1,,\n").jobs
    #expect(jobs.map { $0.cost?.description } == ["2.50 GBP", nil, nil])
    #expect(jobs.map { $0.property("cost") } == [nil, "1.5", nil])
  }

  @Test("rows of one id and different executables are told: they are taken for one job")
  func sameIDs() throws {
    let text = "job,executable,runtime_s\n0,a,1\n1,a,1\n0,b,1\n1,a,2\n"
    let (history, reports) = try readHistory(ByteReader(text: text, name: "test"))
    #expect(history.jobs.map(\.executable) == ["b", "a"])
    let warning = try #require(reports.first?.warnings.first)
    #expect(warning == .init(message: ImportReport.sameID, count: 1, lines: [4]))
  }

  @Test("times that run backwards are told")
  func backwards() throws {
    let reading = try Reading(
      """
      executable,submitted_ms,started_ms,stopped_ms
      a,5000,9000,8000
      b,5999,5000,8000
      c,7000,5000,8000
      """)
    #expect(
      reading.report.warnings == [
        .init(message: "stopped before started: both are left out", count: 1, lines: [2]),
        .init(message: "started before submitted: the submission is left out", count: 1, lines: [4]),
      ])
    #expect(reading.jobs.map(\.started?.milliseconds) == [nil, 5000, 5000])
    // 999 ms are within the resolution of whole seconds: it did not wait.
    #expect(reading.jobs.map(\.submitted?.milliseconds) == [5000, 5000, nil])
  }

  @Test("a stop of what has not ended is no stop")
  func running() throws {
    let reading = try Reading("executable,started_s,stopped_s,state\na,1,5,running\n")
    #expect(reading.jobs[0].state == .running && reading.jobs[0].stopped == nil)
    #expect(reading.jobs[0].property("stopped_ms") == "5000")
    #expect(reading.warnings == ["a stop, and a state that has not ended: the stop is kept as a property"])
  }

  @Test("a cost needs a currency, and without one is a property")
  func cost() throws {
    let reading = try Reading(
      "cost,currency,executable,runtime_s,a,z\n1.5,,x,1,1,2\n2,doubloons,y,1,1,2\n3,chf,z,1,1,2\n")
    #expect(reading.jobs.map(\.cost?.nanos) == [nil, nil, 3_000_000_000])
    #expect(reading.jobs[0].properties.map(\.name) == ["a", "cost", "z"])
    #expect(reading.jobs[0].property("cost") == "1.5")
    #expect(
      reading.report.warnings == [
        .init(message: "cost without a currency: it is kept as a property", count: 2, lines: [2, 3]),
        .init(message: "currency is not a currency: it is left out", count: 1, lines: [3]),
      ])
  }

  @Test("unknown priorities and failure reasons are counted")
  func words() throws {
    let reading = try Reading("executable,runtime_s,priority,failure_reason\na,1,urgent,Gremlins\n")
    #expect(reading.jobs[0].failureReason == FailureReason("Gremlins") && reading.jobs[0].state == .failed)
    #expect(
      reading.warnings == [
        "unknown failure reason \"Gremlins\"", "priority is not low, normal or high: it is left out",
      ])
  }

  @Test("rows of another width are skipped; a quote that is never closed refuses the file")
  func rows() throws {
    let reading = try Reading("executable,runtime_s\na\nb,1,2\n\nc,3\r\n")
    #expect(reading.jobs.map(\.executable) == ["c"])
    #expect(
      reading.report.skipped == [
        .init(reason: "expected 2 columns, found 1", count: 1, lines: [2]),
        .init(reason: "expected 2 columns, found 3", count: 1, lines: [3]),
      ])
    #expect(
      inputError("executable,runtime_s\na,\"1\n") == "test:2: a quote is opened in this record and never closed")
  }

  @Test("only a header that says what ran and for how long is recognised, and no trace")
  func recognised() {
    func recognises(_ header: String) -> Bool { JobsCSVReader.recognises(InputHead(Array((header + "\n").utf8))) }
    for header in [
      "executable,runtime_s", "process;start_ms;complete_ms", "task\trealtime_ms", "\"exe\",\"run_s\"",
      " Executable , Runtime_S ",
    ] { #expect(recognises(header), "\(header)") }
    for header in [
      "executable", "executable,started_s", "runtime_s,job", "executable,runtime", "name,mean", "",
      "task_id,process,name,status,hash,realtime_ms", String(repeating: "runtime_s,executable,", count: 10_000),
    ] { #expect(!recognises(header), "\(header.prefix(80))") }
    for text in [sampleTrace, sampleRawTrace] { #expect(!JobsCSVReader.recognises(InputHead(Array(text.utf8)))) }
  }

  @Test("every prefix gives whole rows only")
  func prefixes() throws {
    let bytes = Array(sampleJobsCSV.utf8)
    let whole = try Reading(sampleJobsCSV).jobs
    let headerLength = (bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
    for length in headerLength..<bytes.count {
      guard let reading = try? Reading(Array(bytes[..<length]), as: "jobs-csv", blockSize: 7) else { continue }
      #expect(reading.report.rows == reading.jobs.count + reading.report.skippedCount, "\(length)")
      // All but the last row are as in the whole; their run differs with the content if no column names it.
      for (job, expected) in zip(reading.jobs.dropLast(), whole) { #expect(job == expected, "\(length)") }
    }
  }
}
