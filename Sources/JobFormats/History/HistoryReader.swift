public import JobModel

/// A format of histories: one file with a conformer and one line in ``HistoryFormats/all`` make a new one.
public protocol HistoryReader: Sendable {
  /// The name for `--format`, such as `nextflow-trace`.
  static var format: String { get }

  /// What it is, for messages: `a Nextflow execution trace`.
  static var summary: String { get }

  /// Whether an input that begins like this is of the format.
  static func recognises(_ head: InputHead) -> Bool

  /// Reads to the end; hands each job with its line to `sink`, in the order of the file.
  ///
  /// Counts rows, skipped rows, byte-identical rows (as duplicates) and warnings in `report`; `kept` and `updated` are
  /// for whoever keeps the jobs. An input without a single record is no fault.
  ///
  /// - Throws: ``InputError`` if the input cannot be read or ends early, after which nothing that was handed on may be
  ///   kept; and whatever `sink` throws.
  static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws
}
