import JobModel

/// What the readers of logs share: whose line it is, what it tells, how far each job's log goes, and what is counted.
struct LogEntries {
  /// How many lines of one kind are kept of one job: a program that cannot write says so for each line.
  static let eventLimit = 100

  let context: ReadingContext
  var report: ImportReport
  private var spans: [LoggedJob: ClosedRange<SimTime>] = [:]
  private var order: [LoggedJob] = []
  private var counts: [LoggedJob: [LogEvent.Kind: Int]] = [:]

  init(context: ReadingContext, report: ImportReport) {
    self.context = context
    self.report = report
  }

  /// The job of a line: the one that the log names, or the one that the person did.
  ///
  /// - Throws: ``InputError`` if neither does, or if they differ.
  func job(_ named: LoggedJob?, line: Int) throws(InputError) -> LoggedJob {
    guard var job = named else {
      if let given = context.job { return given }
      throw InputError(
        file: context.file, line: line, message: "expected a log that names its job, found none",
        hint: "say whose log it is: --job job-xxxx, or --job job-xxxx:1 for its try 1")
    }
    guard let given = context.job else { return job }
    let isOtherTry = job.tryNumber != nil && given.tryNumber != nil && job.tryNumber != given.tryNumber
    if job.id != given.id || isOtherTry {
      throw InputError(
        file: context.file, line: line, message: "the log is of \(Self.text(job)), and --job says \(Self.text(given))",
        hint: "leave --job out")
    }
    job.tryNumber = job.tryNumber ?? given.tryNumber
    return job
  }

  private static func text(_ job: LoggedJob) -> String { job.id + (job.tryNumber.map { " try \($0)" } ?? "") }

  /// Takes note of when a job was heard of.
  mutating func heard(_ job: LoggedJob, at time: SimTime) {
    if let span = spans[job] {
      if !span.contains(time) { spans[job] = min(span.lowerBound, time)...max(span.upperBound, time) }
    } else {
      spans[job] = time...time
      order.append(job)
    }
  }

  /// Takes a message for what it tells.
  ///
  /// - Parameter named: the job that the line or the log names.
  /// - Parameter isResource: whether the line can be the worker's own; a program may print the like.
  mutating func message(
    _ message: ArraySlice<UInt8>, of named: LoggedJob?, at time: SimTime?, precision: SimDuration,
    isResource: Bool = true, line: Int, _ sink: (JobLogEntry, Int) throws -> Void
  ) throws {
    if isResource && ResourceLine.begins(message) {
      report.rows += 1
      let job = try job(named, line: line)
      guard let time else { return report.skip("a resource line without a time", line: line) }
      heard(job, at: time)
      guard let sample = ResourceLine.sample(message, time: time, precision: precision) else {
        return report.skip("a resource line that cannot be read", line: line)
      }
      try sink(JobLogEntry(job: job.id, tryNumber: job.tryNumber, content: .sample(sample)), line)
      return
    }
    guard let event = TroubleLine.event(message, time: time, precision: precision) else {
      if let time, let job = named ?? context.job { heard(job, at: time) }
      return
    }
    report.rows += 1
    let job = try job(named, line: line)
    if let time { heard(job, at: time) }
    let count = counts[job, default: [:]][event.kind, default: 0]
    guard count < Self.eventLimit else {
      return report.skip("more than \(Self.eventLimit) lines of one kind (\(event.kind.rawValue))", line: line)
    }
    counts[job, default: [:]][event.kind] = count + 1
    try sink(JobLogEntry(job: job.id, tryNumber: job.tryNumber, content: .event(event)), line)
  }

  /// Takes a sample of a table.
  mutating func sample(
    _ sample: UsageSample, of named: LoggedJob?, line: Int, _ sink: (JobLogEntry, Int) throws -> Void
  )
    throws
  {
    let job = try job(named, line: line)
    heard(job, at: sample.time)
    try sink(JobLogEntry(job: job.id, tryNumber: job.tryNumber, content: .sample(sample)), line)
  }

  /// Hands on how far each job's log goes.
  mutating func finish(_ sink: (JobLogEntry, Int) throws -> Void) throws {
    for job in order {
      if let span = spans[job] {
        try sink(JobLogEntry(job: job.id, tryNumber: job.tryNumber, content: .span(span)), 0)
      }
    }
    if report.rows == 0 {
      report.warn("the log holds no resource line, no metrics and no line that tells of trouble")
    }
  }
}
