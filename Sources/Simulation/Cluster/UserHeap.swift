/// Users with waiting jobs by whose turn it is: who holds least, then whose first job goes first.
///
/// A binary heap that knows where each user stands in it, so that a change of what one holds moves only that one.
struct UserHeap {
  /// A waiting job with its place in the queue, smallest first.
  struct Waiting: BitwiseCopyable {
    var key: Int64
    var job: Int32

    @inline(__always) func precedes(_ other: Waiting) -> Bool {
      key != other.key ? key < other.key : job < other.job
    }
  }

  private var held: [Int64]
  private var heads: [Waiting]
  private var heap: [Int32] = []
  /// Where each user stands in the heap, or -1.
  private var place: [Int32]

  init(users: Int) {
    held = Array(repeating: 0, count: users)
    heads = Array(repeating: Waiting(key: 0, job: 0), count: users)
    place = Array(repeating: -1, count: users)
  }

  /// Whose turn it is; nil if nobody waits.
  var first: Int? { heap.first.map { Int($0) } }

  /// A user's first waiting job has changed; nil is that none waits. O(log users).
  mutating func setHead(of user: Int, to head: Waiting?) {
    guard let head else {
      remove(user)
      return
    }
    heads[user] = head
    if place[user] < 0 {
      place[user] = Int32(heap.count)
      heap.append(Int32(user))
    }
    settle(user)
  }

  /// A user holds more or less. O(log users).
  mutating func change(_ user: Int, by amount: Int64) {
    held[user] += amount
    if place[user] >= 0 { settle(user) }
  }

  private func precedes(_ user: Int32, _ other: Int32) -> Bool {
    let (own, others) = (held[Int(user)], held[Int(other)])
    return own != others ? own < others : heads[Int(user)].precedes(heads[Int(other)])
  }

  private mutating func remove(_ user: Int) {
    let hole = Int(place[user])
    guard hole >= 0, let last = heap.popLast() else { return }
    place[user] = -1
    guard hole < heap.count else { return }
    put(last, at: hole)
    settle(Int(last))
  }

  /// Moves a user up or down to where it belongs.
  private mutating func settle(_ user: Int) {
    let own = Int32(user)
    var hole = Int(place[user])
    while hole > 0, precedes(own, heap[(hole - 1) / 2]) {
      put(heap[(hole - 1) / 2], at: hole)
      hole = (hole - 1) / 2
    }
    while 2 * hole + 1 < heap.count {
      var child = 2 * hole + 1
      if child + 1 < heap.count && precedes(heap[child + 1], heap[child]) { child += 1 }
      if !precedes(heap[child], own) { break }
      put(heap[child], at: hole)
      hole = child
    }
    put(own, at: hole)
  }

  private mutating func put(_ user: Int32, at index: Int) {
    heap[index] = user
    place[Int(user)] = Int32(index)
  }
}
