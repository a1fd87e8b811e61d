public import JobModel

/// Reads runs and tasks of Seqera Platform: run dumps and answers of its API.
///
/// Accepted are objects with `workflow`, `workflows`, `tasks` or `task`, a run or a task alone, arrays of any of these,
/// and several documents one after the other. A run becomes an analysis around its tasks. The platform numbers tasks
/// across all runs, so the same task in a dump and in an answer of the API is one job.
public enum SeqeraReader: HistoryReader {
  /// `seqera-json`.
  public static let format = "seqera-json"
  /// For messages.
  public static let summary = "a run dump or an API answer of Seqera Platform"

  /// JSON with the names that only its runs have, or its tasks.
  public static func recognises(_ head: InputHead) -> Bool {
    guard head.firstVisible == UInt8(ascii: "{") || head.firstVisible == UInt8(ascii: "[") else { return false }
    if head.contains("\"runName\"") && head.contains("\"sessionId\"") { return true }
    return head.contains("\"taskId\"") && (head.contains("\"nativeId\"") || head.contains("\"priceModel\""))
  }

  /// Reads every run and task; see ``HistoryReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    let head = try bytes.head()
    if head.isEmpty { return }
    var parser = SeqeraParser(
      bytes, contentHash: ContentHash.shortText(head.bytes), clock: context.clock, report: report)
    defer { report = parser.tasks.report }
    var isFirst = true
    while try parser.json.nextDocument() {
      if !isFirst {
        let line = parser.json.line
        let stray = try parser.json.strayClosers()
        if stray > 0 {
          // An answer was published like this: nothing is lost by letting it go.
          parser.tasks.report.warn(
            "\(stray) closing \(stray == 1 ? "brace" : "braces") too many at the end: left out", line: line)
          break
        }
      }
      isFirst = false
      try parser.document(sink)
    }
    parser.tasks.finish()
  }
}
