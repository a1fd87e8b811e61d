import JobModel

/// The values of a run or a task of a manifest, and the job that they make.
struct HealthOmicsRecord {
  private(set) var warnings: [String] = []
  private(set) var skipReason = ""
  private let row: JSONScalars

  init(_ row: JSONScalars) { self.row = row }

  /// The job; nil for what is neither a run nor a task, with ``skipReason``.
  mutating func job() -> Job? {
    guard let arn = text(.arn) else { return skip("the record has no arn") }
    guard let resource = OmicsResource(arn), resource.kind == "run" || resource.kind == "task" else {
      return skip("the arn names neither a run nor a task of HealthOmics")
    }
    guard let status = text(.status) else { return skip("the record has no status") }
    let isRun = resource.kind == "run"
    let run = isRun ? arn : text(.run) ?? ""
    let name = text(.name) ?? String(resource.id)
    var job = Job(
      // The run's name is the scope, so that what was run together can be found together.
      key: JobKey(run: run, id: run.isEmpty ? arn : String(resource.id)), name: name,
      executable: isRun ? program() : Self.taskName(name), state: state(status, isRun: isRun))
    job.region = "aws:" + resource.region
    job.billTo = resource.account.isEmpty ? nil : String(resource.account)
    if job.state != .done { job.failureMessage = text(.statusMessage) ?? text(.failureReason) }
    readTimes(&job)
    if isRun { readRun(&job) } else { readTask(&job) }
    label("uuid", .uuid, &job)
    job.properties.sort { $0.name < $1.name }
    return job
  }

  private mutating func skip(_ reason: String) -> Job? {
    skipReason = reason
    return nil
  }

  /// What a run runs: the manifest has the workflow's number, not its name.
  private func program() -> String {
    guard let workflow = text(.workflow) else { return "unknown" }
    return OmicsResource(workflow).map { String($0.id) } ?? workflow
  }

  /// The name that the tasks of a scatter share.
  ///
  /// `Call-07-0708scattered` is a task of a WDL scatter, `PROCESS (sample)` one of Nextflow. Source: the rules of AWS's
  /// run analyzer. Its rule for CWL (`name_2`) is left out: names end like that without any scatter.
  static func taskName(_ name: String) -> String {
    if name.hasSuffix(")"), let space = name.firstRange(of: " ("), space.lowerBound > name.startIndex {
      return String(name[..<space.lowerBound])
    }
    let parts = name.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let first = parts[2].utf8.first, (0x30...0x39).contains(first), !parts[0].isEmpty,
      !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return name }
    return String(parts[0])
  }

  private mutating func state(_ status: String, isRun: Bool) -> JobState {
    switch status {
    case "COMPLETED": return .done
    case "FAILED": return .failed
    case "CANCELLED", "DELETED": return .terminated
    case "PENDING", "STARTING": return .runnable
    case "RUNNING": return isRun ? .inProgress : .running
    case "STOPPING": return .terminating
    default:
      warnings.append("unknown status \"\(status.prefix(40))\"")
      return JobState(status.prefix(40))
    }
  }

  private mutating func readTimes(_ job: inout Job) {
    job.submitted = time(.creationTime)
    job.started = time(.startTime)
    job.stopped = time(.stopTime)
    if let started = job.started, let stopped = job.stopped, stopped < started {
      warnings.append("stopTime before startTime: both are left out")
      job.started = nil
      job.stopped = nil
    }
    if let submitted = job.submitted, let started = job.started, submitted > started {
      warnings.append("creationTime after startTime: creationTime is left out")
      job.submitted = nil
    }
    job.ended = job.stopped
    job.runtime = seconds(.runningSeconds)
  }

  private mutating func readTask(_ job: inout Job) {
    if !job.key.run.isEmpty { job.analysis = OmicsResource(job.key.run).map { String($0.id) } ?? job.key.run }
    job.instanceType = text(.instanceType)
    job.vcpus = number(.cpus).flatMap { $0 > 0 ? $0 : nil }
    job.memoryRequested = gibibytes(.memory).flatMap { $0.count > 0 ? $0 : nil }
    job.usage.cpuPercent = number(.cpusAverage).map { $0 * 100 }
    job.usage.peakMemory = gibibytes(.memoryMaximumGiB).flatMap { $0.count > 0 ? $0 : nil }
    // The service samples: the manifest's peak can be below the one that CloudWatch shows.
    job.usage.peaksAreLowerBounds = job.usage.peakMemory != nil
    label("image", .image, &job)
    figure("cpus_maximum", .cpusMaximum, &job)
    figure("cpus_reserved", .cpusReserved, &job)
    figure("memory_average_gib", .memoryAverageGiB, &job)
    figure("memory_reserved_gib", .memoryReservedGiB, &job)
    if let gpus = number(.gpus), gpus > 0 { figure("gpus", .gpus, &job) }
    guard row[place(.cacheHit)].isText("true") else { return }
    // A result of an earlier run: what it took was taken there.
    job.isCached = true
    if let runtime = job.runtime { add("cached_runtime_ms", String(runtime.milliseconds), &job) }
    job.started = nil
    job.stopped = nil
    job.runtime = nil
  }

  private mutating func readRun(_ job: inout Job) {
    job.kind = .analysis
    job.executableID = text(.workflow)
    job.user = text(.startedBy)
    job.folder = text(.outputUri)
    label("storage_type", .storageType, &job)
    figure("storage_reserved_gib", .storageReservedGiB, &job)
    figure("storage_average_gib", .storageAverageGiB, &job)
    figure("storage_maximum_gib", .storageMaximumGiB, &job)
    figure("storage_capacity_gib", .storageCapacity, &job)
    // Static storage is kept as it was reserved, dynamic storage as it was used.
    let isDynamic = text(.storageType) == "DYNAMIC"
    let held = isDynamic ? text(.storageAverageGiB) : text(.storageReservedGiB) ?? text(.storageCapacity)
    guard let held, let time = job.runtime ?? job.workerTime else { return }
    guard let amount = try? DecimalNumber(parsing: held), amount.digits >= 0,
      let nanos = amount.nanos(times: max(0, time.milliseconds), dividedBy: 3_600_000)
    else { return warnings.append("the storage is no usable number: it is left out") }
    add(Job.storageProperty, Money.decimalText(nanos: nanos), &job)
  }

  private func place(_ field: HealthOmicsField) -> Int { HealthOmicsField.places[field] ?? 0 }

  private func text(_ field: HealthOmicsField) -> String? { row.text(place(field)) }

  private mutating func time(_ field: HealthOmicsField) -> SimTime? {
    value(field, "a time") { text in
      guard let time = try? SimTime(parsing: text), (0...SimTime.limit.milliseconds).contains(time.milliseconds) else {
        return nil
      }
      return time
    }
  }

  private mutating func number(_ field: HealthOmicsField) -> Double? {
    value(field, "a usable number") { text in
      guard let number = Double(text), number >= 0, number <= 1e9 else { return nil }
      return number
    }
  }

  private mutating func gibibytes(_ field: HealthOmicsField) -> Bytes? {
    value(field, "a usable size") { Double($0).flatMap { Bytes(gibibytes: $0) } }
  }

  private mutating func seconds(_ field: HealthOmicsField) -> SimDuration? {
    value(field, "a usable duration") { text in
      guard let nanos = (try? DecimalNumber(parsing: text))?.nanos(times: 1000, dividedBy: 1_000_000_000), nanos >= 0,
        nanos <= SimDuration.limit.milliseconds
      else { return nil }
      return SimDuration(milliseconds: nanos)
    }
  }

  private mutating func value<Value>(
    _ field: HealthOmicsField, _ expected: String, _ parse: (String) -> Value?
  ) -> Value? {
    guard let text = text(field) else { return nil }
    if let value = parse(text) { return value }
    warnings.append("\(field.rawValue) is not \(expected): it is left out")
    return nil
  }

  private func label(_ name: String, _ field: HealthOmicsField, _ job: inout Job) {
    if let value = text(field) { add(name, value, &job) }
  }

  /// A number as a label, written in one way: the same figure is 2 in one file and 2.0 in another.
  private func figure(_ name: String, _ field: HealthOmicsField, _ job: inout Job) {
    guard let value = text(field) else { return }
    add(name, (try? DecimalNumber(parsing: value))?.description ?? value, &job)
  }

  private func add(_ name: String, _ value: String, _ job: inout Job) {
    job.properties.append(Property(name: name, value: value))
  }
}
