import GRDB
import JobModel

/// Writes one run into the open transaction.
struct RunWriter {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// Writes all of a run; its id must not be there.
  func write(_ run: Run) throws {
    let columns: [(name: String, value: (any DatabaseValueConvertible)?)] = [
      ("id", storable(run.id)), ("kind", run.kind.rawValue), ("name", storable(run.name)),
      ("catalog", storable(run.catalog)), ("prices_as_of_ms", run.pricesAsOf?.milliseconds),
      ("currency", run.currency?.code), ("seed", String(run.seed)), ("replications", run.replications),
      ("program_version", storable(run.version)), ("jobs", run.jobs), ("tries", run.tries),
      ("cost_mean_nanos", run.cost?.mean), ("cost_p50_nanos", run.cost?.p50), ("cost_p95_nanos", run.cost?.p95),
      ("cost_of_priced_nanos", run.costOfPriced), ("unpriced_tries", run.unpricedTries),
      ("wall_clock_mean_ms", run.wallClock.mean), ("wall_clock_p50_ms", run.wallClock.p50),
      ("wall_clock_p95_ms", run.wallClock.p95), ("wait_mean_ms", run.wait.mean),
      ("failed_jobs_mean", run.failedJobsMean), ("probability_over_max_cost", run.probabilityOverMaxCost),
      ("probability_over_max_time", run.probabilityOverMaxTime), ("utilization", run.utilization),
      ("critical_path_ms", run.criticalPath), ("details", try RunDetails(run).json()),
      ("has_schedule", run.schedule != nil),
    ]
    try db.execute(
      sql: """
        INSERT INTO runs (\(columns.map(\.name).joined(separator: ", ")))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """,
      arguments: StatementArguments(columns.map(\.value)))
    let number = db.lastInsertedRowID
    for (position, input) in run.inputs.enumerated() {
      try db.execute(
        sql: "INSERT INTO run_inputs VALUES (?, ?, ?, ?, ?)",
        arguments: [number, position, storable(input.role), storable(input.name), storable(input.content)])
    }
    for (position, task) in run.tasks.enumerated() {
      try db.execute(
        sql: "INSERT INTO run_tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          number, position, storable(task.name), task.jobs, task.triesMean, task.costMean, task.costShare,
          task.waitMean, task.runMean, task.criticalShare, task.failedMean,
        ])
    }
    let samples = [
      ("cost", run.costSamples), ("wall_clock", run.wallClockSamples), ("failed_jobs", run.failedJobsSamples),
    ]
    for (kind, samples) in samples where !samples.isEmpty {
      try db.execute(
        sql: "INSERT INTO run_samples VALUES (?, ?, ?)", arguments: [number, kind, SampleBlob.data(samples)])
    }
    if let schedule = run.schedule { try write(schedule, of: number) }
  }

  private func write(_ schedule: Schedule, of run: Int64) throws {
    let insertName = try db.cachedStatement(sql: "INSERT INTO run_names VALUES (?, ?, ?, ?, ?)")
    func insert(_ list: String, _ names: [(name: String, reason: String?)]) throws {
      for (position, name) in names.enumerated() {
        try insertName.bind([
          .integer(run), .text(list), .integer(Int64(position)), .text(storable(name.name)),
          name.reason.map { .text(storable($0)) } ?? .null,
        ])
        try insertName.execute()
      }
    }
    try insert("job", schedule.jobs.map { ($0, nil) })
    try insert("task", schedule.tasks.map { ($0, nil) })
    try insert("type", schedule.types.map { ($0, nil) })
    try insert("outcome", schedule.outcomes.map { ($0.state.name, $0.reason?.name) })

    let insertRow = try db.cachedStatement(
      sql: "INSERT INTO run_schedule VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for row in 0..<schedule.count {
      let cells: [Cell] = [
        .integer(run), .integer(Int64(row)), .integer(Int64(schedule.job[row])),
        .integer(Int64(schedule.tryNumber[row])), .integer(Int64(schedule.task[row])),
        .integer(schedule.submitted[row]), .integer(schedule.started[row]), .integer(schedule.stopped[row]),
        .integer(Int64(schedule.outcome[row])), .integer(Int64(schedule.type[row])),
        .integer(schedule.isSpot[row] ? 1 : 0), schedule.cost[row].map { .integer($0) } ?? .null,
      ]
      try insertRow.bind(cells)
      try insertRow.execute()
    }
  }
}
