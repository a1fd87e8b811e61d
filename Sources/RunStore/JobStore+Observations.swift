import GRDB
public import JobModel

extension JobStore {
  /// All that logs and metrics tell of one try of a job; nil if no log was imported.
  ///
  /// What a log without a try tells belongs to the job's last try. The samples and events are in order of time.
  ///
  /// - Complexity: O(samples of the job).
  public func observation(of key: JobKey) throws -> JobObservation? {
    try read { db, _ in try Self.observation(of: key, db) }
  }

  /// The same within a snapshot that is being read.
  static func observation(of key: JobKey, _ db: Database) throws -> JobObservation? {
    guard key.run.isEmpty else { return nil }
    let numbers = try Int64.fetchAll(
      db,
      sql: """
        SELECT number FROM observations s
        WHERE job = ?1 AND (try = ?2 OR (try = -1 AND ?2 = coalesce(
          (SELECT max(try) FROM jobs j WHERE j.run = (SELECT id FROM names WHERE name = '') AND j.job = ?1), ?2)))
        ORDER BY try DESC
        """, arguments: [storable(key.id), key.tryNumber])
    guard !numbers.isEmpty else { return nil }
    var result = JobObservation(job: key.id, tryNumber: key.tryNumber)
    for (place, number) in numbers.enumerated() {
      let part = try observation(number, job: key.id, db)
      if let span = part.span { result.add(.span(span)) }
      if place == 0 {
        result.samples = part.samples
        result.events = part.events
      } else {
        for sample in part.samples { result.add(.sample(sample)) }
        for event in part.events { result.add(.event(event)) }
      }
    }
    result.samples.sort { $0.time < $1.time }
    result.events.sort { ($0.time ?? SimTime(milliseconds: .min)) < ($1.time ?? SimTime(milliseconds: .min)) }
    return result
  }

  /// The tries of jobs of which a log tells, by id and try; those that no description told of are left out.
  public func observedJobs() throws -> [JobKey] {
    try read { db, _ in try Self.observedJobs(db) }
  }

  /// The same inside a transaction.
  static func observedJobs(_ db: Database) throws -> [JobKey] {
    var keys: [JobKey] = []
    let statement = try db.cachedStatement(
      sql: "SELECT j.job, j.try FROM observed o JOIN jobs j ON j.number = o.job ORDER BY j.job, j.try")
    try RowReader.forEachRow(of: statement, table: "observed") { row in
      let id = try row.needed(row.text())
      keys.append(JobKey(id: id, tryNumber: try row.needed(row.int())))
    }
    return keys
  }

  private static func observation(_ number: Int64, job: String, _ db: Database) throws -> JobObservation {
    var result = JobObservation(job: job)
    let span = try db.cachedStatement(sql: "SELECT first_ms, last_ms FROM observations WHERE number = ?")
    try span.bind([.integer(number)])
    try RowReader.forEachRow(of: span, table: "observations") { row in
      if let first = row.time(), let last = row.time(), first <= last { result.span = first...last }
    }
    let samples = try db.cachedStatement(
      sql: """
        SELECT \(SampleRow.columns.joined(separator: ", ")) FROM samples WHERE observation = ?
        ORDER BY time_ms, source, rowid
        """)
    try samples.bind([.integer(number)])
    try RowReader.forEachRow(of: samples, table: "samples") { result.samples.append(try $0.sample()) }
    let events = try db.cachedStatement(
      sql: """
        SELECT \(EventRow.columns.joined(separator: ", ")) FROM log_events WHERE observation = ? ORDER BY time_ms, rowid
        """)
    try events.bind([.integer(number)])
    try RowReader.forEachRow(of: events, table: "log_events") { result.events.append(try $0.event()) }
    return result
  }
}
