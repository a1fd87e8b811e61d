public import JobModel

/// A format whose records say nothing of each other, so that parts of a file can be read at once.
///
/// Its jobs are of runs (``JobModel/JobKey/run``), never of a platform.
public protocol PiecewiseReader: HistoryReader {
  /// Reads to the end and keeps no job: only the key of each that ``HistoryReader/read(_:context:into:report:)`` would
  /// hand on, and the report with what the jobs support.
  ///
  /// - Returns: how many jobs it met. That, the keys and the report are the same however many threads there are.
  /// - Throws: ``InputError`` as reading does.
  static func check(
    _ bytes: ByteReader, context: ReadingContext, keys: inout KeyRegister, report: inout ImportReport
  ) throws -> Int
}

extension HistoryFormats {
  /// Reads a history and keeps no job, only their keys.
  ///
  /// - Returns: what became of the rows, of which `kept` and `updated` are left to the caller, and how many jobs it met.
  /// - Throws: ``InputError`` if the input cannot be used as a whole.
  public static func check(
    _ bytes: ByteReader, with reader: any PiecewiseReader.Type, clock: LocalClock? = nil, table: TableRecipe? = nil,
    keys: inout KeyRegister
  ) throws -> (report: ImportReport, jobs: Int) {
    var report = ImportReport(file: bytes.name, format: reader.format)
    let context = ReadingContext(file: bytes.name, clock: clock, table: table)
    let jobs = try reader.check(bytes, context: context, keys: &keys, report: &report)
    return (report, jobs)
  }
}
