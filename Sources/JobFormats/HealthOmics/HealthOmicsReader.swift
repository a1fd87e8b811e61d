public import JobModel

/// Reads run manifests of AWS HealthOmics: the run and its tasks, each a JSON object.
///
/// Accepted are the objects one after the other, on a line each or over several, an array of them, and the events of
/// CloudWatch that hold them as text. A run becomes an analysis around its tasks; names (ARNs) are unique in the world.
public enum HealthOmicsReader: HistoryReader {
  /// `healthomics-manifest`.
  public static let format = "healthomics-manifest"
  /// For messages.
  public static let summary = "a run manifest of AWS HealthOmics"

  /// JSON with the name of a resource of HealthOmics and the times of a run or a task.
  public static func recognises(_ head: InputHead) -> Bool {
    (head.firstVisible == UInt8(ascii: "{") || head.firstVisible == UInt8(ascii: "[")) && head.contains("arn:aws")
      && head.contains(":omics:") && head.contains("creationTime")
  }

  /// Reads every run and task; see ``HistoryReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    var parser = HealthOmicsParser(bytes, report: report)
    defer { report = parser.report }
    while try parser.json.nextDocument() { try parser.value(sink) }
  }
}
