public import JobModel

/// A format of logs or metrics of jobs: one file with a conformer and one line in ``LogFormats/all`` make a new one.
///
/// A log is no history: it knows neither a job's state nor its machine. It tells what one job, or some, used and what
/// went wrong.
public protocol JobLogReader: Sendable {
  /// The name for `--format`, such as `dnanexus-watch`.
  static var format: String { get }

  /// What it is, for messages: `a log as dx watch prints it`.
  static var summary: String { get }

  /// Whether an input that begins like this is of the format.
  static func recognises(_ head: InputHead) -> Bool

  /// Reads to the end; hands each sample and event with its line to `sink`, and for each job a span at the end.
  ///
  /// Rows are the samples and events; `report` counts them, those left out and remarks. `kept` and `updated` are for
  /// whoever keeps them. Other lines are passed over.
  ///
  /// - Throws: ``InputError`` if the input cannot be read, or if it does not say whose log it is and
  ///   ``ReadingContext/job`` does not either; and whatever `sink` throws.
  static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (JobLogEntry, Int) throws -> Void,
    report: inout ImportReport
  ) throws
}

/// The formats of logs that can be read.
public enum LogFormats {
  /// Every reader; the first that recognises an input reads it.
  public static let all: [any JobLogReader.Type] = [
    LogMessageReader.self,
    WebLogReader.self,
    WatchLogReader.self,
    MetricsTableReader.self,
  ]
}
