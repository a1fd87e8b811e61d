import JobModel

/// Turns tasks of Nextflow into jobs: rows of a trace, or objects that hold the same fields.
struct TraceParser {
  var report: ImportReport
  private let header: TraceHeader
  private let run: String
  /// How far `start` stands before `submit`, in the rows where that cannot be on one clock.
  private var clockGaps: [Int64] = []
  private var clockLines: [Int] = []
  private var calendar: TraceCalendar

  /// Traces often have `start` in whole seconds, rounded down, and `submit` in milliseconds.
  private static let resolution = SimDuration.seconds(1)

  init(header: TraceHeader, run: String, clock: LocalClock? = nil, report: ImportReport) {
    calendar = TraceCalendar(clock: clock)
    self.header = header
    self.run = run
    self.report = report
  }

  /// The job of a row, or nil if the row lacks what identifies one; then it is counted as skipped.
  mutating func job(_ row: borrowing some TraceRow & ~Copyable) -> Job? {
    guard let task = field(.taskID, row), task.integer != nil else { return skip("task_id is not a number", row) }
    guard let name = field(.name, row) else { return skip("the name is missing", row) }
    guard let status = field(.status, row) else { return skip("the status is missing", row) }

    let identity = field(.hash, row) ?? field(.nativeID, row)
    let id = identity.map { "\(task.text)/\($0.text)" } ?? task.text
    let attempt = value(.attempt, row, "a number") { $0.integer.flatMap { (1...1_000_000).contains($0) ? $0 : nil } }
    var job = Job(
      key: JobKey(run: run, id: id, tryNumber: Int(attempt ?? 1) - 1), name: name.text,
      executable: (field(.process, row) ?? Self.process(of: name)).text, state: state(status, row))
    job.isCached = status.isText("CACHED")

    // Int.MAX_VALUE is what Nextflow holds where no exit code came back.
    job.exitCode = value(.exit, row, "an exit code") { $0.integer.flatMap { Int32(exactly: $0) } }
      .flatMap { $0 == .max ? nil : Int($0) }
    // Whoever asks for nothing has a number of cores anyway; nought is no request.
    job.vcpus = value(.cpus, row, "a number", TraceValue.number).flatMap { $0 > 0 ? $0 : nil }
    job.memoryRequested = value(.memory, row, "a size", TraceValue.bytes)
    job.diskRequested = value(.disk, row, "a size", TraceValue.bytes)
    job.timeLimit = value(.time, row, "a duration", TraceValue.duration).flatMap { $0 > .zero ? $0 : nil }
    for column in TraceColumn.labels {
      guard let text = field(column, row) else { continue }
      job.properties.append(Property(name: column.label, value: text.text))
    }
    readUsage(into: &job, row)
    readTimes(into: &job, row)
    job.properties.sort { $0.name < $1.name }
    return job
  }

  /// Says what was found out about the file as a whole.
  mutating func finish() {
    calendar.report(in: &report)
    guard !clockGaps.isEmpty else { return }
    report.clockSkew += clockGaps.count
    let typical = SimDuration(milliseconds: clockGaps.sorted()[clockGaps.count / 2])
    let days = (typical.milliseconds + 43_200_000) / 86_400_000
    let gap = days >= 2 ? "\(days) days" : typical.description
    report.warn(
      "start is \(gap) before submit in \(clockGaps.count) rows: two clocks; submit times are left out, waits unknown",
      count: clockGaps.count, lines: clockLines)
  }

  private mutating func state(_ status: ArraySlice<UInt8>, _ row: borrowing some TraceRow & ~Copyable) -> JobState {
    if status.isText("COMPLETED") || status.isText("CACHED") { return .done }
    if status.isText("FAILED") { return .failed }
    if status.isText("ABORTED") { return .terminated }
    if status.isText("RUNNING") { return .running }
    if status.isText("SUBMITTED") { return .runnable }
    if status.isText("NEW") { return .idle }
    let name = String(status.text.prefix(40))
    report.warn("unknown status \"\(name)\"", line: row.line)
    return JobState(name)
  }

  private mutating func readUsage(into job: inout Job, _ row: borrowing some TraceRow & ~Copyable) {
    job.usage.cpuPercent = value(.cpuPercent, row, "a percentage", TraceValue.percent)
    // Nought is below the resolution of the measurement: nothing is known.
    let peak = value(.peakRSS, row, "a size", TraceValue.bytes).flatMap { $0.count > 0 ? $0 : nil }
    let last = value(.rss, row, "a size", TraceValue.bytes).flatMap { $0.count > 0 ? $0 : nil }
    job.usage.peakMemory = peak ?? last
    // rss is the last sample, peak_rss the kernel's own maximum.
    job.usage.peaksAreLowerBounds = peak == nil && last != nil
    job.usage.read =
      value(.bytesRead, row, "a size", TraceValue.bytes) ?? value(.charactersRead, row, "a size", TraceValue.bytes)
    job.usage.written =
      value(.bytesWritten, row, "a size", TraceValue.bytes)
      ?? value(.charactersWritten, row, "a size", TraceValue.bytes)
  }

  private mutating func readTimes(into job: inout Job, _ row: borrowing some TraceRow & ~Copyable) {
    let submit = time(.submit, row)
    let duration = value(.duration, row, "a duration", TraceValue.duration)
    let realtime = value(.realtime, row, "a duration", TraceValue.duration).flatMap { $0 < .zero ? nil : $0 }
    job.submitted = submit
    if job.isCached {
      // The row tells of the run that made the result: here nothing ran.
      if let realtime { label("cached_realtime_ms", realtime.milliseconds, &job) }
      return
    }
    let recordedStart = time(.start, row)
    if job.state == .running || job.state == .runnable || job.state == .idle {
      // Not over yet: what it says of its length is how far it was.
      job.started = recordedStart.flatMap { start in submit.map { max($0, start) } ?? start }
      return
    }
    job.runtime = realtime
    let end = submit.flatMap { submit in duration.map { submit + $0 } }
    let start = recordedStart ?? end.flatMap { end in realtime.map { end - $0 } }
    let stop = time(.complete, row) ?? end
    if let start, let stop, stop < start {
      report.warn("complete before start: both are left out", line: row.line)
      report.clockSkew += 1
    } else {
      job.started = start
      job.stopped = stop
      job.ended = stop
    }
    guard let submit else { return }
    let isBackwards = duration.map { .zero - $0 > Self.resolution } ?? false
    if isBackwards || recordedStart.map({ $0 + Self.resolution < submit }) ?? false {
      clockGaps.append((submit - (start ?? end ?? submit)).milliseconds)
      if clockLines.count < ImportReport.exampleLimit { clockLines.append(row.line) }
      job.submitted = nil
      label("submit_other_clock_ms", submit.milliseconds, &job)
    } else if let started = job.started, started < submit {
      // Within the resolution of the columns: it did not wait. A start that was only worked out gives way to the
      // submission, unless the end is before that too.
      let isWorkedOut = recordedStart == nil && (job.stopped.map { $0 >= submit } ?? true)
      if isWorkedOut { job.started = submit } else { job.submitted = started }
    }
  }

  private func label(_ name: String, _ value: Int64, _ job: inout Job) {
    job.properties.append(Property(name: name, value: String(value)))
  }

  private mutating func time(_ column: TraceColumn, _ row: borrowing some TraceRow & ~Copyable) -> SimTime? {
    // Taken out of self, which the closure may not touch while `value` changes the report.
    var calendar = calendar
    defer { self.calendar = calendar }
    return value(column, row, "a time") { calendar.time($0) }
  }

  /// A time that stands beside the tasks; nil with a remark for what is none, and without for nothing.
  mutating func time(_ field: ArraySlice<UInt8>, _ name: String, line: Int) -> SimTime? {
    if field.isEmpty { return nil }
    guard let time = calendar.time(field) else {
      report.warn("\(name) is not a time: it is left out", line: line)
      return nil
    }
    return time
  }

  /// The name of a task without its tag: process names hold no spaces, tags may hold anything.
  private static func process(of name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard name.last == UInt8(ascii: ")"), let space = name.firstIndex(of: UInt8(ascii: " ")), space > name.startIndex,
      name[space + 1] == UInt8(ascii: "(")
    else { return name }
    return name[..<space]
  }

  /// A field of the row, or nil if the trace lacks the column or the row the value (`-` or nothing).
  private func field(_ column: TraceColumn, _ row: borrowing some TraceRow & ~Copyable) -> ArraySlice<UInt8>? {
    guard let place = header[column] else { return nil }
    let field = row[place].trimmed
    return field.isEmpty || field.isText("-") ? nil : field
  }

  /// The value of a field; one that cannot be read is left out with a remark.
  private mutating func value<Value>(
    _ column: TraceColumn, _ row: borrowing some TraceRow & ~Copyable, _ expected: String,
    _ parse: (ArraySlice<UInt8>) -> Value?
  ) -> Value? {
    guard let field = field(column, row) else { return nil }
    if let value = parse(field) { return value }
    report.warn("\(column.label) is not \(expected): it is left out", line: row.line)
    return nil
  }

  private mutating func skip(_ reason: String, _ row: borrowing some TraceRow & ~Copyable) -> Job? {
    report.skip(reason, line: row.line)
    return nil
  }
}
