/// What happened when: one row a try, in columns, in the order of the input and then of the tries.
public struct Schedule: Sendable {
  /// How a try ended.
  public struct Outcome: Sendable, Hashable {
    /// The state it ended in.
    public var state: JobState
    /// Why, if it failed.
    public var reason: FailureReason?

    /// A state and perhaps a reason.
    public init(state: JobState, reason: FailureReason? = nil) {
      self.state = state
      self.reason = reason
    }
  }

  /// The ids of the jobs.
  public var jobs: [String]
  /// The names of the tasks or executables.
  public var tasks: [String]
  /// The names of the instance types.
  public var types: [String]
  /// The outcomes that occur.
  public var outcomes: [Outcome]

  /// Index into ``jobs``.
  public var job: [Int32] = []
  /// The try, from 0.
  public var tryNumber: [Int32] = []
  /// Index into ``tasks``.
  public var task: [Int32] = []
  /// Milliseconds; when it began to wait.
  public var submitted: [Int64] = []
  /// Milliseconds; when it began to run.
  public var started: [Int64] = []
  /// Milliseconds; when it let its worker go.
  public var stopped: [Int64] = []
  /// Index into ``outcomes``.
  public var outcome: [Int32] = []
  /// Index into ``types``, or -1.
  public var type: [Int32] = []
  /// Whether it ran on the spot market.
  public var isSpot: [Bool] = []
  /// Nano-units; nil is "no price".
  public var cost: [Int64?] = []

  /// The time of what never happened: a try that got no worker has it as its start and stop.
  public static let never = Int64.min

  /// A schedule without rows.
  public init(jobs: [String], tasks: [String], types: [String], outcomes: [Outcome]) {
    self.jobs = jobs
    self.tasks = tasks
    self.types = types
    self.outcomes = outcomes
  }

  /// The number of tries.
  public var count: Int { job.count }

  /// Whether its columns are of one length, as they must be to make rows.
  public var isRectangular: Bool {
    [
      tryNumber.count, task.count, submitted.count, started.count, stopped.count, outcome.count, type.count,
      isSpot.count, cost.count,
    ].allSatisfy { $0 == count }
  }
}
