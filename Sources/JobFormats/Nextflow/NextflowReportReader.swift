public import JobModel

/// Reads the HTML execution report of Nextflow (`-with-report`): the table of tasks in its script.
///
/// The page holds `window.data = {"trace": […], "summary": […]}`, in which a task has the fields of a raw trace. Task ids
/// count from 1 in every run, so the run is named by the hash of what the page calls it and of the table's first 64 KiB.
public enum NextflowReportReader: HistoryReader {
  /// `nextflow-report`.
  public static let format = "nextflow-report"
  /// For messages.
  public static let summary = "an HTML execution report of Nextflow"

  /// A page that calls itself so in its head: what it holds lies megabytes behind.
  public static func recognises(_ head: InputHead) -> Bool {
    head.firstVisible == UInt8(ascii: "<")
      && (head.contains("Nextflow Workflow Report") || head.contains("Nextflow workflow report"))
  }

  /// Reads every task; see ``HistoryReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    let head = try bytes.head()
    if head.isEmpty { return }
    let runName = runName(head)
    guard try findData(bytes) else {
      throw InputError(
        file: context.file, message: "expected the table of tasks (window.data = {…}) of a Nextflow report, found none",
        hint: "the page may be cut short; write it again, or give the trace file (-with-trace)")
    }
    let run = "nf-" + ContentHash.shortText(Array((runName ?? "").utf8) + (try bytes.head().bytes))
    var parser = ReportParser(JSONPullReader(bytes), run: run, runName: runName, clock: context.clock, report: report)
    defer { report = parser.tasks.report }
    try parser.read(sink)
    try bytes.drain()
    parser.tasks.finish()
  }

  /// What the run is called, from the page's description.
  private static func runName(_ head: InputHead) -> String? {
    let text = head.bytes[...]
    let mark = Array("report for run id [".utf8)
    guard let start = text.firstRange(of: mark)?.upperBound,
      let end = text[start...].prefix(200).firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    return text[start..<end].text
  }

  /// Moves to the object that the page assigns; other places only use it.
  private static func findData(_ bytes: ByteReader) throws(InputError) -> Bool {
    while try bytes.skip(past: "window.data") {
      if try bytes.take(UInt8(ascii: "=")), try bytes.peekVisible() == UInt8(ascii: "{") { return true }
    }
    return false
  }
}

/// Turns the table of a report into jobs.
private struct ReportParser: ~Copyable {
  var json: JSONPullReader
  var tasks: TraceParser
  let runName: String?

  init(_ json: consuming JSONPullReader, run: String, runName: String?, clock: LocalClock?, report: ImportReport) {
    self.json = json
    self.runName = runName
    let header = TraceHeader(places: Array(TraceColumn.allCases.indices))
    tasks = TraceParser(header: header, run: run, clock: clock, report: report)
  }

  mutating func read(_ sink: (Job, Int) throws -> Void) throws {
    try json.beginObject()
    var hasTasks = false
    while let key = try json.nextKey() {
      guard key == "trace", try json.peek() == .array else {
        try json.skipValue()
        continue
      }
      hasTasks = true
      try json.beginArray()
      while try json.nextElement() { try task(sink) }
    }
    if hasTasks { return }
    throw json.fault(
      "the report holds no tasks: Nextflow leaves them out of runs of more than 10,000; give the trace file")
  }

  private mutating func task(_ sink: (Job, Int) throws -> Void) throws {
    tasks.report.rows += 1
    let kind = try json.peek()
    let line = json.line
    guard kind == .object else {
      try json.skipValue()
      tasks.report.skip("expected an object, found \(kind.rawValue)", line: line)
      return
    }
    var row = JSONScalars(places: TraceColumn.allCases.count, line: line)
    try json.beginObject()
    while let key = try json.nextKey() {
      guard let column = TraceColumn.byLabel[key] else {
        try json.skipValue()
        continue
      }
      let isRead = try json.peek() == .object ? wrapped(column, &row) : row.read(column.rawValue, from: &json)
      if !isRead {
        tasks.report.warn("\(key) is no single value: it is left out", line: line)
      }
    }
    guard var job = tasks.job(row) else { return }
    if let runName {
      job.properties.append(Property(name: "run_name", value: runName))
      job.properties.sort { $0.name < $1.name }
    }
    try sink(job, line)
  }

  /// Reads a value of the report of the plugin nf-co2footprint: `{"raw": {"value": 134.0, "unit": …}, "readable": …}`,
  /// in the units of Nextflow's own report. What it calls `time` is how long the task took, not its limit.
  ///
  /// - Returns: whether the object is of that form.
  private mutating func wrapped(_ column: TraceColumn, _ row: inout JSONScalars) throws -> Bool {
    var isRead = false
    try json.beginObject()
    while let key = try json.nextKey() {
      guard key == "raw", try json.peek() == .object else {
        try json.skipValue()
        continue
      }
      isRead = true
      try json.beginObject()
      while let key = try json.nextKey() {
        if key == "value", column != .time {
          _ = try row.read(column.rawValue, from: &json)
        } else {
          try json.skipValue()
        }
      }
    }
    return isRead
  }
}
