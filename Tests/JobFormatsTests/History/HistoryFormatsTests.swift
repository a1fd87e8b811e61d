import Foundation
import JobModel
import Testing

@testable import JobFormats

@Suite("Recognising histories")
struct HistoryFormatsTests {
  @Test("what is no history is refused with the formats and with what was found")
  func unrecognised() {
    // The list is that of the registry, so that a new reader changes no test.
    let known = HistoryFormats.all.map { $0.format }.joined(separator: ", ")
    #expect(
      inputError("hello,\nworld") == "test: expected a history, found \"hello, world\"; "
        + "if it is one of \(known), say so with --format")
    #expect(inputError("") == "test: expected a history, found an empty file")
    #expect(inputError("<!DOCTYPE html><script>window.data = {}")?.contains("a page of Nextflow, but not") == true)
    #expect(inputError("{\"workflowId\": \"x\", \"nativeId\": 1}")?.contains("but neither its runs nor") == true)
  }

  @Test("no two readers claim one file")
  func claims() {
    let samples = [
      "[\(sampleDescribe)]", sampleTrace, sampleRawTrace, sampleReport, sampleSeqeraDump, sampleSeqeraTasks,
      sampleManifest, sampleManifestEvents,
    ]
    for sample in samples {
      let head = InputHead(Array(sample.utf8))
      let readers = HistoryFormats.all.filter { $0.recognises(head) }.map { $0.format }
      #expect(readers.count == 1, "\(readers) claim \(sample.prefix(60))")
    }
  }

  @Test("a format that nobody knows is refused with the nearest one")
  func unknownFormat() {
    let known = HistoryFormats.all.map { $0.format }.joined(separator: ", ")
    #expect(
      inputError("{}", as: "nextflow-tarce")
        == "test: --format: expected one of \(known), found \"nextflow-tarce\"; did you mean nextflow-trace?")
  }

  @Test("a chosen format with nothing in it has no rows")
  func nothing() throws {
    #expect(try Reading("", as: "nextflow-trace").report.rows == 0)
    #expect(try Reading("", as: "dnanexus-json").report.rows == 0)
    #expect(try Reading("[]").report.rows == 0)
    #expect(try Reading("{\"results\": [], \"next\": null}", as: "dnanexus-json").report.rows == 0)
    #expect(try Reading("task_id\thash\tname\tstatus\n").report.rows == 0)
  }

  @Test("in memory two descriptions of a try become one")
  func inMemory() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(
      """
      {"id": "job-1", "state": "running"}
      {"id": "job-1", "state": "done"}
      {"id": "job-1", "state": "done"}
      {"id": "job-1", "state": "failed", "try": 1}
      """.utf8
    ).write(to: URL(fileURLWithPath: path))
    let (history, reports) = try readHistory([.file(path), .file(path)])
    #expect(history.jobs.map(\.state) == [.done, .failed])
    #expect(reports.map(\.rows) == [4, 4])
    #expect(reports.map(\.kept) == [2, 0])
    #expect(reports[0].updated == 1)
    #expect(reports[0].duplicates == 1)
  }

  @Test("a trace and a report of one run are two runs, and that is said")
  func twins() throws {
    func file(_ tasks: [(String, String)]) throws -> InputSource {
      let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
      let rows = tasks.map { "\($0.0)\tX\t\($0.1)\t1000\n" }.joined()
      try Data(("task_id\thash\tname\tstatus\trealtime\n" + rows).utf8).write(to: URL(fileURLWithPath: path))
      return .file(path)
    }
    // The same two tasks in another order: as a report has them.
    let done = "COMPLETED"
    let (_, reports) = try readHistory([
      try file([("1\taa/000001", done), ("2\tbb/000002", done)]),
      try file([("2\tbb/000002", done), ("1\taa/000001", done)]),
    ])
    #expect(reports[0].warnings.isEmpty)
    #expect(reports[1].warnings.count == 1)
    #expect(reports[1].warnings.first?.message.contains("a trace and a report of one run count twice") == true)
    // A run that reused the result of another is no twin of it, and neither is one whose task has another folder.
    let (_, others) = try readHistory([
      try file([("1\taa/000001", done)]), try file([("1\taa/000001", "CACHED"), ("2\tcc/000003", done)]),
    ])
    #expect(others.allSatisfy { $0.warnings.isEmpty })
  }

  @Test("progress is told on the way")
  func progress() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let row = "{\"id\": \"job-1\", \"state\": \"done\", \"details\": \"\(String(repeating: "x", count: 1000))\"}\n"
    try Data(String(repeating: row, count: 3000).utf8).write(to: URL(fileURLWithPath: path))
    var told: [Int64] = []
    let report = try HistoryFormats.read(.file(path), progress: { done, _ in told.append(done) }, into: { _, _ in })
    #expect(report.rows == 3000)
    #expect(report.duplicates == 2999)
    #expect(told.count >= 2 && told == told.sorted())
  }
}
