/// What a review needs of a try: a row of a store without its lists, or a job just read.
public struct ReviewRow: Sendable, Equatable {
  /// Which try.
  public var key: JobKey
  /// The job's own name.
  public var name: String
  /// What it ran.
  public var executable: String
  /// The platform's id of what it ran.
  public var executableID: String?
  /// Who launched it.
  public var user: String?
  /// The project it ran in.
  public var project: String?
  /// Its tags, sorted.
  public var tags: [String] = []
  /// The analysis of which it is a part.
  public var analysis: String?
  /// The root of its tree.
  public var root: String?

  /// Where it stood.
  public var state: JobState
  /// Why it failed.
  public var failureReason: FailureReason?
  /// What it said when it failed.
  public var failureMessage: String?
  /// The program's exit code.
  public var exitCode: Int?
  /// Whether it was reused rather than run.
  public var isCached = false

  /// When it was submitted.
  public var submitted: SimTime?
  /// When it began to wait for a worker.
  public var runnable: SimTime?
  /// When its worker began.
  public var started: SimTime?
  /// When its worker let it go.
  public var stopped: SimTime?
  /// When it was final.
  public var ended: SimTime?
  /// How long its own work took.
  public var runtime: SimDuration?
  /// When the platform said that it was running: what lies between this and ``started`` is start-up.
  public var running: SimTime?
  /// Until when it was seen not to have ended.
  public var observedUntil: SimTime?

  /// The machine.
  public var instanceType: String?
  /// How many of them.
  public var nodes = 1
  /// Cores asked for.
  public var vcpus: Double?
  /// Memory asked for.
  public var memoryRequested: Bytes?
  /// Disk asked for.
  public var diskRequested: Bytes?
  /// The longest it may run.
  public var timeLimit: SimDuration?
  /// What it asked for.
  public var priority: Priority?
  /// Which price it pays.
  public var priceModel = PriceModel.onDemand
  /// What it cost, as recorded.
  public var cost: Money?
  /// What it used.
  public var usage = Usage()

  /// A row of which only the identity is known.
  public init(key: JobKey, name: String, executable: String, state: JobState) {
    self.key = key
    self.name = name
    self.executable = executable
    self.state = state
  }

  /// The row of a job.
  public init(_ job: Job) {
    self.init(key: job.key, name: job.name, executable: job.executable, state: job.state)
    executableID = job.executableID
    user = job.user
    project = job.project
    tags = job.tags.sorted()
    analysis = job.analysis
    root = job.root
    failureReason = job.failureReason
    failureMessage = job.failureMessage
    exitCode = job.exitCode
    isCached = job.isCached
    submitted = job.submitted
    runnable = job.runnable
    started = job.started
    stopped = job.stopped
    ended = job.ended
    runtime = job.runtime
    running = job.transitions.first { $0.state == .running }?.time
    observedUntil = job.observedUntil
    instanceType = job.instanceType
    nodes = job.nodes
    vcpus = job.vcpus
    memoryRequested = job.memoryRequested
    diskRequested = job.diskRequested
    timeLimit = job.timeLimit
    priority = job.finalPriority ?? job.priority
    priceModel = job.recordedPriceModel
    cost = job.cost
    usage = job.usage
  }

  /// The time it held a worker; so far, where it has not ended. Nil where the record does not say.
  public var workerTime: SimDuration? {
    if isCached { return .zero }
    if let started, let stopped { return max(.zero, stopped - started) }
    return elapsedSoFar ?? runtime.map { max(.zero, $0) }
  }

  /// How long a try that has not ended has had its worker; nil for all others.
  public var elapsedSoFar: SimDuration? {
    guard !state.isFinal, !isCached, stopped == nil, let started, let observedUntil else { return nil }
    return max(.zero, observedUntil - started)
  }

  /// How long it waited for a worker; nil where the record does not say or its clocks contradict each other.
  public var wait: SimDuration? {
    guard !isCached, let started, let ready = runnable ?? submitted, started >= ready else { return nil }
    return started - ready
  }

  /// When it is counted: by its submission, else by what is known.
  public var time: SimTime? { submitted ?? started ?? ended ?? stopped }

  /// Its last moment that is known.
  public var last: SimTime? { ended ?? stopped ?? observedUntil ?? started ?? submitted }

  /// Whether it holds a worker now, as far as the record goes.
  public var isRunning: Bool { elapsedSoFar != nil }

  /// Whether its id is one of DNAnexus' own.
  public var isOfDNAnexus: Bool { key.run.isEmpty && key.id.hasPrefix("job-") }
}

/// All tries of one executable, and what logs tell of them.
public struct ReviewGroup {
  /// The executable.
  public var executable: String
  /// Its tries, by submission.
  public var rows: [ReviewRow]
  /// What logs tell of a try; nil where there is no log.
  public var observation: (JobKey) throws -> JobObservation?

  /// A group of its parts.
  public init(
    executable: String, rows: [ReviewRow], observation: @escaping (JobKey) throws -> JobObservation? = { _ in nil }
  ) {
    self.executable = executable
    self.rows = rows
    self.observation = observation
  }
}

/// The names of workflows and of roots of trees, by the execution that a job is part of.
public struct ReviewedNames: Sendable, Equatable {
  private let names: [String: String]

  /// Names by ``key(run:id:)``.
  public init(_ names: [String: String] = [:]) { self.names = names }

  /// What stands for an execution.
  public static func key(run: String, id: String) -> String { run.isEmpty ? id : run + "/" + id }

  /// What a try is part of: its analysis' workflow, else what the root of its tree runs, else its file's run; empty for a
  /// job on its own.
  public func workflow(of row: ReviewRow) -> String {
    for id in [row.analysis, row.root == row.key.id ? nil : row.root] {
      if let id { return names[Self.key(run: row.key.run, id: id)] ?? id }
    }
    return row.key.run
  }
}
