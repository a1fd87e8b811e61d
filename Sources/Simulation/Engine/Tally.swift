import JobModel

/// What replications add up to: whole numbers only, so that the order of adding does not matter.
struct Tally: Sendable {
  /// What a task adds up to, over all replications.
  struct Task: Sendable {
    var tries: Int64 = 0
    var wait: Int64 = 0
    var run: Int64 = 0
    var failed: Int64 = 0
    var critical: Int64 = 0
    var unpriced: Int64 = 0
  }

  var tasks: [Task]
  /// Charged milliseconds of all replications by (task, machine, spot); see ``cell(task:machine:isSpot:machines:)``.
  var charged: [Int64]
  var criticalTotal: Int64 = 0
  /// Trees that were ended because their time was over.
  var overdue: Int64 = 0

  init(tasks: Int, machines: Int) {
    self.tasks = Array(repeating: Task(), count: tasks)
    charged = Array(repeating: 0, count: tasks * machines * 2)
  }

  /// The place of charged time.
  @inline(__always) static func cell(task: Int, machine: Int, isSpot: Bool, machines: Int) -> Int {
    (task &* machines &+ machine) &* 2 &+ (isSpot ? 1 : 0)
  }

  /// Adds another tally of the same workload.
  mutating func add(_ other: Tally) {
    for index in tasks.indices {
      tasks[index].tries = saturatingSum(tasks[index].tries, other.tasks[index].tries)
      tasks[index].wait = saturatingSum(tasks[index].wait, other.tasks[index].wait)
      tasks[index].run = saturatingSum(tasks[index].run, other.tasks[index].run)
      tasks[index].failed = saturatingSum(tasks[index].failed, other.tasks[index].failed)
      tasks[index].critical = saturatingSum(tasks[index].critical, other.tasks[index].critical)
      tasks[index].unpriced = saturatingSum(tasks[index].unpriced, other.tasks[index].unpriced)
    }
    for index in charged.indices { charged[index] = saturatingSum(charged[index], other.charged[index]) }
    criticalTotal = saturatingSum(criticalTotal, other.criticalTotal)
    overdue = saturatingSum(overdue, other.overdue)
  }
}

/// One try as it happened, for a schedule.
struct TryRow: Sendable {
  var job: Int32
  var tryNumber: Int32
  var machine: Int32
  var outcome: Int32
  var isSpot: Bool
  var ready: Int64
  /// `Schedule.never` for a try that got no worker.
  var started: Int64
  var stopped: Int64
  /// When it was over; also of a try that waited in vain.
  var closed: Int64
}

/// What one replication came to.
struct ReplicationResult: Sendable {
  /// From the first submission to the last end.
  var wallClock: Int64
  /// Nano-units; nil if a charged try has no price.
  var cost: Int64?
  /// Nano-units of the tries that have a price; nil if none has.
  var costOfPriced: Int64?
  /// Jobs that failed for good, or never ran for such a failure.
  var failedJobs: Int64
}
