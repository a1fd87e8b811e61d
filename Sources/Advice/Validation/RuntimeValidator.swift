public import JobModel

/// Tries the prediction of runtimes on other machines, with published methods beside it, on recorded runs.
///
/// The settings are those of Lotaru (L) and of a transfer between machines (T). Machines without scores take no part.
public enum RuntimeValidator {
  /// The machine whose small runs are known in setting L.
  public static let localMachine = "local"

  /// Why nothing can be tried.
  public struct Unusable: Error, CustomStringConvertible {
    /// What is missing.
    public let description: String
  }

  /// Predicts every run that the setting asks for with every method.
  ///
  /// - Throws: ``Unusable`` if the runs allow no prediction.
  /// - Complexity: In setting T O(pairs of machines × t² log t) for t full runs on a machine.
  public static func validate(_ traces: RuntimeTraces, _ setting: RuntimeValidation.Setting) throws(Unusable)
    -> RuntimeValidation
  {
    let world = RuntimeWorld(traces)
    let scores: [String: MethodErrors]
    switch setting {
    case .local: scores = try local(world)
    case .transfer: scores = transfer(world)
    }
    let methods = order(setting).compactMap { name in scores[name]?.method(name) }
    guard !methods.isEmpty else {
      throw Unusable(description: "no full run (label test) on two machines with scores: nothing to predict")
    }
    return RuntimeValidation(setting: setting, methods: methods)
  }

  private static func order(_ setting: RuntimeValidation.Setting) -> [String] {
    switch setting {
    case .local: ["purser", "lotaru-a", "lotaru-g", "online-m", "naive"]
    case .transfer: ["purser", "purser-same-task", "lotaru-a", "lotaru-g", "cpu-score", "no-scaling"]
    }
  }
}

/// The errors of one method.
struct MethodErrors {
  private var errors: [Double] = []
  private var pairs: [PredictionPair] = []
  private var covered = 0
  private var intervals = 0

  /// Adds a prediction; `isCovered` is nil where it had no interval.
  mutating func add(_ predicted: Double, real: Double, isCovered: Bool? = nil) {
    errors.append(abs(predicted - real) / real)
    pairs.append(PredictionPair(predicted: predicted, actual: real))
    guard let isCovered else { return }
    intervals += 1
    if isCovered { covered += 1 }
  }

  func method(_ name: String) -> RuntimeValidation.Method? {
    let sorted = errors.sorted()
    guard let median = SortedSample.quantile(sorted, 0.5), let p90 = SortedSample.quantile(sorted, 0.9) else {
      return nil
    }
    var method = RuntimeValidation.Method(
      name: name, predictions: errors.count, medianError: median,
      meanError: errors.reduce(0, +) / Double(errors.count), p90Error: p90,
      coverage90: intervals > 0 ? Double(covered) / Double(intervals) : nil)
    method.pairs = PredictionPair.sample(pairs)
    return method
  }
}

/// The runs in the order in which the settings need them.
struct RuntimeWorld {
  /// The machines with scores, sorted.
  let machines: [String]
  /// All tasks, sorted.
  let tasks: [RuntimeTask]
  let benchmarks: MachineBenchmarks
  private let runs: [Key: [RuntimeTraces.Run]]

  struct Key: Hashable {
    var machine: String
    var task: RuntimeTask
  }

  init(_ traces: RuntimeTraces) {
    var benchmarks = MachineBenchmarks()
    for score in traces.scores { benchmarks.scores[score.machine] = .init(cpu: score.cpu, io: score.io) }
    for entry in traces.benchmarks {
      benchmarks.add(.init(group: entry.workflow, name: entry.task), machine: entry.machine, seconds: entry.seconds)
    }
    self.benchmarks = benchmarks
    machines = benchmarks.scores.keys.sorted()
    runs = Dictionary(grouping: traces.runs) {
      Key(machine: $0.machine, task: RuntimeTask(group: $0.workflow, name: $0.task))
    }
    tasks = Set(runs.keys.map(\.task)).sorted()
  }

  /// The runs of a task on a machine whose label contains a word, in the order of the record.
  func runs(_ task: RuntimeTask, on machine: String, labelled word: String) -> [RuntimeTraces.Run] {
    (runs[Key(machine: machine, task: task)] ?? []).filter { $0.label.contains(word) }
  }

  /// Lotaru-A's factor; where a benchmark is missing the median of the workflow, else the general one.
  func taskFactor(_ task: RuntimeTask, from: String, to: String) -> Double {
    benchmarks.taskFactor(task, from: from, to: to)
      ?? benchmarks.medianFactor(group: task.group, from: from, to: to)
      ?? benchmarks.generalFactor(from: from, to: to) ?? 1
  }
}
