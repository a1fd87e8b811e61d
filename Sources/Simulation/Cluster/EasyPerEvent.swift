import JobModel

/// EASY backfilling with the tie rule of pyss (2007), for cross-checks with it and its descendants.
///
/// One scheduling pass after every single event; arrivals of an instant before its ends, ends in order of start; and a
/// job that ends exactly at its request is free from the beginning of the instant. Written plainly, not for speed:
/// O(events × running).
struct EasyPerEvent {
  private struct Running {
    var end: Int64
    var requestEnd: Int64
    var processors: Int32
  }

  private let log: RigidLog
  private var starts: [Int64]
  /// In order of start.
  private var running: [Running] = []
  private var queue: [Int] = []
  private var free: Int32

  init(_ log: RigidLog, _ processors: Int) {
    self.log = log
    starts = [Int64](repeating: 0, count: log.count)
    free = Int32(processors)
  }

  consuming func run() -> [Int64] {
    var next = 0
    while next < log.count || !running.isEmpty {
      var now = next < log.count ? log.submitted[next] : Int64.max
      for job in running where job.end < now { now = job.end }
      for index in running.indices where running[index].end == now && running[index].requestEnd == now {
        free += running[index].processors
        running[index].processors = 0
      }
      while next < log.count && log.submitted[next] == now {
        queue.append(next)
        next += 1
        pass(at: now)
      }
      while let index = running.firstIndex(where: { $0.end == now }) {
        free += running[index].processors
        running.remove(at: index)
        pass(at: now)
      }
    }
    return starts
  }

  private mutating func launch(_ job: Int, at now: Int64) {
    starts[job] = now
    free -= log.processors[job]
    running.append(
      Running(end: now + log.runtime[job], requestEnd: now + log.requested[job], processors: log.processors[job]))
  }

  private mutating func pass(at now: Int64) {
    var started = 0
    while started < queue.count && log.processors[queue[started]] <= free {
      launch(queue[started], at: now)
      started += 1
    }
    queue.removeFirst(started)
    guard queue.count > 1, free > 0 else { return }
    let ends = running.sorted { $0.requestEnd < $1.requestEnd }
    let needed = log.processors[queue[0]]
    var available = free
    var place = 0
    var shadow = now
    while available < needed {
      shadow = ends[place].requestEnd
      available += ends[place].processors
      place += 1
    }
    while place < ends.count && ends[place].requestEnd == shadow {
      available += ends[place].processors
      place += 1
    }
    var extra = available - needed
    var staying = [queue[0]]
    for job in queue.dropFirst() {
      let endsInTime = now + log.requested[job] <= shadow
      if log.processors[job] <= free && (endsInTime || log.processors[job] <= extra) {
        if !endsInTime { extra -= log.processors[job] }
        launch(job, at: now)
      } else {
        staying.append(job)
      }
    }
    queue = staying
  }
}
