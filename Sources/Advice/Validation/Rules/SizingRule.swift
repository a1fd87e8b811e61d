/// A task as the comparison of sizing rules knows it. GB of 10^9 bytes, hours.
public struct SizingTask: Sendable, Equatable {
  /// Which one it is, unique in its file.
  public var id: Int
  /// What it runs.
  public var executable: String
  /// The size of its inputs in GB; nil if not known.
  public var input: Double?
  /// Its peak memory in GB: what a rule must not see before it has chosen.
  public var peak: Double
  /// Its runtime in hours.
  public var hours: Double
  /// What the workflow asks for, in GB; nil if not known.
  public var request: Double?

  /// A task of its parts.
  public init(id: Int, executable: String, input: Double?, peak: Double, hours: Double, request: Double?) {
    self.id = id
    self.executable = executable
    self.input = input
    self.peak = peak
    self.hours = hours
    self.request = request
  }
}

/// A rule that sizes the memory of many executables' tasks, one after the other.
public protocol SizingMethod {
  /// The first amount for a task in GB; nil leaves it to the request.
  mutating func allocation(for task: SizingTask) -> Double?

  /// The amount after one was too little, in GB.
  mutating func retry(_ task: SizingTask, after last: Double) -> Double

  /// A task's peak became known.
  mutating func observe(_ task: SizingTask)

  /// All observed so far of an executable is its history: rules need not wait for more.
  mutating func endHistory(of executable: String)
}

/// A rule that looks at one executable alone.
protocol SizingRule {
  /// How many completions it needs before it leaves the request, if there was no history.
  var warmUp: Int { get }

  /// The first amount for a task, in GB.
  mutating func allocation(for task: SizingTask, _ past: PastPeaks) -> Double?

  /// The amount after one was too little, in GB.
  mutating func retry(_ task: SizingTask, after last: Double, _ past: PastPeaks) -> Double
}

extension SizingRule {
  var warmUp: Int { 5 }

  mutating func retry(_ task: SizingTask, after last: Double, _ past: PastPeaks) -> Double { 2 * last }
}

/// What one executable's tasks used so far, in the order in which it became known.
struct PastPeaks {
  var inputs: [Double] = []
  var peaks: [Double] = []
  var hours: [Double] = []
  var largest = 0.0
  var hasHistory = false

  mutating func add(_ task: SizingTask) {
    inputs.append(task.input ?? 0)
    peaks.append(task.peak)
    hours.append(task.hours)
    largest = max(largest, task.peak)
  }
}

/// A rule for every executable.
struct RulePerExecutable<Rule: SizingRule>: SizingMethod {
  private var rules: [String: (rule: Rule, past: PastPeaks)] = [:]
  private let make: () -> Rule

  init(_ make: @escaping () -> Rule) { self.make = make }

  mutating func allocation(for task: SizingTask) -> Double? {
    let make = make
    return { (entry: inout (rule: Rule, past: PastPeaks)) in
      let isReady = entry.past.hasHistory || entry.past.peaks.count >= entry.rule.warmUp
      return isReady ? entry.rule.allocation(for: task, entry.past) : nil
    }(&rules[task.executable, default: (make(), PastPeaks())])
  }

  mutating func retry(_ task: SizingTask, after last: Double) -> Double {
    let make = make
    return { (entry: inout (rule: Rule, past: PastPeaks)) in entry.rule.retry(task, after: last, entry.past) }(
      &rules[task.executable, default: (make(), PastPeaks())])
  }

  mutating func observe(_ task: SizingTask) {
    rules[task.executable, default: (make(), PastPeaks())].past.add(task)
  }

  mutating func endHistory(of executable: String) {
    rules[executable, default: (make(), PastPeaks())].past.hasHistory = true
  }
}
