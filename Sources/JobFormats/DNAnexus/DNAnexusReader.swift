public import JobModel

/// Reads descriptions of jobs and analyses as `dx` and the platform's API write them.
///
/// Accepted are one description (`dx describe --json`), an array of them (`dx find jobs --json`), a page of
/// `findExecutions` (`{"results": [{"id", "describe"}], "next"}`), a stage with its execution, an analysis whose stages
/// hold their executions, and any of these one after the other (newline-delimited JSON). Ids are unique in the world,
/// so a key has no run.
public enum DNAnexusReader: HistoryReader {
  /// `dnanexus-json`.
  public static let format = "dnanexus-json"
  /// For messages.
  public static let summary = "descriptions of DNAnexus jobs, as from dx find jobs --json"

  /// What `dx find` prints when nobody asked for more.
  static let findLimit = 10

  /// JSON that holds an execution's id or a field that only executions have; or an empty array, the answer of a `dx
  /// find` that found nothing.
  public static func recognises(_ head: InputHead) -> Bool {
    switch head.firstVisible {
    case UInt8(ascii: "["):
      if head.bytes.filter({ $0 > UInt8(ascii: " ") }).elementsEqual("[]".utf8) { return true }
    case UInt8(ascii: "{"): break
    default: return false
    }
    let marks = [
      "\"job-", "\"analysis-", "\"executableName\"", "\"stateTransitions\"", "\"rootExecution\"", "\"originJob\"",
    ]
    // Logs and lists of files name jobs as well.
    return marks.contains(where: head.contains) && !LogMessageReader.recognises(head)
      && !FileSizeReader.recognises(head)
  }

  /// Reads every description; see ``HistoryReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    var parser = DescribeParser(bytes, report: report)
    defer { report = parser.report }
    var isList = false
    while try parser.json.nextDocument() {
      guard try parser.json.peek() == .array else {
        try parser.record(sink)
        continue
      }
      isList = true
      var count = 0
      try parser.json.beginArray()
      while try parser.json.nextElement() {
        count += 1
        try parser.record(sink)
      }
      if count == findLimit {
        parser.report.warn("exactly \(findLimit) records: dx find shows \(findLimit) by default; add --num-results")
      }
    }
    // One description by itself was asked for as it is.
    if isList { parser.reportHiddenTries() }
  }
}
