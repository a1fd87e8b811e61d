import JobModel

/// Turns rows of sacct into jobs and steps.
struct SacctParser {
  var report: ImportReport
  private let header: SacctHeader
  /// What scopes the ids of rows that do not name their cluster.
  private let run: String
  private var clock: SacctClock
  private let zone: LocalClock?
  private var clusters: [String: String] = [:]

  init(header: SacctHeader, run: String, clock: LocalClock?, report: ImportReport) {
    self.header = header
    self.run = run
    self.report = report
    zone = clock
    self.clock = SacctClock(clock ?? .machine)
  }

  /// Says what was found out about the file as a whole.
  mutating func finish() {
    guard clock.sawLocalTime, zone == nil else { return }
    report.warn(
      "times name no zone: they are read in this machine's, \(LocalClock.machine.name); --time-zone names another")
  }

  /// The job or step id of a row; nil if it has none, which is then counted.
  mutating func identity(_ row: borrowing DelimitedReader) -> SacctID? {
    guard let field = text(.jobID, row) ?? text(.jobIDRaw, row) else {
      report.rows += 1
      report.skip("the JobID is missing", line: row.line)
      return nil
    }
    if let id = SacctID(field) { return id }
    report.rows += 1
    report.skip("JobID is not a job of Slurm's", line: row.line)
    return nil
  }

  /// The key of a job: ids are unique on a cluster, so the cluster's name scopes them where it is told.
  mutating func key(of id: SacctID, _ row: borrowing DelimitedReader) -> JobKey {
    guard let cluster = text(.cluster, row)?.text else { return JobKey(run: run, id: id.job.text) }
    if let known = clusters[cluster] { return JobKey(run: known, id: id.job.text) }
    let name = "slurm-" + cluster
    if clusters.count < 1000 { clusters[cluster] = name }
    return JobKey(run: name, id: id.job.text)
  }

  /// A row that is a step.
  mutating func step(_ row: borrowing DelimitedReader) -> SacctStep {
    var step = SacctStep(line: row.line, hash: ContentHash.of(row.raw))
    step.start = time(.start, row)
    step.peakMemory = size(.maxRSS, row)
    step.cpuTime = cpuTime(row)
    step.read = size(.maxDiskRead, row)
    step.written = size(.maxDiskWrite, row)
    step.ranOutOfMemory = text(.state, row)?.starts(with: "OUT_OF_ME".utf8) ?? false
    return step
  }

  /// A row that is a job.
  mutating func job(_ key: JobKey, _ id: SacctID, _ row: borrowing DelimitedReader) -> SacctRow {
    let name = openText(.jobName, row)?.text
    var job = Job(
      key: key, name: name ?? "job \(key.id)",
      executable: name.map { SlurmJobName.executable($0, comment: text(.comment, row)?.text) } ?? "unknown",
      state: .done)
    job.user = text(.user, row)?.text
    readState(into: &job, row)
    job.exitCode = value(.exitCode, row, "an exit code", SacctValue.exitCode)
    readRequests(into: &job, row)
    job.usage.peakMemory = size(.maxRSS, row)
    job.usage.read = size(.maxDiskRead, row)
    job.usage.written = size(.maxDiskWrite, row)
    readLabels(into: &job, id, row)
    let elapsed =
      value(.elapsed, row, "a duration", SacctValue.duration)
      ?? value(.elapsedRaw, row, "seconds") { $0.integer.flatMap(Self.seconds) }
    readTimes(into: &job, elapsed, row)
    return SacctRow(
      job: job, line: row.line, hash: ContentHash.of(row.raw), elapsed: elapsed, cpuTime: cpuTime(row),
      restarts: value(.restarts, row, "a number") {
        $0.integer.flatMap { (0...1_000_000).contains($0) ? Int($0) : nil }
      })
  }

  private mutating func readState(into job: inout Job, _ row: borrowing DelimitedReader) {
    guard let word = text(.state, row) else {
      if header[.state] != nil { report.warn("the state is missing: the job is taken as done", line: row.line) }
      return
    }
    if let (state, reason) = SacctState.meaning(word) {
      job.state = state
      job.failureReason = reason
    } else {
      let name = String(word.text.prefix(40))
      report.warn("unknown state \"\(name)\"", line: row.line)
      job.state = JobState(name)
    }
    let parts = word.split(separator: UInt8(ascii: " "))
    if parts.count == 3, parts[1].isText("by") { label("cancelled_by", parts[2].text, &job) }
    if let first = parts.first, !first.isText("COMPLETED"), !first.isText("FAILED") {
      label("slurm_state", first.text, &job)
    }
  }

  private mutating func readRequests(into job: inout Job, _ row: borrowing DelimitedReader) {
    let nodes = count(.allocatedNodes, row) ?? count(.nodes, row)
    job.nodes = nodes.map { Int(clamping: min($0, 100_000)) } ?? 1
    let resources = text(.allocatedTRES, row) ?? text(.requestedTRES, row)
    let cores =
      count(.allocatedCPUs, row) ?? count(.cpus, row) ?? count(.requestedCPUs, row)
      ?? resources.flatMap { SacctValue.resource("cpu", in: $0)?.integer }.flatMap { $0 > 0 ? $0 : nil }
    // Of a job on several machines the model holds what one of them gives.
    if let cores, cores <= 1_000_000_000 { job.vcpus = Double(cores) / Double(job.nodes) }
    if let request = value(.requestedMemory, row, "a size", SacctValue.memoryRequest) {
      let amount: Int64? =
        switch request.share {
        case .job: request.amount.count / Int64(job.nodes)
        case .node: request.amount.count
        case .core: cores.map { saturatingProduct(request.amount.count, $0) / Int64(job.nodes) }
        }
      // Nought is all the memory of the machine.
      if let amount, amount > 0 { job.memoryRequested = memory(amount, row) }
    } else if let total = resources.flatMap({ SacctValue.resource("mem", in: $0) }).flatMap({ SacctValue.bytes($0) }),
      total.count > 0
    {
      job.memoryRequested = memory(total.count / Int64(job.nodes), row)
    }
    if let gpus = resources.flatMap({ SacctValue.resource("gres/gpu", in: $0) }) { label("gpus", gpus.text, &job) }
    if let limit = text(.timeLimit, row), limit.isText("UNLIMITED") || limit.isText("Partition_Limit") { return }
    let limit =
      value(.timeLimit, row, "a duration", SacctValue.duration)
      ?? value(.timeLimitRaw, row, "minutes") { $0.integer.flatMap { Self.seconds(saturatingProduct($0, 60)) } }
    job.timeLimit = limit.flatMap { $0 > .zero ? $0 : nil }
  }

  private mutating func memory(_ count: Int64, _ row: borrowing DelimitedReader) -> Bytes? {
    if count <= Bytes.limit.count { return Bytes(count) }
    report.warn("ReqMem is beyond any machine: it is left out", line: row.line)
    return nil
  }

  private mutating func readLabels(into job: inout Job, _ id: SacctID, _ row: borrowing DelimitedReader) {
    for (column, name) in SacctColumn.labels {
      if let text = text(column, row) { label(name, text.text, &job) }
    }
    if let task = id.task {
      label("array_job", id.base.text, &job)
      label("array_task", task.text, &job)
      if id.isPendingArray {
        report.warn("array tasks that still wait stand in one row: they are one job here", line: row.line)
      }
    }
    if let component = id.component {
      label("het_job", id.base.text, &job)
      label("het_component", component.text, &job)
    }
    job.properties.sort { $0.name < $1.name }
  }

  private mutating func readTimes(into job: inout Job, _ elapsed: SimDuration?, _ row: borrowing DelimitedReader) {
    let submit = time(.submit, row)
    let eligible = time(.eligible, row)
    var start = time(.start, row)
    var end = time(.end, row)
    job.submitted = submit
    job.runnable = eligible
    // A job that was cancelled while it waited has the end for its start, and no machine.
    let isWithoutNodes = textOrNone(.nodeList, row)?.isText("None assigned") ?? false
    let neverRan = job.state == .runnable || (isWithoutNodes && (elapsed ?? .zero) == .zero)
    if neverRan {
      job.ended = job.state.isFinal ? end : nil
      return
    }
    if let elapsed {
      if job.state.isFinal { job.runtime = elapsed }
      if end == nil, job.state.isFinal, let start { end = start + elapsed }
      if start == nil, let end { start = end - elapsed }
    }
    if let started = start, let ended = end, ended < started {
      report.warn("End before Start: both are left out", line: row.line)
      return
    }
    if let started = start, let submitted = submit, started < submitted {
      report.warn("Start before Submit: Submit is left out", line: row.line)
      job.submitted = nil
    }
    if let eligible, eligible < submit ?? eligible || start ?? eligible < eligible { job.runnable = nil }
    job.started = start
    job.stopped = end
    job.ended = end
  }

  /// Processor time: the total, or its two parts, or the average of the tasks times their number.
  private mutating func cpuTime(_ row: borrowing DelimitedReader) -> SimDuration? {
    // Nought is what Slurm prints where nothing was gathered; a shell alone takes milliseconds.
    func known(_ time: SimDuration?) -> SimDuration? { time.flatMap { $0 > .zero ? $0 : nil } }
    if let total = known(value(.totalCPU, row, "a duration", SacctValue.duration)) { return total }
    let user = value(.userCPU, row, "a duration", SacctValue.duration)
    let system = value(.systemCPU, row, "a duration", SacctValue.duration)
    if let user, let system, let total = known(user + system) { return total }
    guard let average = known(value(.averageCPU, row, "a duration", SacctValue.duration)),
      let tasks = count(.tasks, row)
    else { return nil }
    let total = saturatingProduct(average.milliseconds, tasks)
    return total <= SimDuration.limit.milliseconds ? SimDuration(milliseconds: total) : nil
  }

  private static func seconds(_ count: Int64) -> SimDuration? {
    guard count >= 0, count <= SimDuration.limit.milliseconds / 1000 else { return nil }
    return .seconds(count)
  }

  private func label(_ name: String, _ value: String, _ job: inout Job) {
    job.properties.append(Property(name: name, value: value))
  }

  private mutating func time(_ column: SacctColumn, _ row: borrowing DelimitedReader) -> SimTime? {
    // Taken out of self, which the closure may not touch while `value` changes the report.
    var clock = clock
    defer { self.clock = clock }
    return value(column, row, "a time") { clock.time($0) }
  }

  /// An amount of memory or disk; nought is below the resolution of the measurement: nothing is known.
  private mutating func size(_ column: SacctColumn, _ row: borrowing DelimitedReader) -> Bytes? {
    value(column, row, "a size") { SacctValue.bytes($0) }.flatMap { $0.count > 0 ? $0 : nil }
  }

  /// A number above nought.
  private mutating func count(_ column: SacctColumn, _ row: borrowing DelimitedReader) -> Int64? {
    value(column, row, "a number") { $0.integer.flatMap { $0 >= 0 ? $0 : nil } }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// A field as it stands; nil if the file lacks the column or the row the value.
  private func textOrNone(_ column: SacctColumn, _ row: borrowing DelimitedReader) -> ArraySlice<UInt8>? {
    guard let place = header[column] else { return nil }
    let field = row[place].trimmed
    return field.isEmpty ? nil : field
  }

  /// The job's name: where it is the last column, with whatever delimiters are in it.
  private func openText(_ column: SacctColumn, _ row: borrowing DelimitedReader) -> ArraySlice<UInt8>? {
    guard header.isLastOpen, header[column] == header.count - 1 else { return textOrNone(column, row) }
    let start = row[header.count - 1].startIndex
    let field = row.raw[start...].trimmed
    return field.isEmpty ? nil : field
  }

  /// A field that says something.
  private func text(_ column: SacctColumn, _ row: borrowing DelimitedReader) -> ArraySlice<UInt8>? {
    guard let field = textOrNone(column, row) else { return nil }
    if field.isText("Unknown") || field.isText("None") || field.isText("None assigned") || field.isText("N/A")
      || field.isText("(null)")
    {
      return nil
    }
    return field
  }

  /// The value of a field; one that cannot be read is left out with a remark.
  private mutating func value<Value>(
    _ column: SacctColumn, _ row: borrowing DelimitedReader, _ expected: String,
    _ parse: (ArraySlice<UInt8>) -> Value?
  ) -> Value? {
    guard let field = text(column, row) else { return nil }
    if let value = parse(field) { return value }
    report.warn("\(column.label) is not \(expected): it is left out", line: row.line)
    return nil
  }
}
