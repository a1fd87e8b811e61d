public import JobModel

/// Reads Galaxy's jobs with their metrics: as the API shows them (`GET /api/jobs/ID?full=true`), alone, in an array or one
/// a line, or inside the records of a benchmark run (`metrics` beside what was run).
///
/// Ids are scoped by the server where the record names it, else by the hash of the file's first 64 KiB.
public enum GalaxyReader: HistoryReader {
  /// `galaxy-jobs`.
  public static let format = "galaxy-jobs"
  /// For messages.
  public static let summary = "Galaxy's jobs with their metrics"

  /// JSON with a job's metrics, or a tool's id beside another field of Galaxy's.
  public static func recognises(_ head: InputHead) -> Bool {
    guard head.firstVisible == UInt8(ascii: "{") || head.firstVisible == UInt8(ascii: "[") else { return false }
    if head.contains("\"job_metrics\"") { return true }
    return head.contains("\"tool_id\"")
      && (head.contains("\"galaxy_version\"") || head.contains("\"history_id\"") || head.contains("\"model_class\""))
  }

  /// Reads every job; see ``HistoryReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    let run = "galaxy-" + ContentHash.shortText(try bytes.head().bytes)
    var parser = GalaxyParser(bytes, run: run, report: report)
    defer { report = parser.report }
    while try parser.json.nextDocument() {
      guard try parser.json.peek() == .array else {
        try parser.record(sink)
        continue
      }
      try parser.json.beginArray()
      while try parser.json.nextElement() { try parser.record(sink) }
    }
  }
}
