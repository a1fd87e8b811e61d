import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// Inputs as a broken disk, a hasty editor or a stranger would leave them.
@Suite("Histories that were damaged")
struct MutationTests {
  private static let samples: [(String, String)] = [
    ("dnanexus-json", "[\(sampleDescribe),\n\(sampleDescribe)]"),
    ("dnanexus-json", "{\"results\":[{\"id\":\"job-1\",\"describe\":\(sampleDescribe)}],\"next\":null}"),
    ("nextflow-trace", sampleTrace),
    ("nextflow-trace", sampleRawTrace),
    ("nextflow-report", sampleReport),
    ("seqera-json", sampleSeqeraDump),
    ("seqera-json", sampleSeqeraTasks),
    ("healthomics-manifest", sampleManifest),
    ("healthomics-manifest", sampleManifestEvents),
    ("jobs-csv", sampleJobsCSV),
  ]

  @Test("they give jobs or an InputError, and never end the program", arguments: samples.indices)
  func damaged(sample: Int) throws {
    let (format, text) = Self.samples[sample]
    let original = Array(text.utf8)
    var random = SeededGenerator(seed: UInt64(sample) + 1)
    var readable = 0
    for number in 0..<(format == "jobs-csv" ? 10_000 : 2000) {
      var bytes = original
      for _ in 0...random.below(4) { random.damage(&bytes, pieces: Self.pieces) }
      do {
        let reading = try Reading(bytes, as: format, blockSize: 1 + random.below(200))
        readable += 1
        // What was kept can be counted with: nothing is beyond what input may hold.
        for job in reading.jobs {
          for time in [job.submitted, job.started, job.stopped, job.ended] {
            #expect(abs(time?.milliseconds ?? 0) <= 2 * SimTime.limit.milliseconds, "mutation \(number) of \(format)")
          }
          #expect((job.cost?.nanos ?? 0) >= 0)
          #expect((job.workerTime?.milliseconds ?? 0) >= 0, "mutation \(number) of \(format)")
        }
        #expect(reading.report.rows == reading.jobs.count + reading.report.skippedCount + reading.report.duplicates)
      } catch is InputError {
        continue
      }
    }
    #expect(readable > 0)
  }

  /// What files of these formats do not take well.
  private static let pieces = [
    "9223372036854775807", "-1", "1e300", "\"", "\\", "\t", "\n", ";", "{", "]", "NaN", "0.1",
  ]
}
