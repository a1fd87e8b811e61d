import GRDB
import GRDBSQLite
import JobModel

/// Writes the jobs of one import into the open transaction.
final class JobWriter: ImportWriter {
  private let db: Database
  private let names: NameWriter
  /// Statements that insert a row by the columns that it has. Most of the columns of most rows are NULL, and a NULL that
  /// is told costs as much as a value.
  private var insertions: [UInt64: Statement] = [:]
  private var lastInsertion: (columns: UInt64, statement: Statement)?
  private let comparison: Statement
  private let selection: Statement
  private let update: Statement
  private var expectsKnown = false
  /// The tries of this import that have not ended.
  private var unfinished: [JobKey] = []
  private var hasInputFiles = false
  private var isChanged = false
  /// The number of the last job that was there before.
  private let lastNumber: Int64
  private var row = RowCells(columns: JobRow.columns.count)

  init(_ db: Database) throws {
    self.db = db
    names = try NameWriter(db)
    lastNumber = try Int64.fetchOne(db, sql: "SELECT max(number) FROM jobs") ?? 0
    let columns = JobRow.columns
    let list = columns.joined(separator: ", ")
    let key = columns.prefix(JobRow.keyLength).map { "\($0) = ?" }.joined(separator: " AND ")
    let rest = columns.dropFirst(JobRow.keyLength)
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
  func write(_ job: Job) throws -> ImportOutcome? {
    if !job.state.isFinal { unfinished.append(job.key) }
    if !job.inputFiles.isEmpty { hasInputFiles = true }
    let outcome = try store(job)
    if outcome != .duplicate { isChanged = true }
    return outcome
  }

  /// Says until when unfinished jobs were seen, and lets what was observed before meet its jobs.
  func finish(_ report: inout ImportReport) throws {
    if let latest = report.latestTime, !unfinished.isEmpty {
      let sighting = try db.cachedStatement(
        sql: """
          UPDATE jobs SET observed_until_ms = ?
          WHERE run = ? AND job = ? AND try = ? AND (observed_until_ms IS NULL OR observed_until_ms < ?)
            AND state NOT IN (SELECT id FROM names WHERE name IN ('done', 'failed', 'terminated', 'restarted'))
          """)
      for key in unfinished {
        let time = Cell.integer(latest.milliseconds)
        try sighting.bind([
          time, .integer(try names.id(key.run)), .text(storable(key.id)), .integer(Int64(key.tryNumber)), time,
        ])
        try sighting.execute()
      }
    }
    if isChanged {
      try ObservedTable.rebuild(db)
      try LogTimes.report(db, .jobs(after: lastNumber), in: &report)
      try TwinRuns.report(db, after: lastNumber, in: &report)
    }
    if hasInputFiles { try InputSizes.report(db, in: &report) }
  }

  private func store(_ job: Job) throws -> ImportOutcome {
    try fill(with: job)
    // A file that was imported before is mostly known: looking first is then half the work.
    var compared = expectsKnown ? try isStored() : nil
    if compared == nil {
      try row.runPresent(try insertion(of: row.present))
      expectsKnown = sqlite3_changes(db.sqliteConnection) == 0
      if !expectsKnown { return .kept }
      compared = try isStored()
    }
    if compared == true { return .duplicate }

    try fill(with: Job.merging(stored: try storedJob(job.key), incoming: job))
    if try isStored() == true { return .duplicate }
    _ = try row.run(update, JobRow.keyLength..<JobRow.columns.count, 0..<JobRow.keyLength)
    return .updated
  }

  /// The statement that inserts a row with these columns, a bit each.
  private func insertion(of columns: UInt64) throws -> Statement {
    if let lastInsertion, lastInsertion.columns == columns { return lastInsertion.statement }
    let statement: Statement
    if let known = insertions[columns] {
      statement = known
    } else {
      let names = JobRow.columns.indices.filter { columns & 1 << UInt64($0) != 0 }.map { JobRow.columns[$0] }
      let marks = names.map { _ in "?" }.joined(separator: ", ")
      statement = try db.makeStatement(
        sql: """
          INSERT INTO jobs (\(names.joined(separator: ", "))) VALUES (\(marks)) ON CONFLICT (run, job, try) DO NOTHING
          """)
      // A file has some tens of kinds of rows; one that has more must not fill memory.
      if insertions.count >= 1000 { insertions.removeAll() }
      insertions[columns] = statement
    }
    lastInsertion = (columns, statement)
    return statement
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
