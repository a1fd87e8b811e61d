import GRDB
public import JobModel

extension JobStore {
  /// The runs in whose scope there is a job with this id; the empty name stands for ids that are unique in the world.
  public func runs(withJob id: String) throws -> [String] {
    try read { db, _ in
      try String.fetchAll(
        db,
        sql: """
          SELECT DISTINCT r.name FROM jobs j JOIN names r ON r.id = j.run WHERE j.job = ? ORDER BY r.name
          """, arguments: [storable(id)])
    }
  }

  /// All that is known of a job; nil if there is no such job or no such try.
  ///
  /// - Parameter tryNumber: nil is the last one.
  /// - Complexity: O(jobs of its executable), by an index, and a look at all jobs for its children.
  public func details(of id: String, run: String, tryNumber: Int? = nil) throws -> JobDetails? {
    try details(of: id, run: run, tryNumber: tryNumber, children: children(of:), peers: peers(of:))
  }

  /// The same, with other ways to find what a look at all jobs would find.
  func details(
    of id: String, run: String, tryNumber: Int?, children: (JobKey) throws -> Int,
    peers: (Job) throws -> JobDetails.Peers
  ) throws -> JobDetails? {
    var filter = JobFilter(run: run, ids: [id])
    var tries: [Job] = []
    try forEachJob(matching: filter) { tries.append($0) }
    tries.sort { $0.key.tryNumber < $1.key.tryNumber }
    guard let last = tries.indices.last,
      let chosen = tryNumber.map({ number in tries.firstIndex { $0.key.tryNumber == number } }) ?? last
    else { return nil }
    let job = tries[chosen]
    var parent: Job?
    if let parentID = job.parent {
      filter.ids = [parentID]
      try forEachJob(matching: filter) { candidate in
        if job.parentTry.map({ $0 == candidate.key.tryNumber }) ?? true { parent = candidate }
      }
    }
    return JobDetails(
      tries: tries, chosen: chosen, observation: try observation(of: job.key), parent: parent,
      children: try children(job.key), peers: try peers(job), findings: try findings(about: job))
  }

  private func children(of key: JobKey) throws -> Int {
    try read { db, _ in
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(DISTINCT job) FROM jobs
          WHERE parent = ? AND run = (SELECT id FROM names WHERE name = ?) AND coalesce(parent_try, ?) = ?
          """, arguments: [storable(key.id), storable(key.run), key.tryNumber, key.tryNumber]) ?? 0
    }
  }

  /// The same, where the launched jobs are among those with these numbers.
  func children(of key: JobKey, among numbers: [Int64]) throws -> Int {
    guard !numbers.isEmpty else { return 0 }
    return try read { db, _ in
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(DISTINCT j.job) FROM json_each(?) k CROSS JOIN jobs j ON j.number = k.value
          WHERE j.parent = ? AND j.run = (SELECT id FROM names WHERE name = ?) AND coalesce(j.parent_try, ?) = ?
          """,
        arguments: [
          FlatList.array(numbers.lazy.map { .integer($0) }) ?? "[]", storable(key.id), storable(key.run),
          key.tryNumber, key.tryNumber,
        ]) ?? 0
    }
  }

  /// How the job compares with the other finished tries of its executable.
  private func peers(of job: Job) throws -> JobDetails.Peers {
    var runtimes: [Int64] = []
    var costs: [Int64] = []
    var memories: [Int64] = []
    let count = try read { db, names in
      var count = 0
      let statement = try db.cachedStatement(
        sql: """
          SELECT r.name, j.job, j.try, \(JobOrder.runtime), j.cost_nanos, c.name, \(Overlay.peakMemory)
          FROM jobs j JOIN names r ON r.id = j.run LEFT JOIN names c ON c.id = j.currency
            LEFT JOIN observed o ON o.job = j.number
          WHERE j.executable = (SELECT id FROM names WHERE name = ?) AND j.is_analysis = 0 AND j.is_cached = 0
            AND j.state = (SELECT id FROM names WHERE name = 'done')
          """)
      try statement.bind([.text(storable(job.executable))])
      try RowReader.forEachRow(of: statement, table: "jobs", names: names) { row in
        let run = row.text()
        let id = row.text()
        let number = try row.int()
        let runtime = row.integer()
        let cost = row.integer()
        let currency = row.text()
        let memory = row.integer()
        if run == job.key.run, id == job.key.id, number == job.key.tryNumber { return }
        count += 1
        if let runtime { runtimes.append(runtime) }
        if let cost, currency == job.cost?.currency.code { costs.append(cost) }
        if let memory { memories.append(memory) }
      }
      return count
    }
    let runtime = job.elapsedSoFar ?? job.runtime ?? job.workerTime
    return JobDetails.Peers(
      count: count, runtime: .init(runtime?.milliseconds, among: runtimes),
      cost: .init(job.cost?.nanos, among: costs), memory: .init(job.usage.peakMemory?.count, among: memories))
  }
}
