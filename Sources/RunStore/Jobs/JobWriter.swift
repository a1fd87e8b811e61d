import GRDB
import GRDBSQLite
import JobModel

/// Writes the jobs of one import into the open transaction.
final class JobWriter: ImportWriter {
  private let db: Database
  private let names: NameWriter
  /// The store's numbers of the names that the rows know by those of their ``NameList``.
  private var numbers: [Int64] = []
  /// Statements that insert a row by the columns that it has. Most of the columns of most rows are NULL, and a NULL that
  /// is told costs as much as a value.
  private var insertions: [UInt64: Statement] = [:]
  private var lastInsertion: (columns: UInt64, statement: Statement)?
  private let comparison: Statement
  private let selection: Statement
  private let update: Statement
  /// A row as if it were stored: how a job is had back from the values that were made of it.
  private let echo: Statement
  private var expectsKnown = false
  private var isChanged = false
  /// The number of the last job that was there before.
  private let lastNumber: Int64
  /// Rows that had the id of a job of another executable.
  private var strangers = ImportReport.Warning(message: ImportReport.sameID)
  /// What the reading knew at its end.
  var remainder = JobPacker.Remainder()

  private static let allColumns = 0..<JobRow.columns.count
  /// All but the key, then the key.
  private static let keyLast = Array(JobRow.keyLength..<JobRow.columns.count) + Array(0..<JobRow.keyLength)

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
    echo = try db.cachedStatement(sql: "SELECT \(columns.map { "? AS \($0)" }.joined(separator: ", "))")
    update = try db.cachedStatement(
      sql: "UPDATE jobs SET \(rest.map { "\($0) = ?" }.joined(separator: ", ")) WHERE \(key)")
  }

  /// Adds jobs, or what they tell of jobs that are there.
  func write(_ rows: PackedRows, _ tally: inout ImportTally) throws {
    for name in rows.newNames { numbers.append(try names.id(name)) }
    for row in 0..<rows.count {
      tally.line = rows.line(row)
      let outcome = try store(rows, row)
      if outcome != .duplicate { isChanged = true }
      tally.count(outcome)
    }
  }

  /// Says until when unfinished jobs were seen, and lets what was observed before meet its jobs.
  func finish(_ report: inout ImportReport) throws {
    if let latest = report.latestTime, !remainder.unfinished.isEmpty {
      let sighting = try db.cachedStatement(
        sql: """
          UPDATE jobs SET observed_until_ms = ?
          WHERE run = ? AND job = ? AND try = ? AND (observed_until_ms IS NULL OR observed_until_ms < ?)
            AND state NOT IN (SELECT id FROM names WHERE name IN ('done', 'failed', 'terminated', 'restarted'))
          """)
      for key in remainder.unfinished {
        let time = Cell.integer(latest.milliseconds)
        try sighting.bind([
          time, .integer(try names.id(key.run)), .text(storable(key.id)), .integer(Int64(key.tryNumber)), time,
        ])
        try sighting.execute()
      }
    }
    report.warn(strangers)
    if isChanged {
      try ObservedTable.rebuild(db)
      try LogTimes.report(db, .jobs(after: lastNumber), in: &report)
      try TwinRuns.report(db, after: lastNumber, in: &report)
    }
    if remainder.hasInputFiles { try InputSizes.report(db, in: &report) }
  }

  private func store(_ rows: PackedRows, _ row: Int) throws -> ImportOutcome {
    // A file that was imported before is mostly known: looking first is then half the work.
    var compared = expectsKnown ? try isStored(rows, row, numbers) : nil
    if compared == nil {
      let columns = rows.present(row)
      try rows.run(try insertion(of: columns), row: row, SetBits(columns), names: numbers)
      expectsKnown = sqlite3_changes(db.sqliteConnection) == 0
      if !expectsKnown { return .kept }
      compared = try isStored(rows, row, numbers)
    }
    if compared == true { return .duplicate }

    return try merge(try job(rows, row), line: rows.line(row))
  }

  /// Takes in what a record tells of a job whose key is there.
  private func merge(_ incoming: Job, line: Int) throws -> ImportOutcome {
    var list = NameList()
    var merged = PackedRows()
    merged.begin(line: line)
    let stored = try storedJob(incoming.key)
    if let key = incoming.keyBeside(stored) {
      var other = incoming
      other.key = key
      JobRow.fill(&merged, with: other, names: &list)
      let otherNumbers = try list.takeNew().map { try names.id($0) }
      let columns = merged.present(0)
      try merged.run(try insertion(of: columns), row: 0, SetBits(columns), names: otherNumbers)
      return sqlite3_changes(db.sqliteConnection) > 0 ? .kept : try merge(other, line: line)
    }
    if incoming.isOther(than: stored) { strangers.count(line: line) }
    JobRow.fill(&merged, with: Job.merging(stored: stored, incoming: incoming), names: &list)
    let mergedNumbers = try list.takeNew().map { try names.id($0) }
    if try isStored(merged, 0, mergedNumbers) == true { return .duplicate }
    try merged.run(update, row: 0, Self.keyLast, names: mergedNumbers)
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

  /// The job of which a row was made.
  private func job(_ rows: PackedRows, _ row: Int) throws -> Job {
    var job: Job?
    try rows.run(echo, row: row, Self.allColumns, names: numbers) { _ in
      job = try RowReader.row(of: echo, table: "jobs", names: names.table) { try $0.job() }
    }
    return try found(job)
  }

  /// The stored job with a key.
  private func storedJob(_ key: JobKey) throws -> Job {
    try selection.bind([
      .integer(try names.id(key.run)), .text(storable(key.id)), .integer(Int64(key.tryNumber)),
    ])
    var job: Job?
    try RowReader.forEachRow(of: selection, table: "jobs", names: names.table) { job = try $0.job() }
    return try found(job)
  }

  private func found(_ job: Job?) throws -> Job {
    guard let job else { throw Damage(what: "the keys of jobs do not fit its rows") }
    return job
  }

  /// Whether the row stands there value by value; nil if its key does not.
  private func isStored(_ rows: PackedRows, _ row: Int, _ numbers: [Int64]) throws -> Bool? {
    var result: Bool?
    try rows.run(comparison, row: row, Self.keyLast, names: numbers) { result = sqlite3_column_int64($0, 0) == 1 }
    return result
  }
}
