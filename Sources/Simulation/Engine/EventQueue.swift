/// The events that are to come, by (time, kind, sequence): a total order, so that equal runs are equal.
///
/// A binary heap in memory that is never given back while a simulation runs. The order of kinds at one instant: ends
/// before arrivals, so that a worker that becomes free can be had at once.
struct EventQueue: ~Copyable {
  /// What happens.
  enum Kind: UInt64 {
    /// A try ends.
    case end = 0
    /// A job is submitted.
    case arrival = 1
    /// The platform looks at the cost limit.
    case costCheck = 2
    /// The time of a tree is over.
    case deadline = 3
  }

  /// An event; 24 bytes.
  struct Event {
    var time: Int64
    /// The kind in the upper 8 bits, the sequence number in the lower 56.
    var order: UInt64
    var job: Int32
    /// The job's generation when the event was made: an event of an older generation is void.
    var generation: UInt32

    var kind: Kind { Kind(rawValue: order &>> 56) ?? .end }

    @inline(__always) func precedes(_ other: Event) -> Bool {
      time < other.time || (time == other.time && order < other.order)
    }
  }

  private var storage: UnsafeMutablePointer<Event>
  private var capacity: Int
  private(set) var count = 0
  private var sequence: UInt64 = 0

  init(capacity: Int) {
    self.capacity = max(16, capacity)
    storage = .allocate(capacity: self.capacity)
  }

  deinit { storage.deallocate() }

  var isEmpty: Bool { count == 0 }
  /// The time of the next event; the queue must not be empty.
  var nextTime: Int64 { storage[0].time }

  mutating func removeAll() {
    count = 0
    sequence = 0
  }

  /// Adds an event. O(log n).
  @inline(__always) mutating func push(_ time: Int64, _ kind: Kind, job: Int32, generation: UInt32) {
    if count == capacity { grow() }
    let event = Event(time: time, order: kind.rawValue &<< 56 | sequence, job: job, generation: generation)
    sequence &+= 1
    var hole = count
    count += 1
    while hole > 0 {
      let parent = (hole &- 1) &>> 1
      if !event.precedes(storage[parent]) { break }
      storage[hole] = storage[parent]
      hole = parent
    }
    storage[hole] = event
  }

  /// Takes the next event; the queue must not be empty. O(log n).
  @inline(__always) mutating func pop() -> Event {
    let result = storage[0]
    count &-= 1
    let last = storage[count]
    // The hole sinks to a leaf along the smaller children, then the last event rises from there: fewer comparisons
    // than sinking it from the top, since it mostly belongs near the bottom.
    var hole = 0
    var child = 1
    while child < count {
      if child &+ 1 < count && storage[child &+ 1].precedes(storage[child]) { child &+= 1 }
      storage[hole] = storage[child]
      hole = child
      child = 2 &* hole &+ 1
    }
    while hole > 0 {
      let parent = (hole &- 1) &>> 1
      if !last.precedes(storage[parent]) { break }
      storage[hole] = storage[parent]
      hole = parent
    }
    storage[hole] = last
    return result
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Event>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: storage, count: count)
    storage.deallocate()
    storage = larger
    capacity *= 2
  }
}
