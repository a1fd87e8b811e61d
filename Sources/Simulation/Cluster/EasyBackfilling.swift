import JobModel

/// EASY backfilling (D. Lifka, "The ANL/IBM SP scheduling system", JSSPP 1995).
///
/// The head of the queue has the only reservation: the shadow time is the earliest instant at which enough processors
/// are free if running jobs take what they asked for, all that end then included; what is left over at that instant is
/// extra. A later job starts now if it fits now and either would end by the shadow time or needs at most what is extra.
/// The reservation is computed anew whenever processors became free.
struct EasyBackfilling: ~Copyable {
  private struct Reserved: BitwiseCopyable {
    var end: Int64
    var processors: Int32
  }

  private struct Waiting: BitwiseCopyable {
    var requested: Int64
    var processors: Int32
    var job: Int32
  }

  private let log: RigidLog
  private var starts: [Int64]
  private var running: EndHeap
  /// Running jobs by the end of their request; what is behind ``reservedCount`` is unused.
  private let reserved: UnsafeMutablePointer<Reserved>
  private var reservedCount = 0
  private var free: Int32
  private var queue: [Waiting] = []
  private var head = 0
  private var shadow = Int64.max
  private var extra: Int32 = 0

  init(_ log: RigidLog, _ processors: Int) {
    self.log = log
    starts = [Int64](repeating: 0, count: log.count)
    let most = min(processors, log.count)
    running = EndHeap(capacity: most)
    reserved = .allocate(capacity: most + 1)
    free = Int32(processors)
    queue.reserveCapacity(1 << 12)
  }

  deinit { reserved.deallocate() }

  consuming func run() -> [Int64] {
    let count = log.count
    var next = 0
    while next < count || !running.isEmpty {
      var now = next < count ? log.submitted[next] : Int64.max
      if !running.isEmpty && running.first.end < now { now = running.first.end }
      let freed = endJobs(at: now)
      let arrivals = queue.count
      while next < count && log.submitted[next] == now {
        queue.append(
          Waiting(
            requested: log.requested[next], processors: log.processors[next], job: Int32(truncatingIfNeeded: next)))
        next &+= 1
      }
      schedule(at: now, freed: freed, arrivals: arrivals)
    }
    return starts
  }

  @inline(__always) private mutating func endJobs(at now: Int64) -> Bool {
    var freed = false
    while !running.isEmpty && running.first.end == now {
      let ended = running.first
      running.removeFirst()
      freed = true
      free &+= ended.processors
      let job = Int(ended.job)
      let requestEnd = starts[job] &+ log.requested[job]
      var place = firstReserved(endingFrom: requestEnd)
      // Of equal ends those of equal size are interchangeable.
      while reserved[place].processors != ended.processors { place &+= 1 }
      reservedCount &-= 1
      (reserved + place).update(from: reserved + place + 1, count: reservedCount - place)
    }
    return freed
  }

  private mutating func schedule(at now: Int64, freed: Bool, arrivals: Int) {
    let wasBlocked = head < arrivals
    var from = arrivals
    if freed || !wasBlocked {
      while head < queue.count && queue[head].processors <= free {
        launch(queue[head], at: now)
        head &+= 1
      }
      if head == queue.count {
        queue.removeAll(keepingCapacity: true)
        head = 0
        return
      }
      reserve()
      from = head + 1
    }
    if free > 0 && from < queue.count { backfill(from: from, at: now) }
    if head > 4096 && head * 2 > queue.count {
      queue.removeFirst(head)
      head = 0
    }
  }

  /// Looks through the queue behind the head and closes the gaps that jobs leave.
  private mutating func backfill(from: Int, at now: Int64) {
    var write = from
    var read = from
    let count = queue.count
    while read < count {
      let waiting = queue[read]
      if waiting.processors <= free {
        let endsInTime = now &+ waiting.requested <= shadow
        if endsInTime || waiting.processors <= extra {
          if !endsInTime { extra &-= waiting.processors }
          launch(waiting, at: now)
          read &+= 1
          if free == 0 { break }
          continue
        }
      }
      if write != read { queue[write] = waiting }
      write &+= 1
      read &+= 1
    }
    guard write != read else { return }
    queue.removeSubrange(write..<read)
  }

  @inline(__always) private mutating func launch(_ waiting: Waiting, at now: Int64) {
    let job = Int(waiting.job)
    starts[job] = now
    free &-= waiting.processors
    running.push(.init(end: now &+ log.runtime[job], job: waiting.job, processors: waiting.processors))
    let end = now &+ waiting.requested
    let place = firstReserved(endingFrom: end &+ 1)
    (reserved + place + 1).update(from: reserved + place, count: reservedCount - place)
    reserved[place] = Reserved(end: end, processors: waiting.processors)
    reservedCount &+= 1
  }

  /// The first running job whose request ends at `end` or later.
  @inline(__always) private func firstReserved(endingFrom end: Int64) -> Int {
    var low = 0
    var high = reservedCount
    while low < high {
      let middle = (low &+ high) &>> 1
      if reserved[middle].end < end { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// The reservation of the head.
  private mutating func reserve() {
    let needed = queue[head].processors
    var available = free
    var place = 0
    while available < needed {
      available &+= reserved[place].processors
      place &+= 1
    }
    shadow = reserved[place - 1].end
    while place < reservedCount && reserved[place].end == shadow {
      available &+= reserved[place].processors
      place &+= 1
    }
    extra = available &- needed
  }
}
