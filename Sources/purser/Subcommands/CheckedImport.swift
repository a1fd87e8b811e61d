import JobModel
import RunStore

/// Imports that store nothing (`--dry-run`): what a new store would say of these files.
///
/// It knows jobs by a hash of their key, so a job that comes again counts as an update, or a repetition if the reader
/// found it equal; what a store would make of two records that say the same in other words, it does not know.
struct CheckedImport {
  private var seen = KeyRegister()

  /// Counts the jobs of one file.
  ///
  /// - Throws: whatever `body` throws, and for a row that was left out if `strict`.
  mutating func importJobs(
    strict: Bool, _ body: (_ insert: (Job, Int) throws -> Void) throws -> ImportReport
  ) throws -> ImportReport {
    try importParts(strict: strict) { keys in
      var jobs = 0
      let report = try body { job, _ in
        jobs += 1
        keys.add(job.key)
      }
      return (report, jobs)
    }
  }

  /// Counts the jobs of one file, of which several parts are read at once.
  ///
  /// - Throws: whatever `body` throws, and for a row that was left out if `strict`.
  mutating func importParts(
    strict: Bool, _ body: (_ keys: inout KeyRegister) throws -> (report: ImportReport, jobs: Int)
  ) throws -> ImportReport {
    let before = seen.count
    var (report, jobs) = try body(&seen)
    report.kept = seen.count - before
    report.updated = jobs - report.kept
    if strict { try JobStore.refuseSkippedRows(report) }
    return report
  }

  /// Counts what a log or a list tells, each entry once.
  ///
  /// - Throws: whatever `body` throws, and for a row that was left out if `strict`.
  func importRows(strict: Bool, _ body: (_ count: () -> Void) throws -> ImportReport) throws -> ImportReport {
    var kept = 0
    var report = try body { kept += 1 }
    report.kept = kept
    if strict { try JobStore.refuseSkippedRows(report) }
    return report
  }
}
