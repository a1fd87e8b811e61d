import Foundation
import JobModel

/// A call as its metadata tells it, until it is a job.
struct CromwellCall {
  /// A span of time in which the backend did something.
  struct Event {
    var description: String
    var start: SimTime
    var end: SimTime

    /// Whether Google charges for the machine meanwhile, as Broad's and its users' cost scripts have it: images are
    /// pulled, containers set up, files localised, the command runs, files are delocalised, the end is noticed.
    ///
    /// Source: `calculate_cost.py` of the Broad Institute's pipelines, in the version that sums events.
    var isCharged: Bool {
      switch description {
      case "UserAction", "Delocalization", "ContainerSetup", "Localization", "Complete in GCE / Cromwell Poll Interval":
        true
      default: description.hasPrefix("Pulling")
      }
    }
  }

  var name: String
  var line: Int
  var status: String?
  var backendStatus: String?
  var shard = -1
  var attempt = 1
  var start: SimTime?
  var end: SimTime?
  var returnCode: Int?
  var message: String?
  var isRetryable = false
  var events: [Event] = []
  var isPreemptible: Bool?
  /// How many attempts may run on preemptible machines.
  var preemptibleTries: Int?
  var isCached = false
  var machineType: String?
  var zone: String?
  var cores: Double?
  var memory: Bytes?
  var disk: Bytes?
  var properties: [Property] = []
  var subWorkflow: String?
  /// Whether the metadata of the sub-workflow stands in the call.
  var hasSubWorkflowMetadata = false
  var machineStart: SimTime?
  var machineEnd: SimTime?
  var machineCostPerHour: String?
  /// The command's own time, where the digest says it.
  var commandTime: SimDuration?
  /// Whether it is one of the digest, which holds what ran well and no states.
  var isDigest = false

  init(name: String, line: Int) {
    self.name = name
    self.line = line
  }

  /// The shard as part of an id or a name; empty outside of scatters.
  var suffix: String { shard >= 0 ? "[\(shard)]" : "" }

  mutating func label(_ name: String, _ value: String?) {
    if let value, !value.isEmpty { properties.append(Property(name: name, value: value)) }
  }

  /// The state in the words of the model; nil for a word that nobody knows.
  static func state(_ status: String) -> JobState? {
    switch status {
    case "Done", "Succeeded", "Bypassed": .done
    case "Failed", "Unstartable": .failed
    case "RetryableFailure", "Preempted": .restarted
    case "Aborted": .terminated
    case "Aborting": .terminating
    case "Running", "Starting": .running
    case "QueuedInCromwell", "WaitingForQueueSpace": .runnable
    case "NotStarted", "Submitted", "On Hold": .idle
    default: nil
    }
  }
}

extension CromwellCall {
  /// The attempt as a job of its workflow.
  func job(of workflow: CromwellWorkflow, run: String, _ report: inout ImportReport) -> Job {
    // In the digest the shard is part of the name.
    let executable = isDigest ? Self.withoutShard(name) : name
    var job = Job(
      key: JobKey(run: run, id: "\(workflow.id)/\(name)\(isDigest ? "" : suffix)", tryNumber: max(0, attempt - 1)),
      name: isDigest ? name : name + suffix, executable: executable, state: .done)
    job.stage = executable
    job.analysis = workflow.id
    job.root = workflow.root ?? workflow.id
    if let status {
      if let state = Self.state(status) {
        job.state = state
      } else {
        report.warn("unknown executionStatus \"\(status.prefix(40))\"", line: line)
        job.state = JobState(status)
      }
    } else if !isDigest {
      report.warn("executionStatus is missing: the call is taken as done", line: line)
    }
    readOutcome(into: &job)
    job.isCached = isCached
    job.instanceType = machineType.map(Self.lastPart)
    job.region = zone.flatMap(Self.region)
    job.vcpus = cores
    job.memoryRequested = memory
    job.diskRequested = disk
    if !isCached, machineType != nil, let spot = isPreemptible ?? preemptibleTries.map({ attempt <= $0 }) {
      job.priceModel = spot ? .spot : .onDemand
    }
    job.properties = properties
    if isRetryable { job.properties.append(Property(name: "retryable_failure", value: "true")) }
    if let zone { job.properties.append(Property(name: "zone", value: zone)) }
    job.properties.sort { ($0.name, $0.value) < ($1.name, $1.value) }
    readTimes(into: &job, &report)
    return job
  }

  /// The run of another workflow that stands for the call, of which only the id is told.
  func analysis(of workflow: CromwellWorkflow, id: String, run: String) -> Job {
    var job = Job(
      key: JobKey(run: run, id: id), name: name + suffix, executable: name,
      state: status.map { Self.state($0) ?? JobState($0) } ?? .done)
    job.kind = .analysis
    job.analysis = workflow.id
    job.root = workflow.root ?? workflow.id
    job.stage = name
    if job.state == .running { job.state = .inProgress }
    job.failureMessage = message
    job.submitted = start
    if let start, let end, end < start { return job }
    job.started = start
    job.stopped = end
    job.ended = end
    return job
  }

  private func readOutcome(into job: inout Job) {
    job.exitCode = returnCode
    guard job.state == .failed || job.state == .restarted else { return }
    job.failureMessage = message
    if backendStatus == "Preempted" || status == "Preempted" {
      job.failureReason = .spotInstanceInterruption
    } else if let returnCode, returnCode != 0 {
      job.failureReason = .appInternalError
    }
  }

  private func readTimes(into job: inout Job, _ report: inout ImportReport) {
    job.submitted = start
    // A call that took another's result had no machine.
    if isCached {
      job.ended = end
      return
    }
    if !job.state.isFinal && job.state != .running { return }
    var (started, stopped) = window
    if !job.state.isFinal { stopped = nil }
    if let first = started, let last = stopped, last < first {
      report.warn("the end is before the start: both are left out", line: line)
      (started, stopped) = (nil, nil)
    }
    job.started = started
    job.stopped = stopped
    job.ended = job.state.isFinal ? (end ?? stopped).map { max($0, stopped ?? $0) } : nil
    if let submitted = start, let started, started < submitted { job.submitted = started }
    let command = events.filter { $0.description == "UserAction" && $0.end >= $0.start }
    job.runtime = commandTime ?? (command.isEmpty ? nil : command.reduce(.zero) { $0 + ($1.end - $1.start) })
    if let rate = machineCostPerHour, let number = try? DecimalNumber(parsing: rate), number.digits > 0,
      machineStart != nil, let time = job.workerTime, time >= .zero,
      let nanos = number.nanos(times: time.milliseconds, dividedBy: 3_600_000)
    {
      job.cost = Money(nanos: nanos, currency: .usd)
    }
  }

  /// From when to when the machine is charged.
  ///
  /// The machine's own times if they are told. Else the events that are charged, without the seconds between them: so
  /// says the script that most people compare with. Else the time in which the backend ran the job, and at last the
  /// call's own, waiting included.
  private var window: (SimTime?, SimTime?) {
    if let machineStart { return (machineStart, machineEnd ?? end) }
    let charged = events.filter { $0.isCharged && $0.end >= $0.start }
    if let first = charged.map(\.start).min() {
      let total = charged.reduce(SimDuration.zero) { $0 + ($1.end - $1.start) }
      return (first, total > .zero ? first + total : end)
    }
    if let running = events.first(where: { $0.description == "RunningJob" }) { return (running.start, running.end) }
    return (start, end)
  }

  /// `zone/n1-standard-1` is the machine n1-standard-1 in a zone.
  private static func lastPart(_ name: String) -> String {
    name.split(separator: "/").last.map(String.init) ?? name
  }

  /// The region of a zone of Google's: `us-central1` of `us-central1-c`.
  private static func region(_ zone: String) -> String? {
    let parts = zone.split(separator: "-")
    guard parts.count == 3, parts[2].count == 1 else { return nil }
    return "\(parts[0])-\(parts[1])"
  }

  /// The name in a digest without its `.shard_0007`.
  private static func withoutShard(_ name: String) -> String {
    guard let place = name.range(of: ".shard_"), name[place.upperBound...].allSatisfy(\.isNumber) else { return name }
    return String(name[..<place.lowerBound])
  }
}
