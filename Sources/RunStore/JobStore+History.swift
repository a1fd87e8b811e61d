import Foundation
import GRDB
public import JobModel

extension JobStore {
  /// The imports that changed something, the last one first.
  public func imports(offset: Int = 0, limit: Int) throws -> (rows: [ImportRow], total: Int) {
    try read { db, _ in
      var rows: [ImportRow] = []
      let statement = try db.cachedStatement(
        sql: """
          SELECT file, format, rows, kept, updated, duplicates, skipped, imported_at FROM imports
          ORDER BY number DESC LIMIT ? OFFSET ?
          """)
      try statement.bind([.integer(Int64(max(0, limit))), .integer(Int64(max(0, offset)))])
      try RowReader.forEachRow(of: statement, table: "imports") { row in
        // Arguments are evaluated from left to right: the order of the columns.
        rows.append(
          ImportRow(
            file: try row.needed(row.text()), format: try row.needed(row.text()), rows: try row.needed(row.int()),
            kept: try row.needed(row.int()), updated: try row.needed(row.int()), duplicates: try row.needed(row.int()),
            skipped: try row.needed(row.int()), importedAt: try row.needed(row.text())))
      }
      return (rows, try Int.fetchOne(db, sql: "SELECT count(*) FROM imports") ?? 0)
    }
  }

  /// What changes whenever jobs or findings do: every import that changes something has a number, and every review.
  public struct Version: Sendable, Hashable {
    /// The number of the last import.
    public var imports: Int64
    /// The number of the last review.
    public var review: Int64
  }

  /// How far the store is now.
  public func version() throws -> Version { try read { db, _ in try Self.version(db) } }

  /// The same in a snapshot that is being read.
  static func version(_ db: Database) throws -> Version {
    Version(
      imports: try Int64.fetchOne(db, sql: "SELECT max(number) FROM imports") ?? 0,
      review: try Int64.fetchOne(db, sql: "SELECT max(number) FROM reviews") ?? 0)
  }

  /// The findings of the last review.
  ///
  /// - Parameter jobLimit: how many jobs of each are named.
  /// - Complexity: O(findings + jobs that they are about).
  public func lastFindings(jobLimit: Int) throws -> StoredReview {
    try read { db, _ in
      var review = StoredReview(reviewedAt: nil, isOlderThanImports: nil, entries: [])
      let made = try db.cachedStatement(
        sql:
          "SELECT reviewed_at, coalesce(last_import, 0) < coalesce((SELECT max(number) FROM imports), 0) FROM reviews")
      try RowReader.forEachRow(of: made, table: "reviews") { row in
        review.reviewedAt = try row.needed(row.text())
        review.isOlderThanImports = row.flag()
      }
      // A row of the table is one finding, of which a text can name a million jobs: they are counted by SQLite.
      let statement = try db.cachedStatement(
        sql: """
          SELECT kind, severity, executable,
            CASE WHEN json_valid(jobs) THEN json_array_length(jobs) ELSE 0 END,
            (SELECT json_group_array(x) FROM (
              SELECT coalesce(json_extract(e.value, p.path), '') AS x
              FROM (SELECT key, value FROM json_each(CASE WHEN json_valid(jobs) THEN jobs ELSE '[]' END) LIMIT ?1) e
                CROSS JOIN (SELECT '$.job' AS path, 0 AS n UNION ALL SELECT '$.name', 1) p
              ORDER BY e.key, p.n)),
            evidence, remedy, cost_nanos, currency, time_ms
          FROM findings ORDER BY number
          """)
      try statement.bind([.integer(Int64(max(0, jobLimit)))])
      try RowReader.forEachRow(of: statement, table: "findings") { review.entries.append(try $0.finding()) }
      return review
    }
  }
}

extension RowReader {
  fileprivate mutating func finding() throws -> StoredReview.Entry {
    let kind = try needed(text())
    let severity = try needed(text())
    let executable = try needed(text())
    let jobCount = try needed(int())
    // An id and a name in turn.
    let texts = (try? JSONDecoder().decode([String].self, from: Data(try needed(text()).utf8))) ?? []
    let jobs = stride(from: 0, to: texts.count - 1, by: 2).map {
      Finding.JobReference(job: texts[$0], name: texts[$0 + 1])
    }
    let evidence = try needed(text())
    let remedy = try needed(text())
    let nanos = integer()
    let currency = try currency()
    return StoredReview.Entry(
      kind: kind, severity: severity, executable: executable, jobCount: jobCount, jobs: jobs,
      evidence: evidence.isEmpty ? [] : evidence.split(separator: "\n").map(String.init), remedy: remedy,
      cost: nanos.flatMap { nanos in currency.map { Money(nanos: nanos, currency: $0) } }, time: duration())
  }
}
