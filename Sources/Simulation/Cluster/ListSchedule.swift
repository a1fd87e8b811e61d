/// Work-conserving list scheduling of a graph of tasks on machines with cores (R. Graham, "Bounds for certain
/// multiprocessing anomalies", 1966).
///
/// A task is ready when all of its parents have ended. Whenever something ended, ready tasks are looked at in the order
/// in which they became ready, then of the input. Each starts at once on the machine with the most free cores, of equals
/// the first; one that fits nowhere is passed over and does not hold up those behind it. Nothing takes time but the tasks
/// themselves.
struct ListSchedule {
  /// A task as the scheduler sees it.
  struct Task {
    /// Milliseconds, not negative.
    var runtime: Int64
    /// At least 1, and no more than the machine that it is bound to, or the largest one, has.
    var cores: Int32
    /// The machine it is bound to, or -1.
    var machine: Int32
    /// The tasks it waits for.
    var parents: [Int]
  }

  /// Milliseconds: when each task became ready.
  private(set) var ready: [Int64]
  /// Milliseconds: when each task started.
  private(set) var starts: [Int64]
  /// Where each task ran.
  private(set) var machines: [Int32]
  /// How many tasks ran: fewer than there are if some wait for each other.
  private(set) var completed = 0

  /// Schedules tasks on machines with so many cores.
  ///
  /// - Complexity: O((n + edges) log n) for machines and sizes far fewer than tasks.
  init(_ tasks: [Task], cores: [Int64]) {
    ready = [Int64](repeating: 0, count: tasks.count)
    starts = ready
    machines = [Int32](repeating: -1, count: tasks.count)
    var scheduler = ListScheduler(tasks, cores: cores)
    scheduler.run(&self)
  }

  fileprivate mutating func arrive(_ task: Int, at now: Int64) { ready[task] = now }

  fileprivate mutating func start(_ task: Int, on machine: Int, at now: Int64) {
    starts[task] = now
    machines[task] = Int32(truncatingIfNeeded: machine)
  }

  fileprivate mutating func complete() { completed += 1 }
}

/// What the scheduler knows on its way.
private struct ListScheduler: ~Copyable {
  private let tasks: [ListSchedule.Task]
  private var free: FreeCores
  private var running: EndHeap
  private var queues: [ReadyQueue] = []
  private var queueOf: [Int32]
  /// The first task of each queue that is not blocked; entries that are no longer first are passed over.
  private var open = TaskHeap()
  /// The queues whose first task does not fit: those bound to each machine, and behind them those bound to none.
  private var blocked: [[Int32]]

  init(_ tasks: [ListSchedule.Task], cores: [Int64]) {
    self.tasks = tasks
    queueOf = [Int32](repeating: -1, count: tasks.count)
    free = FreeCores(cores)
    running = EndHeap(capacity: tasks.count)
    blocked = Array(repeating: [], count: cores.count + 1)
    sortIntoQueues()
  }

  /// One queue for each size and machine: within one, either the first task fits or none does.
  private mutating func sortIntoQueues() {
    var known: [UInt64: Int32] = [:]
    for (index, task) in tasks.enumerated() {
      let key = UInt64(UInt32(bitPattern: task.cores)) << 32 | UInt64(UInt32(bitPattern: task.machine))
      if let queue = known[key] {
        queueOf[index] = queue
        continue
      }
      queueOf[index] = Int32(truncatingIfNeeded: queues.count)
      known[key] = queueOf[index]
      queues.append(ReadyQueue(cores: task.cores, machine: task.machine))
    }
  }

  mutating func run(_ schedule: inout ListSchedule) {
    let children = childrenOfTasks()
    var left = tasks.map(\.parents.count)
    var arrivals = tasks.indices.filter { left[$0] == 0 }
    var now: Int64 = 0
    while true {
      for task in arrivals {
        schedule.arrive(task, at: now)
        enqueue(task, at: now)
      }
      arrivals.removeAll(keepingCapacity: true)
      startWhatFits(at: now, &schedule)
      if running.isEmpty { return }
      now = running.first.end
      while !running.isEmpty && running.first.end == now {
        let ended = running.first
        running.removeFirst()
        schedule.complete()
        release(Int(ended.processors), cores: Int64(tasks[Int(ended.job)].cores))
        for child in children[Int(ended.job)] {
          left[child] -= 1
          if left[child] == 0 { arrivals.append(child) }
        }
      }
    }
  }

  private func childrenOfTasks() -> [[Int]] {
    var children = [[Int]](repeating: [], count: tasks.count)
    for (index, task) in tasks.enumerated() { for parent in task.parents { children[parent].append(index) } }
    return children
  }

  private mutating func enqueue(_ task: Int, at now: Int64) {
    let queue = Int(queueOf[task])
    let entry = TaskHeap.Entry(ready: now, task: Int32(truncatingIfNeeded: task), queue: queueOf[task])
    queues[queue].tasks.push(entry)
    // Tasks without length make several rounds in one instant, so a later arrival can come to be first.
    if queues[queue].tasks.first == entry && !queues[queue].isBlocked { open.push(entry) }
  }

  /// Goes through the ready tasks once; what is free only gets less, so what did not fit once will not in this round.
  private mutating func startWhatFits(at now: Int64, _ schedule: inout ListSchedule) {
    while let entry = open.popFirst() {
      let queue = Int(entry.queue)
      guard queues[queue].tasks.first == entry, !queues[queue].isBlocked else { continue }
      let task = Int(entry.task)
      let bound = Int(queues[queue].machine)
      let needed = Int64(queues[queue].cores)
      let machine = bound >= 0 ? bound : free.mostFree
      guard free[machine] >= needed else {
        queues[queue].isBlocked = true
        blocked[bound >= 0 ? bound : blocked.count - 1].append(entry.queue)
        continue
      }
      free.add(-needed, to: machine)
      schedule.start(task, on: machine, at: now)
      // The heap's third figure is the machine here: the cores are the task's own.
      running.push(
        .init(end: now + tasks[task].runtime, job: entry.task, processors: Int32(truncatingIfNeeded: machine)))
      _ = queues[queue].tasks.popFirst()
      if let next = queues[queue].tasks.first { open.push(next) }
    }
  }

  private mutating func release(_ machine: Int, cores: Int64) {
    free.add(cores, to: machine)
    for place in [machine, blocked.count - 1] {
      for queue in blocked[place] {
        queues[Int(queue)].isBlocked = false
        if let first = queues[Int(queue)].tasks.first { open.push(first) }
      }
      blocked[place].removeAll(keepingCapacity: true)
    }
  }
}

/// Ready tasks of one size for one machine or any.
private struct ReadyQueue {
  let cores: Int32
  let machine: Int32
  var isBlocked = false
  var tasks = TaskHeap()

  init(cores: Int32, machine: Int32) {
    self.cores = cores
    self.machine = machine
  }
}

/// Tasks by when they became ready, then by their place in the input: a binary heap.
private struct TaskHeap {
  struct Entry: Equatable {
    var ready: Int64
    var task: Int32
    var queue: Int32
  }

  private var entries: [Entry] = []

  var first: Entry? { entries.first }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    (entries[a].ready, entries[a].task) < (entries[b].ready, entries[b].task)
  }

  mutating func push(_ entry: Entry) {
    entries.append(entry)
    var place = entries.count - 1
    while place > 0 && isBefore(place, (place - 1) / 2) {
      entries.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func popFirst() -> Entry? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return first }
    entries[0] = last
    var place = 0
    while true {
      var least = place
      let left = 2 * place + 1
      if left < entries.count && isBefore(left, least) { least = left }
      if left + 1 < entries.count && isBefore(left + 1, least) { least = left + 1 }
      if least == place { return first }
      entries.swapAt(place, least)
      place = least
    }
  }
}
