public import JobModel

/// Reads tables of jobs with a header of known names: the generic history, for whatever has no reader of its own.
///
/// Ids count only inside the table, so they are scoped by its `run` column, or by the hash of the file's first 64 KiB.
/// Without a `job` column a row is named by its number.
public enum JobsCSVReader: HistoryReader {
  /// `jobs-csv`.
  public static let format = "jobs-csv"
  /// For messages.
  public static let summary = "a table of jobs with a header such as executable,runtime_s"

  /// A first line that names what ran and how long it ran, or when it started and stopped, with units, and is no trace.
  public static func recognises(_ head: InputHead) -> Bool {
    JobsLayout(head.firstLine)?.isComplete == true && TraceHeader(head.firstLine) == nil
  }

  /// Reads every row; see ``HistoryReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    let head = try bytes.head()
    if head.isEmpty { return }
    let layout = try JobsLayout(head.firstLine, recipe: context.table, file: context.file)
    guard layout.hasRuntime || (context.table != nil && (layout.has(.submitted) || layout.has(.started))) else {
      throw InputError(
        file: context.file, line: 1,
        message: "expected a header with executable and runtime_s, or started_s and stopped_s, found "
          + "\"\(head.printable())\"", hint: "--columns old=new,… reads columns by other names")
    }
    var rows = DelimitedRows(bytes, delimiter: layout.delimiter)
    guard try rows.next() else { return }
    let header = ContentHash.of(UnsafeRawBufferPointer(rows.raw))
    if !layout.has(.executable) { report.warn("no column says what ran: all executables are unknown") }
    let columns = layout.count
    var jobs = JobRowParser(
      layout, recipe: context.table, run: "csv-" + ContentHash.shortText(head.bytes), report: report)
    defer { report = jobs.report }
    var seen = RowRegister()
    while try rows.next() {
      jobs.report.rows += 1
      let hash = ContentHash.of(UnsafeRawBufferPointer(rows.raw))
      if rows.count != columns {
        jobs.report.skip("expected \(columns) columns, found \(rows.count)", line: rows.line)
      } else if hash == header {
        jobs.report.skip("the header again", line: rows.line)
      } else if !seen.insert(hash, first: rows[0]) {
        jobs.report.duplicates += 1
      } else if jobs.read(rows, number: jobs.report.rows) {
        try jobs.hand(to: sink, line: rows.line)
      }
    }
  }
}
