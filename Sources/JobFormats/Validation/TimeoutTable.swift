public import JobModel

/// Reads recorded jobs for the comparison of time limits, from a CSV file or a tab-separated one, gzip or not.
///
/// With a column `run_s` it is the log of a batch system: `run_s`, `req_s` (the limit that was asked for), `submit_s` and
/// `wait_s` (or `started_s`), and if there are `procs`, `user`, `exe` and `status` (1: it ended well). Otherwise it is the
/// trace of a workflow: the executable (`executable`, `process` or `task`), runtime, start and limit (`runtime_ms`,
/// `start_ms`, `time_limit_ms`, or in seconds `_s`), and if there are `cpus_req` (or `vcpus`, `cpus`), `input_bytes` and
/// `status` or `state`. Rows without a runtime above 0, a start, a limit, or an input where other rows have one, are
/// counted and left out.
public enum TimeoutTable {
  private struct Layout {
    var kind = TimeoutLog.Kind.workflow
    var executable: Int?
    var user: Int?
    var runtime: (place: Int, factor: Double)
    var limit: (place: Int, factor: Double)
    var started: (place: Int, factor: Double)
    var wait: (place: Int, factor: Double)?
    var cores: Int?
    var input: Int?
    var state: Int?
  }

  /// The longest time that is taken, in seconds, and the most cores: more are no record of a job.
  private static let mostSeconds = 1e11
  private static let mostCores = 1e9

  /// Reads a table.
  ///
  /// - Throws: ``InputError`` for a missing column, a row with more or fewer columns than the header, a field that is no
  ///   number from 0, and a file without jobs.
  public static func read(_ source: InputSource) throws(InputError) -> TimeoutLog {
    let bytes = try ByteReader(source)
    return try read(bytes)
  }

  static func read(_ bytes: ByteReader) throws(InputError) -> TimeoutLog {
    let file = bytes.name
    let isTabbed = try bytes.head().firstLine.contains(UInt8(ascii: "\t"))
    var rows = DelimitedReader(bytes, delimiter: UInt8(ascii: isTabbed ? "\t" : ","))
    guard try rows.next() else { throw InputError(file: file, message: "expected a table of jobs, found nothing") }
    let columns = SizingColumns(rows)
    let layout = try layout(columns, file: file, line: rows.line)
    var log = TimeoutLog(file: file, kind: layout.kind, records: [])
    // As the benchmark reads traces: a row that leaves its input empty is not taken. A column that all rows leave empty
    // is as good as none.
    var withoutInput: [TimeoutRecord] = []
    while try rows.next() {
      guard rows.count == columns.count else {
        throw InputError(file: file, line: rows.line, message: "expected \(columns.count) columns, found \(rows.count)")
      }
      guard let record = try record(rows, layout, file: file) else {
        log.skipped += 1
        continue
      }
      if let place = layout.input, rows[place].trimmed.isEmpty || rows[place].trimmed.isText("-") {
        withoutInput.append(record)
      } else {
        log.records.append(record)
      }
    }
    if log.records.isEmpty { swap(&log.records, &withoutInput) }
    log.skipped += withoutInput.count
    guard !log.records.isEmpty else {
      throw InputError(
        file: file, message: "expected jobs with a runtime, a start and a limit below the header, found none")
    }
    return log
  }

  private static func layout(_ columns: SizingColumns, file: String, line: Int) throws(InputError) -> Layout {
    func time(_ stems: [String], _ name: String) throws(InputError) -> (place: Int, factor: Double) {
      guard let found = columns.time(stems) else {
        throw InputError(file: file, line: line, message: "expected a column \(name), found none")
      }
      return (found.place, found.factor / 1000)
    }
    if columns.place(["run_s"]) != nil {
      var layout = Layout(
        runtime: try time(["run"], "run_s"), limit: try time(["req", "time_limit"], "req_s"),
        started: try time(["submit", "started", "start"], "submit_s"))
      layout.kind = .batch
      if columns.time(["submit"]) != nil { layout.wait = try time(["wait"], "wait_s") }
      layout.executable = columns.place(["exe", "executable"])
      layout.user = columns.place(["user"])
      layout.cores = columns.place(["procs", "vcpus", "cpus"])
      layout.state = columns.place(["status", "state"])
      return layout
    }
    var layout = Layout(
      runtime: try time(["runtime", "realtime"], "runtime_ms (or runtime_s, or run_s)"),
      limit: try time(["time_limit"], "time_limit_ms (or time_limit_s)"),
      started: try time(["start", "started"], "start_ms (or started_s)"))
    guard let executable = columns.place(["executable", "process", "task"]) else {
      throw InputError(file: file, line: line, message: "expected a column executable (or process), found none")
    }
    layout.executable = executable
    layout.cores = columns.place(["cpus_req", "vcpus", "cpus"])
    layout.input = columns.place(["input_bytes", "task_input_uncompressed", "task_input_bytes"])
    layout.state = columns.place(["status", "state"])
    return layout
  }

  private static func record(
    _ rows: borrowing DelimitedReader, _ layout: Layout, file: String
  ) throws(InputError) -> TimeoutRecord? {
    let line = rows.line
    func number(_ place: Int?, _ column: String) throws(InputError) -> Double? {
      guard let place else { return nil }
      return try sizingNumber(rows[place], file: file, line: line, column: column)
    }
    func time(_ column: (place: Int, factor: Double), _ name: String) throws(InputError) -> Double? {
      guard let value = try number(column.place, name) else { return nil }
      // Divided where the column is in milliseconds: 1e-3 is no binary fraction.
      let seconds = column.factor == 1 ? value : value / 1000
      guard seconds <= mostSeconds else {
        throw InputError(
          file: file, line: line, field: name, message: "expected a time below \(Int(mostSeconds)) s, found \(seconds)")
      }
      return seconds
    }
    let runtime = try time(layout.runtime, "runtime")
    let limit = try time(layout.limit, "limit")
    var started = try time(layout.started, "start")
    if let wait = layout.wait {
      let waited = try time(wait, "wait") ?? 0
      started = started.map { $0 + waited }
    }
    let cores = try number(layout.cores, "cores") ?? 1
    let input = try number(layout.input, "input_bytes")
    guard cores <= mostCores else {
      throw InputError(file: file, line: line, field: "cores", message: "expected at most \(Int(mostCores)) cores")
    }
    guard let runtime, let limit, let started, runtime > 0, limit > 0 else { return nil }
    let name = layout.executable.map { rows[$0].trimmed.text } ?? ""
    var record = TimeoutRecord(
      executable: name.isEmpty ? "unknown" : name, started: started, runtime: runtime, limit: limit)
    record.user = layout.user.map { rows[$0].trimmed.text } ?? ""
    record.cores = max(1, cores)
    record.input = input
    if let state = layout.state { record.isDone = isDone(rows[state].trimmed.text, layout.kind) }
    return record
  }

  /// Whether a state says that a job ended well, in any system's words; in a log of a batch system only 1 does.
  private static func isDone(_ state: String, _ kind: TimeoutLog.Kind) -> Bool {
    if kind == .batch && Int(state) != nil { return state == "1" }
    return ["", "-", "completed", "done", "complete", "succeeded", "success", "ok", "1"].contains(state.lowercased())
  }
}
