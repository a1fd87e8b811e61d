import JobModel

/// An import that stores nothing (`--dry-run`).
struct CheckedImport {
  func importJobs(
    strict: Bool, _ body: (_ insert: (Job, Int) throws -> Void) throws -> ImportReport
  ) throws -> ImportReport {
    var kept = 0
    var report = try body { _, _ in kept += 1 }
    report.kept = kept
    return report
  }
}
