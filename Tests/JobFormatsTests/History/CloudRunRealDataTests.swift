import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// The published report, dump, answers and manifest, beside what independent parsing counts in them.
@Suite("Real reports, dumps and manifests", .enabled(if: realData != nil))
struct CloudRunRealDataTests {
  private let folder = realData ?? URL(fileURLWithPath: "/")

  private func read(_ name: String) throws -> (jobs: [Job], report: ImportReport) {
    let (history, reports) = try readHistory([.file(folder.appendingPathComponent(name).path)], clock: .utc)
    return (history.jobs, reports[0])
  }

  private func json(_ name: String) throws -> Any {
    let bytes = try readAll(.file(folder.appendingPathComponent(name).path))
    return try JSONSerialization.jsonObject(with: Data(bytes))
  }

  @Test("the HTML report has the tasks of its table")
  func report() throws {
    let (jobs, report) = try read("nextflow/paintorpipe-report.html.gz")
    #expect(jobs.count == 264 && report.rows == 264 && report.skippedCount == 0 && report.warnings == [])
    // The table, read by other means: JavaScript's \' is no JSON.
    let bytes = try readAll(.file(folder.appendingPathComponent("nextflow/paintorpipe-report.html.gz").path))
    let page = String(decoding: bytes, as: UTF8.self)
    let start = try #require(page.range(of: "window.data = ", options: .backwards)).upperBound
    let end = try #require(page.range(of: "] };", options: .backwards)).lowerBound
    let text = page[start..<end].replacing("\\'", with: "'") + "]}"
    let table = try #require(
      try JSONSerialization.jsonObject(with: Data(Self.valid(String(text)).utf8)) as? [String: Any])
    let tasks = try #require(table["trace"] as? [[String: Any]])
    #expect(tasks.count == jobs.count)
    for (task, job) in zip(tasks, jobs) {
      func field(_ name: String) -> String? { (task[name] as? String).flatMap { $0 == "-" ? nil : $0 } }
      #expect(job.key.id == "\(field("task_id") ?? "")/\(field("hash") ?? "")")
      #expect(job.name == field("name"))
      #expect(job.state == .done && field("status") == "COMPLETED")
      #expect(job.submitted?.milliseconds == field("submit").flatMap { Int64($0) })
      #expect(job.stopped?.milliseconds == field("complete").flatMap { Int64($0) })
      #expect(job.vcpus == field("cpus").flatMap { Double($0) })
      #expect(job.memoryRequested?.count == field("memory").flatMap { Int64($0) })
      #expect(job.property("run_name") == "amazing_lorenz")
    }
  }

  /// JavaScript's unknown escapes (`\s`) made text that strict JSON takes.
  private static func valid(_ text: String) -> String {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        if !Array("\"\\/bfnrtu".utf8).contains(byte) { result.append(UInt8(ascii: "\\")) }
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte < 0x20 {
        result.append(UInt8(ascii: " "))
        continue
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  @Test("the run dump has 16 tasks, of which 4 are cached and 1 failed, and their recorded costs")
  func dump() throws {
    let (jobs, report) = try read("nextflow/seqera-run-15dvxY1LnZYrYe.json.gz")
    #expect(report.rows == 17 && report.kept == 17 && report.warnings == [])
    #expect(jobs[0].kind == .analysis && jobs[0].key.id == "15dvxY1LnZYrYe")
    let tasks = jobs.filter { $0.kind == .job }
    #expect(tasks.count == 16 && tasks.allSatisfy { $0.analysis == jobs[0].key.id })
    #expect(tasks.count { $0.isCached } == 4)
    let failed = tasks.filter { $0.state == .failed }
    #expect(failed.map(\.exitCode) == [2] && failed.map(\.vcpus) == [48])
    let retry = tasks.filter { $0.key.tryNumber == 1 }
    #expect(retry.map(\.vcpus) == [96] && retry.map(\.name) == failed.map(\.name))
    #expect(tasks.allSatisfy { $0.priceModel == .onDemand && $0.region == "aws:us-east-1" })
    let dump = try #require(try json("nextflow/seqera-run-15dvxY1LnZYrYe.json.gz") as? [String: Any])
    let recorded = try #require(dump["tasks"] as? [[String: [String: Any]]]).compactMap { $0["task"] }
    let paid = recorded.filter { $0["status"] as? String != "CACHED" }.compactMap { $0["cost"] as? Double }
    #expect(tasks.compactMap { $0.cost.map { Double($0.nanos) / 1e9 } }.count == paid.count)
    let sum = Double(tasks.compactMap { $0.cost?.nanos }.reduce(0, +)) / 1e9
    #expect(abs(sum - paid.reduce(0, +)) < 1e-8)
  }

  @Test("the API's answers: ten tasks on spot, and a run with a brace too many behind it")
  func answers() throws {
    let (tasks, report) = try read("nextflow/seqera-api-runs_tasks.json.gz")
    #expect(tasks.count == 10 && report.warnings == [])
    #expect(tasks.allSatisfy { $0.priceModel == .spot && $0.state == .done && $0.region == "aws:eu-west-1" })
    #expect(tasks.count { $0.cost == nil } == 1)
    let (runs, view) = try read("nextflow/seqera-api-runs_view.json.gz")
    #expect(runs.map(\.key.id) == ["57X0JJI5bygBlG"] && runs[0].kind == .analysis)
    #expect(view.warnings.map(\.message) == ["1 closing brace too many at the end: left out"])
  }

  @Test("the manifest is one run and 17 tasks, in either form the same, as the table beside it says")
  func manifest() throws {
    let (jobs, report) = try read("advisor_inputs/healthomics/ugbio_manifest.json")
    #expect(report.rows == 18 && report.skippedCount == 0 && report.warnings == [])
    #expect(jobs.count { $0.kind == .analysis } == 1)
    // The names of those who started the run were taken out of the one with a line a record.
    let lines = try read("advisor_inputs/healthomics/ugbio_manifest.jsonl").jobs
    #expect(lines.dropFirst() == jobs.dropFirst() && lines[0].properties == jobs[0].properties)
    let tasks = jobs.filter { $0.kind == .job }
    let text = try String(
      contentsOf: folder.appendingPathComponent(
        "advisor_inputs/healthomics/ugbio_expected_manifest_task_manifests.csv"),
      encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.count - 1 == tasks.count && tasks.count == 17)
    for (row, job) in zip(rows.dropFirst(), tasks) {
      let fields = Dictionary(uniqueKeysWithValues: zip(rows[0], row))
      #expect(fields["arn"]?.hasSuffix(job.key.id) == true && fields["run"] == job.key.run)
      #expect(job.name == fields["name"] && job.instanceType == fields["instanceType"])
      #expect(job.vcpus == fields["cpus"].flatMap { Double($0) })
      #expect(job.memoryRequested?.inGibibytes == fields["memory"].flatMap { Double($0) })
      let seconds = try #require(fields["runningSeconds"].flatMap { Double($0) })
      #expect(abs(Double(job.workerTime?.milliseconds ?? 0) / 1000 - seconds) < 0.001)
      let busy = try #require(fields["cpusAverage"].flatMap { Double($0) })
      #expect(abs((job.usage.cpuPercent ?? -1) - 100 * busy) < 1e-9)
      let peak = try #require(fields["memoryMaximumGiB"].flatMap { Double($0) })
      #expect(abs((job.usage.peakMemory?.inGibibytes ?? 0) - peak) < 1e-9)
    }
    // 1200 GiB reserved for 5095.015 s.
    #expect(jobs[0].storageGiBHours?.approximate == 1698.338333333)
  }

  @Test("what lies beside the manifest and is none is refused")
  func others() throws {
    for name in ["ugbio_expected_run_info.json", "ugbio_monitor_log.json", "ugbio_expected_performance.csv"] {
      #expect(throws: InputError.self, "\(name)") { try read("advisor_inputs/healthomics/\(name)") }
    }
  }
}
