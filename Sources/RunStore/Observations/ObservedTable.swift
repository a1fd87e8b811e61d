import GRDB

/// The table that says which figures of logs belong to which row of `jobs`.
enum ObservedTable {
  /// Observations with the jobs that they belong to: an observation without a try belongs to the job's last one, which
  /// is the one that `dx watch` and the web page show.
  static let pairs = """
    observations s JOIN jobs j
      ON j.run = (SELECT id FROM names WHERE name = '') AND j.job = s.job
        AND j.try = CASE WHEN s.try >= 0 THEN s.try
          ELSE (SELECT max(l.try) FROM jobs l WHERE l.run = j.run AND l.job = s.job) END
    """

  /// Makes the table anew.
  ///
  /// - Complexity: O(observations × log jobs): a fraction of what an import of their logs took.
  static func rebuild(_ db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM observed;
        INSERT INTO observed (job, cpu_percent, peak_memory_bytes, peak_disk_bytes, last_ms)
        SELECT j.number, sum(s.cpu_percent * s.cpu_samples) / nullif(sum(s.cpu_samples), 0), max(s.peak_memory_bytes),
          max(s.peak_disk_bytes), max(s.last_ms)
        FROM \(pairs)
        WHERE j.is_analysis = 0
        GROUP BY j.number
        """)
  }
}
