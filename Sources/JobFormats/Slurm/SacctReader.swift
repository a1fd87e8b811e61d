public import JobModel

/// Reads what Slurm's `sacct --parsable2` prints, in any order of columns, or without a header in XDMoD's order.
///
/// Ids are scoped by the cluster where the rows name it; else jobs of one id are told apart by when they were submitted
/// (``JobModel/Job/keyBeside(_:)``), or, without that, by the hash of the file's first 64 KiB. Steps become part
/// of their job; the tries of a job that was queued again are counted from 0. Times without a zone are taken as this
/// machine's if no clock is given.
public enum SacctReader: HistoryReader {
  /// `sacct`.
  public static let format = "sacct"
  /// For messages.
  public static let summary = "output of Slurm's sacct --parsable2"

  /// A first line that names sacct's columns, or a job in the order of XDMoD.
  public static func recognises(_ head: InputHead) -> Bool { SacctHeader(head) != nil }

  /// Reads every job; see ``HistoryReader/read(_:context:into:report:)``.
  ///
  /// - Complexity: memory for the last ``SacctWindow/jobLimit`` jobs and their steps, however long the file is.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    try read(bytes, context: context, window: SacctWindow(), into: sink, report: &report)
  }

  static func read(
    _ bytes: ByteReader, context: ReadingContext, window: SacctWindow, into sink: (Job, Int) throws -> Void,
    report: inout ImportReport
  ) throws {
    let head = try bytes.head()
    if head.isEmpty { return }
    guard let header = SacctHeader(head) else {
      throw InputError(
        file: context.file, line: 1,
        message:
          "expected a header with JobID and other columns of sacct, or the \(SacctHeader.xdmod.count) columns of "
          + "XDMoD, found \"\(head.printable())\"",
        hint:
          "call sacct without --noheader (\(SacctHeader.command)), or put the line with the columns' names before the rows"
      )
    }
    var window = window
    // Without the cluster's name, when jobs were submitted tells them apart where files overlap.
    let run =
      header[.submit] != nil
      ? Job.unknownCluster : Job.unknownCluster + "-" + ContentHash.shortText(head.bytes)
    var parser = SacctParser(
      header: header, run: run, clock: context.clock, report: report)
    defer { report = parser.report }
    var rows = DelimitedReader(bytes, delimiter: header.delimiter, quotes: header.isQuoted)
    var headerLine: [UInt8]?
    if !header.isHeaderless {
      guard try rows.next() else { return }
      headerLine = rows.raw
    }
    while try rows.next() {
      if rows.raw == headerLine {
        parser.report.rows += 1
        parser.report.skip("the header again", line: rows.line)
        continue
      }
      guard isComplete(rows, header) else {
        parser.report.rows += 1
        parser.report.skip("expected \(header.count) columns, found \(rows.count)", line: rows.line)
        continue
      }
      guard let id = parser.identity(rows) else { continue }
      let key = parser.key(of: id, rows)
      if id.step != nil {
        window.add(parser.step(rows), of: key)
      } else {
        parser.report.rows += 1
        window.add(parser.job(key, id, rows), of: key)
      }
      while let entry = window.next() {
        for (job, line) in entry.tries(&parser.report) { try sink(job, line) }
      }
    }
    while let entry = window.next(all: true) {
      for (job, line) in entry.tries(&parser.report) { try sink(job, line) }
    }
    parser.finish()
  }

  /// Whether a row has all columns; `-p` puts a delimiter behind the last.
  private static func isComplete(_ row: borrowing DelimitedReader, _ header: SacctHeader) -> Bool {
    if row.count == header.count || (header.isLastOpen && row.count > header.count) { return true }
    return row.count == header.count + 1 && row[header.count].isEmpty
  }
}
