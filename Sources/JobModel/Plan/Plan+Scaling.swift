/// How many samples, or jobs of a task, a plan is to have.
public enum PlanScale: Sendable, Hashable {
  /// So many samples instead of `from`; nil takes the plan's own number of samples.
  case samples(from: Int?, to: Int)
  /// So many jobs of one task, and of all tasks tied to it by `each`.
  case task(String, to: Int)

  /// Reads `samples=100`, `samples=5:100` (from five to a hundred) and `tasks.NAME=100`.
  ///
  /// - Throws: ``InputValueError`` for anything else.
  public init(parsing text: String) throws(InputValueError) {
    let failure = InputValueError(expected: "samples=100, samples=5:100 or tasks.NAME=100", found: text)
    guard let sign = text.lastIndex(of: "=") else { throw failure }
    let key = text[..<sign]
    let parts = text[text.index(after: sign)...].split(separator: ":", omittingEmptySubsequences: false)
    let counts = parts.compactMap { Int($0) }
    guard counts.count == parts.count, counts.allSatisfy({ $0 >= 1 && $0 <= Plan.jobLimit }), let last = counts.last
    else { throw failure }
    if key == "samples", counts.count <= 2 {
      self = .samples(from: counts.count == 2 ? counts[0] : nil, to: last)
    } else if key.hasPrefix("tasks."), key.count > 6, counts.count == 1 {
      self = .task(String(key.dropFirst(6)), to: last)
    } else {
      throw failure
    }
  }
}

extension Plan {
  /// How many samples the plan is of: the number of jobs above one that most of its tasks have, of equally frequent ones
  /// the smaller; nil if no task has more than one job.
  ///
  /// Five samples with two lanes each have tasks of 5 and of 10 jobs: the smaller number divides the larger.
  public var sampleCount: Int? {
    let counts = Dictionary(grouping: tasks.filter { $0.work == nil && $0.count > 1 }, by: \.count).mapValues(\.count)
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// The plan with other numbers of jobs, and what became of each task, in plain words.
  ///
  /// With `samples` every task whose number of jobs is a multiple of the number of samples is scaled by the same factor;
  /// all others (single jobs, scatters over something else, such as 22 chromosomes of 5 samples) stay. A plan without any
  /// scatter is launched once for each sample instead.
  /// - Throws: ``PlanError`` for an unknown task, one with `work`, and numbers of jobs beyond ``jobLimit``.
  public func scaled(_ scale: PlanScale) throws(PlanError) -> (plan: Plan, remarks: [String]) {
    switch scale {
    case .task(let name, let count): return try scaledTask(name, to: count)
    case .samples(let from, let to):
      guard let samples = from ?? sampleCount else {
        guard arrivals == nil else {
          throw PlanError(task: nil, key: "arrivals", message: "the plan is launched more than once already")
        }
        var copy = self
        if to > 1 { copy.arrivals = .every(.zero, count: to) }
        return (copy, ["no task has more than one job: the whole plan is launched \(to) times at once, once a sample"])
      }
      return try scaledSamples(from: samples, to: to)
    }
  }

  private func scaledSamples(from samples: Int, to: Int) throws(PlanError) -> (plan: Plan, remarks: [String]) {
    var copy = self
    var scaled: [String] = []
    var kept: [String] = []
    for index in tasks.indices {
      let task = tasks[index]
      guard task.work == nil, task.count >= samples, task.count % samples == 0 else {
        kept.append("\(task.name) (\(task.jobCount))")
        continue
      }
      copy.tasks[index].count = try Self.product(task.count / samples, to, of: task.name)
      scaled.append("\(task.name) (\(task.count) to \(copy.tasks[index].count))")
    }
    guard !scaled.isEmpty else {
      throw PlanError(
        task: nil, key: "tasks", message: "no task has \(samples) jobs or a multiple of it: there is nothing to scale")
    }
    copy.dropUnequalEach()
    var remarks = ["from \(samples) to \(to) samples: \(Self.list(scaled))"]
    if !kept.isEmpty { remarks.append("as many jobs as before: \(Self.list(kept))") }
    return (copy, remarks)
  }

  private func scaledTask(_ name: String, to count: Int) throws(PlanError) -> (plan: Plan, remarks: [String]) {
    guard let first = tasks.firstIndex(where: { $0.name == name }) else {
      let near = nearestNames(to: name, among: tasks.map(\.name)).first.map { "; did you mean \"\($0)\"?" } ?? ""
      throw PlanError(task: nil, message: "there is no task \"\(name)\" to scale\(near)")
    }
    // All that `each` ties to the task, either way.
    var tied: Set<String> = [name]
    var before = 0
    while before != tied.count {
      before = tied.count
      for task in tasks {
        guard let each = task.each, tied.contains(each) || tied.contains(task.name) else { continue }
        tied.formUnion([each, task.name])
      }
    }
    var copy = self
    for index in tasks.indices where tied.contains(tasks[index].name) {
      guard tasks[index].work == nil else {
        throw PlanError(
          task: tasks[index].name, key: "work", message: "`work` says how many jobs there are: change its items")
      }
      copy.tasks[index].count = count
    }
    let others = tasks.map(\.name).filter { $0 != name && tied.contains($0) }
    let also = others.isEmpty ? "" : ", and with it \(Self.list(others))"
    return (copy, ["\(name): \(tasks[first].count) to \(count) jobs\(also)"])
  }

  /// Turns `each` into `after` where the numbers of jobs no longer agree.
  private mutating func dropUnequalEach() {
    var counts: [String: Int] = [:]
    for task in tasks { counts[task.name] = task.jobCount }
    for index in tasks.indices {
      guard let each = tasks[index].each, counts[each] != tasks[index].jobCount else { continue }
      tasks[index].each = nil
      if !tasks[index].after.contains(each) { tasks[index].after.append(each) }
    }
  }

  private static func product(_ a: Int, _ b: Int, of task: String) throws(PlanError) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    guard !overflow, product <= jobLimit else {
      throw PlanError(task: task, key: "count", message: "the plan would have more than \(jobLimit) jobs in all")
    }
    return product
  }

  private static func list(_ names: [String]) -> String { listed(names, upTo: 12) }
}
