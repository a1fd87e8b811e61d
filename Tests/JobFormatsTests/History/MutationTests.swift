import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Histories that were damaged", .timeLimit(.minutes(5)))
struct MutationTests {
  @Test("10,000 copies of each give jobs or an InputError, and never end the program", arguments: HistorySample.all)
  func damaged(sample: HistorySample) {
    let damage = Damage(sample.text, seed: sample.seed, pieces: sample.pieces)
    let readable = damage.read { bytes, _, random in
      let reading = try Reading(bytes, as: sample.format, blockSize: 1 + random.below(200))
      let accounted = reading.jobs.count + reading.report.skippedCount + reading.report.duplicates
      if reading.report.rows != accounted { return "\(reading.report.rows) rows, \(accounted) accounted for" }
      if let fault = reading.jobs.lazy.compactMap(Self.fault).first { return fault }
      guard sample.format == "wfformat" else { return nil }
      let ids = Set(reading.jobs.map(\.key.id))
      if ids.count != reading.jobs.count { return "an id twice" }
      return reading.jobs.allSatisfy { $0.dependencies.allSatisfy(ids.contains) } ? nil : "waits for what is not there"
    }
    #expect(readable > 100)
  }

  @Test("every format has a sample")
  func complete() {
    let formats = Set(HistorySample.all.map(\.format))
    #expect(HistoryFormats.all.map { $0.format }.filter { !formats.contains($0) } == [])
  }

  /// What nobody could count with: nothing may be beyond what input can hold.
  private static func fault(_ job: Job) -> String? {
    for time in [job.submitted, job.runnable, job.started, job.stopped, job.ended] {
      // A batch log's times are sums of four figures: the log's start, the submission, the wait and the runtime.
      let time = time?.milliseconds ?? 0
      if time.magnitude > 4 * SimTime.limit.milliseconds.magnitude { return "a time beyond the limit" }
    }
    if (job.cost?.nanos ?? 0) < 0 || (job.workerTime ?? .zero) < .zero { return "a negative cost or time" }
    if (job.runtime ?? .zero) < .zero || (job.runtime ?? .zero) > .limit { return "a runtime beyond the limit" }
    if !(job.usage.cpuPercent?.isFinite ?? true) || !(job.vcpus?.isFinite ?? true) { return "a figure without end" }
    if job.key.tryNumber < 0 || job.nodes < 1 { return "try \(job.key.tryNumber), \(job.nodes) nodes" }
    return nil
  }
}
