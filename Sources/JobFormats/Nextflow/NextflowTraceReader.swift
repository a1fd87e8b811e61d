public import JobModel

/// Reads the execution traces of Nextflow (`-with-trace`), with units for people or raw, in any choice of columns.
///
/// The run is named by the hash of the header and the first row, since task ids count from 1 in every run; a job is (run,
/// task id / hash), or what the columns have of these, at last the row's number. A retry is a row of its own with the same
/// name. Times without a zone are taken as this
/// machine's if no clock is given.
public enum NextflowTraceReader: HistoryReader {
  /// `nextflow-trace`.
  public static let format = "nextflow-trace"
  /// For messages.
  public static let summary = "an execution trace of Nextflow"

  /// A first line that names a trace's columns.
  public static func recognises(_ head: InputHead) -> Bool { TraceHeader(head.firstLine) != nil }

  /// Reads every task; see ``HistoryReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    let head = try bytes.head()
    if head.isEmpty { return }
    guard let header = TraceHeader(head.firstLine) else {
      throw InputError(
        file: context.file, line: 1,
        message: "expected a header with status, name or process, and columns such as hash, realtime or %cpu, found "
          + "\"\(head.printable())\"")
    }
    var tasks = TraceParser(
      header: header, run: "nf-" + ContentHash.shortText(Self.beginning(head.bytes)), clock: context.clock,
      report: report)
    defer { report = tasks.report }
    var records = DelimitedRows(bytes, delimiter: header.delimiter)
    guard try records.next() else { return }
    let headerLine = Array(records.raw)
    var seen = RowRegister()
    while try records.next() {
      tasks.report.rows += 1
      if FieldValue.isSame(headerLine, records.raw) {
        tasks.report.skip("the header again", line: records.line)
      } else if records.count != header.count {
        tasks.report.skip("expected \(header.count) columns, found \(records.count)", line: records.line)
      } else if header.identifiesTasks,
        !seen.insert(ContentHash.of(UnsafeRawBufferPointer(records.raw)), first: records[0])
      {
        tasks.report.duplicates += 1
      } else if tasks.read(records.record) {
        try tasks.hand(to: sink, line: records.line)
      }
    }
    tasks.finish()
  }

  /// The header and the first row: the same in a trace that was copied while the run went on, and in no other run, since
  /// a row holds the task's hash and when it was submitted.
  private static func beginning(_ head: [UInt8]) -> [UInt8] {
    let ends = head.indices.filter { head[$0] == UInt8(ascii: "\n") }.prefix(2)
    return ends.count == 2 ? Array(head[..<ends[ends.startIndex + 1]]) : head
  }
}
