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

  @Test(
    "well-known files of the same families are refused with what they are and what to give instead",
    arguments: [
      (
        "             JOBID PARTITION  NAME USER ST TIME NODES NODELIST(REASON)\n  1 a b c R 1:00 1 n1\n",
        "squeue's list"
      ),
      ("JOBID|NAME|STATE|TIME|NODES|NODELIST(REASON)\n1|a|RUNNING|5:00|1|n1\n", "sacct --parsable2"),
      ("JobID    JobName  State\n-------- -------- ------------\n1  a  COMPLETED\n", "call it with --parsable2"),
      ("JobId=1 JobName=a\n   UserId=u(1)\n", "scontrol's text"), ("Job ID: 1\nCluster: c\n", "seff's text"),
      ("CPUTimeRAW|ReqCPUS|ReqMem|Submit|State\n1|1|1Gc|2024-03-01T10:00:00|FAILED\n", "without the column JobID"),
      ("1|a|b|COMPLETED\n", "without a header; call it without --noheader"),
      (#"{"meta": {"slurm": {"release": "23"}}, "jobs": [{"job_id": 1}]}"#, "JSON of Slurm"),
      ("job-AAAA\njob-BBBB\n", "ids of jobs alone"), ("a\tb:main\tdone\tjob-AAAA\n", "without --delimiter"),
      ("* a (b:main) (done) job-AAAA\n  u 2023-01-05 12:00:01 (runtime 0:04:12)\n", "the text of dx find jobs"),
      ("Nov-09 12:33:46.606 [main] DEBUG nextflow.cli.Launcher - $> nextflow run x\n", "-with-trace trace.txt"),
      ("N E X T F L O W  ~  version 24.10.0\nexecutor >  local (3)\n", "which has no table of tasks"),
      ("TIMESTAMP\tDURATION\tRUN NAME\tSTATUS\n", "nextflow log's list of runs"),
      ("1\tab/cdef01\t17\tSORT\tCOMPLETED\n", "rows of nextflow log without a header"),
      ("<html><script>var metadataJson = \"{}\"; var parentWorkflowNames = [];", "Cromwell's timing diagram"),
      ("<html><title>Snakemake Report</title>", "a page of Snakemake"),
      (#"{"results": [{"id": "a", "status": "Succeeded"}], "totalResultsCount": 1}"#, "Cromwell's list of workflows"),
      (#"{"items": [{"taskId": "1", "creationTime": "2023-01-01T00:00:00Z"}]}"#, "give the run's manifest"),
      (#"{"jobs": [{"jobArn": "arn:aws:batch:us-east-1:1:job/x"}]}"#, "jobs of AWS Batch"),
      (#"{"launch": {"computeEnvId": "a", "queue": "arn:aws:batch:x"}}"#, "of a dump give workflow-tasks.json"),
      (
        #"2024-01-01T00:00:00Z run/1 {"arn":"arn:aws:omics:a:1:run/1","creationTime":"2024-01-01T00:00:00Z"}"#,
        "aws logs get-log-events"
      ),
      ("JOBID   USER    STAT  QUEUE      FROM_HOST   EXEC_HOST   JOB_NAME\n", "jobs of LSF"),
      ("Job Id: 1.server\n    Job_Name = x\n", "jobs of PBS"),
      ("=======\nqname        all.q\njobnumber    1\n", "jobs of Grid Engine"),
    ])
  func likeness(text: String, found: String) {
    let message = inputError(text) ?? "it was read"
    #expect(message.contains(found), "\(message)")
    #expect(!message.contains("\n"), "\(message)")
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
