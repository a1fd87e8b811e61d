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
      for _ in 0...random.below(4) { mutate(&bytes, &random) }
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

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard bytes.count > 1 else { return }
    let place = random.below(bytes.count)
    let length = min(1 + random.below(40), bytes.count - place)
    switch random.below(6) {
    case 0: bytes[place] ^= UInt8(1 << random.below(8))
    case 1: bytes[place] = UInt8(random.below(256))
    case 2: bytes.removeSubrange(place..<(place + length))
    case 3: bytes.insert(contentsOf: bytes[place..<(place + length)], at: random.below(bytes.count))
    case 4: bytes.removeLast(random.below(bytes.count / 2 + 1))
    default:
      let digits = ["9223372036854775807", "-1", "1e300", "\"", "\\", "\t", "\n", ";", "{", "]", "NaN", "0.1"]
      bytes.insert(contentsOf: Array(digits[random.below(digits.count)].utf8), at: place)
    }
  }
}
