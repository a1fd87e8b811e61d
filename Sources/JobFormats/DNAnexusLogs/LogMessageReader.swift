public import JobModel

/// Reads the messages of the platform's log API, one JSON object after the other or in an array.
///
/// `{"timestamp": 1575465039481, "source": "APP", "level": "STDOUT", "job": "job-xxxx", "line": 24, "msg": "…"}`; the
/// names are those that the toolkit's `job_log_client.py` reads.
public enum LogMessageReader: JobLogReader {
  /// `dnanexus-log-json`.
  public static let format = "dnanexus-log-json"
  /// For messages.
  public static let summary = "messages of the DNAnexus log API"

  /// An object with a message and a time, and without an id.
  public static func recognises(_ head: InputHead) -> Bool {
    guard let first = FirstRecord(head) else { return false }
    return first.keys.isSuperset(of: ["msg", "timestamp"]) && !first.keys.isDisjoint(with: ["level", "source", "job"])
      && first.id == nil
  }

  private enum Field: String, CaseIterable {
    case timestamp, level, source, job, jobTry, msg
    case tryNumber = "try"
  }

  /// A metrics table comes in messages too (`metricsFormat: csv`), a row in each.
  private static let fields = JSONKeys<Field>()

  /// Reads every message; see ``JobLogReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (JobLogEntry, Int) throws -> Void,
    report: inout ImportReport
  ) throws {
    var entries = LogEntries(context: context, report: report)
    defer { report = entries.report }
    var json = JSONPullReader(bytes, tokenLimit: LineReader.usualLimit)
    while try json.nextDocument() {
      guard try json.peek() == .array else {
        try message(&json, &entries, sink)
        continue
      }
      try json.beginArray()
      while try json.nextElement() { try message(&json, &entries, sink) }
    }
    try entries.finish(sink)
  }

  private static func message(
    _ json: inout JSONPullReader, _ entries: inout LogEntries, _ sink: (JobLogEntry, Int) throws -> Void
  ) throws {
    let line = json.line
    guard try json.peek() == .object else {
      entries.report.rows += 1
      entries.report.skip("expected a message, found \(try json.peek().rawValue)", line: line)
      return try json.skipValue()
    }
    var time: SimTime?
    var level = ""
    var job: LoggedJob?
    var tryNumber: Int?
    var text: String?
    try json.beginObject()
    members: while true {
      switch try json.nextMember(fields) {
      case .end: break members
      case .unknown: try json.skipValue()
      case .field(.timestamp):
        guard let value = try json.scalarText(), let number = Array(value.utf8)[...].integer,
          (0...SimTime.limit.milliseconds).contains(number)
        else { continue }
        time = SimTime(milliseconds: number)
      case .field(.level): level = try json.scalarText() ?? ""
      case .field(.source): try json.skipValue()
      case .field(.job):
        guard let id = try json.scalarText(), LoggedJob.isJobID(Array(id.utf8)[...]) else { continue }
        job = LoggedJob(id: id)
      case .field(.jobTry), .field(.tryNumber):
        guard let value = try json.scalarText(), let number = Int(value), (0...LoggedJob.tryLimit).contains(number)
        else { continue }
        tryNumber = number
      case .field(.msg): text = try json.scalarText()
      }
    }
    job?.tryNumber = tryNumber
    guard let text else { return }
    // A program's own output may span lines.
    for part in text.utf8.split(separator: UInt8(ascii: "\n")) {
      let part = Array(part)[...]
      if level == "METRICS", let columns = MetricsColumns(row: part) {
        entries.report.rows += 1
        var row = DelimitedReader(
          ByteReader(bytes: Array(part), name: entries.context.file), delimiter: columns.delimiter)
        if try row.next(), row.count == columns.count, let sample = columns.sample(row, report: &entries.report) {
          try entries.sample(sample, of: job, line: line, sink)
        }
        continue
      }
      let isResource = level.isEmpty || level == "INFO" || level == "METRICS"
      try entries.message(
        part, of: job, at: time, precision: SimDuration(milliseconds: 1), isResource: isResource, line: line, sink)
    }
  }
}
