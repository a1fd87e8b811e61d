import JobFormats
import JobModel

@testable import JobFormats

/// What came out of a text: jobs with their lines, and the report.
struct Reading {
  var jobs: [Job] = []
  var lines: [Int] = []
  var report: ImportReport

  /// Reads a text; a small block size makes every value straddle blocks.
  init(
    _ text: String, as format: String? = nil, blockSize: Int = 256 * 1024, table: TableRecipe? = nil,
    clock: LocalClock? = .utc
  ) throws {
    try self.init(Array(text.utf8), as: format, blockSize: blockSize, table: table, clock: clock)
  }

  init(
    _ bytes: [UInt8], as format: String? = nil, blockSize: Int = 256 * 1024, table: TableRecipe? = nil,
    clock: LocalClock? = .utc
  ) throws {
    let reader = ByteReader(bytes: bytes, name: "test", blockSize: blockSize)
    var jobs: [Job] = []
    var lines: [Int] = []
    let chosen = try format.map { try HistoryFormats.reader(named: $0, for: "test") }
    report = try HistoryFormats.read(reader, with: chosen, clock: clock, table: table) { job, line in
      jobs.append(job)
      lines.append(line)
    }
    self.jobs = jobs
    self.lines = lines
  }

  /// The remarks, worded as they are.
  var warnings: [String] { report.warnings.map(\.message) }
  /// The reasons for skipping.
  var reasons: [String] { report.skipped.map(\.reason) }
}

/// The message of the ``InputError`` that reading a text throws, or nil if it throws none.
func inputError(_ text: String, as format: String? = nil) -> String? {
  do {
    _ = try Reading(text, as: format)
    return nil
  } catch let error as InputError {
    return error.description
  } catch {
    return "another error: \(error)"
  }
}

extension Job {
  /// The value of a property.
  func property(_ name: String) -> String? { properties.first { $0.name == name }?.value }
}
