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
  static let all = [jobs, executables, runs, runJobs, findings, samples, logEvents]

  /// One row per (job, try) that ran or should have run; analyses are left out, so costs can be summed.
  ///
  /// `run` is the file or run in which `job` is unique, empty for ids that are unique in the world. Processor use (100 is
  /// one core) and peaks come from the record, else from its logs. `observed_until_ms` is set for jobs that had not ended.
  static let jobs = View(
    name: "v_jobs",
    query: """
      SELECT
        j.job AS job, j.try AS try, j.name AS name, executables.name AS executable, runs.name AS run,
        j.parent AS parent, states.name AS state, reasons.name AS failure_reason, j.exit_code AS exit_code,
        types.name AS instance_type, priorities.name AS priority, j.submitted_ms AS submitted_ms,
        j.started_ms AS started_ms, j.stopped_ms AS stopped_ms, j.cost_nanos / 1e9 AS cost,
        currencies.name AS currency, \(Overlay.peakMemory) AS peak_memory_bytes, \(Overlay.input) AS input_bytes,
        j.cost_nanos AS cost_nanos, \(Overlay.cpuPercent) AS cpu_percent, \(Overlay.peakDisk) AS peak_disk_bytes,
        \(Overlay.areLowerBounds) AS peaks_are_lower_bounds, \(Overlay.observedUntil) AS observed_until_ms
      FROM jobs j
        LEFT JOIN observed o ON o.job = j.number
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
        max(\(Overlay.peakMemory)) AS peak_memory_max_bytes
      FROM jobs j
        LEFT JOIN observed o ON o.job = j.number
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

  /// One row per sample that a log or a metrics table tells of a job; `source` is `resource-line` or `metrics`.
  ///
  /// `try` is the one that the log says, else the last one known; NULL as long as no try of the job is known.
  /// Processor figures are percent of the whole machine; `_per_s` are rates, the `_total_` columns count from the start.
  static let samples = View(
    name: "v_samples",
    query: """
      SELECT
        s.job AS job, \(tryOfObservation) AS try, t.time_ms AS time_ms,
        CASE t.source WHEN 0 THEN 'resource-line' ELSE 'metrics' END AS source, t.cores AS cores,
        t.cpu_percent AS cpu_percent_of_machine, t.cpu_user_percent AS cpu_user_percent,
        t.cpu_system_percent AS cpu_system_percent, t.cpu_iowait_percent AS cpu_iowait_percent,
        t.memory_used_bytes AS memory_used_bytes, t.memory_total_bytes AS memory_total_bytes,
        t.disk_used_bytes AS disk_used_bytes, t.disk_total_bytes AS disk_total_bytes,
        t.disk_free_bytes AS disk_free_bytes, t.network_in_rate AS network_in_bytes_per_s,
        t.network_out_rate AS network_out_bytes_per_s, t.disk_read_rate AS disk_read_bytes_per_s,
        t.disk_write_rate AS disk_write_bytes_per_s, t.network_in_bytes AS network_in_total_bytes,
        t.network_out_bytes AS network_out_total_bytes, t.disk_read_bytes AS disk_read_total_bytes,
        t.disk_write_bytes AS disk_write_total_bytes
      FROM samples t JOIN observations s ON s.number = t.observation
      """)

  /// One row per line of a log that tells of trouble or of the end; `kind` is one of `LogEvent.Kind`.
  ///
  /// `try` is as in `v_samples`. `text` is the line behind its time, cut at 500 bytes; `memory_bytes` is what a killed
  /// process held.
  static let logEvents = View(
    name: "v_log_events",
    query: """
      SELECT
        s.job AS job, \(tryOfObservation) AS try, e.time_ms AS time_ms, e.kind AS kind, e.process AS process,
        e.memory_bytes AS memory_bytes, e.text AS text
      FROM log_events e JOIN observations s ON s.number = e.observation
      """)

  private static let tryOfObservation = """
    CASE WHEN s.try >= 0 THEN s.try
      ELSE (SELECT max(j.try) FROM jobs j WHERE j.run = (SELECT id FROM names WHERE name = '') AND j.job = s.job) END
    """
}
