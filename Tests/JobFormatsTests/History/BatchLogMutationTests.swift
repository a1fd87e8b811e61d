import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// Logs of batch systems as a broken disk, a hasty editor or a stranger would leave them.
@Suite("Batch logs that were damaged")
struct BatchLogMutationTests {
  private static let samples: [(format: String, text: String)] = [
    ("sacct", sampleSacct), ("cromwell-metadata", sampleCromwell), ("galaxy-jobs", sampleGalaxy),
    ("snakemake-benchmark", sampleSnakemake), ("snakemake-benchmark", sampleSnakemakeLines),
  ]

  @Test("2000 of each give jobs or an InputError, and never end the program", arguments: 0..<5)
  func damaged(sample: Int) throws {
    let (format, text) = Self.samples[sample]
    let original = Array(text.utf8)
    var random = SeededGenerator(seed: UInt64(sample) + 77)
    var readable = 0
    for number in 0..<2000 {
      var bytes = original
      for _ in 0...random.below(4) { random.damage(&bytes, pieces: Self.pieces) }
      do {
        let reading = try Reading(bytes, as: format, blockSize: 1 + random.below(200))
        readable += 1
        for job in reading.jobs {
          for time in [job.submitted, job.started, job.stopped, job.ended] {
            #expect(abs(time?.milliseconds ?? 0) <= 2 * SimTime.limit.milliseconds, "mutation \(number) of \(format)")
          }
          #expect(
            (job.cost?.nanos ?? 0) >= 0 && (job.workerTime?.milliseconds ?? 0) >= 0, "mutation \(number) of \(format)")
          #expect(job.usage.cpuPercent?.isFinite ?? true)
          #expect(job.key.tryNumber >= 0 && job.nodes >= 1)
        }
        #expect(
          reading.report.rows == reading.jobs.count + reading.report.skippedCount + reading.report.duplicates,
          "mutation \(number) of \(format)")
      } catch is InputError {
        continue
      }
    }
    #expect(readable > 0)
  }

  /// What files of these formats do not take well.
  private static let pieces = [
    "9223372036854775807", "-1", "1e300", "\"", "\\", "|", "\n", "_[1-", "{", "]", "NaN", ".batch", "99-",
  ]
}
