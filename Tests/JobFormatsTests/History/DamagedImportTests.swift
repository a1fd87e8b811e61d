import Foundation
import JobModel
import RunStore
import TestSupport
import Testing

@testable import JobFormats

/// Damaged files on their way into a store: all of a file goes in, or nothing.
@Suite("Damaged files and the store", .timeLimit(.minutes(5)))
struct DamagedImportTests {
  private static let copies = 150

  @Test("what was kept of a history is whole, and a refused one leaves the store as it was", arguments: firstOfEach)
  func histories(sample: HistorySample) throws {
    let folder = try Folder()
    let store = try JobStore(path: folder.path)
    var before: [JobKey: Job] = [:]
    var refused = 0
    let damage = Damage(sample.text, seed: sample.seed + 500, pieces: sample.pieces)
    damage.read(copies: Self.copies) { bytes, _, random in
      let reader = try HistoryFormats.reader(named: sample.format, for: "test")
      let blockSize = 1 + random.below(200)
      var told: [JobKey: Job] = [:]
      var report: ImportReport?
      do {
        report = try store.importJobs(file: "test", format: sample.format) { insert in
          let input = ByteReader(bytes: bytes, name: "test", blockSize: blockSize)
          return try HistoryFormats.read(input, with: reader, clock: .utc) { job, line in
            told[Self.stored(job.key)] = job
            try insert(job, line)
          }
        }
      } catch is InputError {
        refused += 1
      }
      let after = Dictionary(uniqueKeysWithValues: try store.history().jobs.map { ($0.key, $0) })
      defer { before = after }
      guard let report else { return after == before ? nil : "a refused file changed the store" }
      if after.count != before.count + report.kept { return "\(report.kept) kept, \(after.count - before.count) more" }
      for (key, job) in after {
        if told[key] == nil, job != before[key] { return "\(key.id) changed, of which the file tells nothing" }
      }
      let missing = told.keys.first { after[$0] == nil }
      return missing.map { "\($0.id) was told and is not there" }
    }
    // A table refuses rows, and hardly ever itself.
    #expect(refused < Self.copies)
  }

  /// A key as SQLite can hold it: it ends a text at a NUL.
  private static func stored(_ key: JobKey) -> JobKey {
    JobKey(
      run: key.run.replacing("\0", with: "\u{2400}"), id: key.id.replacing("\0", with: "\u{2400}"),
      tryNumber: key.tryNumber)
  }

  private static let firstOfEach: [HistorySample] = {
    var seen: Set<String> = []
    return HistorySample.all.filter { seen.insert($0.format).inserted }
  }()

  @Test("so it is with logs", arguments: 0..<4)
  func logs(sample: Int) throws {
    let text = [sampleWatchLog, sampleWebLog, sampleMetricsTable, sampleMessages][sample]
    let format = ["dnanexus-watch", "dnanexus-web-log", "dnanexus-metrics", "dnanexus-log-json"][sample]
    let folder = try Folder()
    let store = try JobStore(path: folder.path)
    // The messages name their job; the others are given one.
    let job = LoggedJob(id: sample == 3 ? "job-A" : "job-AAAA")
    let key = JobKey(id: job.id)
    var accepted = 0
    var before = try store.observation(of: key)
    let damage = Damage(text, seed: UInt64(sample) + 900, pieces: ["\n", "\"", "job-", "(", "*"])
    damage.read(copies: Self.copies) { bytes, _, random in
      var samples = 0
      var report: ImportReport?
      do {
        report = try store.importLog(file: "test", format: format) { insert in
          let input = ByteReader(bytes: bytes, name: "test", blockSize: 1 + random.below(200))
          guard case .log(let reader) = try ImportFormat.choose(for: input, named: format) else {
            throw InputError(file: "test", message: "not a log")
          }
          let context = ReadingContext(file: "test", clock: .utc, job: sample == 3 ? nil : job)
          return try LogFormats.read(input, with: reader, context: context) { entry, line in
            if case .span = entry.content {} else { samples += 1 }
            try insert(entry, line)
          }
        }
      } catch is InputError {
        report = nil
      }
      let after = try store.observation(of: key)
      defer { before = after }
      guard let report else { return after == before ? nil : "a refused log changed the store" }
      accepted += 1
      let told = report.kept + report.updated + report.duplicates
      return told == samples ? nil : "\(samples) told, \(told) accounted for"
    }
    #expect(accepted > 0)
  }
}

/// A folder that goes with the test.
private final class Folder {
  private let url = FileManager.default.temporaryDirectory.appendingPathComponent("purser-damage-\(UUID().uuidString)")
  var path: String { url.appendingPathComponent("s.sqlite").path }

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }
}
