import JobModel

/// The lines of `dx watch`, taken apart.
///
/// Source: the toolkit's `dx.py` and `job_log_client.py`: `{timestamp} {name} ({job} try {n}) {level} {message}`, and
/// `* {name} ({executable}:{function}) ({state}) {job} try {n}` before a job's first line and at the end.
enum WatchLine {
  /// The line that names a job.
  struct Header {
    var name: ArraySlice<UInt8>
    var job: LoggedJob
  }

  /// A line behind its time.
  struct Parts {
    var name: ArraySlice<UInt8>
    var job: LoggedJob?
    var level: ArraySlice<UInt8>
    var message: ArraySlice<UInt8>
  }

  /// The levels of the platform's log.
  static let levels: [StaticString] = [
    "INFO", "STDOUT", "STDERR", "METRICS", "DEBUG", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERG",
  ]

  /// A line without the colours of a terminal, without a carriage return, and not longer than anyone reads.
  static func plain(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.prefix(limit)
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    guard line.contains(escape) else { return line }
    var result: [UInt8] = []
    var index = line.startIndex
    while index < line.endIndex {
      guard line[index] == escape else {
        result.append(line[index])
        index += 1
        continue
      }
      index += 1
      guard index < line.endIndex, line[index] == UInt8(ascii: "[") else { continue }
      // A control sequence ends with a byte from @ on.
      index += 1
      while index < line.endIndex && line[index] < UInt8(ascii: "@") { index += 1 }
      index = min(index + 1, line.endIndex)
    }
    return result[...]
  }

  /// The platform cuts a message at about 8000 bytes.
  private static let limit = 16 * 1024
  private static let escape: UInt8 = 0x1B
  private static let timeLength = 19

  /// `2018-10-24 13:56:01 ` at the beginning, as if the clock stood in Greenwich, and what follows; a log that was copied
  /// out of a page may be indented.
  static func time(_ line: ArraySlice<UInt8>) -> (shown: SimTime, rest: ArraySlice<UInt8>)? {
    let line = line.drop { $0 == UInt8(ascii: " ") }
    guard line.count > timeLength, let first = line.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9"),
      line[line.startIndex + timeLength] == UInt8(ascii: " "), line[line.startIndex + 10] == UInt8(ascii: " "),
      let time = try? SimTime(parsing: line.prefix(timeLength).text)
    else { return nil }
    return (time, line.dropFirst(timeLength + 1))
  }

  /// Name, job, level and message of a line behind its time; nil if it holds no level.
  ///
  /// A name may hold a word that is a level: the first one behind a known name, or behind `(job-xxxx)`, counts, and
  /// else the first of all.
  static func level(in rest: ArraySlice<UInt8>, names: [String: LoggedJob?]) -> Parts? {
    var first: Parts?
    var start = rest.startIndex
    // Every word that follows a space, or begins the line.
    while start < rest.endIndex {
      let end = rest[start...].firstIndex(of: UInt8(ascii: " ")) ?? rest.endIndex
      let word = rest[start..<end]
      if word.count >= 4, word.count <= 8, levels.contains(where: { word.isText($0) }) {
        let (name, job) = nameAndJob(rest[..<max(rest.startIndex, start - 1)])
        let message = rest[min(end + 1, rest.endIndex)...]
        let parts = Parts(name: name, job: job, level: word, message: message)
        if job != nil || (!names.isEmpty && names[name.text] != nil) { return parts }
        if first == nil { first = parts }
        // Without names there is nothing to choose by; and no name is that long.
        if start - rest.startIndex > nameLimit { break }
      }
      start = end + 1
    }
    return first
  }

  private static let nameLimit = 1000

  /// A line without a time (`--no-timestamps`): of these only the worker's own lines on what it uses can be told from
  /// a message that goes on.
  static func untimed(_ line: ArraySlice<UInt8>, names: [String: LoggedJob?]) -> Parts? {
    guard !ResourceLine.begins(line), let found = level(in: line, names: names), ResourceLine.begins(found.message),
      found.level.isText("INFO") || found.level.isText("METRICS")
    else { return nil }
    return found
  }

  /// `NAME (job-xxxx try 1)`, or a name alone.
  private static func nameAndJob(_ text: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, LoggedJob?) {
    guard text.last == UInt8(ascii: ")"), let open = text.lastIndex(of: UInt8(ascii: "(")),
      let (job, rest) = LoggedJob.leading(text[(open + 1)...]), rest.count == 1
    else { return (text, nil) }
    return (text[..<open].trimmed, job)
  }

  /// The job that a header names.
  static func header(_ line: ArraySlice<UInt8>) -> Header? {
    let line = line.drop { $0 == UInt8(ascii: " ") }
    if line.prefix(watching.utf8CodeUnitCount).isText(watching) {
      return LoggedJob.leading(line.dropFirst(watching.utf8CodeUnitCount)).map { Header(name: [], job: $0.job) }
    }
    guard let place = TroubleLine.find(") job-", in: line), let (job, rest) = LoggedJob.leading(line[(place + 2)...]),
      rest.trimmed.isEmpty, let open = line[..<place].lastIndex(of: UInt8(ascii: "(")),
      line[(open + 1)..<place].allSatisfy({ $0 == UInt8(ascii: "_") || LoggedJob.isAlphanumeric($0) })
    else { return nil }
    var name = line[..<open].trimmed
    if name.first == UInt8(ascii: "*") { name = name.dropFirst().trimmed }
    // The executable, where it is not the name.
    if name.last == UInt8(ascii: ")"), let group = name.lastIndex(of: UInt8(ascii: "(")),
      name[group...].contains(UInt8(ascii: ":"))
    {
      name = name[..<group].trimmed
    }
    return Header(name: name, job: job)
  }

  private static let watching: StaticString = "Watching job "
}
