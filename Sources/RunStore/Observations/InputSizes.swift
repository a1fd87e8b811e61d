import GRDB
import JobModel

/// Jobs whose inputs are known in part.
enum InputSizes {
  /// Says how many jobs have no size because some of their input files are not listed.
  static func report(_ db: Database, in report: inout ImportReport) throws {
    // Who never imported a list of files need not be told that sizes are missing.
    guard try Int.fetchOne(db, sql: "SELECT 1 FROM files LIMIT 1") != nil else { return }
    let count =
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM (
            SELECT count(f.id) AS known, count(*) AS all_files
            FROM jobs j CROSS JOIN json_each(j.input_files) i LEFT JOIN files f ON f.id = i.value
            WHERE j.input_files IS NOT NULL GROUP BY j.number)
          WHERE known < all_files
          """) ?? 0
    guard count > 0 else { return }
    report.warn(
      "jobs of the store have input files of unknown size: how large their inputs are stays unknown (dx find data "
        + "--json lists sizes)", count: count, lines: [])
  }
}

/// Writes sizes of files.
final class FileSizeWriter: ItemWriter {
  private let db: Database
  private let insertion: Statement
  private let update: Statement
  private let selection: Statement

  init(_ db: Database) throws {
    self.db = db
    insertion = try db.cachedStatement(sql: "INSERT INTO files (id, size_bytes) VALUES (?, ?) ON CONFLICT DO NOTHING")
    update = try db.cachedStatement(sql: "UPDATE files SET size_bytes = ? WHERE id = ?")
    selection = try db.cachedStatement(sql: "SELECT size_bytes = ? FROM files WHERE id = ?")
  }

  func write(_ item: (id: String, size: Bytes)) throws -> ImportOutcome? {
    let id = Cell.text(storable(item.id))
    let size = Cell.integer(item.size.count)
    try insertion.bind([id, size])
    try insertion.execute()
    if db.changesCount > 0 { return .kept }
    try selection.bind([size, id])
    var isSame = false
    try RowReader.forEachRow(of: selection, table: "files") { isSame = $0.flag() }
    if isSame { return .duplicate }
    try update.bind([size, id])
    try update.execute()
    return .updated
  }

  func finish(_ report: inout ImportReport) throws { try InputSizes.report(db, in: &report) }
}
