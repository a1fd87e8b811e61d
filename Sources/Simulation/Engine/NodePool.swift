import JobModel

/// A machine room that all jobs share: equal nodes with cores and memory, which jobs hold while they run.
///
/// The head of the queue blocks all others. A job goes to the node with the most free cores that has enough of both; a
/// job of several nodes to several such. With EASY the head has a reservation, computed anew at every look: the shadow
/// time is the earliest instant at which it fits if running jobs take what they asked for (one that runs longer is
/// taken to end now). A later job starts now if it fits now and either would end by the shadow time, or leaves the head
/// its place then.
struct NodePool {
  /// The room, and who is served first.
  struct Room: Sendable {
    var nodes: Int
    /// Thousandths of a core of each node.
    var cores: Int64
    /// Bytes of each node; `Int64.max` is enough.
    var memory: Int64
    var order: Platform.Order
  }

  /// What a job asks for.
  struct Request: BitwiseCopyable {
    var cores: Int64
    var memory: Int64
    var nodes: Int32
    var user: Int32
    /// Milliseconds that it says it takes.
    var time: Int64
  }

  /// A waiting job with its place in the queue, smallest first.
  struct Waiting: BitwiseCopyable {
    var key: Int64
    var ready: Int64
    var job: Int32
    var request: Request

    func precedes(_ other: Waiting) -> Bool { (key, ready, job) < (other.key, other.ready, other.job) }
  }

  private struct Running {
    var request: Request
    var nodes: [Int]
    var requestEnd: Int64
  }

  /// What is free on each node.
  private struct Free {
    var cores: [Int64]
    var memory: [Int64]

    /// The nodes for a request, those with the most free cores first; nil if there are too few.
    ///
    /// - Parameter also: what must be free on the same nodes besides.
    func place(_ request: Request, also other: Free? = nil) -> [Int]? {
      func fits(_ node: Int) -> Bool {
        cores[node] >= request.cores && memory[node] >= request.memory
          && (other.map { $0.cores[node] >= request.cores && $0.memory[node] >= request.memory } ?? true)
      }
      if request.nodes == 1 {
        var best = -1
        for node in cores.indices where fits(node) && (best < 0 || cores[node] > cores[best]) { best = node }
        return best < 0 ? nil : [best]
      }
      let fitting = cores.indices.filter(fits)
      guard fitting.count >= Int(request.nodes) else { return nil }
      return Array(
        fitting.sorted { cores[$0] == cores[$1] ? $0 < $1 : cores[$0] > cores[$1] }.prefix(Int(request.nodes)))
    }

    mutating func change(_ nodes: [Int], _ request: Request, by sign: Int64) {
      for node in nodes {
        cores[node] += sign * request.cores
        if memory[node] != .max { memory[node] += sign * request.memory }
      }
    }
  }

  private let room: Room
  private let ordering: Ordering
  private var free: Free
  private var queue: [Waiting] = []
  private var running: [Int32: Running] = [:]
  private var held: [Int32: Int64] = [:]

  init(_ room: Room) {
    self.room = room
    ordering = Ordering(room.order)
    free = Free(
      cores: Array(repeating: room.cores, count: room.nodes), memory: Array(repeating: room.memory, count: room.nodes))
  }

  /// Forgets all jobs.
  mutating func reset() { self = NodePool(room) }

  /// Whether a job could ever start, all alone.
  func canEverFit(_ request: Request) -> Bool {
    request.cores <= room.cores && request.memory <= room.memory && Int(request.nodes) <= room.nodes
  }

  /// Puts a job in the queue. O(waiting).
  mutating func enqueue(_ waiting: Waiting) {
    var low = 0
    var high = queue.count
    while low < high {
      let middle = (low + high) / 2
      if queue[middle].precedes(waiting) { low = middle + 1 } else { high = middle }
    }
    queue.insert(waiting, at: low)
  }

  /// Takes a job out of the queue.
  mutating func cancel(_ job: Int32) { queue.removeAll { $0.job == job } }

  /// Gives back what a job held.
  mutating func release(_ job: Int32) {
    guard let ended = running.removeValue(forKey: job) else { return }
    free.change(ended.nodes, ended.request, by: 1)
    held[ended.request.user, default: 0] -= ended.request.cores * Int64(ended.nodes.count)
  }

  /// The next job that can start at `now`, taken out of the queue, with its place taken; nil if none can.
  ///
  /// - Complexity: O(nodes); fair share O(waiting + nodes); EASY O(running log running + waiting × nodes).
  mutating func next(at now: Int64) -> Int32? {
    guard let head = head() else { return nil }
    if let nodes = free.place(queue[head].request) { return start(head, on: nodes, at: now) }
    guard ordering.backfilling == .easy else { return nil }
    let (shadow, later) = reservation(of: queue[head].request, at: now)
    for index in queue.indices.dropFirst(head + 1) {
      let request = queue[index].request
      let endsInTime = saturatingSum(now, request.time) <= shadow
      if let nodes = free.place(request, also: endsInTime ? nil : later) { return start(index, on: nodes, at: now) }
    }
    return nil
  }

  /// The place in the queue of the job to be served: its head, or with fair share the first of who holds least.
  private func head() -> Int? {
    guard ordering.servesLeastHolder else { return queue.isEmpty ? nil : 0 }
    return queue.indices.min {
      (held[queue[$0].request.user] ?? 0, $0) < (held[queue[$1].request.user] ?? 0, $1)
    }
  }

  private mutating func start(_ index: Int, on nodes: [Int], at now: Int64) -> Int32 {
    let waiting = queue.remove(at: index)
    free.change(nodes, waiting.request, by: -1)
    held[waiting.request.user, default: 0] += waiting.request.cores * Int64(nodes.count)
    running[waiting.job] = Running(
      request: waiting.request, nodes: nodes, requestEnd: saturatingSum(now, waiting.request.time))
    return waiting.job
  }

  /// When a request that does not fit now will, and what is free then besides it.
  private func reservation(of request: Request, at now: Int64) -> (shadow: Int64, free: Free) {
    var then = free
    let ends = running.map { (end: max($0.value.requestEnd, now), job: $0.key) }.sorted {
      ($0.end, $0.job) < ($1.end, $1.job)
    }
    var place = 0
    while place < ends.count {
      let shadow = ends[place].end
      while place < ends.count && ends[place].end == shadow {
        if let job = running[ends[place].job] { then.change(job.nodes, job.request, by: 1) }
        place += 1
      }
      if let nodes = then.place(request) {
        then.change(nodes, request, by: -1)
        return (shadow, then)
      }
    }
    return (.max, then)
  }
}
