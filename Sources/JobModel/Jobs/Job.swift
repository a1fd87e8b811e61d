/// One try of a job as a history tells it: a row of `v_jobs`.
///
/// A job that was tried three times is three of these, with the same ``JobKey/id``. Everything that a history may leave
/// out is optional; nothing is guessed by a reader.
public struct Job: Sendable, Equatable {
  /// What an entry of a history is.
  public enum Kind: String, Sendable, Codable {
    /// Something that runs on a worker.
    case job
    /// A workflow's run: it has stages and no worker, and its price is that of its jobs.
    case analysis
  }

  /// A change of state.
  public struct Transition: Sendable, Equatable {
    /// The state that began.
    public var state: JobState
    /// When.
    public var time: SimTime

    /// A change to `state` at `time`.
    public init(state: JobState, time: SimTime) {
      self.state = state
      self.time = time
    }
  }

  /// Who it is.
  public var key: JobKey
  /// A job, or the analysis around jobs.
  public var kind: Kind = .job
  /// The job's own name; sample names live here.
  public var name: String
  /// What it runs, by name: jobs with equal `executable` are compared with each other.
  public var executable: String
  /// The platform's id of what it runs (`app-…`, `applet-…`, `workflow-…`).
  public var executableID: String?
  /// The entry point; `main` for master jobs.
  public var function: String?
  /// The stage of the workflow.
  public var stage: String?

  /// Who launched it.
  public var user: String?
  /// The project it ran in.
  public var project: String?
  /// Who pays.
  public var billTo: String?
  /// The output folder.
  public var folder: String?
  /// The cloud region, such as `aws:eu-west-2`.
  public var region: String?
  /// Labels without a value.
  public var tags: [String] = []
  /// Labels with a value, and columns of the input that have no field here; sorted by name.
  public var properties: [Property] = []

  /// Where it stood when the history was written.
  public var state: JobState
  /// Why it failed.
  public var failureReason: FailureReason?
  /// What it said when it failed.
  public var failureMessage: String?
  /// The program's exit code.
  public var exitCode: Int?
  /// Whether an earlier result was used instead of running (`outputReusedFrom`, CACHED): free, and no work.
  public var isCached = false

  /// When it was created or submitted.
  public var submitted: SimTime?
  /// When its inputs were ready and it began to wait for a worker.
  public var runnable: SimTime?
  /// When its worker began to run it: charging starts.
  public var started: SimTime?
  /// When its worker let it go: charging ends.
  public var stopped: SimTime?
  /// When it reached its final state.
  public var ended: SimTime?
  /// How long its own work took, where the history says it apart from ``started`` and ``stopped``.
  public var runtime: SimDuration?
  /// The changes of state, in order of time.
  public var transitions: [Transition] = []
  /// When the record was last changed, as the platform says: of two records of a try the later one stands.
  public var modified: SimTime?
  /// For a try that has not ended: until when it was seen not to have, which is the latest time in its file or log.
  public var observedUntil: SimTime?

  /// The instance type that it ran on.
  public var instanceType: String?
  /// The number of machines (Spark): cost multiplies.
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
  /// What it ended with.
  public var finalPriority: Priority?
  /// What kind of machine it paid for, where the record says so.
  public var priceModel: PriceModel?
  /// The order among the user's waiting jobs, -1024...1023.
  public var rank: Int?
  /// When it is tried again.
  public var restartPolicy: RestartPolicy?

  /// What it cost, as recorded.
  public var cost: Money?
  /// What spot saved, in the currency of ``cost``.
  public var spotSavings: Money?
  /// The limit of its tree's cost, in the account's currency.
  public var costLimit: DecimalNumber?

  /// The job that launched it.
  public var parent: String?
  /// The try of ``parent`` that launched it.
  public var parentTry: Int?
  /// The master job it descends from.
  public var origin: String?
  /// The root of its execution tree.
  public var root: String?
  /// The analysis of which it is a stage or a descendant.
  public var analysis: String?
  /// The execution it was detached from.
  public var detachedFrom: String?
  /// The ids of the jobs it waited for.
  public var dependencies: [String] = []
  /// The ids of the files among its inputs, each once; empty where they are not known or too many.
  public var inputFiles: [String] = []

  /// What it used.
  public var usage = Usage()

  /// A job of which nothing is known but its key, executable and state.
  public init(key: JobKey, name: String, executable: String, state: JobState) {
    self.key = key
    self.name = name
    self.executable = executable
    self.state = state
  }

  /// The time it held a worker: what is charged. Nil where the record does not say; nought for a cached job.
  public var workerTime: SimDuration? {
    if isCached { return .zero }
    guard let started, let stopped else { return runtime }
    return stopped - started
  }

  /// How long a try that has a worker and has not ended had it when it was last seen; nil for all others.
  ///
  /// What it has cost so far is this at its hourly rate. It is a lower bound of its runtime.
  public var elapsedSoFar: SimDuration? {
    guard !state.isFinal, !isCached, stopped == nil, let started, let observedUntil else { return nil }
    return max(.zero, observedUntil - started)
  }

  /// Takes note that it had not ended at a time; nothing for a job that has.
  public mutating func see(until time: SimTime) {
    if !state.isFinal { observedUntil = max(observedUntil ?? time, time) }
  }

  /// Which price applies to the recorded try: on demand unless the record says spot.
  public var recordedPriceModel: PriceModel {
    .recorded(stated: priceModel, spotSavings: spotSavings?.nanos ?? 0, finalPriority: finalPriority)
  }
}

/// A label with a value.
public struct Property: Sendable, Hashable {
  /// The label.
  public var name: String
  /// Its value.
  public var value: String

  /// A label with its value.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
