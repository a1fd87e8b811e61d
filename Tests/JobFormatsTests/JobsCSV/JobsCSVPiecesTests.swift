import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Tables of jobs read in pieces")
struct JobsCSVPiecesTests {
  /// Everything that was handed on, in order.
  private struct Everything: JobTally {
    static let readsTexts = true
    var jobs: [Job] = []
    mutating func add(_ job: inout Job, id: UnsafeBufferPointer<UInt8>) { jobs.append(job) }
  }

  @Test("pieces give the jobs and the report of the whole, whatever their size and the number of threads")
  func likeTheWhole() throws {
    var random = SeededGenerator(seed: 23)
    var repeated = 0
    for number in 0..<400 {
      let text = Self.table(&random)
      let reading = try Reading(text, as: "jobs-csv")
      repeated += reading.report.duplicates
      let (jobs, report) = try Self.gather(Array(text.utf8), &random)
      #expect(jobs == reading.jobs, "table \(number)")
      #expect(report == reading.report, "table \(number): \(text)")
      // Who only checks gets the same report, and as many keys.
      let bytes = ByteReader(text: text, name: "test")
      var keys = KeyRegister()
      let checked = try HistoryFormats.check(bytes, with: JobsCSVReader.self, keys: &keys)
      #expect(checked.report == reading.report && checked.jobs == reading.jobs.count, "table \(number)")
      #expect(keys.count == Set(reading.jobs.map(\.key)).count, "table \(number)")
    }
    #expect(repeated > 1000)
  }

  @Test("damaged tables give the same in pieces, or the same error")
  func damaged() throws {
    let sample = try #require(HistorySample.all.first { $0.format == "jobs-csv" })
    let damage = Damage(sample.text, seed: 77, pieces: sample.pieces)
    damage.read(copies: 2000) { bytes, _, random in
      let whole = Result { try Reading(bytes, as: "jobs-csv") }
      let pieces = Result { try Self.gather(bytes, &random) }
      switch (whole, pieces) {
      case (.success(let reading), .success(let (jobs, report))):
        if jobs != reading.jobs {
          let other = zip(jobs, reading.jobs).first { $0 != $1 }
          return "other jobs: \(other.map { "\($0)" } ?? "\(jobs.count) instead of \(reading.jobs.count)")"
        }
        return report == reading.report ? nil : "another report: \(report) instead of \(reading.report)"
      case (.failure(let expected as InputError), .failure(let found as InputError)):
        return expected.description == found.description ? nil : "\(found) instead of \(expected)"
      default:
        return "\(pieces) instead of \(whole)"
      }
    }
  }

  private static func gather(_ bytes: [UInt8], _ random: inout SeededGenerator) throws -> ([Job], ImportReport) {
    var jobs: [Job] = []
    var report = ImportReport(file: "test", format: "jobs-csv")
    try JobsCSVReader.forEachPart(
      ByteReader(bytes: bytes, name: "test", blockSize: 1 + random.below(300)), context: ReadingContext(file: "test"),
      report: &report, pieceSize: 1 + random.below(400), processors: 1 + random.below(4)
    ) { (part: Everything) in jobs += part.jobs }
    return (jobs, report)
  }

  /// A table with most of what a table can have: rows that come again, short ones, the header again, empty lines, quoted
  /// line ends, values that are none, ids that rise and ids that do not or are missing.
  private static func table(_ random: inout SeededGenerator) -> String {
    let hasIDs = random.below(3) > 0
    let header = (hasIDs ? "job," : "") + "executable,state,submitted_s,runtime_s,vcpus,cost_usd,note"
    let rises = random.below(2) == 0
    let end = random.below(2) == 0 ? "\n" : "\r\n"
    var lines = [header]
    for row in 0..<random.below(60) {
      if random.below(8) == 0 {
        lines.append(lines[random.below(lines.count)])
        continue
      }
      if random.below(20) == 0 {
        lines.append(["", "a,b", "\"unfinished\" business"][random.below(3)])
        continue
      }
      let id = random.below(15) == 0 ? "" : rises ? "job-\(row)" : "j\(random.below(40))"
      let fields = [
        ["align", "call", "\"sort,\nmerge\"", ""][random.below(4)], ["done", "failed", "odd", ""][random.below(4)],
        ["\(row)", "-3", "1e300"][random.below(3)], ["\(random.below(5000))", "", "NaN"][random.below(3)],
        ["4", "0", "x"][random.below(3)], ["1.25", ""][random.below(2)],
        ["", "\"a \"\"b\"\"\"", "plain"][random.below(3)],
      ]
      lines.append(((hasIDs ? [id] : []) + fields).joined(separator: ","))
    }
    return lines.joined(separator: end) + (random.below(2) == 0 ? end : "")
  }
}
