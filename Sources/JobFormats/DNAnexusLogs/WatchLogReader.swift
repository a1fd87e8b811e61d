public import JobModel

/// Reads what `dx watch` prints: headers that name jobs, and lines with a time on the clock of whoever ran it.
///
/// A line names its job with `--job-ids`. Without, it belongs to the one job that headers name; where they name several
/// (`--tree`), to the one of the line's name.
public enum WatchLogReader: JobLogReader {
  /// `dnanexus-watch`.
  public static let format = "dnanexus-watch"
  /// For messages.
  public static let summary = "a log as dx watch prints it"

  /// How many lines are searched for one with a time and a level.
  private static let searchedLines = 200

  /// A line with a time, a name and a level among the first ones, or nothing but resource lines.
  public static func recognises(_ head: InputHead) -> Bool {
    for line in head.bytes.split(separator: UInt8(ascii: "\n"), maxSplits: searchedLines).prefix(searchedLines) {
      let line = WatchLine.plain(line)
      if ResourceLine.begins(line) && ResourceLine.sample(line, time: .zero, precision: .zero) != nil { return true }
      if let (_, rest) = WatchLine.time(line), WatchLine.level(in: rest, names: [:]) != nil { return true }
    }
    return false
  }

  /// Reads every line; see ``JobLogReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (JobLogEntry, Int) throws -> Void,
    report: inout ImportReport
  ) throws {
    var log = WatchLog(context: context, report: report)
    defer { report = log.entries.report }
    var lines = LineReader(bytes)
    while let line = try lines.next() { try log.read(line, at: lines.lineNumber, sink) }
    try log.finish(sink)
  }
}

/// A log while it is read.
private struct WatchLog {
  var entries: LogEntries
  private var clock: ShownClock
  /// The jobs that headers name; nil for a name of several.
  private var names: [String: LoggedJob?] = [:]
  private var jobs: Set<String> = []
  /// The only job that was named so far.
  private var only: LoggedJob?
  /// The line before, for those that continue its message.
  private var time: SimTime?
  private var job: LoggedJob?

  /// How many jobs of a tree are told apart by their names.
  private static let nameLimit = 100_000

  init(context: ReadingContext, report: ImportReport) {
    entries = LogEntries(context: context, report: report)
    clock = ShownClock(context.clock)
  }

  mutating func read(_ bytes: [UInt8], at number: Int, _ sink: (JobLogEntry, Int) throws -> Void) throws {
    let line = WatchLine.plain(bytes[...])
    guard let (shown, rest) = WatchLine.time(line) else {
      if let header = WatchLine.header(line) { return add(header) }
      // It continues the message before; only a line of the worker itself is a resource line.
      return try entries.message(
        line, of: job ?? only, at: ResourceLine.begins(line) ? nil : time, precision: .seconds(1), line: number, sink)
    }
    guard let found = WatchLine.level(in: rest, names: names) else { return }
    let time = clock.time(shown: shown)
    self.time = time
    job = found.job ?? only
    if job == nil, jobs.count > 1 {
      guard let known = names[found.name.text], let known else {
        let tells =
          ResourceLine.begins(found.message) || TroubleLine.event(found.message, time: time, precision: .zero) != nil
        guard tells else { return }
        entries.report.rows += 1
        return entries.report.skip("which job the line is of cannot be told: add --job-ids to dx watch", line: number)
      }
      job = known
    }
    let isResource = found.level.isText("INFO") || found.level.isText("METRICS")
    try entries.message(
      found.message, of: job, at: time, precision: .seconds(1), isResource: isResource, line: number, sink)
  }

  private mutating func add(_ header: WatchLine.Header) {
    guard jobs.count < Self.nameLimit else { return }
    let isNew = jobs.insert(header.job.id).inserted
    only = jobs.count == 1 ? header.job : nil
    if !header.name.isEmpty, isNew {
      let name = header.name.text
      names[name] = .some(names[name] == nil ? header.job : nil)
    }
  }

  mutating func finish(_ sink: (JobLogEntry, Int) throws -> Void) throws {
    clock.report(in: &entries.report)
    try entries.finish(sink)
  }
}
