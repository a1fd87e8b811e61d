/// This program's own sizing, as a method among the others.
struct PurserSizing: SizingMethod {
  private var sizer: MemorySizer
  private var current: AllocationLadder?
  /// The first amounts of tasks whose peaks are not known yet.
  private var pending: [Int: Double] = [:]

  init(rules: MemoryRules) { sizer = MemorySizer(rules: rules) }

  mutating func allocation(for task: SizingTask) -> Double? {
    current = sizer.propose(executable: task.executable, input: task.input, request: task.request)
    let first = current?.steps.first
    pending[task.id] = first
    return first
  }

  mutating func retry(_ task: SizingTask, after last: Double) -> Double {
    guard let current else { return 2 * last }
    return sizer.retry(current, executable: task.executable, after: last, request: task.request)
  }

  mutating func observe(_ task: SizingTask) {
    let first = pending.removeValue(forKey: task.id)
    let sample = MemorySample(input: task.input, peak: task.peak, hours: task.hours, request: task.request)
    sizer.observe(sample, of: task.executable, failed: first.map { $0 < task.peak })
  }

  mutating func endHistory(of executable: String) {}
}
