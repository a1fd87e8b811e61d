import JobModel

/// Turns Galaxy's records into jobs, one at a time.
struct GalaxyParser: ~Copyable {
  var json: JSONPullReader
  var report: ImportReport
  private let run: String
  private let fields = JSONKeys<GalaxyField>()
  private let metricFields = JSONKeys<GalaxyMetricField>()
  private static let textLimit = 64 << 20

  /// What a record says.
  private struct Record {
    var line: Int
    var isWrapper = false
    var texts: [GalaxyField: String] = [:]
    var metrics: [GalaxyMetric: Double] = [:]
    var inputBytes: Int64?
  }

  init(_ bytes: ByteReader, run: String, report: ImportReport) {
    json = JSONPullReader(bytes, tokenLimit: Self.textLimit)
    self.run = run
    self.report = report
  }

  /// Reads one value, which should be a job or hold one, and hands the job on.
  mutating func record(_ sink: (Job, Int) throws -> Void) throws {
    // Looking at the value first passes over the space before it.
    let kind = try json.peek()
    let line = json.line
    report.rows += 1
    guard kind == .object else {
      try json.skipValue()
      return report.skip("expected a job, found \(kind.rawValue)", line: line)
    }
    var record = Record(line: line)
    try members(into: &record, isInner: false)
    guard let id = record.texts[.id] else { return report.skip("the id is missing", line: line) }
    guard let tool = record.texts[.tool_id] else { return report.skip("tool_id is missing", line: line) }
    guard let state = record.texts[.state] else { return report.skip("the state is missing", line: line) }
    try sink(job(record, id: id, tool: tool, state: state), line)
  }

  private mutating func members(into record: inout Record, isInner: Bool) throws {
    try json.beginObject()
    while true {
      switch try json.nextMember(fields) {
      case .end: return
      case .unknown: try json.skipValue()
      case .field(.metrics):
        guard !isInner, try json.peek() == .object else {
          try json.skipValue()
          continue
        }
        try members(into: &record, isInner: true)
      case .field(.job_metrics): try metrics(into: &record)
      case .field(.input_data_size): try sizes(into: &record)
      case .field(let field):
        // The job's own inputs are objects; those of the run around it are a text.
        guard let text = try json.scalarText(), !text.isEmpty else { continue }
        record.texts[field] = text
      }
    }
  }

  private mutating func metrics(into record: inout Record) throws {
    guard try json.peek() == .array else { return try json.skipValue() }
    try json.beginArray()
    while try json.nextElement() {
      guard try json.peek() == .object else {
        try json.skipValue()
        continue
      }
      var name: String?
      var value: String?
      try json.beginObject()
      members: while true {
        switch try json.nextMember(metricFields) {
        case .end: break members
        case .field(.name): name = try json.scalarText()
        case .field(.raw_value): value = try json.scalarText()
        case .field(.plugin), .unknown: try json.skipValue()
        }
      }
      guard let metric = name.flatMap(GalaxyMetric.init), let value else { continue }
      // cgroup 2 writes max for no limit.
      if value == "max" { continue }
      if let number = Double(value), number.isFinite, number >= 0 {
        record.metrics[metric] = number
      } else {
        report.warn("\(metric.rawValue) is not a usable number: it is left out", line: record.line)
      }
    }
  }

  private mutating func sizes(into record: inout Record) throws {
    guard try json.peek() == .array else { return try json.skipValue() }
    try json.beginArray()
    while try json.nextElement() {
      if let size = try json.scalarText().flatMap(Int64.init), size >= 0 {
        record.inputBytes = saturatingSum(record.inputBytes ?? 0, size)
      }
    }
  }

  /// Whether an id is one that a server encoded with a secret of its own: no other has it.
  private static func isEncoded(_ id: String) -> Bool {
    id.utf8.count >= 16 && id.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
  }

  private mutating func job(_ record: Record, id: String, tool: String, state: String) -> Job {
    let scope = record.texts[.server].map { "galaxy-" + $0 } ?? (Self.isEncoded(id) ? "galaxy" : run)
    var job = Job(
      key: JobKey(run: scope, id: id), name: Self.shortName(of: tool), executable: tool, state: .done)
    job.state = self.state(state, record.line)
    job.isCached = record.texts[.copied_from_job_id] != nil || state == "skipped"
    job.exitCode = record.texts[.exit_code].flatMap(Int.init).flatMap {
      // No abs: the smallest Int has none.
      (-1_000_000...1_000_000).contains($0) ? $0 : nil
    }
    job.user = record.texts[.user_email]
    let metrics = record.metrics
    job.vcpus = metrics[.slots].flatMap { $0 > 0 && $0 <= 1e6 ? $0 : nil }
    readMemory(metrics, into: &job)
    readTimes(record, into: &job)
    if let runtime = job.runtime ?? job.workerTime, runtime > .zero,
      let cpu = metrics[.cpuNanoseconds1].map({ $0 / 1e9 }) ?? metrics[.cpuMicroseconds2].map({ $0 / 1e6 })
    {
      let percent = cpu / runtime.inSeconds * 100
      job.usage.cpuPercent = percent <= 1e9 ? percent : nil
    }
    let killed = (metrics[.killed1] ?? 0) + (metrics[.killed2] ?? 0) + (metrics[.underOOM1] ?? 0)
    if job.state == .failed {
      if killed > 0 {
        job.failureReason = .appInsufficientResourceError
      } else if let code = job.exitCode, code != 0 {
        job.failureReason = .appInternalError
      }
    }
    label(record, &job)
    return job
  }

  private mutating func state(_ state: String, _ line: Int) -> JobState {
    switch state {
    case "ok", "skipped": return .done
    case "error", "failed": return .failed
    case "deleted", "deleted_new", "stopped": return .terminated
    case "deleting", "stop": return .terminating
    case "running": return .running
    case "queued": return .runnable
    case "new", "upload": return .idle
    case "waiting", "paused": return .waitingOnInput
    case "resubmitted": return .restarted
    default:
      report.warn("unknown state \"\(state.prefix(40))\"", line: line)
      return JobState(state)
    }
  }

  /// The peak is what the kernel saw; the request is the limit where that fits what Galaxy says it gave.
  private func readMemory(_ metrics: [GalaxyMetric: Double], into job: inout Job) {
    func bytes(_ count: Double?) -> Bytes? {
      guard let count, count > 0, let whole = checkedInteger(count), whole <= Bytes.limit.count else { return nil }
      return Bytes(whole)
    }
    job.usage.peakMemory = bytes(metrics[.peak1] ?? metrics[.peak2])
    let limit = bytes(metrics[.limit1] ?? metrics[.limit2])
    guard let megabytes = metrics[.memory], megabytes > 0 else {
      // Without a limit of its own a job sees that of the machine, or none (2^63).
      let machine = metrics[.machineMemory].map { $0 * 1024 } ?? 0
      if let limit, Double(limit.count) < machine { job.memoryRequested = limit }
      return
    }
    // Destinations count in MB or in MiB: the limit tells which, and exactly.
    let given = (megabytes * 1e6 - 1)...((megabytes + 1) * 1_048_576)
    if let limit, given.contains(Double(limit.count)) {
      job.memoryRequested = limit
    } else {
      job.memoryRequested = bytes(megabytes * 1_048_576)
    }
  }

  private mutating func readTimes(_ record: Record, into job: inout Job) {
    if let created = record.texts[.create_time] {
      // Galaxy keeps its times in UTC and writes no zone.
      job.submitted = try? SimTime(parsing: created)
      if job.submitted == nil { report.warn("create_time is not a time: it is left out", line: record.line) }
    }
    if job.isCached { return }
    func epoch(_ metric: GalaxyMetric) -> SimTime? {
      guard let seconds = record.metrics[metric], seconds > 0, let value = checkedInteger(seconds * 1000),
        value <= SimTime.limit.milliseconds
      else { return nil }
      return SimTime(milliseconds: value)
    }
    let (start, end) = (epoch(.start), epoch(.end))
    job.runtime = record.metrics[.runtime].flatMap { SimDuration(seconds: $0) }
    if let start, let end, end < start {
      report.warn("end_epoch before start_epoch: both are left out", line: record.line)
      return
    }
    job.started = start
    job.stopped = end
    job.ended = end
    guard let submitted = job.submitted, let start, start < submitted else { return }
    // The start has whole seconds, rounded down.
    if submitted - start <= .seconds(1) {
      job.submitted = start
    } else {
      report.warn("start_epoch before create_time: two clocks; create_time is left out", line: record.line)
      job.submitted = nil
    }
  }

  private func label(_ record: Record, _ job: inout Job) {
    let names: [(GalaxyField, String)] = [
      (.cloud, "cloud"), (.copied_from_job_id, "copied_from_job"), (.destination_id, "destination"),
      (.external_id, "external_id"), (.galaxy_version, "galaxy_version"), (.handler, "handler"),
      (.history_id, "history"), (.inputs, "workflow_inputs"), (.job_conf, "job_conf"), (.job_runner_name, "job_runner"),
      (.run, "run"), (.server, "server"), (.workflow_id, "workflow"),
    ]
    for (field, name) in names {
      if let text = record.texts[field] { job.properties.append(Property(name: name, value: text)) }
    }
    if let size = record.inputBytes {
      job.properties.append(Property(name: "workflow_input_bytes", value: String(size)))
    }
    if let cores = record.metrics[.processors].flatMap(checkedInteger) {
      job.properties.append(Property(name: "machine_cores", value: String(cores)))
    }
    if let kibibytes = record.metrics[.machineMemory].flatMap(checkedInteger), kibibytes <= Bytes.limit.count / 1024 {
      job.properties.append(Property(name: "machine_memory_bytes", value: String(kibibytes * 1024)))
    }
    job.properties.sort { $0.name < $1.name }
  }

  /// The tool's own name in `toolshed…/repos/owner/repository/tool/version`; any other id is the name.
  private static func shortName(of tool: String) -> String {
    let parts = tool.split(separator: "/")
    return parts.count == 6 && parts[1] == "repos" ? String(parts[4]) : tool
  }
}
