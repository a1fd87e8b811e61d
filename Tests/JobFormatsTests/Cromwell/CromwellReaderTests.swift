import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// A workflow whose id stands behind its calls: a task that was preempted once, a cached call, and a sub-workflow.
let sampleCromwell = """
  {"workflowName": "wf", "submittedFiles": {"workflow": "…"}, "calls": {
   "wf.align": [
    {"executionStatus": "RetryableFailure", "backendStatus": "Preempted", "preemptible": true, "shardIndex": 0, "attempt": 1,
     "retryableFailure": true, "failures": [{"message": "outer", "causedBy": [{"message": "taken back", "causedBy": []}]}],
     "runtimeAttributes": {"cpu": "2", "memory": "4 GB", "disks": "local-disk 65 HDD, /mnt/x 10 SSD", "preemptible": "1"},
     "jes": {"machineType": "us-central1-c/custom-2-4096", "zone": "us-central1-c"}, "backend": "PAPIv2",
     "start": "2024-03-17T10:00:00.000Z", "end": "2024-03-17T10:31:00.000Z",
     "executionEvents": [{"description": "RunningJob", "startTime": "2024-03-17T10:01:00Z", "endTime": "2024-03-17T10:30:00Z"}]},
    {"executionStatus": "Done", "preemptible": false, "shardIndex": 0, "attempt": 2, "returnCode": 0,
     "runtimeAttributes": {"cpu": "2", "memory": "4 GB", "preemptible": "1"}, "jes": {"machineType": "custom-2-4096"},
     "start": "2024-03-17T10:31:00.000Z", "end": "2024-03-17T10:45:00.000Z",
     "executionEvents": [
      {"description": "UserAction", "startTime": "2024-03-17T10:35:02Z", "endTime": "2024-03-17T10:40:02Z"},
      {"description": "Worker released", "startTime": "2024-03-17T10:41:02Z", "endTime": "2024-03-17T10:41:02Z"},
      {"description": "Pulling \\"ubuntu\\"", "startTime": "2024-03-17T10:34:00Z", "endTime": "2024-03-17T10:35:00Z"},
      {"description": "Delocalization", "startTime": "2024-03-17T10:40:02Z", "endTime": "2024-03-17T10:41:02Z"}]}],
   "wf.cached": [{"executionStatus": "Done", "shardIndex": -1, "attempt": 1, "callCaching": {"hit": true, "result": "Cache Hit: a:b:0"},
     "start": "2024-03-17T10:45:00Z", "end": "2024-03-17T10:45:05Z"}],
   "wf.sub": [{"executionStatus": "Failed", "shardIndex": -1, "attempt": 1, "subWorkflowMetadata": {
      "workflowName": "sub", "id": "22222222-b", "status": "Failed", "start": "2024-03-17T10:46:00Z", "end": "2024-03-17T10:47:00Z",
      "calls": {"sub.t": [{"executionStatus": "Failed", "returnCode": 3, "shardIndex": -1, "attempt": 1,
        "start": "2024-03-17T10:46:00Z", "end": "2024-03-17T10:47:00Z"}]}}}],
   "wf.other": [{"executionStatus": "Done", "shardIndex": -1, "attempt": 1, "subWorkflowId": "33333333-c",
     "start": "2024-03-17T10:46:00Z", "end": "2024-03-17T10:47:00Z"}]},
   "status": "Failed", "id": "11111111-a", "labels": {"cohort": "x"},
   "submission": "2024-03-17T09:59:00Z", "start": "2024-03-17T09:59:30Z", "end": "2024-03-17T10:50:00+00:00"}

  """

@Suite("Metadata of Cromwell")
struct CromwellReaderTests {
  private func job(_ id: String, try number: Int = 0) throws -> Job {
    try #require(try Reading(sampleCromwell).jobs.first { $0.key == JobKey(id: id, tryNumber: number) })
  }

  @Test("a workflow is an analysis, each attempt of a call a try, sub-workflows are analyses in it")
  func tree() throws {
    let reading = try Reading(sampleCromwell)
    #expect(reading.report.format == "cromwell-metadata" && reading.warnings == [] && reading.report.rows == 7)
    #expect(
      reading.jobs.map { "\($0.key.id) \($0.key.tryNumber) \($0.kind) \($0.state)" } == [
        "11111111-a 0 analysis failed", "11111111-a/wf.align[0] 0 job restarted", "11111111-a/wf.align[0] 1 job done",
        "11111111-a/wf.cached 0 job done", "33333333-c 0 analysis done", "22222222-b 0 analysis failed",
        "22222222-b/sub.t 0 job failed",
      ])
    let inner = try job("22222222-b/sub.t")
    #expect(inner.analysis == "22222222-b" && inner.root == "11111111-a")
    #expect(inner.exitCode == 3 && inner.failureReason == .appInternalError)
    #expect(try job("22222222-b").analysis == "11111111-a")
    #expect(try job("11111111-a").property("cohort") == "x")
  }

  @Test("a preempted attempt ran on a spot machine for as long as the backend ran it")
  func preempted() throws {
    let first = try job("11111111-a/wf.align[0]")
    #expect(first.executable == "wf.align" && first.name == "wf.align[0]")
    #expect(first.failureReason == .spotInstanceInterruption && first.failureMessage == "taken back")
    #expect(first.instanceType == "custom-2-4096" && first.region == "us-central1")
    #expect(first.priceModel == .spot && first.workerTime == .minutes(29))
    #expect(first.vcpus == 2 && first.memoryRequested == Bytes(4 << 30) && first.diskRequested == Bytes(75 << 30))
  }

  @Test("the machine is charged for the events that Google charges for, without the gaps between them")
  func charged() throws {
    let second = try job("11111111-a/wf.align[0]", try: 1)
    #expect(second.priceModel == .onDemand && second.exitCode == 0)
    // Pulling 1 min + UserAction 5 min + Delocalization 1 min; two seconds lie between them.
    #expect(second.workerTime == .minutes(7))
    #expect(second.runtime == .minutes(5))
    #expect(second.started?.milliseconds == 1_710_671_640_000)
    #expect(second.ended?.milliseconds == 1_710_672_300_000)
  }

  @Test("a call that took another's result is cached and ran nowhere")
  func cached() throws {
    let job = try job("11111111-a/wf.cached")
    #expect(job.isCached && job.started == nil && job.workerTime == .zero && job.priceModel == nil)
    #expect(job.property("cache") == "Cache Hit: a:b:0")
  }

  @Test("the machine's own times and price, where newer versions tell them")
  func machineTimes() throws {
    let job = try #require(
      try Reading(
        """
        {"id": "a-b", "workflowName": "w", "status": "Succeeded", "calls": {"w.t": [{"executionStatus": "Done",
        "shardIndex": -1, "attempt": 1, "start": "2024-03-17T10:00:00Z", "end": "2024-03-17T12:00:00Z",
        "vmStartTime": "2024-03-17T10:10:00Z", "vmEndTime": "2024-03-17T11:40:00Z", "vmCostPerHour": 0.25}]}}
        """
      ).jobs.last)
    #expect(job.workerTime == .minutes(90))
    #expect(job.cost == Money(nanos: 375_000_000, currency: .usd))  // 1.5 h at 0.25
  }

  @Test("faults are named with their line, and unknown words kept")
  func faults() throws {
    let reading = try Reading(
      """
      {"workflowName": "w", "submittedFiles": {}, "id": "a-b", "status": "Odd",
       "calls": {"w.t": [7,
        {"executionStatus": "Strange", "attempt": 1, "shardIndex": -1, "start": "never",
         "runtimeAttributes": {"memory": "lots"}},
        {"executionStatus": "Done", "attempt": 2, "shardIndex": -1, "start": "2024-03-17T12:00:00Z", "end": "2024-03-17T10:00:00Z"},
        {"executionStatus": "Bypassed", "attempt": 1, "shardIndex": -1}]}}
      [5]
      {"a": 1}
      """)
    #expect(
      reading.report.skipped == [
        .init(reason: "expected a call, found a number", count: 1, lines: [2]),
        .init(reason: "the call was bypassed: nothing ran", count: 1, lines: [6]),
        .init(reason: "expected a workflow's metadata, found a number", count: 1, lines: [7]),
        .init(
          reason: "no calls, and no status with an id or a name: this is no workflow's metadata", count: 1, lines: [8]),
      ])
    #expect(
      reading.warnings == [
        "start is not a time: it is left out", "memory is not a size: it is left out", "unknown status \"Odd\"",
        "unknown executionStatus \"Strange\"", "the end is before the start: both are left out",
      ])
    #expect(reading.report.rows == reading.jobs.count + reading.report.skippedCount)
  }

  @Test("every prefix is refused")
  func prefixes() {
    let bytes = Array(sampleCromwell.utf8)
    let last = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
    for length in stride(from: 1, to: last, by: 3) {
      #expect(throws: InputError.self, "\(length)") {
        try Reading(Array(bytes.prefix(length)), as: "cromwell-metadata", blockSize: 64)
      }
    }
  }
}

@Suite("Real metadata of Cromwell", .enabled(if: realData != nil))
struct CromwellRealDataTests {
  private let folder = (realData ?? URL(fileURLWithPath: "/")).appendingPathComponent("advisor_inputs/cromwell")

  private func read(_ name: String) throws -> (jobs: [Job], report: ImportReport) {
    let (history, reports) = try readHistory([.file(folder.appendingPathComponent(name).path)], clock: .utc)
    return (history.jobs, reports[0])
  }

  @Test("52 calls of which 10 failed, and the workflow")
  func failing() throws {
    let (jobs, report) = try read("failingInSeveralWaysMetadata.json")
    #expect(jobs.count { $0.kind == .job } == 52 && jobs.count { $0.kind == .analysis } == 1)
    #expect(jobs.count { $0.kind == .job && $0.state == .failed } == 10)
    #expect(jobs.count { $0.exitCode == 1 } == 9)
    #expect(report.skippedCount == 0 && report.warnings == [])
  }

  @Test("the digest has 133 calls with their machines and times")
  func digest() throws {
    let (jobs, report) = try read("papiv2_version3_good.json")
    #expect(jobs.count == 133 && report.warnings == [])
    #expect(jobs.allSatisfy { $0.instanceType != nil && ($0.workerTime ?? .zero) > .zero })
    let shards = jobs.filter { $0.executable.hasSuffix(".SamToFastqAndBwaMemAndMba") }
    #expect(shards.count > 1)
    #expect(jobs.contains { $0.key.tryNumber == 1 })
  }

  @Test("a task costs what the peer's table says, to a hundredth, at the peer's prices")
  func cost() throws {
    let (jobs, _) = try read("ugbio_cromwell.metadata.json")
    let tries = jobs.filter { $0.kind == .job }
    #expect(tries.count == 4)
    #expect(tries.map(\.priceModel) == [.spot, .spot, .onDemand, .onDemand])
    #expect(tries.prefix(2).allSatisfy { $0.failureReason == .spotInstanceInterruption })
    let task = try #require(tries.first { $0.executable == "EfficientDV.task1" })
    let table = try String(
      contentsOf: folder.appendingPathComponent("ugbio_expected_cromwell_cost_df.csv"), encoding: .utf8)
    let rows = table.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let row = try #require(rows.first { $0[0] == "EfficientDV.task1" })
    func column(_ name: String) throws -> Double {
      let place = try #require(rows[0].firstIndex { $0 == name })
      return try #require(Double(row[place]))
    }
    let rate = try column("cpu_cost_per_hour") + (try column("mem_cost_per_hour"))
    let time = try #require(task.workerTime)
    let cost = time.inHours * rate
    let expected = try column("compute_cost")
    #expect(abs(cost / expected - 1) < 0.01, "\(cost) against \(expected)")
  }
}
