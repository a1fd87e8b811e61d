import GRDB
import JobModel

/// Writes what one log tells into the open transaction.
final class LogWriter: ItemWriter {
  private let db: Database
  private let sampleInsertion: Statement
  private let sampleSelection: Statement
  private let sampleReplacement: Statement
  private let eventInsertion: Statement
  private let eventSelection: Statement
  private let eventReplacement: Statement
  /// The observations of this import, by job and try.
  private var targets: [Key: Target] = [:]
  private var jobs: Set<String> = []
  /// Those whose figures change.
  private var touched: Set<Int64> = []

  private struct Key: Hashable {
    var job: String
    var tryNumber: Int
  }

  /// Where entries go.
  private struct Target {
    var number: Int64
    var isTryKnown: Bool
    /// This observation, and those that may tell of the same try, as a JSON list.
    var relatives: String
  }

  init(_ db: Database) throws {
    self.db = db
    func insertion(_ table: String, _ columns: [String]) throws -> Statement {
      try db.cachedStatement(
        sql: """
          INSERT INTO \(table) (observation, \(columns.joined(separator: ", ")))
          VALUES (?\(String(repeating: ", ?", count: columns.count)))
          """)
    }
    // What may be the same was written to the minute at the coarsest: it is at most that far away. A log without a try
    // may tell of the same as one with: both are looked through, the observation that is written to first.
    func selection(_ table: String, _ columns: [String]) throws -> Statement {
      try db.cachedStatement(
        sql: """
          SELECT rowid, observation, \(columns.joined(separator: ", ")) FROM \(table)
          WHERE observation IN (SELECT value FROM json_each(?)) AND time_ms BETWEEN ? AND ?
          ORDER BY observation = ? DESC, time_ms, rowid
          """)
    }
    func replacement(_ table: String, _ columns: [String]) throws -> Statement {
      try db.cachedStatement(
        sql: """
          UPDATE \(table) SET observation = ?, \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE rowid = ?
          """)
    }
    sampleInsertion = try insertion("samples", SampleRow.columns)
    sampleSelection = try selection("samples", SampleRow.columns)
    sampleReplacement = try replacement("samples", SampleRow.columns)
    eventInsertion = try insertion("log_events", EventRow.columns)
    eventSelection = try db.cachedStatement(
      sql: """
        SELECT rowid, observation, \(EventRow.columns.joined(separator: ", ")) FROM log_events
        WHERE observation IN (SELECT value FROM json_each(?1))
          AND (time_ms BETWEEN ?2 AND ?3 OR (time_ms IS NULL AND ?2 IS NULL))
        ORDER BY observation = ?4 DESC, time_ms, rowid
        """)
    eventReplacement = try replacement("log_events", EventRow.columns)
  }

  func write(_ entry: JobLogEntry) throws -> ImportOutcome? {
    let target = try target(Key(job: storable(entry.job), tryNumber: entry.tryNumber ?? -1))
    switch entry.content {
    case .sample(let sample): return try write(sample, to: target)
    case .event(let event): return try write(event, to: target)
    case .span(let span):
      try db.execute(
        sql: """
          UPDATE observations SET first_ms = min(coalesce(first_ms, ?1), ?1), last_ms = max(coalesce(last_ms, ?2), ?2)
          WHERE number = ?3
          """, arguments: [span.lowerBound.milliseconds, span.upperBound.milliseconds, target.number])
      return nil
    }
  }

  /// Until when a job was seen is worth knowing, if there is one.
  func hasLearned() throws -> Bool {
    let names = FlatList.array(jobs.sorted().lazy.map { .text($0) }) ?? "[]"
    return try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM jobs WHERE job IN (SELECT value FROM json_each(?)))", arguments: [names])
      ?? false
  }

  private func target(_ key: Key) throws -> Target {
    if let target = targets[key] { return target }
    let arguments: StatementArguments = [key.job, key.tryNumber]
    try db.execute(
      sql: "INSERT INTO observations (job, try) VALUES (?, ?) ON CONFLICT DO NOTHING", arguments: arguments)
    let found = try Int64.fetchOne(
      db, sql: "SELECT number FROM observations WHERE job = ? AND try = ?", arguments: arguments)
    guard let number = found else { throw Damage(what: "an observation cannot be found again") }
    let relatives = try Int64.fetchAll(
      db, sql: "SELECT number FROM observations WHERE job = ?1 AND (try IN (-1, ?2) OR ?2 = -1) ORDER BY number",
      arguments: arguments)
    let target = Target(
      number: number, isTryKnown: key.tryNumber >= 0,
      relatives: FlatList.array(relatives.lazy.map { .integer($0) }) ?? "[]")
    // A log may tell of a try and then, without its number, of the job: the list is then looked up anew.
    if !jobs.insert(key.job).inserted { targets = targets.filter { $0.key.job != key.job } }
    targets[key] = target
    touched.insert(number)
    return target
  }

  private func write(_ sample: UsageSample, to target: Target) throws -> ImportOutcome {
    let (from, to) = Self.reach(sample.time)
    try sampleSelection.bind([.text(target.relatives), from, to, .integer(target.number)])
    var same: (row: Int64, observation: Int64, precision: SimDuration)?
    try RowReader.forEachRow(of: sampleSelection, table: "samples") { row in
      let number = try row.needed(row.integer())
      let observation = try row.needed(row.integer())
      let known = try row.sample()
      if same == nil && known.isSame(as: sample) { same = (number, observation, known.precision) }
    }
    guard let same else {
      try sampleInsertion.bind([.integer(target.number)] + SampleRow.cells(sample))
      try sampleInsertion.execute()
      return .kept
    }
    guard let place = place(of: same.observation, isFiner: sample.precision < same.precision, target) else {
      return .duplicate
    }
    try sampleReplacement.bind([.integer(place)] + SampleRow.cells(sample) + [.integer(same.row)])
    try sampleReplacement.execute()
    return .updated
  }

  private func write(_ event: LogEvent, to target: Target) throws -> ImportOutcome {
    let (from, to) = event.time.map(Self.reach) ?? (.null, .null)
    try eventSelection.bind([.text(target.relatives), from, to, .integer(target.number)])
    var stored = event
    stored.text = storable(event.text)
    var same: (row: Int64, observation: Int64, precision: SimDuration)?
    try RowReader.forEachRow(of: eventSelection, table: "log_events") { row in
      let number = try row.needed(row.integer())
      let observation = try row.needed(row.integer())
      let known = try row.event()
      if same == nil && known.isSame(as: stored) { same = (number, observation, known.precision) }
    }
    guard let same else {
      try eventInsertion.bind([.integer(target.number)] + EventRow.cells(event))
      try eventInsertion.execute()
      return .kept
    }
    guard let place = place(of: same.observation, isFiner: event.precision < same.precision, target) else {
      return .duplicate
    }
    try eventReplacement.bind([.integer(place)] + EventRow.cells(event) + [.integer(same.row)])
    try eventReplacement.execute()
    return .updated
  }

  /// Where a record that is there already goes, or nil if it stays as it is: one whose time is finer has more to say,
  /// and one whose try is known belongs there.
  private func place(of observation: Int64, isFiner: Bool, _ target: Target) -> Int64? {
    let moves = target.isTryKnown && observation != target.number
    guard isFiner || moves else { return nil }
    touched.insert(observation)
    return moves ? target.number : observation
  }

  /// A minute to either side.
  private static func reach(_ time: SimTime) -> (Cell, Cell) {
    (.integer((time - .minutes(1)).milliseconds), .integer((time + .minutes(1)).milliseconds))
  }

  /// Adds up the samples of the jobs that were told of, and lets them meet their jobs.
  func finish(_ report: inout ImportReport) throws {
    var onlyStarts = 0
    let samples = try db.cachedStatement(
      sql: """
        SELECT \(SampleRow.columns.joined(separator: ", ")) FROM samples WHERE observation = ?
        ORDER BY time_ms, source, cpu_percent
        """)
    let events = try db.cachedStatement(
      sql: "SELECT \(EventRow.columns.joined(separator: ", ")) FROM log_events WHERE observation = ?")
    for number in touched.sorted() {
      let first = try Int64.fetchOne(db, sql: "SELECT first_ms FROM observations WHERE number = ?", arguments: [number])
      var usage = ObservedUsage(firstHeard: first.map { SimTime(milliseconds: $0) })
      try samples.bind([.integer(number)])
      try RowReader.forEachRow(of: samples, table: "samples") { usage.add(try $0.sample()) }
      try events.bind([.integer(number)])
      try RowReader.forEachRow(of: events, table: "log_events") { usage.add(try $0.event()) }
      if usage.isOnlyTheStart { onlyStarts += 1 }
      try db.execute(
        sql: """
          UPDATE observations SET cpu_percent = ?, cpu_samples = ?, peak_memory_bytes = ?, peak_disk_bytes = ?
          WHERE number = ?
          """,
        arguments: [usage.cpuPercent, usage.cpuSamples, usage.peakMemory?.count, usage.peakDisk?.count, number])
    }
    if onlyStarts > 0 {
      report.warn(
        "the only resource line was taken at the job's start: it is no peak and no mean (jobs under ten minutes have no "
          + "other; --detailed-job-metrics samples every minute)", count: onlyStarts, lines: [])
    }
    try ObservedTable.rebuild(db)
    try LogTimes.report(db, .observations(touched.sorted()), in: &report)
    try reportUnknownJobs(in: &report)
  }

  private func reportUnknownJobs(in report: inout ImportReport) throws {
    let jobs = FlatList.array(jobs.sorted().lazy.map { .text($0) }) ?? "[]"
    let unknown =
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM json_each(?) l WHERE NOT EXISTS (
            SELECT 1 FROM jobs j WHERE j.run = (SELECT id FROM names WHERE name = '') AND j.job = l.value)
          """, arguments: [jobs]) ?? 0
    guard unknown > 0 else { return }
    report.warn(
      ImportReport.unknownJobs + ": what the log tells waits for it (dx describe job-xxxx --json)",
      count: unknown, lines: [])
  }
}
