import JobModel

/// Workers of a cloud: one for each job, as many as the limits allow.
///
/// Waiting jobs stand in lanes. All jobs of a lane meet the same limits, so when the first of a lane cannot start, none
/// of them can; lanes pass each other. Who is first among the lanes' heads is the order's affair.
struct CloudPool {
  /// The limits of a world.
  struct Limits: Sendable {
    var workersPerUser = Int.max
    var vcpus = Double.infinity
    var familyVCPUs: [Double] = []
    var order: Platform.Order = .fcfs

    /// Whether lanes of different users meet no common limit.
    var onlyPerUser: Bool { vcpus == .infinity && familyVCPUs.isEmpty }
    /// Whether nothing limits anything.
    var none: Bool { onlyPerUser && workersPerUser == .max }
  }

  /// A waiting job with its place in the queue, smallest first.
  struct Waiting {
    var key: Int64
    var ready: Int64
    var job: Int32

    @inline(__always) func precedes(_ other: Waiting) -> Bool {
      (key, ready, job) < (other.key, other.ready, other.job)
    }
  }

  private let limits: Limits
  private let lanes: [Workload.Lane]
  private var heaps: [[Waiting]]
  private var workers: [Int]
  private var vcpus = 0.0
  private var familyVCPUs: [Double]
  private(set) var waitingCount = 0

  init(limits: Limits, lanes: [Workload.Lane]) {
    self.limits = limits
    self.lanes = lanes
    heaps = Array(repeating: [], count: lanes.count)
    let users = (lanes.map { Int($0.user) }.max() ?? 0) + 1
    workers = Array(repeating: 0, count: users)
    familyVCPUs = Array(repeating: 0, count: limits.familyVCPUs.count)
  }

  /// Forgets all jobs.
  mutating func reset() {
    for lane in heaps.indices { heaps[lane].removeAll(keepingCapacity: true) }
    for user in workers.indices { workers[user] = 0 }
    for family in familyVCPUs.indices { familyVCPUs[family] = 0 }
    vcpus = 0
    waitingCount = 0
  }

  /// Puts a job in its lane. O(log waiting).
  mutating func enqueue(_ waiting: Waiting, lane: Int) {
    waitingCount += 1
    heaps[lane].append(waiting)
    var hole = heaps[lane].count - 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      if !waiting.precedes(heaps[lane][parent]) { break }
      heaps[lane][hole] = heaps[lane][parent]
      hole = parent
    }
    heaps[lane][hole] = waiting
  }

  /// Takes a worker for a job of a lane.
  @inline(__always) mutating func take(lane: Int, vcpus needed: Double) {
    workers[Int(lanes[lane].user)] += 1
    if limits.onlyPerUser { return }
    vcpus += needed
    for family in lanes[lane].familyLimits { familyVCPUs[Int(family)] += needed }
  }

  /// Gives a worker back.
  @inline(__always) mutating func release(lane: Int, vcpus held: Double) {
    workers[Int(lanes[lane].user)] -= 1
    if limits.onlyPerUser { return }
    vcpus -= held
    for family in lanes[lane].familyLimits { familyVCPUs[Int(family)] -= held }
  }

  /// Whether a job with so many vCPUs could ever start, all alone.
  func canEverFit(lane: Int, vcpus needed: Double) -> Bool {
    needed <= limits.vcpus && lanes[lane].familyLimits.allSatisfy { needed <= limits.familyVCPUs[Int($0)] }
  }

  /// Whether a job of a lane can start now.
  @inline(__always) private func fits(lane: Int, vcpus needed: Double) -> Bool {
    guard workers[Int(lanes[lane].user)] < limits.workersPerUser else { return false }
    if limits.onlyPerUser { return true }
    guard vcpus + needed <= limits.vcpus else { return false }
    return lanes[lane].familyLimits.allSatisfy { familyVCPUs[Int($0)] + needed <= limits.familyVCPUs[Int($0)] }
  }

  /// The next job that can start, taken out of its lane, or nil.
  ///
  /// - Parameter vcpusOf: what a job needs now (it grows when a job moves to a larger type), or nil for a job that was
  ///   ended while it waited: it leaves the queue when its turn comes.
  /// - Complexity: O(lanes + log waiting).
  mutating func next(vcpusOf: (Int32) -> Double?) -> Int32? {
    var best: (lane: Int, waiting: Waiting, share: Int)?
    for lane in heaps.indices {
      var needed: Double?
      while let head = heaps[lane].first {
        needed = vcpusOf(head.job)
        if needed != nil { break }
        popHead(lane)
      }
      guard let needed, let head = heaps[lane].first, fits(lane: lane, vcpus: needed) else { continue }
      let share = limits.order == .fairShare ? workers[Int(lanes[lane].user)] : 0
      if let current = best,
        !(share < current.share || (share == current.share && head.precedes(current.waiting)))
      {
        continue
      }
      best = (lane, head, share)
    }
    guard let best else { return nil }
    popHead(best.lane)
    return best.waiting.job
  }

  private mutating func popHead(_ lane: Int) {
    waitingCount -= 1
    guard let last = heaps[lane].popLast(), !heaps[lane].isEmpty else { return }
    let count = heaps[lane].count
    var hole = 0
    while 2 * hole + 1 < count {
      var child = 2 * hole + 1
      if child + 1 < count && heaps[lane][child + 1].precedes(heaps[lane][child]) { child += 1 }
      if !heaps[lane][child].precedes(last) { break }
      heaps[lane][hole] = heaps[lane][child]
      hole = child
    }
    heaps[lane][hole] = last
  }
}
