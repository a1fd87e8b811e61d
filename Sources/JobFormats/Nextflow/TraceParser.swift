import Glibc
import JobModel

/// Turns tasks of Nextflow into jobs: rows of a trace, or objects that hold the same fields.
///
/// One job is filled again and again, and texts that come again are shared, so that a row that nobody keeps costs little
/// more than its bytes.
struct TraceParser {
  var report: ImportReport
  /// The job of the row last read.
  private var job: Job
  private var strings = StringPool()
  private var scratch: [UInt8] = []
  private let header: TraceHeader
  /// How far `start` stands before `submit`, in the rows where that cannot be on one clock.
  private var clockGaps: [Int64] = []
  private var clockLines: [Int] = []
  private var calendar: TraceCalendar

  /// Traces often have `start` in whole seconds, rounded down, and `submit` in milliseconds.
  private static let resolution = SimDuration.seconds(1)

  init(header: TraceHeader, run: String, clock: LocalClock? = nil, report: ImportReport) {
    calendar = TraceCalendar(clock: clock)
    self.header = header
    self.report = report
    job = Job(key: JobKey(run: run, id: ""), name: "", executable: "", state: .idle)
  }

  /// The job of an object, or nil if it lacks what identifies one; then it is counted as skipped.
  mutating func job(_ row: JSONScalars) -> Job? { read(JSONTraceRow(row)) ? job : nil }

  /// Hands the job of the row last read on as it lies here: a copy would count the references of all its texts.
  func hand(to sink: (Job, Int) throws -> Void, line: Int) rethrows { try sink(job, line) }

  /// Reads a row; false if it lacks what identifies a job, which is counted.
  mutating func read(_ row: borrowing some TraceRow & ~Copyable) -> Bool {
    let task = field(.taskID, row)
    if header[.taskID] != nil, task.flatMap(integerValue) == nil { return skip("task_id is not a number", row) }
    let named = field(.name, row)
    guard let name = named ?? field(.process, row) else { return skip("the name is missing", row) }
    guard let status = field(.status, row) else { return skip("the status is missing", row) }

    job.key.id = id(task, field(.hash, row) ?? field(.nativeID, row))
    let attempt = value(.attempt, row, "a number") {
      integerValue($0).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
    }
    job.key.tryNumber = Int(attempt ?? 1) - 1
    let process = field(.process, row) ?? Self.process(of: name)
    job.executable = strings.string(process)
    job.name = name.count == process.count ? strings.string(name) : name.text
    // Without the column of names, they are put together as Nextflow does.
    if named == nil, let tag = field(.tag, row) { job.name += " (\(tag.text))" }
    job.state = state(status, row)
    job.isCached = status.isText("CACHED")

    // Int.MAX_VALUE is what Nextflow holds where no exit code came back.
    job.exitCode = value(.exit, row, "an exit code") { integerValue($0).flatMap { Int32(exactly: $0) } }
      .flatMap { $0 == .max ? nil : Int($0) }
    // Whoever asks for nothing has a number of cores anyway; nought is no request.
    job.vcpus = value(.cpus, row, "a number", TraceValue.number).flatMap { $0 > 0 ? $0 : nil }
    job.memoryRequested = value(.memory, row, "a size", TraceValue.bytes)
    job.diskRequested = value(.disk, row, "a size", TraceValue.bytes)
    job.timeLimit = value(.time, row, "a duration", TraceValue.duration).flatMap { $0 > .zero ? $0 : nil }
    job.properties.removeAll(keepingCapacity: true)
    for column in header.labels {
      guard let text = field(column, row) else { continue }
      // What differs from task to task would only drive out what is shared.
      let isShared = column != .workdir && column != .nativeID && column != .tag
      job.properties.append(Property(name: column.label, value: isShared ? strings.string(text) : text.text))
    }
    readUsage(row)
    readTimes(row)
    return true
  }

  /// `12/ab/cdef01`: the number, which counts in every run, and what tells runs apart; if both are lacking, the row's
  /// number.
  private mutating func id(_ task: UnsafeBufferPointer<UInt8>?, _ identity: UnsafeBufferPointer<UInt8>?) -> String {
    guard let task else { return identity?.text ?? String(report.rows) }
    guard let identity else { return task.text }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: task)
    scratch.append(UInt8(ascii: "/"))
    scratch.append(contentsOf: identity)
    return String(decoding: scratch, as: UTF8.self)
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

  private mutating func state(_ status: UnsafeBufferPointer<UInt8>, _ row: borrowing some TraceRow & ~Copyable)
    -> JobState
  {
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

  private mutating func readUsage(_ row: borrowing some TraceRow & ~Copyable) {
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

  private mutating func readTimes(_ row: borrowing some TraceRow & ~Copyable) {
    let submit = time(.submit, row)
    let duration = value(.duration, row, "a duration", TraceValue.duration)
    let realtime = value(.realtime, row, "a duration", TraceValue.duration).flatMap { $0 < .zero ? nil : $0 }
    job.submitted = submit
    job.started = nil
    job.stopped = nil
    job.ended = nil
    job.runtime = nil
    if job.isCached {
      // The row tells of the run that made the result: here nothing ran.
      if let realtime { label("cached_realtime_ms", realtime.milliseconds) }
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
      label("submit_other_clock_ms", submit.milliseconds)
    } else if let started = job.started, started < submit {
      // Within the resolution of the columns: it did not wait. A start that was only worked out gives way to the
      // submission, unless the end is before that too.
      let isWorkedOut = recordedStart == nil && (job.stopped.map { $0 >= submit } ?? true)
      if isWorkedOut { job.started = submit } else { job.submitted = started }
    }
  }

  /// Adds a property in its place.
  private mutating func label(_ name: String, _ value: Int64) {
    let place = job.properties.firstIndex { $0.name >= name } ?? job.properties.count
    job.properties.insert(Property(name: name, value: String(value)), at: place)
  }

  /// A point in time; the first millisecond of 1970 is what a task has that was never started.
  private mutating func time(_ column: TraceColumn, _ row: borrowing some TraceRow & ~Copyable) -> SimTime? {
    guard let field = field(column, row), !(field.count == 1 && field[0] == UInt8(ascii: "0")), !isNothing(field)
    else { return nil }
    guard let time = calendar.time(field) else {
      report.warn("\(column.label) is not a time: it is left out", line: row.line)
      return nil
    }
    return time
  }

  /// A time that stands beside the tasks; nil with a remark for what is none, and without for nothing.
  mutating func time(_ field: ArraySlice<UInt8>, _ name: String, line: Int) -> SimTime? {
    if field.isEmpty { return nil }
    guard let time = field.withUnsafeBufferPointer({ calendar.time($0) }) else {
      report.warn("\(name) is not a time: it is left out", line: line)
      return nil
    }
    return time
  }

  /// The name of a task without its tag: process names hold no spaces, tags may hold anything.
  private static func process(of name: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard name.last == UInt8(ascii: ")"), let start = name.baseAddress,
      let found = memchr(start, Int32(UInt8(ascii: " ")), name.count)
    else { return name }
    let space = UnsafeRawPointer(found) - UnsafeRawPointer(start)
    // The last byte is a bracket, so one follows the space.
    return space > 0 && name[space + 1] == UInt8(ascii: "(") ? name.part(0..<space) : name
  }

  /// A field of the row, or nil if the trace lacks the column or the row the value (`-` or nothing).
  @inline(__always) private func field(
    _ column: TraceColumn, _ row: borrowing some TraceRow & ~Copyable
  ) -> UnsafeBufferPointer<UInt8>? {
    guard let place = header[column] else { return nil }
    let field = row[place].withoutSpaces
    return field.isEmpty || (field.count == 1 && field[0] == UInt8(ascii: "-")) ? nil : field
  }

  /// The value of a field; one that cannot be read is left out with a remark.
  @inline(__always) private mutating func value<Value>(
    _ column: TraceColumn, _ row: borrowing some TraceRow & ~Copyable, _ expected: String,
    _ parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) -> Value? {
    guard let field = field(column, row) else { return nil }
    if let value = parse(field) { return value }
    if isNothing(field) { return nil }
    report.warn("\(column.label) is not \(expected): it is left out", line: row.line)
    return nil
  }

  /// Whether a field where a number is expected says that there is none, as programs do that write a trace anew.
  private func isNothing(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard field.count <= 4 else { return false }
    return field.isText("null") || field.isText("NA") || field.isText("NaN") || field.isText("nan")
      || field.isText("N/A") || field.isText("None")
  }

  private mutating func skip(_ reason: String, _ row: borrowing some TraceRow & ~Copyable) -> Bool {
    report.skip(reason, line: row.line)
    return false
  }
}
