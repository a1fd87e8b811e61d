import GRDB
public import JobModel

extension JobStore {
  /// What jobs are called of which only a log is known.
  public static let logOnlyExecutable = "unknown (log only)"

  /// Hands out all tries, one executable after the other, with what logs tell of them; analyses are left out.
  ///
  /// Executables come in the order in which the store met them, tries by submission, then run, id and try; jobs of which
  /// only a log is known come last, under ``logOnlyExecutable``. Memory is that of the largest executable. `body` must not
  /// call this store; it may ask the group for observations until it returns.
  /// - Complexity: O(tries × log), by the index on executables.
  public func reviewGroups(executable glob: Glob? = nil, _ body: (ReviewGroup) throws -> Void) throws {
    try read { db, names in
      let observed = Set(try Self.observedJobs(db))
      let observation: (JobKey) throws -> JobObservation? = { key in
        !observed.isEmpty && observed.contains(key) ? try Self.observation(of: key, db) : nil
      }
      let statement = try db.cachedStatement(
        sql: """
          SELECT \(ReviewColumns.all), \(Overlay.columns)
          FROM jobs j LEFT JOIN observed o ON o.job = j.number
          WHERE j.is_analysis = 0 AND (?1 IS NULL OR j.executable IN (SELECT value FROM json_each(?1)))
          ORDER BY j.executable, j.submitted_ms
          """)
      try statement.bind([glob.map { .text(names.numbers(matching: $0).list) } ?? .null])
      var executable: String?
      var rows: [ReviewRow] = []
      func handOut() throws {
        guard let executable else { return }
        Self.orderTies(&rows)
        try body(ReviewGroup(executable: executable, rows: rows, observation: observation))
        rows = []
      }
      try RowReader.forEachRow(of: statement, table: "jobs", names: names) { reader in
        let row = try reader.reviewRow()
        if executable != row.executable {
          try handOut()
          executable = row.executable
        }
        rows.append(row)
      }
      try handOut()
      if glob?.matches(Self.logOnlyExecutable) ?? true, let logs = try Self.logOnly(db) { try body(logs) }
    }
  }

  /// Puts tries of one moment in the order of run, id and try.
  ///
  /// SQLite would carry all columns of all rows through a sorter for it; the index gives the rest of the order for nothing.
  private static func orderTies(_ rows: inout [ReviewRow]) {
    var start = 0
    for end in stride(from: 1, through: rows.count, by: 1)
    where end == rows.count || rows[end].submitted != rows[start].submitted {
      if end - start > 1 { rows[start..<end].sort { $0.key < $1.key } }
      start = end
    }
  }

  /// What executions contain others, by the key of ``ReviewedNames``: analyses and the roots of trees, with the name of
  /// what they ran.
  public func workflowNames() throws -> [String: String] {
    try read { db, names in
      var result: [String: String] = [:]
      let statement = try db.cachedStatement(
        sql: """
          SELECT run, job, executable FROM jobs j
          WHERE is_analysis = 1 OR job IN (SELECT root FROM jobs WHERE root IS NOT NULL AND root <> job)
          ORDER BY number
          """)
      try RowReader.forEachRow(of: statement, table: "jobs", names: names) { row in
        let run = try row.needed(row.name())
        let id = try row.needed(row.text())
        result[ReviewedNames.key(run: run, id: id)] = try row.needed(row.name())
      }
      return result
    }
  }

  /// When the first try was submitted (or, where nobody says, began), and the latest moment that any try or log tells; nil
  /// for none.
  ///
  /// - Complexity: O(tries), a look at all of them.
  public func timeSpan() throws -> (first: SimTime?, last: SimTime?) {
    try read { db, _ in
      let times = ["submitted_ms", "started_ms", "stopped_ms", "ended_ms", "observed_until_ms"]
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT min(coalesce(submitted_ms, started_ms, ended_ms, stopped_ms)),
            \(times.map { "max(\($0))" }.joined(separator: ", "))
          FROM jobs WHERE is_analysis = 0
          """)
      let first: Int64? = row?[0]
      var lasts: [Int64?] = times.indices.map { row?[$0 + 1] }
      lasts.append(try Int64.fetchOne(db, sql: "SELECT max(last_ms) FROM observations"))
      return (
        first.map { SimTime(milliseconds: $0) },
        lasts.compactMap(\.self).max().map { SimTime(milliseconds: $0) }
      )
    }
  }

  /// How many tries have a recorded price, by currency, most first.
  public func recordedCurrencies() throws -> [(currency: String, tries: Int)] {
    try read { db, names in
      var result: [(currency: String, tries: Int)] = []
      let statement = try db.cachedStatement(
        sql: """
          SELECT currency, count(*) FROM jobs WHERE is_analysis = 0 AND cost_nanos IS NOT NULL AND currency IS NOT NULL
          GROUP BY currency
          """)
      try RowReader.forEachRow(of: statement, table: "jobs", names: names) { row in
        result.append((try row.needed(row.name()), try row.needed(row.int())))
      }
      return result.sorted { ($1.tries, $0.currency) < ($0.tries, $1.currency) }
    }
  }

  /// Keeps the findings of a review in the place of those of the last one (`v_findings`).
  public func replaceFindings(_ findings: [Finding]) throws {
    try write { db in
      try db.execute(sql: "DELETE FROM findings")
      let statement = try db.cachedStatement(
        sql: """
          INSERT INTO findings (kind, severity, executable, jobs, evidence, remedy, cost_nanos, currency, time_ms)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """)
      for finding in findings {
        var jobs: [UInt8] = []
        for job in finding.jobs {
          jobs.append(UInt8(ascii: jobs.isEmpty ? "[" : ","))
          FlatList.append(object: [("job", job.job), ("name", job.name)], to: &jobs)
        }
        jobs += Array((jobs.isEmpty ? "[]" : "]").utf8)
        try statement.bind([
          .text(finding.kind.rawValue), .text(finding.severity.rawValue), .text(storable(finding.executable)),
          .text(storable(String(decoding: jobs, as: UTF8.self))),
          .text(storable(finding.evidence.joined(separator: "\n"))), .text(storable(finding.remedy)),
          finding.cost.map { .integer($0.nanos) } ?? .null, finding.cost.map { .text($0.currency.code) } ?? .null,
          .integer(finding.time.milliseconds),
        ])
        try statement.execute()
      }
      // What it is about: whoever reads the findings later can say whether they are out of date.
      try db.execute(
        sql: """
          DELETE FROM reviews;
          INSERT INTO reviews (last_import, reviewed_at)
          VALUES ((SELECT max(number) FROM imports), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
          """)
    }
  }

  /// What the last review that was kept says of a job, the most serious first; nil where no finding at all is kept.
  ///
  /// Each finding names this one job alone. Ids that are unique within a run only are told apart by name.
  /// - Complexity: O(jobs that findings of its executable name).
  func findings(about job: Job) throws -> [Finding]? {
    try read { db, names in
      guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM findings)") == true else { return nil }
      var result: [Finding] = []
      let statement = try db.cachedStatement(
        sql: """
          SELECT kind, severity, evidence, remedy, cost_nanos, currency, time_ms FROM findings
          WHERE executable = ? AND instr(jobs, ?) > 0 ORDER BY number
          """)
      // As it was written, which no text within can look like: its quotes are escaped. SQLite's functions for JSON take
      // a second for a finding that names a million jobs.
      var entry: [UInt8] = []
      if job.key.run.isEmpty {
        // The end of the object gives way to what follows.
        FlatList.append(object: [("job", job.key.id)], to: &entry)
        entry[entry.count - 1] = UInt8(ascii: ",")
      } else {
        FlatList.append(object: [("job", job.key.id), ("name", job.name)], to: &entry)
      }
      try statement.bind([.text(storable(job.executable)), .text(storable(String(decoding: entry, as: UTF8.self)))])
      try RowReader.forEachRow(of: statement, table: "findings", names: names) { row in
        guard let kind = Finding.Kind(rawValue: try row.needed(row.text())),
          let severity = Finding.Severity(rawValue: try row.needed(row.text()))
        else { throw row.damage }
        let evidence = try row.needed(row.text())
        let remedy = try row.needed(row.text())
        let nanos = row.integer()
        let currency = try row.currency()
        result.append(
          Finding(
            kind: kind, severity: severity, executable: job.executable,
            jobs: [.init(job: job.key.id, name: job.name)],
            evidence: evidence.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
            remedy: remedy,
            cost: nanos.flatMap { nanos in currency.map { Money(nanos: nanos, currency: $0) } },
            time: row.duration() ?? .zero))
      }
      return result
    }
  }

  /// The jobs of which only a log is known.
  private static func logOnly(_ db: Database) throws -> ReviewGroup? {
    var rows: [ReviewRow] = []
    let statement = try db.cachedStatement(
      sql: """
        SELECT s.job, s.try, s.first_ms, s.last_ms, s.cpu_percent, s.peak_memory_bytes, s.peak_disk_bytes,
          EXISTS (SELECT 1 FROM log_events e WHERE e.observation = s.number AND e.kind = 'end-of-log')
        FROM observations s
        WHERE NOT EXISTS (
          SELECT 1 FROM jobs j WHERE j.run = (SELECT id FROM names WHERE name = '') AND j.job = s.job)
        ORDER BY s.job, s.try
        """)
    try RowReader.forEachRow(of: statement, table: "observations") { reader in
      let id = try reader.needed(reader.text())
      let key = JobKey(id: id, tryNumber: max(0, try reader.needed(reader.int())))
      var row = ReviewRow(key: key, name: id, executable: logOnlyExecutable, state: JobState("unknown"))
      row.started = reader.time()
      let last = reader.time()
      row.usage.cpuPercent = reader.real()
      row.usage.peakMemory = reader.bytes()
      row.usage.peakDisk = reader.bytes()
      row.usage.peaksAreLowerBounds = true
      if reader.flag() { row.stopped = last } else { row.observedUntil = last }
      // Two observations of one job, with and without a try, are one to whoever asks for them.
      if rows.last?.key != key { rows.append(row) }
    }
    guard !rows.isEmpty else { return nil }
    return ReviewGroup(executable: logOnlyExecutable, rows: rows) { try observation(of: $0, db) }
  }
}

/// The columns of a ``ReviewRow``.
private enum ReviewColumns {
  static let all = [
    "run", "job", "try", "name", "executable", "executable_id", "user", "project", "tags", "analysis", "root", "state",
    "failure_reason",
    "failure_message", "exit_code", "is_cached", "submitted_ms", "runnable_ms", "started_ms", "stopped_ms", "ended_ms",
    "runtime_ms", "transitions", "instance_type", "nodes", "vcpus", "memory_requested_bytes", "disk_requested_bytes",
    "time_limit_ms", "priority", "final_priority", "price_model", "spot_savings_nanos", "cost_nanos", "currency",
    "read_bytes", "written_bytes",
  ].map { "j.\($0)" }.joined(separator: ", ")
}

extension RowReader {
  /// The row whose ``ReviewColumns`` and ``Overlay/columns`` come next.
  fileprivate mutating func reviewRow() throws -> ReviewRow {
    let run = try needed(name())
    let id = try needed(text())
    let key = JobKey(run: run, id: id, tryNumber: try needed(int()))
    let own = try needed(text())
    let executable = try needed(name())
    var row = ReviewRow(key: key, name: own, executable: executable, state: .idle)
    row.executableID = try name()
    row.user = try name()
    row.project = try name()
    if let list = text() { row.tags = (FlatList.scalars(list) ?? []).compactMap(\.text).sorted() }
    row.analysis = text()
    row.root = text()
    row.state = JobState(try needed(name()))
    row.failureReason = try name().map { FailureReason($0) }
    row.failureMessage = text()
    row.exitCode = try int()
    row.isCached = flag()
    row.submitted = time()
    row.runnable = time()
    row.started = time()
    row.stopped = time()
    row.ended = time()
    row.runtime = duration()
    if let list = text(), let changes = FlatList.scalars(list) {
      // A state, its time, and so on.
      for place in stride(from: 0, to: changes.count - 1, by: 2) where changes[place].text == JobState.running.name {
        row.running = changes[place + 1].integer.map { SimTime(milliseconds: $0) }
        break
      }
    }
    row.instanceType = try name()
    row.nodes = try needed(int())
    row.vcpus = real()
    row.memoryRequested = bytes()
    row.diskRequested = bytes()
    row.timeLimit = duration()
    let asked = try known(Priority.self)
    let final = try known(Priority.self)
    row.priority = final ?? asked
    let model = try known(PriceModel.self)
    let savings = integer() ?? 0
    row.priceModel = .recorded(stated: model, spotSavings: savings, finalPriority: final)
    row.cost = try money()
    row.usage.read = bytes()
    row.usage.written = bytes()
    overlay(&row.usage, &row.observedUntil)
    return row
  }
}
