import JobModel

/// Workers of a cloud: one for each job, as many as the limits allow.
///
/// Waiting jobs stand in lanes, one for each user and set of family limits; the first of a lane blocks those behind it,
/// and lanes pass each other. Lanes whose first jobs need the same stand in one group: if the first lane of a group
/// cannot start, none of them can, so a pass looks at one lane a group, however many users there are. A lane whose user
/// is at the limit of workers is in no group until a worker comes back.
struct CloudPool {
  /// The limits of a world; vCPUs are counted in thousandths, so that sums are exact.
  struct Limits: Sendable {
    var workersPerUser = Int.max
    /// `Int64.max` is no limit.
    var vcpus = Int64.max
    var familyVCPUs: [Int64] = []
    var order: Platform.Order = .fcfs

    /// Whether nothing limits anything.
    var none: Bool { vcpus == .max && familyVCPUs.isEmpty && workersPerUser == .max }
  }

  /// A waiting job with its place in the queue, smallest first.
  struct Waiting: BitwiseCopyable {
    var key: Int64
    var ready: Int64
    /// Thousandths of a vCPU.
    var needed: Int64
    var job: Int32

    @inline(__always) func precedes(_ other: Waiting) -> Bool {
      if key != other.key { return key < other.key }
      if ready != other.ready { return ready < other.ready }
      return job < other.job
    }
  }

  /// Lanes that can or cannot start together: a binary heap of those whose user may have another worker.
  private struct Group {
    let familyLimits: [Int32]
    let needed: Int64
    var lanes: [Int32] = []
  }

  private let limits: Limits
  private let lanes: [Workload.Lane]
  private let isFair: Bool
  private var heaps: [[Waiting]]
  private var groups: [Group] = []
  /// The group of each lane, or -1, and its place there.
  private var groupOf: [Int32]
  private var place: [Int32]
  private let lanesOfUser: [[Int32]]
  private var workers: [Int]
  private var vcpus: Int64 = 0
  private var familyVCPUs: [Int64]
  /// Jobs that ended while they waited; they leave the queue when their turn comes.
  private var cancelled: Set<Int32> = []

  init(limits: Limits, lanes: [Workload.Lane]) {
    self.limits = limits
    self.lanes = lanes
    isFair = Ordering(limits.order).servesLeastHolder
    heaps = Array(repeating: [], count: lanes.count)
    groupOf = Array(repeating: -1, count: lanes.count)
    place = Array(repeating: 0, count: lanes.count)
    let users = (lanes.map { Int($0.user) }.max() ?? 0) + 1
    var lanesOfUser = [[Int32]](repeating: [], count: users)
    for (index, lane) in lanes.enumerated() { lanesOfUser[Int(lane.user)].append(Int32(index)) }
    self.lanesOfUser = lanesOfUser
    workers = Array(repeating: 0, count: users)
    familyVCPUs = Array(repeating: 0, count: limits.familyVCPUs.count)
  }

  /// Forgets all jobs.
  mutating func reset() {
    for lane in heaps.indices {
      heaps[lane].removeAll(keepingCapacity: true)
      groupOf[lane] = -1
    }
    for group in groups.indices { groups[group].lanes.removeAll(keepingCapacity: true) }
    for user in workers.indices { workers[user] = 0 }
    for family in familyVCPUs.indices { familyVCPUs[family] = 0 }
    vcpus = 0
    cancelled.removeAll()
  }

  /// Puts a job in its lane. O(log waiting + log lanes + groups).
  mutating func enqueue(_ waiting: Waiting, lane: Int) {
    if Self.insert(waiting, into: &heaps[lane]) {
      withdraw(lane)
      offer(lane)
    }
  }

  /// Takes a job that ended while it waited out of the queue.
  mutating func cancel(_ job: Int32, lane: Int) {
    cancelled.insert(job)
    guard heaps[lane].first?.job == job else { return }
    withdraw(lane)
    dropCancelled(lane)
    offer(lane)
  }

  /// Gives a worker back.
  mutating func release(lane: Int, needed: Int64) {
    if limits.vcpus != .max { vcpus -= needed }
    for family in lanes[lane].familyLimits { familyVCPUs[Int(family)] -= needed }
    changeWorkers(ofUserOf: lane, by: -1)
  }

  /// Whether a job that needs so much could ever start, all alone.
  func canEverFit(lane: Int, needed: Int64) -> Bool {
    needed <= limits.vcpus && lanes[lane].familyLimits.allSatisfy { needed <= limits.familyVCPUs[Int($0)] }
  }

  /// The next job that can start, taken out of its lane, with its worker taken; nil if none can.
  ///
  /// - Complexity: O(groups + log lanes + log waiting).
  mutating func next() -> Int32? {
    var best = -1
    for group in groups.indices {
      guard let first = groups[group].lanes.first, fits(group) else { continue }
      if best < 0 || precedes(Int(first), best) { best = Int(first) }
    }
    guard best >= 0, let waiting = heaps[best].first else { return nil }
    withdraw(best)
    popHead(best)
    dropCancelled(best)
    if limits.vcpus != .max { vcpus += waiting.needed }
    for family in lanes[best].familyLimits { familyVCPUs[Int(family)] += waiting.needed }
    changeWorkers(ofUserOf: best, by: 1)
    offer(best)
    return waiting.job
  }

  private func fits(_ group: Int) -> Bool {
    let needed = groups[group].needed
    if limits.vcpus != .max && saturatingSum(vcpus, needed) > limits.vcpus { return false }
    return groups[group].familyLimits.allSatisfy {
      saturatingSum(familyVCPUs[Int($0)], needed) <= limits.familyVCPUs[Int($0)]
    }
  }

  /// Counts a user's worker; the user's lanes change their places where that decides who is next.
  private mutating func changeWorkers(ofUserOf lane: Int, by change: Int) {
    let user = Int(lanes[lane].user)
    let full = limits.workersPerUser
    guard isFair || max(workers[user], workers[user] + change) == full else {
      workers[user] += change
      return
    }
    for other in lanesOfUser[user] { withdraw(Int(other)) }
    workers[user] += change
    for other in lanesOfUser[user] { offer(Int(other)) }
  }
}

// The heaps.
extension CloudPool {
  /// Whether the first job of a lane goes before that of another; both have one.
  @inline(__always) private func precedes(_ lane: Int, _ other: Int) -> Bool {
    if isFair {
      let own = workers[Int(lanes[lane].user)]
      let others = workers[Int(lanes[other].user)]
      if own != others { return own < others }
    }
    return heaps[lane][0].precedes(heaps[other][0])
  }

  /// Puts a lane into the group of what its first job needs, if its user may have another worker.
  private mutating func offer(_ lane: Int) {
    guard groupOf[lane] < 0, let head = heaps[lane].first, workers[Int(lanes[lane].user)] < limits.workersPerUser else {
      return
    }
    let limited = limits.vcpus != .max || !lanes[lane].familyLimits.isEmpty
    let needed = limited ? head.needed : 0
    let known = groups.firstIndex { $0.needed == needed && $0.familyLimits == lanes[lane].familyLimits }
    let group = known ?? groups.count
    if known == nil { groups.append(Group(familyLimits: lanes[lane].familyLimits, needed: needed)) }
    groupOf[lane] = Int32(group)
    groups[group].lanes.append(Int32(lane))
    rise(lane, from: groups[group].lanes.count - 1, in: group)
  }

  /// Takes a lane out of its group.
  private mutating func withdraw(_ lane: Int) {
    let group = Int(groupOf[lane])
    guard group >= 0 else { return }
    groupOf[lane] = -1
    guard let last = groups[group].lanes.popLast(), Int(last) != lane else { return }
    // The last one fills the gap, then finds its place above or below.
    let count = groups[group].lanes.count
    var hole = Int(place[lane])
    while 2 * hole + 1 < count {
      var child = 2 * hole + 1
      if child + 1 < count && precedes(Int(groups[group].lanes[child + 1]), Int(groups[group].lanes[child])) {
        child += 1
      }
      if !precedes(Int(groups[group].lanes[child]), Int(last)) { break }
      put(Int(groups[group].lanes[child]), at: hole, in: group)
      hole = child
    }
    rise(Int(last), from: hole, in: group)
  }

  private mutating func rise(_ lane: Int, from start: Int, in group: Int) {
    var hole = start
    while hole > 0 {
      let parent = Int(groups[group].lanes[(hole - 1) / 2])
      if !precedes(lane, parent) { break }
      put(parent, at: hole, in: group)
      hole = (hole - 1) / 2
    }
    put(lane, at: hole, in: group)
  }

  @inline(__always) private mutating func put(_ lane: Int, at index: Int, in group: Int) {
    groups[group].lanes[index] = Int32(lane)
    place[lane] = Int32(index)
  }

  private mutating func dropCancelled(_ lane: Int) {
    guard !cancelled.isEmpty else { return }
    while let head = heaps[lane].first, cancelled.remove(head.job) != nil { popHead(lane) }
  }

  private mutating func popHead(_ lane: Int) { Self.removeFirst(of: &heaps[lane]) }

  /// Puts a job in its place; true if that is the first.
  private static func insert(_ waiting: Waiting, into heap: inout [Waiting]) -> Bool {
    heap.append(waiting)
    return heap.withUnsafeMutableBufferPointer { heap in
      var hole = heap.count - 1
      while hole > 0 {
        let parent = (hole - 1) / 2
        if !waiting.precedes(heap[parent]) { break }
        heap[hole] = heap[parent]
        hole = parent
      }
      heap[hole] = waiting
      return hole == 0
    }
  }

  private static func removeFirst(of heap: inout [Waiting]) {
    guard let last = heap.popLast(), !heap.isEmpty else { return }
    heap.withUnsafeMutableBufferPointer { heap in
      var hole = 0
      while 2 * hole + 1 < heap.count {
        var child = 2 * hole + 1
        if child + 1 < heap.count && heap[child + 1].precedes(heap[child]) { child += 1 }
        if !heap[child].precedes(last) { break }
        heap[hole] = heap[child]
        hole = child
      }
      heap[hole] = last
    }
  }
}
