import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Logs that were damaged", .timeLimit(.minutes(5)))
struct LogMutationTests {
  private static let samples = [sampleWatchLog, sampleWebLog, sampleMetricsTable, sampleMessages]

  private static let formats = ["dnanexus-watch", "dnanexus-web-log", "dnanexus-metrics", "dnanexus-log-json"]

  @Test("10,000 copies of each give samples or an InputError, and never end the program", arguments: 0..<4)
  func damaged(sample: Int) {
    let damage = Damage(Self.samples[sample], seed: UInt64(sample) + 1, pieces: Self.pieces)
    damaged(damage, as: Self.formats[sample])
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

  @Test("so do the heads of real ones", .enabled(if: realData != nil))
  func real() throws {
    let folder = try #require(realData).appendingPathComponent("dx_samples")
    for (seed, name) in [
      "log_dx_watch_2018.txt", "log_oom_killed_ui_2025.txt", "log_oom_stuck_ui_2025.txt",
      "log_variants_one_line_each.txt",
      "metrics_csv_header.csv",
    ].enumerated() {
      let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)).prefix(4096))
      let format = try ImportFormat.choose(for: ByteReader(bytes: bytes, name: name), named: nil).name
      let text = String(decoding: bytes, as: UTF8.self)
      damaged(Damage(text, seed: UInt64(seed) + 100, pieces: Self.pieces), as: format, copies: 1000)
    }
  }

  private func damaged(_ damage: Damage, as format: String, copies: Int = Damage.copies) {
    let readable = damage.read(copies: copies) { bytes, number, random in
      let job = number % 2 == 0 ? LoggedJob(id: "job-AAAA") : nil
      let log = try LogReading(bytes, as: format, job: job, blockSize: 1 + random.below(400))
      guard log.report.rows == log.samples.count + log.events.count + log.report.skippedCount else {
        return "\(log.report.rows) rows of \(format) are not accounted for"
      }
      let isSound =
        log.samples.allSatisfy { ($0.memoryUsed?.count ?? 0) >= 0 && ($0.cpuPercentOfMachine ?? 0) >= 0 }
        && log.events.allSatisfy { $0.text.utf8.count <= LogEvent.textLimit }
      return isSound ? nil : "a sample or an event of \(format) that cannot be"
    }
    #expect(readable > 0)
  }

  /// What logs do not take well.
  private static let pieces = ["\"", "\\", "\t", "\n", "*", "\u{1B}[", "(", ")", "[", "]", "/", "job-"]
}
