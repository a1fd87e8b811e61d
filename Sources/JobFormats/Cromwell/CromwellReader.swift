public import JobModel

/// Reads the metadata of Cromwell's workflows (`GET /api/workflows/v1/ID/metadata`, `--metadata-output`), with
/// sub-workflows inside or apart, and the digests that its tools make of them.
///
/// A job is (workflow, call, shard), a try its attempt; the workflow itself is an analysis. Workflow ids are unique in
/// the world, so a key has no run; metadata without an id is scoped by the hash of the file's first 64 KiB.
public enum CromwellReader: HistoryReader {
  /// `cromwell-metadata`.
  public static let format = "cromwell-metadata"
  /// For messages.
  public static let summary = "metadata of Cromwell's workflows"

  /// JSON with fields that only Cromwell's metadata have, two at least.
  public static func recognises(_ head: InputHead) -> Bool {
    guard head.firstVisible == UInt8(ascii: "{") || head.firstVisible == UInt8(ascii: "[") else { return false }
    let marks = [
      "\"executionStatus\"", "\"shardIndex\"", "\"workflowName\"", "\"workflowRoot\"", "\"submittedFiles\"",
      "\"workflowProcessingEvents\"", "\"actualWorkflowLanguage\"", "\"cromwellStart\"",
    ]
    return marks.count(where: head.contains) >= 2
  }

  /// Reads every call; see ``HistoryReader/read(_:context:into:report:)``.
  ///
  /// - Complexity: memory for the calls of one workflow with those inside it, since its id may stand behind them.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    let run = "cromwell-" + ContentHash.shortText(try bytes.head().bytes)
    var parser = CromwellParser(bytes, run: run, clock: context.clock, report: report)
    defer { report = parser.report }
    while try parser.json.nextDocument() {
      guard try parser.json.peek() == .array else {
        try parser.document(sink)
        continue
      }
      try parser.json.beginArray()
      while try parser.json.nextElement() { try parser.document(sink) }
    }
    parser.finish()
  }
}
