/// Running jobs by the time of their end: a binary heap in memory of a fixed size.
///
/// A cluster cannot run more jobs than it has processors, so the size is known.
struct EndHeap: ~Copyable {
  struct Entry: BitwiseCopyable {
    var end: Int64
    var job: Int32
    var processors: Int32
  }

  private let base: UnsafeMutablePointer<Entry>
  private(set) var count = 0

  init(capacity: Int) { base = .allocate(capacity: capacity + 1) }
  deinit { base.deallocate() }

  var isEmpty: Bool { count == 0 }
  /// The job that ends first; the heap must not be empty.
  var first: Entry { @inline(__always) get { base[0] } }

  @inline(__always) mutating func push(_ entry: Entry) {
    var hole = count
    count &+= 1
    while hole > 0 {
      let parent = (hole &- 1) &>> 1
      if base[parent].end <= entry.end { break }
      base[hole] = base[parent]
      hole = parent
    }
    base[hole] = entry
  }

  @inline(__always) mutating func removeFirst() {
    count &-= 1
    if count == 0 { return }
    let last = base[count]
    var hole = 0
    while true {
      var child = 2 &* hole &+ 1
      if child >= count { break }
      if child &+ 1 < count && base[child &+ 1].end < base[child].end { child &+= 1 }
      if base[child].end >= last.end { break }
      base[hole] = base[child]
      hole = child
    }
    base[hole] = last
  }
}
