import JobModel
import Testing

@testable import JobFormats

/// A report, made up: the page around the table, what only uses the table, and JavaScript's escapes in it.
let sampleReport = #"""
  <!DOCTYPE html>
  <html lang="en">
  <head>
    <meta name="description" content="Nextflow workflow report for run id [sad_ada]">
    <title>[sad_ada] Nextflow Workflow Report</title>
    <script>window.data_byprocess = {}; if( window.data.trace==null ) { x(); }</script>
  </head>
  <script>
    // Nextflow report data
    window.data = { "trace":[
  {"task_id":"2","hash":"aa\/000001","native_id":"17","process":"SORT","module":[],"container":"c\/1","tag":"it\'s","name":"SORT (it\'s)","status":"COMPLETED","exit":"0","submit":"1700000000000","start":"1700000010000","complete":"1700000070000","duration":"70000","realtime":"55000","%cpu":"397.9","rss":"1","peak_rss":"1048576","read_bytes":"20","write_bytes":"4096","attempt":"2","script":"\n  a \'\t\' \\\n  \s","queue":"long","cpus":"4","memory":"2147483648","disk":"-","time":"-","error_action":"-"},
  {"task_id":"3","hash":"aa\/000002","native_id":"18","process":"SORT","tag":"-","name":"SORT","status":"FAILED","exit":"2147483647","submit":"1700000000000","start":"-","complete":"-","duration":"-","realtime":"-","cpus":"4","error_action":"RETRY"}
  ], "summary":[{"process":"SORT","cpu":{"mean":1}}] };
  </script>
  </html>

  """#

@Suite("HTML execution reports of Nextflow")
struct NextflowReportReaderTests {
  @Test("the tasks of the table, with the fields of a raw trace", arguments: [3, 256 * 1024])
  func tasks(blockSize: Int) throws {
    let reading = try Reading(sampleReport, blockSize: blockSize)
    #expect(reading.report.format == "nextflow-report")
    #expect(reading.report.rows == 2)
    #expect(reading.lines == [11, 12])
    #expect(reading.warnings == [])
    let job = reading.jobs[0]
    #expect(job.key.id == "2/aa/000001")
    #expect(job.key.tryNumber == 1)
    #expect(job.name == "SORT (it's)")
    #expect(job.executable == "SORT")
    #expect(job.state == .done)
    #expect(job.exitCode == 0)
    #expect(job.submitted?.milliseconds == 1_700_000_000_000)
    #expect(job.started?.milliseconds == 1_700_000_010_000)
    #expect(job.stopped?.milliseconds == 1_700_000_070_000)
    #expect(job.runtime?.milliseconds == 55_000)
    #expect(job.vcpus == 4)
    #expect(job.memoryRequested == Bytes(2 << 30))
    #expect(job.usage.cpuPercent == 397.9)
    #expect(job.usage.peakMemory == Bytes(1 << 20))
    #expect(job.usage.read == Bytes(20))
    #expect(
      job.properties == [
        Property(name: "container", value: "c/1"), Property(name: "native_id", value: "17"),
        Property(name: "queue", value: "long"), Property(name: "run_name", value: "sad_ada"),
        Property(name: "tag", value: "it's"),
      ])
    let failed = reading.jobs[1]
    #expect(failed.state == .failed && failed.exitCode == nil && failed.started == nil)
    #expect(failed.property("error_action") == "RETRY")
    #expect(failed.key.run == job.key.run && job.key.run.hasPrefix("nf-"))
  }

  @Test("the run is named by what the page says, so another run is another one")
  func run() throws {
    let first = try Reading(sampleReport).jobs[0].key.run
    #expect(try Reading(sampleReport).jobs[0].key.run == first)
    #expect(try Reading(sampleReport.replacing("sad_ada", with: "old_bob")).jobs[0].key.run != first)
    #expect(try Reading(sampleReport.replacing("1700000000000", with: "1700000000001")).jobs[0].key.run != first)
  }

  @Test("the report of the plugin nf-co2footprint has its values a level deeper")
  func wrapped() throws {
    func value(_ raw: String) -> String {
      "{\"raw\":{\"value\":\(raw),\"type\":\"x\",\"unit\":\"\"},\"readable\":\"?\"}"
    }
    let reading = try Reading(
      """
      <!-- Nextflow workflow report --> window.data={"trace":[
      {"task_id":\(value("2")),"hash":\(value("\"aa/000001\"")),"name":\(value("\"SORT (a)\"")),
      "status":\(value("\"COMPLETED\"")),"submit":\(value("1700000000000")),"start":\(value("1700000010000")),
      "complete":\(value("1700000070000")),"realtime":\(value("55000")),"%cpu":\(value("134.0")),
      "peak_rss":\(value("1048576")),"time":\(value("55000")),"disk":\(value("null")),"memory":{"a":1}}
      ]};
      """)
    #expect(reading.warnings == ["memory is no single value: it is left out"])
    let job = reading.jobs[0]
    #expect(job.key.id == "2/aa/000001" && job.executable == "SORT" && job.state == .done)
    #expect(job.started?.milliseconds == 1_700_000_010_000 && job.runtime == .seconds(55))
    #expect(job.usage.cpuPercent == 134 && job.usage.peakMemory == Bytes(1 << 20))
    #expect(job.timeLimit == nil && job.diskRequested == nil)
  }

  @Test("a page cut anywhere before the end of its table is refused")
  func prefixes() throws {
    let bytes = Array(sampleReport.utf8)
    let end = try #require(sampleReport.firstRange(of: "] };")).upperBound
    let whole = sampleReport.utf8.distance(from: sampleReport.startIndex, to: end) - 1
    for length in 1..<whole {
      #expect(throws: InputError.self, "\(length) bytes") {
        try Reading(Array(bytes[..<length]), as: "nextflow-report", blockSize: 64)
      }
    }
    #expect(try Reading(Array(bytes[..<whole])).jobs.count == 2)
  }

  @Test("faults are named with their line")
  func faults() throws {
    #expect(
      inputError("<html><title>Nextflow Workflow Report</title>")
        == "test: expected the table of tasks (window.data = {…}) of a Nextflow report, found none; the page may be cut "
        + "short; write it again, or give the trace file (-with-trace)")
    let many = inputError(
      "<!-- Nextflow Workflow Report -->\n<script>window.data = { \"trace\":null, \"summary\":[] };")
    #expect(many?.hasPrefix("test:2: the report holds no tasks: Nextflow leaves them out of runs of more than") == true)
    let reading = try Reading(
      """
      <!-- Nextflow Workflow Report --> window.data={"trace":[
      7,
      {"task_id":"1","hash":"a","status":"COMPLETED"},
      {"task_id":"1","hash":"a","name":"x","status":"COMPLETED","cpus":{}, "submit":"soon"}
      ]};
      """)
    #expect(
      reading.report.skipped == [
        .init(reason: "expected an object, found a number", count: 1, lines: [2]),
        .init(reason: "the name is missing", count: 1, lines: [3]),
      ])
    #expect(
      reading.report.warnings == [
        .init(message: "cpus is no single value: it is left out", count: 1, lines: [4]),
        .init(message: "submit is not a time: it is left out", count: 1, lines: [4]),
      ])
    #expect(reading.report.rows == 3 && reading.jobs.count == 1)
  }
}
