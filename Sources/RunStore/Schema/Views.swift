/// The views: the public face of the file for sqlite3, DuckDB and Datasette.
///
/// Columns keep their names, meaning and order; new ones come at the end. Times are milliseconds since 1970 in UTC,
/// or since the launch for a plan; amounts are in units of `currency`. NULL is "not known", never nought.
enum Views {
  /// A view's name and what it selects.
  struct View {
    var name: String
    var query: String
  }

  /// All of them.
  static let all = [jobs, executables, runs, runJobs, findings]

  /// One row per (job, try) that ran or should have run; analyses are left out, so costs can be summed.
  ///
  /// `run` is the file or run in which `job` is unique, empty for ids that are unique in the world.
  static let jobs = View(
    name: "v_jobs",
    query: """
      SELECT
        j.job AS job, j.try AS try, j.name AS name, executables.name AS executable, runs.name AS run,
        j.parent AS parent, states.name AS state, reasons.name AS failure_reason, j.exit_code AS exit_code,
        types.name AS instance_type, priorities.name AS priority, j.submitted_ms AS submitted_ms,
        j.started_ms AS started_ms, j.stopped_ms AS stopped_ms, j.cost_nanos / 1e9 AS cost,
        currencies.name AS currency, j.peak_memory_bytes AS peak_memory_bytes, j.input_bytes AS input_bytes,
        j.cost_nanos AS cost_nanos
      FROM jobs j
        JOIN names executables ON executables.id = j.executable
        JOIN names runs ON runs.id = j.run
        JOIN names states ON states.id = j.state
        LEFT JOIN names reasons ON reasons.id = j.failure_reason
        LEFT JOIN names types ON types.id = j.instance_type
        LEFT JOIN names priorities ON priorities.id = j.priority
        LEFT JOIN names currencies ON currencies.id = j.currency
      WHERE j.is_analysis = 0
      """)

  /// One row per executable. `done` and `failed` count tries; `cost` is NULL where prices are in two currencies.
  ///
  /// `runtime_mean_s` and `runtime_max_s` are over tries that ran: reused results are left out.
  static let executables = View(
    name: "v_executables",
    query: """
      SELECT
        names.name AS executable,
        count(DISTINCT j.run || '/' || j.job) AS jobs,
        count(*) AS tries,
        sum(states.name = 'done') AS done,
        sum(states.name = 'failed') AS failed,
        CASE WHEN count(DISTINCT j.currency) = 1 THEN sum(j.cost_nanos / 1e9) END AS cost,
        CASE WHEN count(DISTINCT j.currency) = 1 THEN max(currencies.name) END AS currency,
        avg(CASE WHEN j.is_cached = 0 THEN coalesce(j.runtime_ms, j.stopped_ms - j.started_ms) END) / 1e3
          AS runtime_mean_s,
        max(CASE WHEN j.is_cached = 0 THEN coalesce(j.runtime_ms, j.stopped_ms - j.started_ms) END) / 1e3
          AS runtime_max_s,
        max(j.peak_memory_bytes) AS peak_memory_max_bytes
      FROM jobs j
        JOIN names ON names.id = j.executable
        JOIN names states ON states.id = j.state
        LEFT JOIN names currencies ON currencies.id = j.currency
      WHERE j.is_analysis = 0
      GROUP BY j.executable
      """)

  /// One row per run, in the order of saving.
  static let runs = View(
    name: "v_runs",
    query: """
      SELECT
        id AS run, kind, name, catalog, prices_as_of_ms, currency, seed, replications, jobs, tries,
        cost_mean_nanos / 1e9 AS cost_mean, cost_p50_nanos / 1e9 AS cost_p50, cost_p95_nanos / 1e9 AS cost_p95,
        wall_clock_mean_ms / 1e3 AS wall_clock_mean_s, wall_clock_p50_ms / 1e3 AS wall_clock_p50_s,
        wall_clock_p95_ms / 1e3 AS wall_clock_p95_s, wait_mean_ms / 1e3 AS wait_mean_s, failed_jobs_mean,
        probability_over_max_cost, probability_over_max_time, unpriced_tries, utilization,
        critical_path_ms / 1e3 AS critical_path_s, program_version
      FROM runs
      ORDER BY number
      """)

  /// One row per try of a replay's schedule, in the order of the input.
  static let runJobs = View(
    name: "v_run_jobs",
    query: """
      SELECT
        runs.id AS run, jobs.name AS job, s.try AS try, tasks.name AS task, outcomes.name AS state,
        outcomes.reason AS failure_reason, types.name AS instance_type, s.is_spot AS is_spot,
        s.submitted_ms AS submitted_ms, s.started_ms AS started_ms, s.stopped_ms AS stopped_ms,
        s.cost_nanos / 1e9 AS cost, CASE WHEN s.cost_nanos IS NOT NULL THEN runs.currency END AS currency
      FROM run_schedule s
        JOIN runs ON runs.number = s.run
        LEFT JOIN run_names jobs ON jobs.run = s.run AND jobs.list = 'job' AND jobs.position = s.job
        LEFT JOIN run_names tasks ON tasks.run = s.run AND tasks.list = 'task' AND tasks.position = s.task
        LEFT JOIN run_names outcomes
          ON outcomes.run = s.run AND outcomes.list = 'outcome' AND outcomes.position = s.outcome
        LEFT JOIN run_names types ON types.run = s.run AND types.list = 'type' AND types.position = s.type
      """)

  /// One row per finding of the last review.
  static let findings = View(
    name: "v_findings",
    query: """
      SELECT
        kind, severity, executable, jobs, evidence, remedy, cost_nanos / 1e9 AS cost, currency,
        time_ms / 1e3 AS time_s
      FROM findings
      ORDER BY number
      """)
}
