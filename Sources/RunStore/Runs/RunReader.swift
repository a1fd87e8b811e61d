import Foundation
import GRDB
import JobModel

/// Reads one run.
struct RunReader {
  private let db: Database
  private let number: Int64

  init(_ db: Database, number: Int64) {
    self.db = db
    self.number = number
  }

  /// The run as it was saved.
  func run() throws -> Run {
    var found: Run?
    try forEachRow(
      of: "runs",
      sql: """
        SELECT id, kind, name, catalog, seed, replications, program_version, jobs, tries, prices_as_of_ms, currency,
          cost_of_priced_nanos, unpriced_tries, failed_jobs_mean, probability_over_max_cost,
          probability_over_max_time, utilization, critical_path_ms, has_schedule, details
        FROM runs WHERE number = ?
        """
    ) { row in
      found = try run(&row)
    }
    guard let found else { throw Damage(what: "there is no run with the number \(number)") }
    return found
  }

  private func run(_ row: inout RowReader) throws -> Run {
    // What the initialiser needs and stands further on is set when it is met.
    let nothing = WaitFigures(mean: 0)
    let id = try row.needed(row.text())
    let kind = try row.needed(row.text().flatMap(Run.Kind.init(rawValue:)))
    let name = try row.needed(row.text())
    let catalog = try row.needed(row.text())
    let seed = try row.needed(row.text().flatMap { UInt64($0) })
    let replications = try row.needed(row.int())
    let version = try row.needed(row.text())
    let jobs = try row.needed(row.int())
    let tries = try row.needed(row.integer())
    let pricesAsOf = row.time()
    let currency = try row.currency()
    let costOfPriced = row.integer()
    let unpricedTries = try row.needed(row.integer())
    let failedJobsMean = row.mean()
    let probabilityOverMaxCost = row.real()
    let probabilityOverMaxTime = row.real()
    let utilization = row.real()
    let criticalPath = row.integer()
    let hasSchedule = row.flag()
    let details = try RunDetails(json: row.needed(row.text()))
    var run = Run(
      id: id, kind: kind, name: name, catalog: catalog, seed: seed, replications: replications, version: version,
      jobs: jobs, tries: tries, wallClock: details.wallClock, wait: nothing)
    try details.fill(&run)
    run.pricesAsOf = pricesAsOf
    run.currency = currency
    run.costOfPriced = costOfPriced
    run.unpricedTries = unpricedTries
    run.failedJobsMean = failedJobsMean
    run.probabilityOverMaxCost = probabilityOverMaxCost
    run.leastProbabilityOverMaxCost = probabilityOverMaxCost
    run.probabilityOverMaxTime = probabilityOverMaxTime
    run.utilization = utilization
    run.criticalPath = criticalPath
    run.inputs = try inputs()
    run.tasks = try tasks()
    run.costSamples = try samples("cost")
    run.wallClockSamples = try samples("wall_clock")
    run.failedJobsSamples = try samples("failed_jobs")
    if hasSchedule { run.schedule = try schedule() }
    return run
  }

  /// Hands out the rows of a query whose only argument is the run.
  private func forEachRow(of table: String, sql: String, _ body: (inout RowReader) throws -> Void) throws {
    let statement = try db.makeStatement(sql: sql)
    try statement.bind([.integer(number)])
    try RowReader.forEachRow(of: statement, table: table, body)
  }

  private func inputs() throws -> [Run.Input] {
    var inputs: [Run.Input] = []
    try forEachRow(
      of: "run_inputs", sql: "SELECT role, name, content FROM run_inputs WHERE run = ? ORDER BY position"
    ) { row in
      let role = try row.needed(row.text())
      let name = try row.needed(row.text())
      inputs.append(Run.Input(role: role, name: name, content: try row.needed(row.text())))
    }
    return inputs
  }

  private func tasks() throws -> [TaskFigures] {
    var tasks: [TaskFigures] = []
    try forEachRow(
      of: "run_tasks",
      sql: """
        SELECT name, jobs, tries_mean, cost_mean_nanos, cost_share, wait_mean_ms, run_mean_ms, critical_share,
          failed_mean
        FROM run_tasks WHERE run = ? ORDER BY position
        """
    ) { row in
      // Arguments are evaluated from left to right: the order of the columns.
      tasks.append(
        TaskFigures(
          name: try row.needed(row.text()), jobs: try row.needed(row.int()), triesMean: row.mean(),
          costMean: row.integer(), costShare: row.real(), waitMean: try row.needed(row.integer()),
          runMean: try row.needed(row.integer()), criticalShare: row.mean(), failedMean: row.mean()))
    }
    return tasks
  }

  private func samples(_ kind: String) throws -> [Int64] {
    let blob = try Data.fetchOne(
      db, sql: "SELECT samples FROM run_samples WHERE run = ? AND kind = ?", arguments: [number, kind])
    return try blob.map { try SampleBlob.samples($0) } ?? []
  }

  private func names(_ list: String) throws -> [(name: String, reason: String?)] {
    var names: [(name: String, reason: String?)] = []
    try forEachRow(
      of: "run_names",
      sql: "SELECT name, reason FROM run_names WHERE run = ? AND list = '\(list)' ORDER BY position"
    ) { row in
      names.append((try row.needed(row.text()), row.text()))
    }
    return names
  }

  private func schedule() throws -> Schedule {
    let outcomes = try names("outcome").map {
      Schedule.Outcome(state: JobState($0.name), reason: $0.reason.map { FailureReason($0) })
    }
    var schedule = Schedule(
      jobs: try names("job").map(\.name), tasks: try names("task").map(\.name), types: try names("type").map(\.name),
      outcomes: outcomes)
    try forEachRow(
      of: "run_schedule",
      sql: """
        SELECT job, try, task, outcome, type, submitted_ms, started_ms, stopped_ms, is_spot, cost_nanos
        FROM run_schedule WHERE run = ? ORDER BY position
        """
    ) { row in
      schedule.job.append(try row.index(0..<schedule.jobs.count))
      schedule.tryNumber.append(try row.index(0..<Int.max))
      schedule.task.append(try row.index(0..<schedule.tasks.count))
      schedule.outcome.append(try row.index(0..<schedule.outcomes.count))
      schedule.type.append(try row.index(-1..<schedule.types.count))
      schedule.submitted.append(try row.needed(row.integer()))
      schedule.started.append(try row.needed(row.integer()))
      schedule.stopped.append(try row.needed(row.integer()))
      schedule.isSpot.append(row.flag())
      schedule.cost.append(row.integer())
    }
    return schedule
  }
}

extension RowReader {
  /// A mean; SQLite keeps NaN as NULL.
  fileprivate mutating func mean() -> Double { real() ?? .nan }

  /// A number that must lie in a list.
  fileprivate mutating func index(_ range: Range<Int>) throws -> Int32 {
    guard let value = try int(), range.contains(value), let index = Int32(exactly: value) else { throw damage }
    return index
  }
}
