public import JobModel

/// Reads a job's log as the web page shows and saves it: `[Apr 28 2025, 9:49 PM] CPU: …`, to the minute, without the
/// job's name.
public enum WebLogReader: JobLogReader {
  /// `dnanexus-web-log`.
  public static let format = "dnanexus-web-log"
  /// For messages.
  public static let summary = "a job's log as the DNAnexus web page shows it"

  /// How many lines may come before the first with a time: a log that was copied from its middle.
  private static let searchedLines = 20

  /// A stamp at the beginning of one of the first lines.
  public static func recognises(_ head: InputHead) -> Bool {
    head.bytes.split(separator: UInt8(ascii: "\n"), maxSplits: searchedLines).prefix(searchedLines)
      .contains { WebStamp($0) != nil }
  }

  /// Reads every line; see ``JobLogReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (JobLogEntry, Int) throws -> Void,
    report: inout ImportReport
  ) throws {
    var clock = ShownClock(context.clock)
    var entries = LogEntries(context: context, report: report)
    defer { report = entries.report }
    var lines = LineReader(bytes)
    var time: SimTime?
    var precision = WebStamp.precision
    while let line = try lines.next() {
      let stamp = WebStamp(line[...])
      if let stamp {
        time = clock.time(shown: stamp.shown)
        precision = stamp.precision
      }
      let message = stamp.map { line[$0.length...] } ?? line[...]
      try entries.message(
        message, of: nil, at: time, precision: precision, isResource: stamp != nil, line: lines.lineNumber, sink)
    }
    clock.report(in: &entries.report)
    try entries.finish(sink)
  }
}

/// `[Apr 28 2025, 9:49 PM] ` at the beginning of a line, also with seconds, on a clock of 24 hours, or with the comma
/// that some browsers put behind the day.
struct WebStamp {
  /// What the clock showed, read as if it stood in Greenwich.
  let shown: SimTime
  /// How finely.
  let precision: SimDuration
  /// How many bytes it takes, with the space behind it.
  let length: Int

  static let precision = SimDuration.minutes(1)
  private static let limit = 40
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  init?(_ line: ArraySlice<UInt8>) {
    guard line.first == UInt8(ascii: "["),
      let close = line.prefix(Self.limit).firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    // Browsers of 2023 and later put a narrow space before AM, which takes three bytes; any such byte separates.
    let words = line[(line.startIndex + 1)..<close].split { !LoggedJob.isAlphanumeric($0) }
    guard words.count >= 5, words.count <= 7, let month = Self.month(words[0]), let day = Self.number(words[1], 1...31),
      let year = Self.number(words[2], 1970...9999), var hour = Self.number(words[3], 0...23),
      let minute = Self.number(words[4], 0...59)
    else { return nil }
    var rest = words[5...]
    var second: Int64 = 0
    var precision = Self.precision
    if let word = rest.first, let value = Self.number(word, 0...59) {
      second = value
      precision = .seconds(1)
      rest = rest.dropFirst()
    }
    if let half = rest.first {
      let isAfternoon = half.isText("PM") || half.isText("pm")
      guard rest.count == 1, isAfternoon || half.isText("AM") || half.isText("am"), (1...12).contains(hour) else {
        return nil
      }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    guard let date = try? SimTime(parsing: "\(year)-\(two(month))-\(two(day))") else { return nil }
    shown = date + .seconds(hour * 3600 + minute * 60 + second)
    self.precision = precision
    var end = close + 1
    if end < line.endIndex && line[end] == UInt8(ascii: " ") { end += 1 }
    length = end - line.startIndex
  }

  private static func month(_ word: ArraySlice<UInt8>) -> Int64? {
    guard (3...9).contains(word.count), let place = months.firstIndex(of: word.prefix(3).text) else { return nil }
    return Int64(place + 1)
  }

  private static func number(_ word: ArraySlice<UInt8>, _ range: ClosedRange<Int64>) -> Int64? {
    guard word.count <= 4, let value = word.integer, range.contains(value) else { return nil }
    return value
  }
}
