import JobModel
import Testing

@testable import JobFormats

/// A run dump, made up: a task that ran, one that failed on spot, one from the cache and one that runs still.
let sampleSeqeraDump = #"""
  {"workflow": {"id": "W1", "submit": "2025-03-31T16:00:00Z", "start": "2025-03-31T16:05:00Z", "complete": "2025-03-31T18:00:00Z",
    "runName": "sad_ada", "sessionId": "s-1", "userName": "ada", "projectName": "nf/toy", "revision": null,
    "params": {"tasks": [1]}, "status": "SUCCEEDED", "exitStatus": 0},
   "metrics": [{"process": "SORT"}],
   "tasks": [
    {"task": {"id": 101, "taskId": 1, "status": "COMPLETED", "hash": "aa/01", "attempt": 2, "name": "SORT (a)", "process": "SORT",
      "submit": "2025-03-31T16:10:00Z", "start": "2025-03-31T16:20:00Z", "complete": "2025-03-31T17:20:00Z", "duration": 4200000,
      "realtime": 3000000, "exitStatus": 0, "exit": 0, "cpus": 2, "memory": 4294967296, "disk": null, "pcpu": 201.0,
      "peakRss": 1300426752, "executor": "awsbatch", "machineType": "m5.xlarge", "cloudZone": "us-east-1c",
      "priceModel": "standard", "cost": 0.096, "module": [], "nativeId": "n1", "queue": "q"}},
    {"task": {"id": 102, "taskId": 2, "status": "FAILED", "hash": "aa/02", "attempt": 1, "name": "SORT (b)",
      "submit": "2025-03-31T16:10:00Z", "start": null, "complete": "2025-03-31T16:10:30Z", "duration": 30000, "realtime": 10000,
      "exit": "137", "errorAction": "RETRY", "executor": "google-batch", "cloudZone": "europe-west2-a", "priceModel": "spot",
      "cost": 1.4e-05, "machineType": "n2-standard-4", "cpus": 1, "errorMessage": "killed", "numSpotInterruptions": 1}},
    {"task": {"id": 103, "taskId": 3, "status": "CACHED", "hash": "aa/03", "name": "LIST", "submit": "2025-03-30T16:10:00Z",
      "start": "2025-03-30T16:10:00Z", "complete": "2025-03-30T16:11:00Z", "realtime": 60000, "cost": 0.5, "machineType": "m5.xlarge"}},
    {"task": {"id": 104, "taskId": 4, "status": "RUNNING", "hash": "aa/04", "name": "LIST", "submit": "2025-03-31T17:00:00Z",
      "start": "2025-03-31T17:00:10Z", "duration": 5000, "realtime": 1, "exitStatus": 2147483647}}
   ],
   "progress": {}}

  """#

/// An answer of the API to whoever asks for tasks, made up.
let sampleSeqeraTasks = #"""
  {"tasks": [
    {"task": {"id": 101, "taskId": 1, "hash": "aa/01", "status": "COMPLETED", "nativeId": "n1", "name": "SORT (a)", "attempt": 2}}
   ],
   "total": 11}
  """#

@Suite("Runs and tasks of Seqera Platform")
struct SeqeraReaderTests {
  @Test("a run is an analysis around its tasks", arguments: [3, 256 * 1024])
  func run(blockSize: Int) throws {
    let reading = try Reading(sampleSeqeraDump, blockSize: blockSize)
    #expect(reading.report.format == "seqera-json")
    #expect(reading.report.rows == 5)
    #expect(reading.warnings == [])
    #expect(reading.lines == [1, 6, 11, 15, 17])
    let run = reading.jobs[0]
    #expect(run.kind == .analysis && run.key == JobKey(run: "seqera", id: "W1"))
    #expect(run.name == "sad_ada" && run.executable == "nf/toy" && run.state == .done && run.user == "ada")
    #expect((try #require(run.stopped) - #require(run.started)).milliseconds == 115 * 60_000)
    #expect(run.cost == nil)
    #expect(run.property("session_id") == "s-1")
    #expect(reading.jobs.dropFirst().allSatisfy { $0.analysis == "W1" && $0.kind == .job && $0.user == "ada" })
  }

  @Test("a task with its machine, its price and its use")
  func task() throws {
    let job = try Reading(sampleSeqeraDump).jobs[1]
    #expect(job.key == JobKey(run: "seqera", id: "101/aa/01", tryNumber: 1))
    #expect(job.name == "SORT (a)" && job.executable == "SORT" && job.state == .done && job.exitCode == 0)
    #expect(job.workerTime == .hours(1))
    #expect(job.runtime == .minutes(50))
    #expect(job.vcpus == 2 && job.memoryRequested == Bytes(4 << 30) && job.usage.cpuPercent == 201)
    #expect(job.instanceType == "m5.xlarge" && job.region == "aws:us-east-1" && job.priceModel == .onDemand)
    #expect(job.cost == Money(nanos: 96_000_000, currency: .usd))
    #expect(job.property("zone") == "us-east-1c" && job.property("executor") == "awsbatch")
    #expect(job.property("run_name") == "sad_ada" && job.property("task_id") == "1")
    #expect(job.property(Job.costBasisProperty) == "vcpu")
  }

  @Test("failed, cached and running tasks")
  func states() throws {
    let jobs = try Reading(sampleSeqeraDump).jobs
    #expect(jobs.map(\.state) == [.done, .done, .failed, .done, .running])
    let failed = jobs[2]
    #expect(failed.priceModel == .spot && failed.exitCode == 137 && failed.failureMessage == "killed")
    #expect(failed.cost?.nanos == 14_000)
    #expect(failed.region == "gcp:europe-west2")
    #expect(failed.property("error_action") == "RETRY" && failed.property("spot_interruptions") == "1")
    // No start is recorded: its own ten seconds before its end.
    #expect(failed.workerTime == .seconds(10))
    let cached = jobs[3]
    #expect(cached.isCached && cached.cost == nil && cached.workerTime == .zero)
    #expect(cached.property("cached_cost_usd") == "0.5")
    let running = jobs[4]
    #expect(running.started != nil && running.stopped == nil && running.runtime == nil && running.exitCode == nil)
  }

  @Test("a task in an answer of the API is the same job as in a dump, and of no run that is not named")
  func sameTask() throws {
    let reading = try Reading(sampleSeqeraTasks)
    #expect(reading.jobs.map(\.key) == [try Reading(sampleSeqeraDump).jobs[1].key])
    #expect(reading.jobs[0].analysis == nil)
  }

  @Test("lists of runs, tasks alone and several documents")
  func forms() throws {
    let runs = try Reading(
      #"{"workflows": [{"workflow": {"id": "A", "runName": "a", "sessionId": "s", "status": "RUNNING"}, "orgId": 1}], "totalSize": 1}"#
    )
    #expect(runs.jobs.map(\.key.id) == ["A"] && runs.jobs[0].state == .inProgress)
    let mixed = try Reading(
      #"""
      {"id": "A", "runName": "a", "sessionId": "s", "status": "FAILED", "errorMessage": "no"}
      [{"taskId": 1, "hash": "a/1", "name": "x", "status": "COMPLETED"}, {"taskId": 2, "name": "y", "status": "NEW"}]
      """#)
    // What stands beside each other belongs together only where it says so.
    #expect(mixed.jobs.map(\.analysis) == [nil, nil, nil])
    #expect(mixed.jobs.map(\.key.id) == ["A", "1/a/1", "2"])
    #expect(mixed.jobs[1].key.run.hasPrefix("seqera-"))
    #expect(mixed.jobs[0].failureMessage == "no" && mixed.jobs[2].state == .idle)
  }

  @Test("closing braces too many at the end are let go, anything else there is not")
  func strayBraces() throws {
    let reading = try Reading(sampleSeqeraTasks + "\n}\n", blockSize: 5)
    #expect(
      reading.report.warnings == [
        .init(message: "1 closing brace too many at the end: left out", count: 1, lines: [5])
      ])
    #expect(reading.jobs.count == 1)
    #expect(
      inputError(sampleSeqeraTasks + "\n} 7")?.hasPrefix("test:5: expected a value, found \"} 7\"") == true)
    #expect(inputError("}", as: "seqera-json") != nil)
  }

  @Test("faults are counted with their line")
  func faults() throws {
    let reading = try Reading(
      #"""
      {"tasks": [
      7,
      {"task": {"name": "x"}},
      {"task": {"id": 1, "taskId": 1, "hash": "a", "nativeId": 1, "name": "x", "status": "PAUSED", "cost": -1, "priceModel": "odd", "cpus": []}},
      {"workflow": {"id": "A", "runName": "a", "complete": "2025-01-01T00:00:00Z", "start": "2025-01-02T00:00:00Z", "status": "ODD"}},
      {"workflow": {"runName": "a", "status": "ODD"}}
      ]}
      """#, as: "seqera-json")
    #expect(
      reading.report.skipped == [
        .init(reason: "expected an object, found a number", count: 1, lines: [2]),
        .init(reason: "neither a run nor a task of Seqera Platform", count: 1, lines: [3]),
        .init(reason: "the run has no id", count: 1, lines: [6]),
      ])
    #expect(
      reading.report.warnings.map(\.message) == [
        "cpus is no single value: it is left out", "unknown status \"PAUSED\"",
        "unknown priceModel \"odd\": it is left out", "cost is no amount: it is left out", "unknown status \"ODD\"",
        "complete before start: it is left out",
      ])
    #expect(reading.report.rows == 5 && reading.jobs.count == 2)
    #expect(reading.jobs[1].stopped == nil)
  }

  @Test("a dump cut anywhere is refused")
  func prefixes() throws {
    let bytes = Array(sampleSeqeraDump.utf8)
    let whole = try #require(bytes.lastIndex(of: UInt8(ascii: "}"))) + 1
    for length in 1..<whole {
      #expect(throws: InputError.self, "\(length) bytes") {
        try Reading(Array(bytes[..<length]), as: "seqera-json", blockSize: 64)
      }
    }
  }
}
