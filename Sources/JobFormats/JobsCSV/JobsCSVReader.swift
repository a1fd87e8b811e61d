public import JobModel

/// Reads tables of jobs with a header of known names: the generic history, for whatever has no reader of its own.
///
/// Ids count only inside the table, so they are scoped by its `run` column, or by the hash of the file's first 64 KiB.
/// Without a `job` column a row is named by its number.
public enum JobsCSVReader: PiecewiseReader {
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
    guard let table = try JobsTable(bytes, context: context, report: &report) else { return }
    var jobs = try table.parser(report)
    defer { report = jobs.report }
    var rows = DelimitedRows(bytes, after: table.linesBefore, delimiter: table.delimiter)
    var seen = RowRegister()
    while try rows.next() {
      jobs.report.rows += 1
      let hash = ContentHash.of(UnsafeRawBufferPointer(rows.raw))
      if let refusal = table.refusal(ofRowWith: rows.count, hash: hash) {
        jobs.report.skip(refusal, line: rows.line)
      } else if !seen.insert(hash, first: rows[0]) {
        jobs.report.duplicates += 1
      } else if jobs.read(rows.record, number: jobs.report.rows) {
        try jobs.hand(to: sink, line: rows.line)
      }
    }
  }

  /// Reads parts of the table at once; see ``PiecewiseReader/check(_:context:keys:report:)``.
  public static func check(
    _ bytes: ByteReader, context: ReadingContext, keys: inout KeyRegister, report: inout ImportReport
  ) throws -> Int {
    var jobs = 0
    try forEachPart(bytes, context: context, report: &report) { (part: JobKeys) in
      jobs += part.count
      keys.add(part.keys)
    }
    return jobs
  }

  /// Reads parts of the table at once, and hands on what was gathered from each in their order.
  ///
  /// - Parameter processors: how many parts are read at once; nil is as many as there are processors.
  static func forEachPart<Tally: JobTally>(
    _ bytes: ByteReader, context: ReadingContext, report: inout ImportReport,
    pieceSize: Int = TablePieces.usualSize, processors: Int? = nil, _ body: (Tally) throws -> Void
  ) throws {
    guard let table = try JobsTable(bytes, context: context, report: &report) else { return }
    var pieces = TablePieces(bytes, after: table.linesBefore, delimiter: table.delimiter, size: pieceSize)
    let empty = ImportReport(file: report.file, format: report.format)
    let work = OrderedWork<TablePieces.Piece, JobsTablePart<Tally>>(processors: processors) { piece in
      JobsTablePart(piece, of: table, report: empty)
    }
    var seen = RowRegister()
    try work.run({ try pieces.next() }) { piece, read in
      var part = read
      let known = seen.insert(part.rows)
      // A part cannot know which of its rows came before. There are mostly none; if there are, it is read again.
      if !known.isEmpty { part = JobsTablePart(piece, of: table, report: empty, without: known) }
      report.append(part.report)
      try body(part.tally)
      if let failure = part.failure { throw failure }
    }
  }
}

/// The keys of jobs and how many there are.
private struct JobKeys: JobTally {
  static let readsTexts = false
  var keys = KeyRegister.Part()
  var count = 0

  mutating func add(_ job: inout Job, id: UnsafeBufferPointer<UInt8>) {
    count += 1
    keys.add(id, of: job.key)
  }
}
