import Foundation
import JobModel
import RunStore

/// A folder for stores that goes with the test.
final class TestFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("purser-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String = "purser.sqlite") -> String { url.appendingPathComponent(name).path }

  func store(_ mode: JobStore.Mode = .readWrite) throws -> JobStore {
    try JobStore(path: path(), mode: mode, programVersion: "0.0-test")
  }
}

extension JobStore {
  /// Imports these jobs as the rows of one file.
  @discardableResult
  func importJobs(_ jobs: [Job], file: String = "jobs.csv") throws -> ImportReport {
    try importJobs(file: file, format: "csv") { insert in
      var report = ImportReport(file: file, format: "csv")
      for (index, job) in jobs.enumerated() {
        report.rows += 1
        try insert(job, index + 2)
      }
      return report
    }
  }

  /// All jobs.
  var jobs: [Job] { get throws { try history().jobs } }
}

/// What the test throws on purpose.
struct Interruption: Error, Equatable {}

/// A small job.
func job(
  _ id: String, executable: String = "align", run: String = "", state: JobState = .done, submitted: Int64? = nil
) -> Job {
  var job = Job(key: JobKey(run: run, id: id), name: id, executable: executable, state: state)
  job.submitted = submitted.map { SimTime(milliseconds: $0) }
  return job
}

/// A job in which nothing is left out.
func fullJob() throws -> Job {
  var job = Job(
    key: JobKey(run: "r1", id: "job-1", tryNumber: 2), name: "sample \"7\"\n\u{1}é", executable: "bwa", state: .failed)
  job.kind = .job
  job.executableID = "applet-1"
  job.function = "main"
  job.stage = "stage-1"
  job.user = "user-1"
  job.project = "project-1"
  job.billTo = "org-1"
  job.folder = "/out"
  job.region = "aws:eu-west-2"
  job.tags = ["a", "b \"quoted\"", "\\"]
  job.properties = [Property(name: "sample", value: "7"), Property(name: "sample", value: "")]
  job.failureReason = .appInsufficientResourceError
  job.failureMessage = "out of memory\n"
  job.exitCode = -137
  job.isCached = true
  job.submitted = SimTime(milliseconds: -1)
  job.runnable = SimTime(milliseconds: 1)
  job.started = SimTime(milliseconds: 2)
  job.stopped = SimTime(milliseconds: 3)
  job.ended = SimTime(milliseconds: 4)
  job.runtime = SimDuration(milliseconds: 5)
  job.transitions = [
    Job.Transition(state: .running, time: SimTime(milliseconds: 2)),
    Job.Transition(state: .failed, time: SimTime(milliseconds: Int64.min)),
  ]
  job.instanceType = "mem1_ssd1_v2_x4"
  job.nodes = 3
  job.vcpus = 0.1
  job.memoryRequested = Bytes(6)
  job.diskRequested = Bytes(7)
  job.timeLimit = SimDuration(milliseconds: 8)
  job.priority = .normal
  job.finalPriority = .high
  job.priceModel = .onDemand
  job.rank = -1024
  job.restartPolicy = RestartPolicy(
    restartOn: [.appError: 1, .unresponsiveWorker: 2, RestartPolicy.anyReason: 3], maxRestarts: 4, largerType: true,
    maxSpotTries: 5)
  job.cost = Money(nanos: 9, currency: .gbp)
  job.spotSavings = Money(nanos: 10, currency: .usd)
  job.costLimit = try DecimalNumber(parsing: "12.3456789012345")
  job.parent = "job-0"
  job.parentTry = 1
  job.origin = "job-00"
  job.root = "analysis-0"
  job.analysis = "analysis-1"
  job.detachedFrom = "job-9"
  job.dependencies = ["job-3", "job-4"]
  job.modified = SimTime(milliseconds: 20)
  job.observedUntil = SimTime(milliseconds: 21)
  job.inputFiles = ["file-1", "file-2"]
  job.usage.cpuPercent = 250.5
  job.usage.peakMemory = Bytes(11)
  job.usage.peakDisk = Bytes(12)
  job.usage.input = Bytes(13)
  job.usage.read = Bytes(14)
  job.usage.written = Bytes(Int64.max)
  job.usage.peaksAreLowerBounds = true
  return job
}
