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
  private var expectsKnown = false
  private var row = RowCells()

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
    try fill(with: job)
    // A file that was imported before is mostly known: looking first is then half the work.
    var compared = expectsKnown ? try isStored() : nil
    if compared == nil {
      _ = try row.run(insertion, 0..<JobRow.columns.count)
      expectsKnown = db.changesCount == 0
      if !expectsKnown { return .kept }
      compared = try isStored()
    }
    if compared == true { return .duplicate }

    try fill(with: Job.merging(stored: try storedJob(job.key), incoming: job))
    if try isStored() == true { return .duplicate }
    _ = try row.run(update, JobRow.keyLength..<JobRow.columns.count, 0..<JobRow.keyLength)
    return .updated
  }

  private func fill(with job: Job) throws {
    row.removeAll()
    try JobRow.fill(&row, with: job, names: names)
  }

  /// The stored job with a key.
  private func storedJob(_ key: JobKey) throws -> Job {
    try selection.bind([
      .integer(try names.id(key.run)), .text(storable(key.id)), .integer(Int64(key.tryNumber)),
    ])
    var job: Job?
    try RowReader.forEachRow(of: selection, table: "jobs", names: names.table) { job = try $0.job() }
    guard let job else { throw Damage(what: "the keys of jobs do not fit its rows") }
    return job
  }

  /// Whether the row stands there value by value; nil if its key does not.
  private func isStored() throws -> Bool? {
    try row.run(comparison, JobRow.keyLength..<JobRow.columns.count, 0..<JobRow.keyLength).map { $0 == 1 }
  }
}
