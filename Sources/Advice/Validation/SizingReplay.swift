import JobModel

/// Replays recorded tasks against a sizing rule.
public enum SizingReplay {
  /// The memory of a node in GB: no attempt gets more, and one with all of it succeeds.
  static let node = 128.0
  /// No attempt gets less, in GB.
  static let least = 1e-3

  /// Sizes one task, attempt by attempt. A failed attempt holds its memory for the whole runtime.
  ///
  /// - Returns: what the first attempt got in GB, the wasted GBh and the number of failed attempts.
  static func size(
    _ task: SizingTask, with method: inout some SizingMethod
  ) -> (first: Double, wastage: Double, failures: Int) {
    var amount = method.allocation(for: task) ?? task.request ?? node
    if !amount.isFinite { amount = task.request ?? node }
    amount = min(max(amount, least), node)
    let first = amount
    var wasted = 0.0
    var failures = 0
    while amount < task.peak && amount < node {
      failures += 1
      wasted += amount * task.hours
      let next = method.retry(task, after: amount)
      amount = min(next > amount ? next : 2 * amount, node)
    }
    return (first, wasted + (amount - task.peak) * task.hours, failures)
  }

  /// What is done, in order.
  enum Step: Equatable {
    case size(SizingTask)
    case observe(SizingTask)
    case endHistory(String)
  }

  /// Runs steps against a rule.
  ///
  /// - Parameter sized: is handed what each task's first attempt got, beside its peak.
  static func run(
    _ steps: [Step], with method: inout some SizingMethod, sized: (PredictionPair) -> Void = { _ in }
  ) -> MemoryValidation.Tally {
    var tally = MemoryValidation.Tally()
    for step in steps {
      switch step {
      case .size(let task):
        let (first, wastage, failures) = size(task, with: &method)
        sized(PredictionPair(predicted: first, actual: task.peak))
        tally.tasks += 1
        tally.wastage += wastage
        tally.failures += failures
      case .observe(let task): method.observe(task)
      case .endHistory(let executable): method.endHistory(of: executable)
      }
    }
    return tally
  }

  /// The steps of a protocol over a workflow.
  ///
  /// - Throws: ``MissingRecords`` where the split does not know the workflow, or nothing can be sized.
  static func steps(
    _ workflow: SizingWorkflow, _ order: MemoryProtocol, split: SizingSplit?
  ) throws(MissingRecords) -> [Step] {
    let steps: [Step]
    switch order {
    case .split: steps = try splitSteps(workflow, split)
    case .seq:
      steps = completed(workflow).sorted { $0.sequence < $1.sequence }.flatMap { record -> [Step] in
        guard let task = task(record) else { return [] }
        return [.size(task), .observe(task)]
      }
    case .causal: steps = causalSteps(workflow)
    }
    let isAnySized = steps.contains { if case .size = $0 { true } else { false } }
    guard isAnySized else {
      throw MissingRecords(description: "\(workflow.file): no task can be sized under the protocol \(order.rawValue)")
    }
    return steps
  }

  /// There is nothing to size.
  public struct MissingRecords: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file, and what is missing.
    public let description: String
  }

  /// What ended well, ran and used memory.
  private static func completed(_ workflow: SizingWorkflow) -> [SizingRecord] {
    workflow.records.filter { $0.isDone && ($0.peak ?? 0) > 0 && ($0.runtimeMilliseconds ?? 0) > 0 }
  }

  private static func task(_ record: SizingRecord) -> SizingTask? {
    guard let peak = record.peak, let runtime = record.runtimeMilliseconds else { return nil }
    return SizingTask(
      id: record.row, executable: record.executable, input: record.input, peak: peak, hours: runtime / 3.6e6,
      request: record.request)
  }

  private static func causalSteps(_ workflow: SizingWorkflow) -> [Step] {
    struct Event {
      var time: Double
      var isStart: Bool
      var index: Int
    }
    let records = completed(workflow)
    var events: [Event] = []
    for (index, record) in records.enumerated() {
      guard let started = record.startedMilliseconds, let stopped = record.stoppedMilliseconds else { continue }
      events.append(Event(time: started, isStart: true, index: index))
      events.append(Event(time: stopped, isStart: false, index: index))
    }
    // At one time ends come before starts, each in the order of the file.
    events.sort { ($0.time, $0.isStart ? 1 : 0, $0.index) < ($1.time, $1.isStart ? 1 : 0, $1.index) }
    return events.compactMap { event in
      task(records[event.index]).map { event.isStart ? .size($0) : .observe($0) }
    }
  }

  private static func splitSteps(
    _ workflow: SizingWorkflow, _ split: SizingSplit?
  ) throws(MissingRecords) -> [Step] {
    guard let entries = split?.workflows[workflow.name] else {
      throw MissingRecords(
        description: "\(workflow.file): the split has no rows of the workflow \(workflow.name)")
    }
    var records: [Int: SizingRecord] = [:]
    for record in workflow.records { records[record.row] = record }
    var places: [String: Int] = [:]
    for record in workflow.records where places[record.executable] == nil { places[record.executable] = places.count }
    var groups: [String: [SizingSplit.Entry]] = [:]
    for entry in entries { groups[entry.executable, default: []].append(entry) }
    var steps: [Step] = []
    let unknown = places.count
    for (executable, group) in groups.sorted(by: {
      (places[$0.key] ?? unknown, $0.key) < (places[$1.key] ?? unknown, $1.key)
    }) {
      let ordered = group.sorted { ($0.isHistory ? 0 : 1, $0.order, $0.row) < ($1.isHistory ? 0 : 1, $1.order, $1.row) }
      var isHistory = true
      for entry in ordered {
        guard let record = records[entry.row], record.executable == executable, let task = task(record) else {
          throw MissingRecords(
            description:
              "\(workflow.file): the split names row \(entry.row) of \(executable), which has no peak memory "
              + "and runtime here")
        }
        if isHistory && !entry.isHistory {
          steps.append(.endHistory(executable))
          isHistory = false
        }
        if !entry.isHistory { steps.append(.size(task)) }
        steps.append(.observe(task))
      }
    }
    return steps
  }
}
