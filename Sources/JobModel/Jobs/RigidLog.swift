/// Jobs that ask for a fixed number of processors, in columns: what a batch scheduler's log says of a job.
///
/// Columns rather than ``Job`` values, because such logs have millions of jobs and ten figures each. Jobs stand in order
/// of submission; jobs submitted at the same instant in the order of their source.
public struct RigidLog: Sendable {
  /// The job's number in its source.
  public var id: [Int64] = []
  /// Milliseconds on the log's own clock.
  public var submitted: [Int64] = []
  /// Milliseconds of work; not negative.
  public var runtime: [Int64] = []
  /// Milliseconds asked for; never less than ``runtime``: a job that outran its request is counted in ``outranRequest``.
  public var requested: [Int64] = []
  /// Processors; at least 1.
  public var processors: [Int32] = []
  /// The user's number, or -1.
  public var user: [Int32] = []
  /// The queue's number, or -1; empty where no job has one.
  public var queue: [Int32] = []
  /// The job's priority, larger is sooner; empty where the log has none.
  public var priority: [Int32] = []
  /// The job's rank among waiting jobs, larger is sooner; empty where the log has none.
  public var rank: [Int32] = []
  /// Milliseconds from submission to start as recorded, or -1.
  public var recordedWait: [Int64] = []
  /// The log's status: 1 completed, 0 failed, 5 cancelled, -1 unknown.
  public var status: [Int8] = []

  /// What the log says of its own machine; nil where its header does not.
  public var machineProcessors: Int?
  /// How many jobs ran longer than they had asked for: their request is taken to be their runtime.
  public var outranRequest = 0

  /// A log without jobs.
  public init() {}

  /// A number that stands for the content: equal logs have equal ones, different logs hardly ever.
  ///
  /// - Complexity: O(jobs).
  public var contentHash: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    // Column by column, each with its length: an empty one differs from one of noughts.
    func add(_ value: Int64) {
      hash = (hash ^ UInt64(bitPattern: value)) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash &>> 29
    }
    func add(_ column: [some BinaryInteger]) {
      add(Int64(column.count))
      for value in column { add(Int64(truncatingIfNeeded: value)) }
    }
    for column in [id, submitted, runtime, requested, recordedWait] { add(column) }
    for column in [processors, user, queue, priority, rank] { add(column) }
    add(status)
    return hash
  }

  /// The number of jobs.
  public var count: Int { id.count }

  /// Makes room for so many jobs.
  public mutating func reserveCapacity(_ count: Int) {
    id.reserveCapacity(count)
    submitted.reserveCapacity(count)
    runtime.reserveCapacity(count)
    requested.reserveCapacity(count)
    processors.reserveCapacity(count)
    user.reserveCapacity(count)
    queue.reserveCapacity(count)
    recordedWait.reserveCapacity(count)
    status.reserveCapacity(count)
  }
}

extension RigidLog {
  /// The same jobs in order of submission, those of one instant in the order they had.
  public func sortedBySubmission() -> RigidLog {
    let order = submitted.indices.sorted { (submitted[$0], $0) < (submitted[$1], $1) }
    var sorted = self
    sorted.id = order.map { id[$0] }
    sorted.submitted = order.map { submitted[$0] }
    sorted.runtime = order.map { runtime[$0] }
    sorted.requested = order.map { requested[$0] }
    sorted.processors = order.map { processors[$0] }
    sorted.user = order.map { user[$0] }
    if queue.count == count { sorted.queue = order.map { queue[$0] } }
    if priority.count == count { sorted.priority = order.map { priority[$0] } }
    if rank.count == count { sorted.rank = order.map { rank[$0] } }
    sorted.recordedWait = order.map { recordedWait[$0] }
    sorted.status = order.map { status[$0] }
    return sorted
  }
}
