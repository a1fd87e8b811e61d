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

  /// A line with a time, a name and a level among the first ones, or a resource line, alone or behind name and level
  /// (`--no-timestamps`).
  public static func recognises(_ head: InputHead) -> Bool {
    for line in head.bytes.split(separator: UInt8(ascii: "\n"), maxSplits: searchedLines).prefix(searchedLines) {
      let line = WatchLine.plain(line)
      if isSample(line) { return true }
      guard let (_, rest) = WatchLine.time(line) else {
        if let found = WatchLine.untimed(line, names: [:]), isSample(found.message) { return true }
        continue
      }
      if WatchLine.level(in: rest, names: [:]) != nil { return true }
    }
    return false
  }

  private static func isSample(_ message: ArraySlice<UInt8>) -> Bool {
    ResourceLine.begins(message) && ResourceLine.sample(message, time: .zero, precision: .zero) != nil
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

  /// Whose line it is: the job that the log names, or nil if it names none.
  private struct Owner { var job: LoggedJob? }

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
      if let found = WatchLine.untimed(line, names: names) {
        guard let owner = owner(of: found, at: nil, line: number) else { return }
        return try entries.message(found.message, of: owner.job, at: nil, precision: .seconds(1), line: number, sink)
      }
      // It continues the message before; only a line of the worker itself is a resource line.
      return try entries.message(
        line, of: job ?? only, at: ResourceLine.begins(line) ? nil : time, precision: .seconds(1), line: number, sink)
    }
    guard let found = WatchLine.level(in: rest, names: names) else { return }
    let time = clock.time(shown: shown)
    self.time = time
    job = found.job ?? only
    guard let owner = owner(of: found, at: time, line: number) else { return }
    job = owner.job
    let isResource = found.level.isText("INFO") || found.level.isText("METRICS")
    try entries.message(
      found.message, of: job, at: time, precision: .seconds(1), isResource: isResource, line: number, sink)
  }

  /// Whose line it is, as far as the log says so; nil if several jobs could have written it, which is counted if it
  /// tells something.
  private mutating func owner(of found: WatchLine.Parts, at time: SimTime?, line number: Int) -> Owner? {
    if let job = found.job ?? only { return Owner(job: job) }
    guard jobs.count > 1 else { return Owner(job: nil) }
    if let known = names[found.name.text], let known { return Owner(job: known) }
    let tells =
      ResourceLine.begins(found.message)
      || TroubleLine.event(found.message, time: time ?? .zero, precision: .zero) != nil
    guard tells else { return nil }
    entries.report.rows += 1
    entries.report.skip("which job the line is of cannot be told: add --job-ids to dx watch", line: number)
    return nil
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
