import JobModel
import Testing

@testable import JobFormats

private func read(_ text: String) throws -> TimeoutLog {
  try TimeoutTable.read(ByteReader(text: text, name: "log.csv"))
}

private let batch = """
  job,submit_s,wait_s,run_s,procs,req_s,status,user,exe,queue
  15,100,20,3477,4,53940,1,12,-1,-1
  16,200,0,50,25,60,0,13,-1,-1
  17,300,0,50,25,-1,1,13,-1,-1

  """
private let trace = """
  process,status,start_ms,runtime_ms,time_limit_ms,cpus_req,input_bytes
  align,COMPLETED,1500,7000,14400000,2,2000
  align,FAILED,2500,900,14400000,2,-1
  align,FAILED,2600,900,14400000,2,-

  """

@Suite struct TimeoutTableTests {
  @Test func aRowOfABatchLogStartsAfterItsWait() throws {
    let log = try read(batch)
    var first = TimeoutRecord(executable: "-1", started: 120, runtime: 3477, limit: 53_940)
    (first.user, first.cores) = ("12", 4)
    var second = TimeoutRecord(executable: "-1", started: 200, runtime: 50, limit: 60)
    (second.user, second.cores, second.isDone) = ("13", 25, false)
    // The third asked for no limit.
    #expect(log == TimeoutLog(file: "log.csv", kind: .batch, records: [first, second], skipped: 1))
  }

  @Test func aRowOfATraceHasItsInput() throws {
    let log = try read(trace)
    var first = TimeoutRecord(executable: "align", started: 1.5, runtime: 7, limit: 14_400)
    (first.cores, first.input) = (2, 2000)
    #expect(log.kind == .workflow && log.records[0] == first)
    #expect(!log.records[1].isDone && log.records[1].input == nil)
    // The third leaves its input empty.
    #expect(log.records.count == 2 && log.skipped == 1)
  }

  @Test func theColumnsOfAJobsCSVAreKnownToo() throws {
    let log = try read("executable,runtime_s,started_s,time_limit_s\na,10,5,60\n")
    #expect(log.records == [TimeoutRecord(executable: "a", started: 5, runtime: 10, limit: 60)])
  }

  @Test func aColumnOfInputsThatNoRowFillsIsNone() throws {
    // As `purser jobs --csv` writes a history without input sizes.
    let log = try read("executable,runtime_s,started_s,input_bytes,time_limit_s\na,10,5,,60\na,11,6,-,60\na,12,7,,\n")
    #expect(log.records.map(\.runtime) == [10, 11] && log.skipped == 1)
  }

  @Test(arguments: [
    ("", "log.csv: expected a table of jobs, found nothing"),
    ("run_s,submit_s,wait_s\n1,1,1\n", "log.csv:1: expected a column req_s, found none"),
    ("process,runtime_ms\na,1\n", "log.csv:1: expected a column time_limit_ms (or time_limit_s), found none"),
    ("runtime_ms,start_ms,time_limit_ms\n1,1,1\n", "log.csv:1: expected a column executable (or process), found none"),
    ("run_s,req_s,submit_s,wait_s\n1,1,1\n", "log.csv:2: expected 4 columns, found 3"),
    (
      "run_s,req_s,submit_s,wait_s\n1,-1,1,1\n",
      "log.csv: expected jobs with a runtime, a start and a limit below the header, found none"
    ),
  ])
  func aFaultIsNamedWithItsPlace(text: String, message: String) {
    #expect { try read(text) } throws: { "\($0)" == message }
  }

  @Test(arguments: ["nan", "inf", "-5", "1e300", "1e12", "much"])
  func aRuntimeThatIsNoneIsRefusedWithItsLine(field: String) {
    #expect { try read("run_s,req_s,submit_s,wait_s\n1,2,1,1\n\(field),2,1,1\n") } throws: {
      "\($0)".hasPrefix("log.csv:3: runtime: expected a ")
    }
  }

  @Test(arguments: [batch, trace]) func everyBeginningIsReadOrRefused(table: String) {
    for length in 0...table.utf8.count {
      let text = String(decoding: table.utf8.prefix(length), as: UTF8.self)
      do { #expect(try !read(text).records.isEmpty) } catch { #expect(error is InputError) }
    }
  }
}
