import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Logs that were damaged")
struct LogMutationTests {
  private static let samples = [sampleWatchLog, sampleWebLog, sampleMetricsTable, sampleMessages]

  @Test("they give samples or an InputError, and never end the program", arguments: 0..<4)
  func damaged(sample: Int) throws {
    let format = ["dnanexus-watch", "dnanexus-web-log", "dnanexus-metrics", "dnanexus-log-json"][sample]
    try damage(Array(Self.samples[sample].utf8), as: format, seed: UInt64(sample) + 1)
  }

  @Test("every prefix of a log is read or refused", arguments: 0..<4)
  func prefixes(sample: Int) throws {
    let bytes = Array(Self.samples[sample].utf8)
    var most = 0
    for length in 0...bytes.count {
      do {
        let log = try LogReading(Array(bytes.prefix(length)), job: LoggedJob(id: "job-AAAA"), blockSize: 64)
        #expect(log.report.rows == log.samples.count + log.events.count + log.report.skippedCount)
        most = max(most, log.samples.count)
      } catch is InputError {
        continue
      }
    }
    #expect(most >= (sample == 3 ? 0 : 2))
  }

  @Test("so are real ones", .enabled(if: realData != nil))
  func real() throws {
    let folder = try #require(realData).appendingPathComponent("dx_samples")
    for (seed, name) in [
      "log_dx_watch_2018.txt", "log_oom_killed_ui_2025.txt", "log_oom_stuck_ui_2025.txt",
      "log_variants_one_line_each.txt",
      "metrics_csv_header.csv",
    ].enumerated() {
      let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
      let format = try ImportFormat.choose(for: ByteReader(bytes: bytes, name: name), named: nil).name
      try damage(bytes, as: format, seed: UInt64(seed) + 100)
    }
  }

  private func damage(_ original: [UInt8], as format: String, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var readable = 0
    for number in 0..<10_000 {
      var bytes = original
      for _ in 0...random.below(3) { mutate(&bytes, &random) }
      do {
        let log = try LogReading(bytes, as: format, job: number % 2 == 0 ? LoggedJob(id: "job-AAAA") : nil)
        readable += 1
        guard log.report.rows == log.samples.count + log.events.count + log.report.skippedCount,
          log.samples.allSatisfy({ ($0.memoryUsed?.count ?? 0) >= 0 && ($0.cpuPercentOfMachine ?? 0) >= 0 }),
          log.events.allSatisfy({ $0.text.utf8.count <= LogEvent.textLimit })
        else {
          Issue.record("mutation \(number) of \(format) from seed \(seed)")
          continue
        }
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
    switch random.below(7) {
    case 0: bytes[place] ^= UInt8(1 << random.below(8))
    case 1: bytes[place] = UInt8(random.below(256))
    case 2: bytes.removeSubrange(place..<(place + length))
    case 3: bytes.insert(contentsOf: bytes[place..<(place + length)], at: random.below(bytes.count))
    case 4: bytes.removeLast(random.below(bytes.count / 2 + 1))
    case 5: bytes.insert(UInt8(ascii: "\n"), at: place)
    default:
      let texts = [
        "9223372036854775807", "-1", "1e300", "\"", "\\", "\t", "*", "\u{1B}[", "(", ")", "[", "]", "NaN", "/", "job-",
      ]
      bytes.insert(contentsOf: Array(texts[random.below(texts.count)].utf8), at: place)
    }
  }
}
