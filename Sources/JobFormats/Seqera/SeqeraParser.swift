import JobModel

/// Turns runs and tasks of Seqera Platform into jobs, one at a time.
struct SeqeraParser: ~Copyable {
  var json: JSONPullReader
  /// Reads what tasks have in common with a trace, and holds the report.
  var tasks: TraceParser
  /// The run whose tasks follow.
  private var run: Job?
  private let contentHash: String

  /// In whose scope the platform's own numbers are unique.
  private static let scope = "seqera"
  /// How deep wrappers may hold wrappers, in levels of JSON.
  private static let nestingLimit = 16

  /// - Parameter contentHash: names the file, for tasks without a number of the platform.
  init(_ bytes: ByteReader, contentHash: String, clock: LocalClock?, report: ImportReport) {
    json = JSONPullReader(bytes)
    self.contentHash = contentHash
    tasks = TraceParser(header: SeqeraField.traceHeader, run: Self.scope, clock: clock, report: report)
  }

  /// Reads a document; what follows it is of no run that stands in it.
  mutating func document(_ sink: (Job, Int) throws -> Void) throws {
    run = nil
    try value(sink)
  }

  /// Reads a value that is a run, a task, or holds some.
  private mutating func value(_ sink: (Job, Int) throws -> Void) throws {
    let kind = try json.peek()
    let line = json.line
    if kind == .array && json.depth < Self.nestingLimit {
      let outer = run
      try json.beginArray()
      while try json.nextElement() {
        try value(sink)
        run = outer
      }
      return
    }
    guard kind == .object, json.depth < Self.nestingLimit else {
      try json.skipValue()
      tasks.report.rows += 1
      let found = kind == .object || kind == .array ? "one nested too deep" : kind.rawValue
      tasks.report.skip("expected an object, found \(found)", line: line)
      return
    }
    try object(line, sink)
  }

  private mutating func object(_ line: Int, _ sink: (Job, Int) throws -> Void) throws {
    var row = JSONScalars(places: SeqeraField.allCases.count, line: line)
    var isWrapper = false
    // A run ends where the object does that holds it beside its tasks.
    let outer = run
    try json.beginObject()
    while let key = try json.nextKey() {
      guard let field = SeqeraField.byName[key], let place = SeqeraField.places[field] else {
        try json.skipValue()
        continue
      }
      guard field.isWrapper else {
        if try !row.read(place, from: &json) {
          tasks.report.warn("\(key) is no single value: it is left out", line: line)
        }
        continue
      }
      let kind = try json.peek()
      guard kind == .object || kind == .array else {
        try json.skipValue()
        continue
      }
      isWrapper = true
      try value(sink)
    }
    if isWrapper {
      run = outer
      return
    }
    tasks.report.rows += 1
    if !row[.taskId].isEmpty {
      if let task = task(row) { try sink(task, line) }
    } else if !row[.runName].isEmpty || !row[.sessionId].isEmpty {
      if let found = analysis(row) {
        run = found
        try sink(found, line)
      }
    } else {
      tasks.report.skip("neither a run nor a task of Seqera Platform", line: line)
    }
  }

  private mutating func task(_ row: JSONScalars) -> Job? {
    guard var job = tasks.job(row) else { return nil }
    if row[.id].integer != nil {
      job.key.id = [row.text(.id), row.text(.hash)].compactMap(\.self).joined(separator: "/")
      label("task_id", row.text(.taskId), &job)
    } else {
      job.key.run = "\(Self.scope)-\(run?.key.id ?? contentHash)"
    }
    if let run {
      if job.key.run == run.key.run { job.analysis = run.key.id }
      job.user = run.user
      label("run_name", run.name, &job)
    }
    if job.exitCode == nil, row[.exitStatus].isEmpty {
      // Older answers have it as a text, `-` where none came back.
      job.exitCode = row[.exit].integer.flatMap { Int32(exactly: $0) }.flatMap { $0 == .max ? nil : Int($0) }
    }
    if job.state == .failed { job.failureMessage = row.text(.errorMessage) }
    job.instanceType = row.text(.machineType)
    job.region = Self.region(zone: row.text(.cloudZone), executor: row.text(.executor))
    label("executor", row.text(.executor), &job)
    label("zone", row.text(.cloudZone), &job)
    if let count = row[.numSpotInterruptions].integer, count > 0 { label("spot_interruptions", String(count), &job) }
    readPrice(row, &job)
    job.properties.sort { $0.name < $1.name }
    return job
  }

  private mutating func readPrice(_ row: JSONScalars, _ job: inout Job) {
    if let model = row.text(.priceModel) {
      switch model {
      case "standard": job.priceModel = .onDemand
      case "spot": job.priceModel = .spot
      default: tasks.report.warn("unknown priceModel \"\(model.prefix(40))\": it is left out", line: row.line)
      }
    }
    guard let cost = row.text(.cost) else { return }
    guard let nanos = try? Money.nanos(parsing: cost), nanos >= 0 else {
      return tasks.report.warn("cost is no amount: it is left out", line: row.line)
    }
    if job.isCached {
      // Paid by the run that made the result.
      label("cached_cost_usd", Money.decimalText(nanos: nanos), &job)
    } else {
      // The platform estimates in US dollars, for the vCPUs that the task asked for.
      job.cost = Money(nanos: nanos, currency: .usd)
      label(Job.costBasisProperty, Billing.Share.vcpu.rawValue, &job)
    }
  }

  private mutating func analysis(_ row: JSONScalars) -> Job? {
    func skip(_ reason: String) -> Job? {
      tasks.report.skip(reason, line: row.line)
      return nil
    }
    guard let id = row.text(.id) else { return skip("the run has no id") }
    guard let status = row.text(.status) else { return skip("the run has no status") }
    let program = row.text(.projectName) ?? row.text(.repository) ?? row.text(.scriptName) ?? "unknown"
    var job = Job(
      key: JobKey(run: Self.scope, id: id), name: row.text(.runName) ?? id, executable: program,
      state: state(status, line: row.line))
    job.kind = .analysis
    job.user = row.text(.userName)
    job.exitCode = row[.exitStatus].integer.flatMap { Int32(exactly: $0) }.flatMap { $0 == .max ? nil : Int($0) }
    job.failureMessage = row.text(.errorMessage)
    job.submitted = tasks.time(row[.submit], "submit", line: row.line)
    job.started = tasks.time(row[.start], "start", line: row.line)
    job.stopped = tasks.time(row[.complete], "complete", line: row.line)
    if let start = job.started ?? job.submitted, let stop = job.stopped, stop < start {
      tasks.report.warn("complete before start: it is left out", line: row.line)
      job.stopped = nil
    }
    job.ended = job.stopped
    for (name, field) in [
      ("commit_id", SeqeraField.commitId), ("profile", .profile), ("repository", .repository),
      ("revision", .revision), ("session_id", .sessionId), ("workdir", .workDir),
    ] { label(name, row.text(field), &job) }
    return job
  }

  private mutating func state(_ status: String, line: Int) -> JobState {
    switch status {
    case "SUCCEEDED": return .done
    case "FAILED": return .failed
    case "CANCELLED": return .terminated
    case "RUNNING": return .inProgress
    case "SUBMITTED": return .runnable
    default:
      tasks.report.warn("unknown status \"\(status.prefix(40))\"", line: line)
      return JobState(status.prefix(40))
    }
  }

  private func label(_ name: String, _ value: String?, _ job: inout Job) {
    if let value { job.properties.append(Property(name: name, value: value)) }
  }

  /// The region that a zone lies in, by the cloud's own way of naming zones; nil where the executor tells no cloud.
  private static func region(zone: String?, executor: String?) -> String? {
    guard let zone, let executor else { return nil }
    if executor == "awsbatch", let last = zone.last, last.isLetter, zone.dropLast().last?.isNumber == true {
      return "aws:" + zone.dropLast()
    }
    if executor.hasPrefix("google"), let dash = zone.lastIndex(of: "-") { return "gcp:" + zone[..<dash] }
    return nil
  }
}
