/// A choice with the times it leaves: from when each task can start, and until when it must have ended.
struct TimeCostSchedule {
  let problem: TimeCostProblem
  let deadline: Int64
  /// The option of each task.
  private(set) var choice: [Int]
  /// The earliest end of each task.
  private var end: [Int64]
  /// The latest end of each task that keeps the deadline.
  private var latestEnd: [Int64]
  private var pending: [Int] = []
  /// The tasks that the last ``choose(_:for:)`` looked at: no other's room has changed. A task may stand here twice.
  private(set) var touched: [Int] = []

  init(_ problem: TimeCostProblem, deadline: Int64, choice: [Int]) {
    self.problem = problem
    self.deadline = deadline
    self.choice = choice
    end = [Int64](repeating: 0, count: choice.count)
    latestEnd = [Int64](repeating: deadline, count: choice.count)
    for task in problem.order { end[task] = start(task) + time(task) }
    for task in problem.order.reversed() { latestEnd[task] = limit(task) }
  }

  /// Whether it keeps the deadline.
  var isFeasible: Bool { (end.max() ?? 0) <= deadline }

  /// The longest that a task may take, as long as the others stay as they are.
  func room(_ task: Int) -> Int64 { latestEnd[task] - start(task) }

  /// How long a task takes.
  func time(_ task: Int) -> Int64 { problem.options[task][choice[task]].time }

  /// What a task costs.
  func cost(_ task: Int) -> Double { problem.options[task][choice[task]].cost }

  private func start(_ task: Int) -> Int64 {
    var time: Int64 = 0
    for earlier in problem.before[task] { time = max(time, end[earlier]) }
    return time
  }

  private func limit(_ task: Int) -> Int64 {
    var time = deadline
    for later in problem.after[task] { time = min(time, latestEnd[later] - self.time(later)) }
    return time
  }

  /// Takes another option for a task.
  ///
  /// - Complexity: O(edges of the tasks whose times change).
  mutating func choose(_ option: Int, for task: Int) {
    guard choice[task] != option else { return }
    choice[task] = option
    touched.removeAll(keepingCapacity: true)
    // Only tasks behind it end at another time, and only those before it must end at another.
    spread(from: [task], next: \.after) { schedule, task in
      let time = schedule.start(task) + schedule.time(task)
      defer { schedule.end[task] = time }
      return schedule.end[task] != time
    }
    spread(from: problem.before[task], next: \.before) { schedule, task in
      let time = schedule.limit(task)
      defer { schedule.latestEnd[task] = time }
      return schedule.latestEnd[task] != time
    }
  }

  private mutating func spread(
    from tasks: [Int], next: KeyPath<TimeCostProblem, [[Int]]>, update: (inout Self, Int) -> Bool
  ) {
    pending.removeAll(keepingCapacity: true)
    pending.append(contentsOf: tasks)
    let neighbours = problem[keyPath: next]
    while let task = pending.popLast() {
      touched.append(task)
      if update(&self, task) { pending.append(contentsOf: neighbours[task]) }
    }
  }
}
