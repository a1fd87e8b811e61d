import Foundation
import GRDB
public import JobModel

extension JobStore {
  /// Stores the jobs of one file, all or none.
  ///
  /// `body` reads the file, hands each job to `insert` with its line (0 where lines mean nothing), and returns its
  /// report; the counts of kept, updated and duplicate jobs are set here. Memory does not grow with the file. Other
  /// processes can read meanwhile, but not write; `body` must not call this store. It runs on a thread of its own while
  /// the caller's stores what was read, and has ended when this returns or throws.
  ///
  /// A job that is there already (same run, id and try) with the same content is a duplicate. Otherwise the newer
  /// record stands, completed by what only the older one knew: an update, or a duplicate if it taught nothing.
  ///
  /// ```swift
  /// let report = try store.importJobs(file: "jobs.csv", format: "csv") { insert in
  ///   try reader.read { job, line in try insert(job, line) }
  /// }
  /// ```
  /// - Parameter strict: whether a row that was left out makes the whole file an error.
  /// - Parameter fingerprint: a hash of the file, kept beside the counts.
  /// - Throws: whatever `body` throws, and ``StoreError``; the store is then as it was before.
  public func importJobs(
    file: String, format: String, strict: Bool = false, fingerprint: String? = nil,
    _ body: @escaping (_ insert: (Job, Int) throws -> Void) throws -> ImportReport
  ) throws -> ImportReport {
    try importing(file: file, format: format, strict: strict, fingerprint: fingerprint, JobWriter.init) {
      writer, tally in
      let (report, remainder) = try JobPacker.pack(body) { try writer.write($0, &tally) }
      writer.remainder = remainder
      return report
    }
  }

  /// Stores what one log or metrics table tells of jobs, all or none.
  ///
  /// Each sample and each event is kept once, however many logs tell of it. A job that the store does not know is kept
  /// by its id; when its description comes, they meet. Otherwise as ``importJobs(file:format:strict:fingerprint:_:)``,
  /// but on one thread; kept are samples and events, updated those whose time is now known more finely.
  ///
  /// - Throws: whatever `body` throws, and ``StoreError``; the store is then as it was before.
  public func importLog(
    file: String, format: String, strict: Bool = false, fingerprint: String? = nil,
    _ body: (_ insert: (JobLogEntry, Int) throws -> Void) throws -> ImportReport
  ) throws -> ImportReport {
    try importing(file, format, strict, fingerprint, LogWriter.init, body)
  }

  /// Stores sizes of files, all or none; jobs that have them as inputs then know how large their inputs are.
  ///
  /// - Throws: whatever `body` throws, and ``StoreError``; the store is then as it was before.
  public func importFileSizes(
    file: String, format: String, strict: Bool = false, fingerprint: String? = nil,
    _ body: (_ insert: ((id: String, size: Bytes), Int) throws -> Void) throws -> ImportReport
  ) throws -> ImportReport {
    try importing(file, format, strict, fingerprint, FileSizeWriter.init, body)
  }

  private func importing<Writer: ItemWriter>(
    _ file: String, _ format: String, _ strict: Bool, _ fingerprint: String?,
    _ makeWriter: (Database) throws -> Writer,
    _ body: (_ insert: (Writer.Item, Int) throws -> Void) throws -> ImportReport
  ) throws -> ImportReport {
    try importing(file: file, format: format, strict: strict, fingerprint: fingerprint, makeWriter) { writer, tally in
      try body { item, line in
        tally.line = line
        if let outcome = try writer.write(item) { tally.count(outcome) }
      }
    }
  }

  /// One import as one transaction: `feed` brings all of it to the writer.
  private func importing<Writer: ImportWriter>(
    file: String, format: String, strict: Bool, fingerprint: String?, _ makeWriter: (Database) throws -> Writer,
    _ feed: (Writer, inout ImportTally) throws -> ImportReport
  ) throws -> ImportReport {
    try write { db in
      var report = ImportReport(file: file, format: format)
      try db.inSavepoint {
        let writer = try makeWriter(db)
        var tally = ImportTally()
        do {
          report = try feed(writer, &tally)
        } catch let error as DatabaseError {
          let place = tally.line > 0 ? ", line \(tally.line)" : ""
          throw StoreError(path: path, error, context: "while storing \(file)\(place)")
        }
        report.kept = tally.kept
        report.updated = tally.updated
        // The reader counts rows that are equal byte for byte and does not hand them on.
        report.duplicates += tally.duplicates
        try writer.finish(&report)
        if strict { try Self.refuseSkippedRows(report) }
        if tally.kept + tally.updated > 0 {
          try record(report, file: file, format: format, fingerprint: fingerprint, db)
        }
        // A file that taught nothing leaves nothing, not even until when a log goes.
        let isCounted = report.kept + report.updated + report.duplicates > 0
        return try isCounted || writer.hasLearned() ? .commit : .rollback
      }
      return report
    }
  }

  /// What `strict` asks for.
  ///
  /// - Throws: ``StoreError`` if a row was left out.
  public static func refuseSkippedRows(_ report: ImportReport) throws(StoreError) {
    guard let first = report.skipped.first else { return }
    let place = first.lines.first.map { ", first at line \($0)" } ?? ""
    throw StoreError(
      path: report.file,
      message: "\(report.skippedCount) of \(report.rows) rows cannot be used (\(first.reason)\(place)), "
        + "and --strict asks for all",
      hint: "nothing of it was stored; mend the file, or import it without --strict")
  }

  /// Keeps the counts of an import that changed something; an import that taught nothing leaves no trace.
  private func record(
    _ report: ImportReport, file: String, format: String, fingerprint: String?, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO imports
          (file, format, fingerprint, rows, kept, updated, duplicates, skipped, report, program_version, imported_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
        """,
      arguments: [
        storable(file), storable(format), fingerprint.map(storable), report.rows, report.kept, report.updated,
        report.duplicates, report.skippedCount, try StoredReport(report).json(), programVersion,
      ])
  }
}

/// The part of an ``ImportReport`` that is kept as JSON: what was left out and what was remarked on.
private struct StoredReport: Encodable {
  struct Remark: Encodable {
    var text: String
    var count: Int
    var lines: [Int]
  }

  var skipped: [Remark]
  var warnings: [Remark]

  init(_ report: ImportReport) {
    skipped = report.skipped.map { Remark(text: $0.reason, count: $0.count, lines: $0.lines) }
    warnings = report.warnings.map { Remark(text: $0.message, count: $0.count, lines: $0.lines) }
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
