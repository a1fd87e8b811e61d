/// The tables, by the version that brought them. People read the ``Views``; these may change with any version.
enum Tables {
  /// Version 1.
  ///
  /// - `names` holds texts that many rows share; columns that say "name" hold its numbers.
  /// - `jobs` has a row per (run, job, try), analyses among them. Lists are JSON (`FlatList`), NULL when empty.
  /// - `imports` has a row per import that changed anything.
  /// - `runs` and its four tables hold a run; `details` is JSON for what nobody queries by.
  /// - `run_names` are the lists that the columns of `run_schedule` point into; `list` is one of `job`, `task`,
  ///   `type`, `outcome`.
  /// - `findings` is filled by the review.
  static let version1 = """
    CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

    CREATE TABLE jobs (
      number INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,                -- name
      job TEXT NOT NULL,
      try INTEGER NOT NULL,
      is_analysis INTEGER NOT NULL,
      name TEXT NOT NULL,
      executable INTEGER NOT NULL,         -- name
      executable_id INTEGER,               -- name
      function INTEGER,                    -- name
      stage INTEGER,                       -- name
      user INTEGER,                        -- name
      project INTEGER,                     -- name
      bill_to INTEGER,                     -- name
      folder TEXT,
      region INTEGER,                      -- name
      tags TEXT,
      properties TEXT,
      state INTEGER NOT NULL,              -- name
      failure_reason INTEGER,              -- name
      failure_message TEXT,
      exit_code INTEGER,
      is_cached INTEGER NOT NULL,
      submitted_ms INTEGER,
      runnable_ms INTEGER,
      started_ms INTEGER,
      stopped_ms INTEGER,
      ended_ms INTEGER,
      runtime_ms INTEGER,
      transitions TEXT,
      instance_type INTEGER,               -- name
      nodes INTEGER NOT NULL,
      vcpus REAL,
      memory_requested_bytes INTEGER,
      disk_requested_bytes INTEGER,
      time_limit_ms INTEGER,
      priority INTEGER,                    -- name
      final_priority INTEGER,              -- name
      price_model INTEGER,                 -- name
      rank INTEGER,
      restart_policy TEXT,
      cost_nanos INTEGER,
      currency INTEGER,                    -- name
      spot_savings_nanos INTEGER,
      spot_savings_currency INTEGER,       -- name
      cost_limit TEXT,
      parent TEXT,
      parent_try INTEGER,
      origin TEXT,
      root TEXT,
      analysis TEXT,
      detached_from TEXT,
      dependencies TEXT,
      cpu_percent REAL,
      peak_memory_bytes INTEGER,
      peak_disk_bytes INTEGER,
      input_bytes INTEGER,
      read_bytes INTEGER,
      written_bytes INTEGER,
      peaks_are_lower_bounds INTEGER NOT NULL,
      UNIQUE (run, job, try)
    ) STRICT;
    CREATE INDEX jobs_by_executable ON jobs (executable, submitted_ms);

    CREATE TABLE imports (
      number INTEGER PRIMARY KEY,
      file TEXT NOT NULL,
      format TEXT NOT NULL,
      fingerprint TEXT,
      rows INTEGER NOT NULL,
      kept INTEGER NOT NULL,
      updated INTEGER NOT NULL,
      duplicates INTEGER NOT NULL,
      skipped INTEGER NOT NULL,
      report TEXT NOT NULL,
      program_version TEXT NOT NULL,
      imported_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE runs (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      catalog TEXT NOT NULL,
      prices_as_of_ms INTEGER,
      currency TEXT,
      seed TEXT NOT NULL,
      replications INTEGER NOT NULL,
      program_version TEXT NOT NULL,
      jobs INTEGER NOT NULL,
      tries INTEGER NOT NULL,
      cost_mean_nanos INTEGER,
      cost_p50_nanos INTEGER,
      cost_p95_nanos INTEGER,
      cost_of_priced_nanos INTEGER,
      unpriced_tries INTEGER NOT NULL,
      wall_clock_mean_ms INTEGER NOT NULL,
      wall_clock_p50_ms INTEGER NOT NULL,
      wall_clock_p95_ms INTEGER NOT NULL,
      wait_mean_ms INTEGER NOT NULL,
      failed_jobs_mean REAL,
      probability_over_max_cost REAL,
      probability_over_max_time REAL,
      utilization REAL,
      critical_path_ms INTEGER,
      details TEXT NOT NULL,
      has_schedule INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE run_inputs (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      position INTEGER NOT NULL,
      role TEXT NOT NULL,
      name TEXT NOT NULL,
      content TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_tasks (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      jobs INTEGER NOT NULL,
      tries_mean REAL,
      cost_mean_nanos INTEGER,
      cost_share REAL,
      wait_mean_ms INTEGER NOT NULL,
      run_mean_ms INTEGER NOT NULL,
      critical_share REAL,
      failed_mean REAL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_samples (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      kind TEXT NOT NULL,
      samples BLOB NOT NULL,               -- Int64, little endian
      PRIMARY KEY (run, kind)
    ) STRICT;

    CREATE TABLE run_names (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      list TEXT NOT NULL,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      reason TEXT,
      PRIMARY KEY (run, list, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_schedule (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      position INTEGER NOT NULL,
      job INTEGER NOT NULL,
      try INTEGER NOT NULL,
      task INTEGER NOT NULL,
      submitted_ms INTEGER NOT NULL,
      started_ms INTEGER NOT NULL,
      stopped_ms INTEGER NOT NULL,
      outcome INTEGER NOT NULL,
      type INTEGER NOT NULL,
      is_spot INTEGER NOT NULL,
      cost_nanos INTEGER,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE findings (
      number INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      severity TEXT NOT NULL,
      executable TEXT NOT NULL,
      jobs TEXT NOT NULL,                  -- JSON
      evidence TEXT NOT NULL,
      remedy TEXT NOT NULL,
      cost_nanos INTEGER,
      currency TEXT,
      time_ms INTEGER
    ) STRICT;
    """

  /// Version 2: what logs and metrics tell, and sizes of files.
  ///
  /// - `observations` has a row for each job and try of which a log tells; `try` is -1 where the log does not say it.
  ///   Its figures are those of all its samples and events (`ObservedUsage`).
  /// - `samples` and `log_events` are told by the index on `observation`; `samples.source` is 0 for a resource line
  ///   and 1 for metrics. Processor figures are percent of the machine, rates bytes a second, totals since the start.
  /// - `observed` has a row for each row of `jobs` that an observation belongs to; it is made anew by every import.
  /// - `files` are sizes of input files; `jobs.input_files` is a JSON list of their ids.
  static let version2 = """
    ALTER TABLE jobs ADD COLUMN modified_ms INTEGER;
    ALTER TABLE jobs ADD COLUMN observed_until_ms INTEGER;
    ALTER TABLE jobs ADD COLUMN input_files TEXT;
    CREATE INDEX jobs_with_input_files ON jobs (number) WHERE input_files IS NOT NULL;

    CREATE TABLE files (id TEXT PRIMARY KEY, size_bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE observations (
      number INTEGER PRIMARY KEY,
      job TEXT NOT NULL,
      try INTEGER NOT NULL,
      first_ms INTEGER,
      last_ms INTEGER,
      cpu_percent REAL,
      cpu_samples INTEGER NOT NULL DEFAULT 0,
      peak_memory_bytes INTEGER,
      peak_disk_bytes INTEGER,
      UNIQUE (job, try)
    ) STRICT;

    CREATE TABLE samples (
      observation INTEGER NOT NULL REFERENCES observations ON DELETE CASCADE,
      time_ms INTEGER NOT NULL,
      precision_ms INTEGER NOT NULL,
      source INTEGER NOT NULL,
      cores REAL,
      cpu_percent REAL,
      cpu_user_percent REAL,
      cpu_system_percent REAL,
      cpu_iowait_percent REAL,
      memory_used_bytes INTEGER,
      memory_total_bytes INTEGER,
      disk_used_bytes INTEGER,
      disk_total_bytes INTEGER,
      disk_free_bytes INTEGER,
      network_in_rate INTEGER,
      network_out_rate INTEGER,
      disk_read_rate INTEGER,
      disk_write_rate INTEGER,
      network_in_bytes INTEGER,
      network_out_bytes INTEGER,
      disk_read_bytes INTEGER,
      disk_write_bytes INTEGER
    ) STRICT;
    CREATE INDEX samples_by_time ON samples (observation, time_ms);

    CREATE TABLE log_events (
      observation INTEGER NOT NULL REFERENCES observations ON DELETE CASCADE,
      time_ms INTEGER,
      precision_ms INTEGER NOT NULL,
      kind TEXT NOT NULL,
      process TEXT,
      memory_bytes INTEGER,
      text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX log_events_by_time ON log_events (observation, time_ms);

    CREATE TABLE observed (
      job INTEGER PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
      cpu_percent REAL,
      peak_memory_bytes INTEGER,
      peak_disk_bytes INTEGER,
      last_ms INTEGER
    ) STRICT;
    """

  /// Version 3: of which imports the findings tell.
  ///
  /// - `reviews` has a row for the last review, whose number no other review had before; none where the findings are of
  ///   an older program. `last_import` is NULL for a store without imports.
  static let version3 = """
    CREATE TABLE reviews (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      last_import INTEGER,
      reviewed_at TEXT NOT NULL
    ) STRICT;
    """
}
