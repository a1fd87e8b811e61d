import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Runs of the same tasks on several machines")
struct RuntimeTraceFolderTests {
  private static let tasks = """
    machine,workflow,row,label,task,runtime_ms,cpus,task_input_uncompressed,workflow_input_bytes
    local,w,0,train-1,sort,1500,4,1e6,2000000
    a,w,1,test,sort,0,4,1e6,2000000
    a,w,2,test,sort,2500.5,4,,

    """
  private static let benchmarks = "machine,workflow,task,r1,r2,r3\na,w,sort,3,1,2\na,w,none,-1,-1.0,-1\n"
  private static let scores = "machine,cpu_score,io_score\nlocal,437,415\n"

  private func read(
    tasks: String = tasks, benchmarks: String = benchmarks, scores: String = scores
  ) throws(InputError) -> RuntimeTraces {
    try RuntimeTraceFolder.read(
      tasks: ByteReader(text: tasks, name: "tasks.csv"), benchmarks: ByteReader(text: benchmarks, name: "b.csv"),
      scores: ByteReader(text: scores, name: "s.csv"))
  }

  private func fault(tasks: String = tasks, benchmarks: String = benchmarks, scores: String = scores) -> String {
    do {
      return "\(try read(tasks: tasks, benchmarks: benchmarks, scores: scores).runs.count) read"
    } catch { return "\(error)" }
  }

  @Test func readsAllThreeTables() throws {
    let traces = try read()
    // The second run took no time that could be measured.
    #expect(
      traces.runs == [
        .init(
          machine: "local", workflow: "w", row: 0, label: "train-1", task: "sort", seconds: 1.5, inputBytes: 1e6,
          workflowInputBytes: 2e6),
        .init(
          machine: "a", workflow: "w", row: 2, label: "test", task: "sort", seconds: 2.5005, inputBytes: nil,
          workflowInputBytes: nil),
      ])
    // A task without a benchmark has -1 in its place.
    #expect(traces.benchmarks == [.init(machine: "a", workflow: "w", task: "sort", seconds: 2)])
    #expect(traces.scores == [.init(machine: "local", cpu: 437, io: 415)])
  }

  @Test func namesWhatDoesNotFit() {
    #expect(fault(tasks: "") == "tasks.csv: expected a header, found nothing")
    #expect(
      fault(scores: "machine,cpu_score\na,1\n")
        == "s.csv:1: io_score: this column is missing; expected machine, cpu_score, io_score")
    #expect(fault(tasks: Self.tasks + "local,w,3\n") == "tasks.csv:5: expected 9 fields, found 3")
    #expect(
      fault(tasks: Self.tasks + "local,w,3,test,sort,-1,4,1,1\n")
        == "tasks.csv:5: runtime_ms: expected a number from 0.0 to 1000000000000000.0, found \"-1\"")
    #expect(
      fault(tasks: Self.tasks + "local,w,nan,test,sort,1,4,1,1\n")
        == "tasks.csv:5: row: expected a number from 0.0 to 1000000000.0, found \"nan\"")
    #expect(
      fault(tasks: Self.tasks + "local,w,3,test,,1,4,1,1\n") == "tasks.csv:5: task: expected a name, found nothing")
    #expect(
      fault(benchmarks: "machine,workflow,task,r1,r2,r3\na,w,sort,0,x,2\n")
        == "b.csv:2: r2: expected a number from -1.0 to 1000000000.0, found \"x\"")
    #expect(
      fault(scores: Self.scores + "local,1,1\n")
        == "s.csv:3: machine: expected each machine once, found \"local\" again")
  }

  @Test func everyPrefixIsReadOrRefused() {
    for length in 0...Self.tasks.utf8.count {
      let prefix = String(decoding: Self.tasks.utf8.prefix(length), as: UTF8.self)
      let result = fault(tasks: prefix)
      #expect(result.hasSuffix("read") || result.hasPrefix("tasks.csv"), "\(length): \(result)")
    }
  }

  @Test(.enabled(if: realData != nil)) func readsTheRealFolder() throws {
    let traces = try RuntimeTraceFolder.read(try #require(realData).appendingPathComponent("runtime").path)
    // Lines of the file less its header; no run took nought.
    #expect(traces.runs.count == 5454)
    #expect(traces.scores.count == 6)
    #expect(traces.runs.count { $0.machine == "n1" && $0.workflow == "atacseq" && $0.label == "test" } == 70)
  }
}
