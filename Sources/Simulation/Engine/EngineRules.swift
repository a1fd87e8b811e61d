import JobModel

/// The rules of a world as the engine needs them.
struct EngineRules: Sendable {
  var limits: CloudPool.Limits
  /// The cluster that all jobs share, instead of a worker for each.
  var room: NodePool.Room?
  /// One for all; or those of a machine by priority (low, normal, high), the first three for a machine not known.
  var provisioning: [Sampler]
  var startup: Sampler
  /// Milliseconds that priority normal waits for spot.
  var fallback: Int64
  var prices: Prices
  /// Nano-units.
  var maxCostNanos: Int64?
  /// Milliseconds.
  var costEnforcement: Int64
  /// Milliseconds from a launch to the end of its tree; nil is never.
  var maxTreeTime: Int64?
}

/// The ways a try can end: those that a history records, then those that the simulator knows.
struct OutcomeTable: Sendable {
  var all: [Schedule.Outcome]
  var isCharged: [Bool]
  let interrupted: Int32
  let outOfMemory: Int32
  let timedOut: Int32
  let treeFailed: Int32
  let dependencyFailed: Int32
  let costLimit: Int32
  let treeTime: Int32
  /// The first of ``FailureReason/spontaneous``; the others follow in their order.
  let firstFailure: Int32

  init(recorded: [Schedule.Outcome], billing: Billing) {
    var all = recorded
    func add(_ reason: FailureReason, _ state: JobState = .failed) -> Int32 {
      all.append(Schedule.Outcome(state: state, reason: reason))
      return Int32(all.count - 1)
    }
    interrupted = add(.spotInstanceInterruption)
    outOfMemory = add(.appInsufficientResourceError)
    timedOut = add(.jobTimeoutExceeded)
    treeFailed = add(.jobTreeFailure)
    dependencyFailed = add(.dependencyUnsatisfiable)
    costLimit = add(.costLimitExceeded, .terminated)
    treeTime = add(.treeTimeExceeded, .terminated)
    firstFailure = Int32(all.count)
    for reason in FailureReason.spontaneous { _ = add(reason) }
    self.all = all
    isCharged = all.map { billing.isCharged($0.reason) }
  }

  /// Whether the simulator, not the record, ended a try like this.
  @inline(__always) func isSimulated(_ outcome: Int32) -> Bool { outcome >= interrupted }
}
