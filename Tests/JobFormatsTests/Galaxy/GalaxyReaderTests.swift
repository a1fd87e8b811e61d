import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// A record of a benchmark run under cgroup 1, and a job of the API that failed under cgroup 2.
let sampleGalaxy = """
  {"run": "1", "cloud": "c4", "job_conf": "col-f", "workflow_id": "w1", "history_id": "h1", "inputs": "reads", "metrics":
   {"model_class": "Job", "id": "aa", "state": "ok", "exit_code": 0, "create_time": "2023-12-15T09:52:41.263487", "copied_from_job_id": null,
   "tool_id": "toolshed.g2.bx.psu.edu/repos/iuc/rgrnastar/rna_star/2.7.8a+galaxy1", "inputs": {"a": {"id": "x"}}, "job_metrics": [
   {"plugin": "core", "name": "galaxy_slots", "raw_value": "8.0000000"}, {"plugin": "core", "name": "galaxy_memory_mb", "raw_value": "17179.0000000"},
   {"plugin": "core", "name": "runtime_seconds", "raw_value": "100.0000000"}, {"plugin": "core", "name": "start_epoch", "raw_value": "1702634800.0000000"},
   {"plugin": "core", "name": "end_epoch", "raw_value": "1702634900.0000000"}, {"plugin": "cpuinfo", "name": "processor_count", "raw_value": "48.0000000"},
   {"plugin": "cgroup", "name": "memory.max_usage_in_bytes", "raw_value": "1000000.0000000"}, {"plugin": "cgroup", "name": "memory.limit_in_bytes", "raw_value": "17179869184.0000000"},
   {"plugin": "cgroup", "name": "cpuacct.usage", "raw_value": "250000000000.0000000"}, {"plugin": "meminfo", "name": "memtotal", "raw_value": "198047180.0000000"}]},
   "status": "ok", "server": "https://g/", "input_data_size": [1000, 24]}
  {"id": "bb", "state": "error", "exit_code": 137, "create_time": "2023-12-15T09:52:41", "tool_id": "Cut1", "job_metrics": [
   {"plugin": "core", "name": "galaxy_memory_mb", "raw_value": 2000}, {"plugin": "core", "name": "runtime_seconds", "raw_value": 10},
   {"plugin": "cgroup", "name": "memory.peak", "raw_value": 2097152000}, {"plugin": "cgroup", "name": "memory.max", "raw_value": "max"},
   {"plugin": "cgroup", "name": "cpu.stat.usage_usec", "raw_value": 5000000}, {"plugin": "cgroup", "name": "memory.events.oom_kill", "raw_value": 1}]}

  """

@Suite("Jobs of Galaxy")
struct GalaxyReaderTests {
  @Test("a record of a benchmark run, with the names of cgroup 1")
  func benchmark() throws {
    let reading = try Reading(sampleGalaxy)
    #expect(reading.report.format == "galaxy-jobs" && reading.warnings == [] && reading.report.rows == 2)
    let job = reading.jobs[0]
    #expect(job.key == JobKey(run: "galaxy-https://g/", id: "aa"))
    #expect(job.executable == "toolshed.g2.bx.psu.edu/repos/iuc/rgrnastar/rna_star/2.7.8a+galaxy1")
    #expect(job.name == "rna_star" && job.state == .done && job.exitCode == 0)
    #expect(job.vcpus == 8 && job.memoryRequested == Bytes(16 << 30))  // 17179 MB is 16 GiB to the megabyte
    #expect(job.usage.peakMemory == Bytes(1_000_000) && !job.usage.peaksAreLowerBounds)
    #expect(job.usage.cpuPercent == 250)  // 250 s of processors in 100 s
    #expect(job.runtime == .seconds(100) && job.workerTime == .seconds(100))
    #expect(job.started?.milliseconds == 1_702_634_800_000 && job.submitted?.milliseconds == 1_702_633_961_263)
    #expect(job.property("job_conf") == "col-f" && job.property("cloud") == "c4" && job.property("history") == "h1")
    #expect(job.property("workflow") == "w1" && job.property("workflow_input_bytes") == "1024")
    #expect(job.property("machine_cores") == "48" && job.property("workflow_inputs") == "reads")
  }

  @Test("a job of the API that ran out of memory, with the names of cgroup 2")
  func api() throws {
    let job = try Reading(sampleGalaxy).jobs[1]
    #expect(job.key.run.hasPrefix("galaxy-") && job.key.run.count == 23)
    #expect(job.state == .failed && job.failureReason == .appInsufficientResourceError && job.exitCode == 137)
    #expect(job.memoryRequested == Bytes(2000 << 20) && job.usage.peakMemory == Bytes(2_097_152_000))
    #expect(job.usage.cpuPercent == 50 && job.started == nil)
  }

  @Test("Galaxy's states")
  func states() throws {
    for (word, state) in [
      ("ok", JobState.done), ("error", .failed), ("deleted", .terminated), ("deleting", .terminating),
      ("paused", .waitingOnInput), ("running", .running), ("queued", .runnable), ("resubmitted", .restarted),
    ] {
      let job = try Reading("{\"id\": \"1\", \"tool_id\": \"t\", \"history_id\": \"h\", \"state\": \"\(word)\"}").jobs[
        0]
      #expect(job.state == state, "\(word)")
    }
    let copied = try Reading(
      "[{\"id\": \"1\", \"tool_id\": \"t\", \"history_id\": \"h\", \"state\": \"ok\", \"copied_from_job_id\": \"9\"}]")
    #expect(copied.jobs[0].isCached && copied.jobs[0].workerTime == .zero)
  }

  @Test("faults are named with their line")
  func faults() throws {
    let reading = try Reading(
      """
      {"tool_id": "t", "state": "ok", "job_metrics": []}
      {"id": "1", "state": "ok", "job_metrics": []}
      {"id": "1", "tool_id": "t", "job_metrics": []}
      7
      {"id": "2", "tool_id": "t", "state": "odd", "create_time": "soon", "job_metrics": [{"name": "galaxy_slots", "raw_value": "many"}]}
      {"id": "3", "tool_id": "t", "state": "ok", "create_time": "2023-12-15T09:52:41", "job_metrics": [{"name": "start_epoch", "raw_value": 20}, {"name": "end_epoch", "raw_value": 10}]}
      """)
    #expect(
      reading.report.skipped.map { "\($0.reason) \($0.lines)" } == [
        "the id is missing [1]", "tool_id is missing [2]", "the state is missing [3]",
        "expected a job, found a number [4]",
      ])
    #expect(
      reading.report.warnings.map { "\($0.message) \($0.lines)" } == [
        "galaxy_slots is not a usable number: it is left out [5]", "unknown state \"odd\" [5]",
        "create_time is not a time: it is left out [5]", "end_epoch before start_epoch: both are left out [6]",
      ])
  }

  @Test("every prefix that ends inside a record is refused")
  func prefixes() throws {
    let bytes = Array(sampleGalaxy.utf8)
    let first = try #require(sampleGalaxy.range(of: "\n{\"id\": \"bb\"")).lowerBound.utf16Offset(in: sampleGalaxy)
    for length in stride(from: 1, to: bytes.count - 2, by: 3) where length < first || length > first + 1 {
      #expect(throws: InputError.self, "\(length)") {
        try Reading(Array(bytes.prefix(length)), as: "galaxy-jobs", blockSize: 64)
      }
    }
  }
}

@Suite("Real jobs of Galaxy", .enabled(if: realData != nil))
struct GalaxyRealDataTests {
  private let folder = (realData ?? URL(fileURLWithPath: "/")).appendingPathComponent("advisor_inputs/galaxy")

  @Test("802 jobs, of which 696 ran well and have cores, memory and times")
  func jobs() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".jsonl") }
      .sorted()
    let (history, reports) = try readHistory(names.map { .file(folder.appendingPathComponent($0).path) })
    #expect(reports.reduce(0) { $0 + $1.rows } == 802 && history.jobs.count == 802)
    #expect(reports.allSatisfy { $0.skippedCount == 0 && $0.warnings == [] })
    let done = history.jobs.filter { $0.state == .done }
    #expect(done.count == 696 && history.jobs.count { $0.state == .failed } == 53)
    #expect(done.allSatisfy { $0.vcpus != nil && $0.memoryRequested != nil && $0.usage.peakMemory != nil })
    // Nobody used more than there was: the kernel would have killed it.
    #expect(done.allSatisfy { ($0.usage.peakMemory?.count ?? 0) <= ($0.memoryRequested?.count ?? 0) })
    // The same work on 8, 16 and 32 cores, as the README says of STAR.
    let star = Set(done.filter { $0.name == "rna_star" }.compactMap(\.vcpus))
    #expect(star.isSuperset(of: [8, 16, 32]))
  }

  @Test("the record that was not trimmed says what its line among the others says")
  func original() throws {
    let one = try readHistory([.file(folder.appendingPathComponent("ksuderman_one_original.json").path)]).history.jobs
    let all = try readHistory([.file(folder.appendingPathComponent("ksuderman_rnaseq_main_matrix.jsonl").path)]).history
      .jobs
    #expect(one.count == 1)
    var line = try #require(all.first { $0.key == one[0].key })
    line.user = one[0].user  // trimmed away
    #expect(line == one[0])
    #expect(one[0].workerTime == .seconds(1017) && one[0].vcpus == 32 && one[0].memoryRequested == Bytes(128 << 30))
  }
}
