import JobModel

/// A pool whose queue has another order than that of arrival; its head blocks all others, as first come, first served.
///
/// Each user's waiting jobs are a heap, and the users another one; where the user does not matter all jobs are one
/// user's.
struct OrderedQueue: ~Copyable {
  private let log: RigidLog
  private let ordering: Ordering
  private var starts: [Int64]
  private var running: EndHeap
  private var free: Int32
  private var waiting: [[UserHeap.Waiting]]
  private var users: UserHeap
  /// The user of each job, counted from 0; empty where the user does not matter.
  private let userOf: [Int32]

  init(_ log: RigidLog, _ processors: Int, _ ordering: Ordering) {
    self.log = log
    self.ordering = ordering
    starts = [Int64](repeating: 0, count: log.count)
    running = EndHeap(capacity: min(processors, log.count))
    free = Int32(processors)
    var userOf: [Int32] = []
    var known: [Int32: Int32] = [:]
    if ordering.servesLeastHolder {
      userOf.reserveCapacity(log.count)
      for number in log.user {
        let user = known[number] ?? Int32(known.count)
        known[number] = user
        userOf.append(user)
      }
    }
    self.userOf = userOf
    waiting = Array(repeating: [], count: max(1, known.count))
    users = UserHeap(users: max(1, known.count))
  }

  /// When each job starts.
  ///
  /// - Complexity: O(n log n).
  consuming func run() -> [Int64] {
    var next = 0
    while next < log.count || !running.isEmpty {
      var now = next < log.count ? log.submitted[next] : Int64.max
      if !running.isEmpty && running.first.end < now { now = running.first.end }
      while !running.isEmpty && running.first.end == now {
        let ended = running.first
        running.removeFirst()
        free += ended.processors
        hold(Int(ended.job), -Int64(ended.processors))
      }
      while next < log.count && log.submitted[next] == now {
        enqueue(next)
        next += 1
      }
      while let user = users.first, let job = waiting[user].first.map({ Int($0.job) }), log.processors[job] <= free {
        dequeue(from: user)
        starts[job] = now
        free -= log.processors[job]
        hold(job, Int64(log.processors[job]))
        running.push(
          .init(end: now + log.runtime[job], job: Int32(truncatingIfNeeded: job), processors: log.processors[job]))
      }
    }
    return starts
  }

  private mutating func hold(_ job: Int, _ processors: Int64) {
    if !userOf.isEmpty { users.change(Int(userOf[job]), by: processors) }
  }

  private mutating func enqueue(_ job: Int) {
    let user = userOf.isEmpty ? 0 : Int(userOf[job])
    let candidate = Ordering.Candidate(
      priority: log.priority.isEmpty ? 0 : Int64(log.priority[job]), rank: log.rank.isEmpty ? 0 : Int64(log.rank[job]),
      expected: log.requested[job])
    let entry = UserHeap.Waiting(key: ordering.key?(candidate) ?? 0, job: Int32(truncatingIfNeeded: job))
    var hole = waiting[user].count
    waiting[user].append(entry)
    while hole > 0, entry.precedes(waiting[user][(hole - 1) / 2]) {
      waiting[user][hole] = waiting[user][(hole - 1) / 2]
      hole = (hole - 1) / 2
    }
    waiting[user][hole] = entry
    if hole == 0 { users.setHead(of: user, to: entry) }
  }

  private mutating func dequeue(from user: Int) {
    guard let last = waiting[user].popLast() else { return }
    let count = waiting[user].count
    var hole = 0
    while 2 * hole + 1 < count {
      var child = 2 * hole + 1
      if child + 1 < count && waiting[user][child + 1].precedes(waiting[user][child]) { child += 1 }
      if !waiting[user][child].precedes(last) { break }
      waiting[user][hole] = waiting[user][child]
      hole = child
    }
    if count > 0 { waiting[user][hole] = last }
    users.setHead(of: user, to: waiting[user].first)
  }
}
