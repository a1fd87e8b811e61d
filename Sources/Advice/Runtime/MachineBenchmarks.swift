import Foundation

/// What small benchmarks say about machines: general scores, and how long each task's own small benchmark takes.
public struct MachineBenchmarks: Sendable {
  /// How fast a machine is in general; more is faster.
  public struct Score: Sendable {
    /// Processor events a second.
    public var cpu: Double
    /// Input and output, in a unit that all machines share.
    public var io: Double

    /// A score.
    public init(cpu: Double, io: Double) {
      self.cpu = cpu
      self.io = io
    }
  }

  /// The scores by machine.
  public var scores: [String: Score] = [:]
  private var seconds: [String: [RuntimeTask: Double]] = [:]

  /// How far a task's ratio is off the one that its benchmark gives, as measured over many tasks: the standard deviation
  /// of the logarithm is about 0.1 once task and machine are mixed, and twice that with general scores alone.
  static let variance = 0.1 * 0.1
  static let scoreVariance = 0.2 * 0.2
  /// How much of a task's own benchmark counts; the rest is the median over all benchmarks. Benchmarks of seconds are
  /// noisy, and most of what they say is true of the machine.
  static let ownShare = 0.5

  /// Nothing known.
  public init() {}

  /// Adds a task's benchmark on a machine.
  public mutating func add(_ task: RuntimeTask, machine: String, seconds value: Double) {
    if value.isFinite && value > 0 { seconds[machine, default: [:]][task] = value }
  }

  /// Lotaru-G: half the ratio of the processor scores and half that of the input and output scores; nil without both.
  public func generalFactor(from: String, to: String) -> Double? {
    guard let a = scores[from], let b = scores[to], b.cpu > 0, b.io > 0 else { return nil }
    return 0.5 * a.cpu / b.cpu + 0.5 * a.io / b.io
  }

  /// Lotaru-A: how much longer the task's own benchmark takes; where that is exactly the same on both, the median of the
  /// group's other factors, and 1 if there is none. Nil without the task's benchmark on both machines.
  public func taskFactor(_ task: RuntimeTask, from: String, to: String) -> Double? {
    guard from != to else { return 1 }
    guard let a = seconds[from]?[task], let b = seconds[to]?[task] else { return nil }
    if a != b { return b / a }
    return medianFactor(group: task.group, from: from, to: to) ?? 1
  }

  /// The median factor of the tasks of a group whose benchmarks are known on both machines; those of exactly 1 are left
  /// out, as faults of the measurement.
  func medianFactor(group: String, from: String, to: String) -> Double? {
    SortedSample.median(
      factors(from: from, to: to).filter { $0.task.group == group && $0.factor != 1 }.map(\.factor))
  }

  /// What is to be expected of a task before any run on both machines is known: its own factor shrunk in log space
  /// towards the median over all benchmarks; the general factor where there are none; nil where nothing is known.
  public func prior(_ task: RuntimeTask, from: String, to: String) -> LogEstimate? {
    if from == to { return LogEstimate(log: 0, variance: 0) }
    guard let median = medianLogFactor(from: from, to: to) else {
      return generalFactor(from: from, to: to).map { LogEstimate(log: log($0), variance: Self.scoreVariance) }
    }
    let own = taskFactor(task, from: from, to: to) ?? medianFactor(group: task.group, from: from, to: to)
    return LogEstimate(
      log: Self.ownShare * (own.map { log($0) } ?? median) + (1 - Self.ownShare) * median, variance: Self.variance)
  }

  private func medianLogFactor(from: String, to: String) -> Double? {
    let known = factors(from: from, to: to)
    return SortedSample.median(known.map { log(taskFactor($0.task, from: from, to: to) ?? $0.factor) })
  }

  private func factors(from: String, to: String) -> [(task: RuntimeTask, factor: Double)] {
    guard let a = seconds[from], let b = seconds[to] else { return [] }
    return a.keys.sorted().compactMap { task in b[task].flatMap { later in a[task].map { (task, later / $0) } } }
  }
}
