import GRDB
public import JobModel

extension JobStore {
  /// The launches of the jobs of one executable, reused results left out and each job once.
  ///
  /// - Complexity: O(rows of that executable × log), by an index.
  public func launches(
    executable: String, part: (function: String?, stage: String?), filter: ScanFilter
  ) throws -> [JobLaunch] {
    try read { db, names in
      var chosen = JobFilter(since: filter.since, until: filter.until)
      chosen.isWithoutAnalyses = true
      let condition = JobCondition(chosen, names: names)
      var sql = condition.sql + " AND j.is_cached = 0 AND j.executable = (SELECT id FROM names WHERE name = ?)"
      var values = [executable]
      for (column, value) in [("function", part.function), ("stage", part.stage)] {
        guard let value else { continue }
        sql += " AND j.\(column) = (SELECT id FROM names WHERE name = ?)"
        values.append(value)
      }
      let statement = try db.cachedStatement(
        sql: """
          SELECT j.run, coalesce(j.root, j.analysis, j.parent), min(j.submitted_ms) FROM jobs j \(sql)
          GROUP BY j.run, j.job
          """)
      try statement.setArguments(condition.arguments + StatementArguments(values.map { storable($0) }))
      var result: [JobLaunch] = []
      try RowReader.forEachRow(of: statement, table: "jobs", names: names) { reader in
        let run = try reader.needed(reader.name())
        let tree = reader.text()
        result.append(JobLaunch(tree: tree, run: run, submitted: reader.time()))
      }
      return result
    }
  }
}
