import GRDB
import JobModel

/// Writes the jobs of one import into the open transaction.
final class JobWriter {
  /// What became of a job.
  enum Outcome {
    case kept
    case updated
    case duplicate
  }

  private let db: Database
  private let names: NameWriter
  private let insertion: Statement
  private let comparison: Statement
  private let selection: Statement
  private let update: Statement

  init(_ db: Database) throws {
    self.db = db
    names = try NameWriter(db)
    let columns = JobRow.columns
    let list = columns.joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let key = columns.prefix(JobRow.keyLength).map { "\($0) = ?" }.joined(separator: " AND ")
    let rest = columns.dropFirst(JobRow.keyLength)
    insertion = try db.cachedStatement(
      sql: "INSERT INTO jobs (\(list)) VALUES (\(marks)) ON CONFLICT (run, job, try) DO NOTHING")
    comparison = try db.cachedStatement(
      sql: """
        SELECT (\(rest.joined(separator: ", "))) IS (\(rest.map { _ in "?" }.joined(separator: ", ")))
        FROM jobs WHERE \(key)
        """)
    selection = try db.cachedStatement(sql: "SELECT \(list) FROM jobs WHERE \(key)")
    update = try db.cachedStatement(
      sql: "UPDATE jobs SET \(rest.map { "\($0) = ?" }.joined(separator: ", ")) WHERE \(key)")
  }

  /// Adds a job, or what it tells of a job that is there.
  func write(_ job: Job) throws -> Outcome {
    let values = try JobRow.values(job, names: names)
    insertion.setUncheckedArguments(StatementArguments(values))
    try insertion.execute()
    if db.changesCount > 0 { return .kept }

    let key = values.prefix(JobRow.keyLength)
    if try isStored(values) { return .duplicate }
    selection.setUncheckedArguments(StatementArguments(key))
    let merged = Job.merging(stored: try storedJob(), incoming: job)
    let mergedValues = try JobRow.values(merged, names: names)
    if try isStored(mergedValues) { return .duplicate }
    update.setUncheckedArguments(StatementArguments(rest(mergedValues) + key))
    try update.execute()
    return .updated
  }

  /// The job that ``selection`` is set to find.
  private func storedJob() throws -> Job {
    var job: Job?
    try RowReader.forEachRow(of: Row.fetchCursor(selection), table: "jobs", names: names.table) {
      job = try $0.job()
    }
    guard let job else { throw Damage(what: "the keys of jobs do not fit its rows") }
    return job
  }

  /// Whether the row stands there value by value.
  private func isStored(_ values: [DatabaseValue]) throws -> Bool {
    comparison.setUncheckedArguments(StatementArguments(rest(values) + values.prefix(JobRow.keyLength)))
    return try Bool.fetchOne(comparison) ?? false
  }

  private func rest(_ values: [DatabaseValue]) -> ArraySlice<DatabaseValue> { values.dropFirst(JobRow.keyLength) }
}
