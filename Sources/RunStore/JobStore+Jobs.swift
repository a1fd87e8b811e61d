import GRDB
public import JobModel

extension JobStore {
  /// How many rows are decoded before the next are looked up.
  private static let chunk = 512

  /// Hands out the jobs that a filter chooses, analyses among them, one try after the other.
  ///
  /// The order is fixed: by submission (unknown first), then run, id (as bytes) and try. All come from one moment of
  /// the store. Memory is eight bytes a job, and what `body` keeps. `body` must not call this store.
  public func forEachJob(matching filter: JobFilter = JobFilter(), _ body: (Job) throws -> Void) throws {
    try read { db, names in
      let condition = JobCondition(filter, names: names)
      let numbers = try Int64.fetchAll(
        db,
        sql: """
          SELECT j.number FROM jobs j JOIN names r ON r.id = j.run
          \(condition.sql) ORDER BY j.submitted_ms, r.name, j.job, j.try
          """, arguments: condition.arguments)
      try Self.forEachJob(numbered: numbers, db, names, body)
    }
  }

  /// Hands out jobs by their numbers, in this order; those that are gone are passed over.
  func forEachJob(numbered numbers: [Int64], _ body: (Job) throws -> Void) throws {
    try read { db, names in try Self.forEachJob(numbered: numbers, db, names, body) }
  }

  /// Hands out jobs by their numbers, in this order.
  static func forEachJob(
    numbered numbers: [Int64], _ db: Database, _ names: NameTable, _ body: (Job) throws -> Void
  ) throws {
    // Sorting numbers and looking rows up costs less than carrying whole rows through a sort.
    let columns = JobRow.columns.map { "j.\($0)" }.joined(separator: ", ")
    let statement = try db.cachedStatement(
      sql: """
        SELECT \(columns), \(Overlay.columns)
        FROM json_each(?) k CROSS JOIN jobs j ON j.number = k.value LEFT JOIN observed o ON o.job = j.number
        ORDER BY k.key
        """)
    for start in stride(from: 0, to: numbers.count, by: Self.chunk) {
      let part = numbers[start..<min(start + Self.chunk, numbers.count)]
      try statement.bind([.text(FlatList.array(part.lazy.map { .integer($0) }) ?? "[]")])
      try RowReader.forEachRow(of: statement, table: "jobs", names: names) { row in
        var job = try row.job()
        row.overlay(&job.usage, &job.observedUntil)
        try body(job)
      }
    }
  }

  /// The jobs that a filter chooses, in the order of ``forEachJob(matching:_:)``.
  public func history(matching filter: JobFilter = JobFilter()) throws -> History {
    var history = History()
    try forEachJob(matching: filter) { history.jobs.append($0) }
    return history
  }

  /// How many tries of jobs there are, analyses left out.
  public func jobCount() throws -> Int {
    try read { db, _ in try Int.fetchOne(db, sql: "SELECT count(*) FROM jobs WHERE is_analysis = 0") ?? 0 }
  }

  /// Hands out every finished try with a price and time on a worker: what rates are learned from.
  ///
  /// Reused results, analyses and free tries are left out. The order is fixed: by instance type, start and key.
  public func pricedJobs(_ body: (PricedJob) throws -> Void) throws {
    try read { db, names in
      let statement = try db.cachedStatement(
        sql: """
          SELECT j.instance_type, j.region, j.price_model, j.spot_savings_nanos, j.final_priority, j.nodes,
            j.stopped_ms, coalesce(j.stopped_ms - j.started_ms, j.runtime_ms) AS worker_ms, j.state,
            j.cost_nanos, j.currency
          FROM jobs j JOIN names t ON t.id = j.instance_type JOIN names r ON r.id = j.run
          WHERE j.is_analysis = 0 AND j.is_cached = 0 AND j.cost_nanos > 0 AND worker_ms > 0
            AND (j.properties IS NULL OR instr(j.properties, '"\(Job.costBasisProperty)":') = 0)
          ORDER BY t.name, j.started_ms, r.name, j.job, j.try
          """)
      try RowReader.forEachRow(of: statement, table: "jobs", names: names) { reader in
        let type = try reader.needed(reader.name())
        let region = try reader.name()
        let model = try reader.known(PriceModel.self)
        let savings = reader.integer() ?? 0
        let priority = try reader.known(Priority.self)
        let nodes = try reader.needed(reader.int())
        let stopped = reader.time()
        let worked = try reader.needed(reader.integer())
        guard JobState(try reader.needed(reader.name())).isFinal, let cost = try reader.money() else { return }
        let recorded = PriceModel.recorded(stated: model, spotSavings: savings, finalPriority: priority)
        try body(
          PricedJob(
            instanceType: type, priceModel: recorded, region: region, currency: cost.currency, costNanos: cost.nanos,
            workerMilliseconds: worked, nodes: nodes, stopped: stopped))
      }
    }
  }
}

extension JobStore: JobSource {
  /// The names of all executables that jobs ran, sorted; workflows are no executables.
  public func executables() throws -> [String] {
    try read { db, names in
      let ids = try Int64.fetchAll(
        db,
        sql: """
          SELECT id FROM names n
          WHERE EXISTS (SELECT 1 FROM jobs j WHERE j.executable = n.id AND j.is_analysis = 0)
          """)
      return try ids.map { try names.name($0) }.sorted()
    }
  }

  /// The name of the executable of an id, as the latest job that ran it says; nil if none did.
  ///
  /// - Complexity: O(jobs): there is no index for so rare a question.
  public func executable(withID id: String) throws -> String? {
    try read { db, names in
      let name = try Int64.fetchOne(
        db,
        sql: """
          SELECT executable FROM jobs WHERE executable_id = (SELECT id FROM names WHERE name = ?) AND is_analysis = 0
          ORDER BY submitted_ms DESC, number DESC LIMIT 1
          """, arguments: [storable(id)])
      return try name.map { try names.name($0) }
    }
  }

  /// What is known of the tries of one executable, by submission (unknown first) and key; empty if unknown.
  ///
  /// - Complexity: O(rows of that executable × log), by an index.
  public func usageRows(executable: String) throws -> [UsageRow] {
    try read { db, names in
      let statement = try db.cachedStatement(
        sql: """
          SELECT j.run, j.job, j.try, j.state, j.failure_reason, j.is_cached,
            CASE WHEN j.is_cached AND j.runtime_ms IS NULL THEN 0
              ELSE coalesce(j.runtime_ms, j.stopped_ms - j.started_ms) END,
            j.instance_type, j.vcpus, \(Overlay.cpuPercent), \(Overlay.peakMemory), \(Overlay.peakDisk),
            \(Overlay.input), j.read_bytes, j.written_bytes, \(Overlay.areLowerBounds)
          FROM jobs j JOIN names r ON r.id = j.run LEFT JOIN observed o ON o.job = j.number
          WHERE j.executable = (SELECT id FROM names WHERE name = ?) AND j.is_analysis = 0
          ORDER BY j.submitted_ms, r.name, j.job, j.try
          """)
      try statement.bind([.text(storable(executable))])
      var result: [UsageRow] = []
      try RowReader.forEachRow(of: statement, table: "jobs", names: names) { reader in
        let key = JobKey(
          run: try reader.needed(reader.name()), id: try reader.needed(reader.text()),
          tryNumber: try reader.needed(reader.int()))
        let state = JobState(try reader.needed(reader.name()))
        let reason = try reader.name().map { FailureReason($0) }
        let isCached = reader.flag()
        let runtime = reader.duration()
        let type = try reader.name()
        let vcpus = reader.real()
        result.append(
          UsageRow(
            key: key, state: state, failureReason: reason, isCached: isCached, runtime: runtime, instanceType: type,
            vcpus: vcpus, usage: reader.usage()))
      }
      return result
    }
  }
}
