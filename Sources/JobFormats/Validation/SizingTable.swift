public import JobModel

/// Reads recorded tasks for the comparison of memory sizing rules, from a CSV file or a tab-separated one, gzip or not.
///
/// Needed are the executable (`executable`, `process` or `task`), its peak memory (`peak_memory_bytes` or
/// `peak_rss_bytes`) and its runtime (`runtime_ms`, `realtime_ms` or `runtime_s`, or start and end). Other columns are
/// `input_bytes`, the memory asked for (`memory_requested_bytes` or `mem_req_bytes`), start and end (`start_ms`,
/// `started_s`, `complete_ms`, `stopped_s` …), `status` or `state`, `seq` (the order of submission) and `row` (how a split
/// names the task); the last two are the order of the file where they are not there. Further columns are passed over.
public enum SizingTable {
  private struct Layout {
    var executable: Int
    var peak: Int
    var runtime: (place: Int, factor: Double)?
    var started: (place: Int, factor: Double)?
    var stopped: (place: Int, factor: Double)?
    var input: Int?
    var request: Int?
    var state: Int?
    var sequence: Int?
    var row: Int?
  }

  /// Reads a table.
  ///
  /// - Throws: ``InputError`` for a missing column, a row with more or fewer columns than the header, a field that is no
  ///   number, two tasks of one `row`, and a file without tasks.
  public static func read(_ source: InputSource) throws(InputError) -> SizingWorkflow {
    let bytes = try ByteReader(source)
    return try read(bytes)
  }

  static func read(_ bytes: ByteReader) throws(InputError) -> SizingWorkflow {
    let file = bytes.name
    let isTabbed = try bytes.head().firstLine.contains(UInt8(ascii: "\t"))
    var records = DelimitedReader(bytes, delimiter: UInt8(ascii: isTabbed ? "\t" : ","))
    guard try records.next() else { throw InputError(file: file, message: "expected a table of tasks, found nothing") }
    let columns = SizingColumns(records)
    let layout = try layout(columns, file: file, line: records.line)
    var result: [SizingRecord] = []
    var rows: Set<Int> = []
    while try records.next() {
      guard records.count == columns.count else {
        throw InputError(
          file: file, line: records.line, message: "expected \(columns.count) columns, found \(records.count)")
      }
      let record = try record(records, layout, file: file, index: result.count)
      guard rows.insert(record.row).inserted else {
        throw InputError(file: file, line: records.line, field: "row", message: "there are two tasks \(record.row)")
      }
      result.append(record)
    }
    guard !result.isEmpty else { throw InputError(file: file, message: "expected tasks below the header, found none") }
    return SizingWorkflow(file: file, records: result)
  }

  private static func layout(_ columns: SizingColumns, file: String, line: Int) throws(InputError) -> Layout {
    guard let executable = columns.place(["executable", "process", "task"]) else {
      throw missing("executable (or process)", file, line)
    }
    guard let peak = columns.place(["peak_memory_bytes", "peak_rss_bytes"]) else {
      throw missing("peak_memory_bytes (or peak_rss_bytes)", file, line)
    }
    var layout = Layout(executable: executable, peak: peak)
    layout.runtime = columns.time(["runtime", "realtime", "run"])
    layout.started = columns.time(["started", "start"])
    layout.stopped = columns.time(["stopped", "complete", "end"])
    guard layout.runtime != nil || (layout.started != nil && layout.stopped != nil) else {
      throw missing("runtime_ms (or realtime_ms, runtime_s, or a start and an end)", file, line)
    }
    layout.input = columns.place(["input_bytes", "task_input_uncompressed", "task_input_bytes"])
    layout.request = columns.place(["memory_requested_bytes", "mem_req_bytes"])
    layout.state = columns.place(["status", "state"])
    layout.sequence = columns.place(["seq"])
    layout.row = columns.place(["row"])
    return layout
  }

  private static func missing(_ column: String, _ file: String, _ line: Int) -> InputError {
    InputError(file: file, line: line, message: "expected a column \(column), found none")
  }

  private static func record(
    _ records: borrowing DelimitedReader, _ layout: Layout, file: String, index: Int
  ) throws(InputError) -> SizingRecord {
    let line = records.line
    func number(_ place: Int?, _ column: String) throws(InputError) -> Double? {
      guard let place else { return nil }
      return try sizingNumber(records[place], file: file, line: line, column: column)
    }
    func whole(_ place: Int?, _ column: String) throws(InputError) -> Int {
      guard let place else { return index }
      guard let value = try number(place, column), let whole = Int(exactly: value) else {
        throw InputError(file: file, line: line, field: column, message: "expected a whole number from 0")
      }
      return whole
    }
    func time(_ column: (place: Int, factor: Double)?, _ name: String) throws(InputError) -> Double? {
      guard let column, let value = try number(column.place, name) else { return nil }
      return value * column.factor
    }
    let executable = records[layout.executable].trimmed.text
    var record = SizingRecord(
      executable: executable.isEmpty ? "unknown" : executable, sequence: try whole(layout.sequence, "seq"),
      row: try whole(layout.row, "row"))
    record.startedMilliseconds = try time(layout.started, "start")
    record.stoppedMilliseconds = try time(layout.stopped, "end")
    record.runtimeMilliseconds = try time(layout.runtime, "runtime")
    if layout.runtime == nil, let start = record.startedMilliseconds, let stop = record.stoppedMilliseconds {
      record.runtimeMilliseconds = max(0, stop - start)
    }
    record.peak = try number(layout.peak, "peak memory").map { $0 / 1e9 }
    record.input = try number(layout.input, "input_bytes").map { $0 / 1e9 }
    record.request = try number(layout.request, "memory requested").flatMap { $0 > 0 ? $0 / 1e9 : nil }
    if let state = layout.state { record.isDone = isDone(records[state].trimmed.text) }
    return record
  }

  /// Whether a state says that a task ended well, in any system's words; 1 as in the Standard Workload Format.
  private static func isDone(_ state: String) -> Bool {
    ["", "-", "completed", "done", "complete", "succeeded", "success", "ok", "1"].contains(state.lowercased())
  }
}
