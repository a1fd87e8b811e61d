import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// The rows of a real table by their header, split at every comma: none of these files has quotes.
private func table(_ url: URL) throws -> [[String: Substring]] {
  let text = String(decoding: try readAll(.file(url.path)), as: UTF8.self)
  let lines = text.split(separator: "\n")
  let header = lines[0].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  return lines.dropFirst().map { line in
    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
    return Dictionary(uniqueKeysWithValues: zip(header, fields))
  }
}

@Suite("Real tables of jobs", .enabled(if: realData != nil))
struct JobsCSVRealDataTests {
  private let folder = realData ?? URL(fileURLWithPath: "/")

  private func read(_ name: String, _ recipe: TableRecipe? = nil) throws -> (jobs: [Job], report: ImportReport) {
    let (history, reports) = try readHistory(
      [.file(folder.appendingPathComponent(name).path)], format: recipe.map { _ in "jobs-csv" }, table: recipe)
    return (history.jobs, reports[0])
  }

  private func sum(_ rows: [[String: Substring]], _ column: String) -> Int64 {
    rows.reduce(0) { total, row in
      let value = row[column].flatMap { Int64($0) } ?? 0
      return total + (value > 0 ? value : 0)
    }
  }

  @Test("traces of tasks import as they are", arguments: ["chipseq", "eager", "iwd", "methylseq"])
  func sizing(name: String) throws {
    let rows = try table(folder.appendingPathComponent("sizing/\(name).csv.gz"))
    let (jobs, report) = try read("sizing/\(name).csv.gz")
    #expect(report.format == "jobs-csv")
    #expect(report.kept == rows.count && report.skipped == [] && report.warnings == [])
    #expect(jobs.reduce(0) { $0 + ($1.runtime?.milliseconds ?? 0) } == sum(rows, "runtime_ms"))
    #expect(jobs.reduce(0) { $0 + ($1.usage.peakMemory?.count ?? 0) } == sum(rows, "peak_rss_bytes"))
    #expect(jobs.reduce(0) { $0 + ($1.usage.written?.count ?? 0) } == sum(rows, "written_bytes"))
    #expect(jobs.reduce(0) { $0 + ($1.stopped?.milliseconds ?? 0) } == sum(rows, "complete_ms"))
    #expect(jobs.count { $0.state == .failed } == rows.count { $0["status"] == "FAILED" })
    #expect(jobs.count { $0.key.tryNumber > 0 } == rows.count { ($0["attempt"].flatMap { Int($0) } ?? 1) > 1 })
  }

  @Test("logs of jobs import as they are", arguments: ["KTH-SP2-1996-2.1-cln", "SDSC-BLUE-2000-4.2-cln"])
  func timeouts(name: String) throws {
    let rows = try table(folder.appendingPathComponent("timeouts/\(name).csv.gz"))
    let (jobs, report) = try read("timeouts/\(name).csv.gz")
    #expect(report.kept == rows.count && report.skipped == [])
    #expect(jobs.reduce(0) { $0 + ($1.runtime?.milliseconds ?? 0) } == 1000 * sum(rows, "run_s"))
    #expect(jobs.reduce(0) { $0 + ($1.timeLimit?.milliseconds ?? 0) } == 1000 * sum(rows, "req_s"))
    #expect(jobs.count { $0.state == .failed } == rows.count { $0["status"] == "0" })
    #expect(jobs.count { $0.state == .terminated } == rows.count { $0["status"] == "5" })
    #expect(jobs.allSatisfy { $0.started != nil && $0.stopped != nil })
  }

  @Test("tasks of several machines import as they are")
  func runtime() throws {
    let rows = try table(folder.appendingPathComponent("runtime/tasks.csv.gz"))
    let (jobs, report) = try read("runtime/tasks.csv.gz")
    #expect(report.kept == rows.count && report.skipped == [] && report.warnings == [])
    #expect(Set(jobs.map(\.executable)) == Set(rows.compactMap { $0["task"].map(String.init) }))
    #expect(jobs.reduce(0) { $0 + ($1.usage.input?.count ?? 0) } == sum(rows, "task_input_uncompressed"))
    #expect(jobs.allSatisfy { $0.property("machine") != nil && $0.property("task_input_bytes") != nil })
  }

  @Test("Google's jobs import with the recipe of the documentation")
  func google() throws {
    let rows = try table(folder.appendingPathComponent("cluster/google2011_jobs_d0-9.csv.gz"))
    let (jobs, report) = try read(
      "cluster/google2011_jobs_d0-9.csv.gz",
      try TableRecipe(
        columns: "app=executable,schedule_ms=started_ms,end_event=state", states: "=running",
        missing: "submit_ms=0,schedule_ms=0"))
    #expect(report.kept == rows.count && report.skipped == [])
    #expect(jobs.count { $0.state == .done } == rows.count { $0["end_event"] == "FINISH" })
    #expect(jobs.count { $0.state == .failed } == rows.count { $0["end_event"] == "FAIL" })
    #expect(jobs.count { $0.state == .running } == rows.count { $0["end_event"]?.isEmpty == true })
    #expect(
      jobs.count { $0.state == .terminated } == rows.count { ["KILL", "EVICT", "LOST"].contains($0["end_event"]) })
    #expect(jobs.count { $0.submitted == nil } == rows.count { $0["submit_ms"] == "0" })
  }

  @Test("Alibaba's tasks and pods and SURF's jobs import with the recipes of the documentation")
  func others() throws {
    let tasks = try read(
      "cluster/alibaba2017_batch_task.csv.gz",
      try TableRecipe(
        columns: "task_create_time=submitted_s,task_end_time=stopped_s,job_id=run,task_id=job,"
          + "number_of_cpus_requested_per_instance_in_the_task=vcpus/100", states: "Terminated=done",
        missing: "task_end_time=0"))
    #expect(tasks.report.rows == 80_553)
    // Those with two times before the trace began, which are negative, say nothing.
    #expect(tasks.report.skippedCount == 117)
    #expect(tasks.jobs.count { $0.state == .done } == 67_013 - 117)
    #expect(tasks.jobs.count { $0.state == .runnable } == 8847)
    #expect(tasks.jobs.count { $0.state == .running } == 3567)
    #expect(tasks.jobs.count { $0.state == .failed } == 1126)
    #expect(tasks.jobs.compactMap(\.vcpus).max().map { $0 <= 64 } == true)

    let pods = try read(
      "cluster/alibaba2023_openb_pod_list_default.csv.gz",
      try TableRecipe(
        columns: "name=job,qos=executable,pod_phase=state,creation_time=submitted_s,scheduled_time=started_s,"
          + "deletion_time=stopped_s,cpu_milli=vcpus/1000,memory_mib=memory_requested_bytes*1048576",
        states: "Running=terminated,Pending=terminated", missing: "creation_time=0,scheduled_time=0"))
    #expect(pods.report.kept == 8152 && pods.report.warnings == [])
    #expect(pods.jobs.count { $0.state == .terminated && $0.started == nil } == 897 + 1)
    #expect(pods.jobs.count { $0.state == .done } == 192)
    #expect(pods.jobs.count { $0.state == .failed } == 1870)
    #expect(pods.jobs.first?.vcpus == 12 && pods.jobs.first?.memoryRequested == Bytes(16 << 30))

    let surf = try read(
      "cluster/surf_month_tasks.csv.gz",
      try TableRecipe(
        columns: "id=job,submission_ms=submitted_ms,duration_ms=runtime_ms,cpu_count=vcpus", states: nil, missing: nil))
    #expect(surf.report.kept == 68_648)
    #expect(surf.jobs.allSatisfy { $0.vcpus == 16 && $0.runtime != nil && $0.started == nil })
  }
}
