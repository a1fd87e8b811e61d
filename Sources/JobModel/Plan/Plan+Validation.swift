/// What makes a plan impossible to run.
public struct PlanError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The task it is about; nil for the plan as a whole.
  public let task: String?
  /// The key of the task that is wrong.
  public let key: String?
  /// What is wrong and what would be right.
  public let message: String

  /// A fault of a task, or of the plan.
  public init(task: String?, key: String? = nil, message: String) {
    self.task = task
    self.key = key
    self.message = message
  }

  /// The fault with the task's name.
  public var description: String { task.map { "task \"\($0)\": \(message)" } ?? message }
}

extension Plan {
  /// The most jobs a plan may have, over all launches: more need gigabytes of memory, and are a slip of the keyboard.
  public static let jobLimit = 5_000_000

  /// Checks names, dependencies, sizes and cycles.
  ///
  /// - Throws: ``PlanError`` for the first fault in the file's order.
  /// - Complexity: O(tasks + dependencies).
  public func validate() throws(PlanError) {
    guard !tasks.isEmpty else {
      throw PlanError(task: nil, key: "tasks", message: "expected at least one task, found none")
    }
    var index: [String: Int] = [:]
    for (position, task) in tasks.enumerated() {
      guard index.updateValue(position, forKey: task.name) == nil else {
        throw PlanError(task: task.name, key: "name", message: "there are two tasks of this name; names must be unique")
      }
    }
    try checkArrivals()
    var jobs = 0
    for task in tasks {
      try Self.checkNumbers(task)
      for (key, name) in task.after.map({ ("after", $0) }) + (task.each.map { [("each", $0)] } ?? []) {
        guard let other = index[name] else {
          let hint = nearestNames(to: name, among: tasks.map(\.name)).first.map { "; did you mean \"\($0)\"?" } ?? ""
          throw PlanError(
            task: task.name, key: key, message: "`\(key)` names \"\(name)\", which is no task here\(hint)")
        }
        if key == "each" && tasks[other].jobCount != task.jobCount {
          throw PlanError(
            task: task.name, key: key,
            message: "`each` needs as many jobs as \"\(name)\" has (\(tasks[other].jobCount)), found \(task.jobCount)")
        }
      }
      guard task.runtime != nil || task.work != nil else {
        throw PlanError(task: task.name, message: "expected `runtime` or `work`, found neither")
      }
      let (sum, overflow) = jobs.addingReportingOverflow(task.jobCount)
      let (all, overflowLaunches) = sum.multipliedReportingOverflow(by: arrivals?.count ?? 1)
      guard !overflow, !overflowLaunches, all <= Self.jobLimit else {
        throw PlanError(task: task.name, key: "count", message: "the plan has more than \(Self.jobLimit) jobs in all")
      }
      jobs = sum
    }
    if let cycle = firstCycle(index) {
      throw PlanError(
        task: cycle.first, key: "after",
        message: "these tasks wait for each other: \((cycle + cycle.prefix(1)).joined(separator: " → "))")
    }
  }

  private func checkArrivals() throws(PlanError) {
    switch arrivals {
    case nil: return
    case .every(let interval, let count):
      if count >= 1 && interval >= .zero { return }
    case .poisson(let perHour, let count):
      if count >= 1 && perHour > 0 && perHour.isFinite { return }
    }
    throw PlanError(task: nil, key: "arrivals", message: "expected at least one launch, and an interval or a rate")
  }

  private static func checkNumbers(_ task: PlanTask) throws(PlanError) {
    func check(_ key: String, _ value: Int, from least: Int) throws(PlanError) {
      if value >= least { return }
      throw PlanError(task: task.name, key: key, message: "`\(key)` must be at least \(least), found \(value)")
    }
    try check("count", task.count, from: 0)
    try check("nodes", task.nodes, from: 1)
    if let vcpus = task.vcpus, !(vcpus > 0 && vcpus.isFinite) {
      throw PlanError(task: task.name, key: "vcpus", message: "`vcpus` must be above 0, found \(vcpus)")
    }
    guard let work = task.work else { return }
    try check("items", work.items, from: 0)
    try check("items_per_job", work.itemsPerJob, from: 1)
  }

  /// The tasks of a cycle, in the order in which they wait for each other, or nil.
  private func firstCycle(_ index: [String: Int]) -> [String]? {
    let waitsFor = tasks.map { ($0.after + ($0.each.map { [$0] } ?? [])).compactMap { index[$0] } }
    var state = [UInt8](repeating: 0, count: tasks.count)  // 0 new, 1 on the path, 2 finished
    for root in tasks.indices where state[root] == 0 {
      // An explicit stack: a chain of a million tasks must not exhaust the thread's.
      var path = [(task: root, next: 0)]
      state[root] = 1
      while let top = path.last {
        if top.next < waitsFor[top.task].count {
          path[path.count - 1].next += 1
          let other = waitsFor[top.task][top.next]
          if state[other] == 1 {
            let start = path.firstIndex { $0.task == other } ?? 0
            return path[start...].map { tasks[$0.task].name }
          }
          if state[other] == 0 {
            state[other] = 1
            path.append((other, 0))
          }
        } else {
          state[top.task] = 2
          path.removeLast()
        }
      }
    }
    return nil
  }
}
