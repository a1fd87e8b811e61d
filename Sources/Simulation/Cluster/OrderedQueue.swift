import JobModel

/// A pool whose queue has another order than that of arrival; its head blocks all others, as first come, first served.
struct OrderedQueue: ~Copyable {
  private let log: RigidLog
  private let order: Platform.Order
  private var starts: [Int64]
  private var running: EndHeap
  private var free: Int32
  /// The waiting jobs of each user; one list for all where the user does not matter.
  private var lanes: [[Int]]
  private var held: [Int64]
  private let laneOf: [Int32]

  init(_ log: RigidLog, _ processors: Int, _ order: Platform.Order) {
    self.log = log
    self.order = order
    starts = [Int64](repeating: 0, count: log.count)
    running = EndHeap(capacity: min(processors, log.count))
    free = Int32(processors)
    var laneOf = [Int32](repeating: 0, count: log.count)
    var known: [Int32: Int32] = [:]
    if order == .fairShare {
      for job in 0..<log.count {
        let lane = known[log.user[job]] ?? Int32(known.count)
        known[log.user[job]] = lane
        laneOf[job] = lane
      }
    }
    self.laneOf = laneOf
    lanes = Array(repeating: [], count: max(1, known.count))
    held = Array(repeating: 0, count: max(1, known.count))
  }

  consuming func run() -> [Int64] {
    var next = 0
    while next < log.count || !running.isEmpty {
      var now = next < log.count ? log.submitted[next] : Int64.max
      if !running.isEmpty && running.first.end < now { now = running.first.end }
      while !running.isEmpty && running.first.end == now {
        let ended = running.first
        running.removeFirst()
        free += ended.processors
        held[Int(laneOf[Int(ended.job)])] -= Int64(ended.processors)
      }
      while next < log.count && log.submitted[next] == now {
        insert(next)
        next += 1
      }
      while let lane = firstLane(), let job = lanes[lane].last, log.processors[job] <= free {
        lanes[lane].removeLast()
        starts[job] = now
        free -= log.processors[job]
        held[lane] += Int64(log.processors[job])
        running.push(
          .init(end: now + log.runtime[job], job: Int32(truncatingIfNeeded: job), processors: log.processors[job]))
      }
    }
    return starts
  }

  /// Puts a job in its lane, whose last element is served first.
  private mutating func insert(_ job: Int) {
    let lane = Int(laneOf[job])
    func isLater(_ other: Int) -> Bool {
      order == .shortest ? (log.requested[other], other) > (log.requested[job], job) : other > job
    }
    var low = 0
    var high = lanes[lane].count
    while low < high {
      let middle = (low + high) / 2
      if isLater(lanes[lane][middle]) { low = middle + 1 } else { high = middle }
    }
    lanes[lane].insert(job, at: low)
  }

  /// The lane to serve: that of the user who holds least, of equals the one whose first job is oldest.
  private func firstLane() -> Int? {
    var best: (lane: Int, held: Int64, job: Int)?
    for lane in lanes.indices {
      guard let job = lanes[lane].last else { continue }
      if let best, (best.held, best.job) <= (held[lane], job) { continue }
      best = (lane, held[lane], job)
    }
    return best?.lane
  }
}
