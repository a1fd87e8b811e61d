import Foundation
public import JobModel

/// How long tasks take on which machine, learned from past runs.
///
/// A prediction for a machine starts from the task's curve against input size on a machine where it ran
/// (``RuntimeCurve``) and takes it over with a factor (``MachineFactors``): what the numbers of cores explain
/// (``CoresCurve``), and what tasks that ran on both machines say, with benchmarks beside them.
public struct RuntimeModel: Sendable {
  /// One past run.
  public struct Run: Sendable {
    /// Which task.
    public var task: RuntimeTask
    /// On which machine, usually an instance type.
    public var machine: String
    /// The input set or the run of the workflow.
    public var batch: String?
    /// The size of its input.
    public var inputBytes: Double?
    /// How long it took.
    public var seconds: Double
    /// How many cores it kept busy on average.
    public var busyCores: Double?

    /// A run of its parts.
    public init(
      task: RuntimeTask, machine: String, batch: String? = nil, inputBytes: Double? = nil, seconds: Double,
      busyCores: Double? = nil
    ) {
      self.task = task
      self.machine = machine
      self.batch = batch
      self.inputBytes = inputBytes
      self.seconds = seconds
      self.busyCores = busyCores
    }
  }

  /// A runtime to come.
  public struct Prediction: Sendable {
    /// As likely to be exceeded as not.
    public var seconds: Double
    /// The real runtime lies from here with 90 % …
    public var lowSeconds: Double
    /// … to here.
    public var highSeconds: Double
    /// What it rests on.
    public var evidence: Evidence
  }

  /// What a prediction rests on.
  public struct Evidence: Sendable, Equatable {
    /// The machine whose runs it starts from.
    public var from: String
    /// How many runs of the task are known there.
    public var runs: Int
    /// What tells the difference between the machines; nil on the machine itself.
    public var factor: MachineFactors.Evidence?
    /// On how many different numbers of cores the task was seen.
    public var coreCounts: Int
  }

  /// What benchmarks say about the machines.
  public var benchmarks = MachineBenchmarks()
  /// How many cores each machine has, as far as known.
  public var cores: [String: Double] = [:]
  /// What ``prepare()`` computed once for all.
  private var prepared: Prepared?

  private struct Prepared {
    var curves: [RuntimeTask: CoresCurve] = [:]
    var bases: [RuntimeTask: [String: Base]] = [:]
    var tasks: [RuntimeTask] = []
    /// Which of the tasks ran on each machine, by place, ascending.
    var places: [String: [Int]] = [:]
  }

  /// Computes the curves of all tasks once, for whoever asks many questions and adds no more runs.
  /// - Complexity: O(runs log runs).
  mutating func prepare() {
    var ready = Prepared()
    ready.tasks = runs.keys.sorted()
    for (place, task) in ready.tasks.enumerated() {
      for machine in (runs[task] ?? [:]).keys { ready.places[machine, default: []].append(place) }
      ready.curves[task] = coresCurve(task)
      ready.bases[task] = runs[task]?.compactMapValues { Base($0) }
    }
    prepared = ready
  }

  private func base(_ task: RuntimeTask, on machine: String) -> Base? {
    if let prepared { return prepared.bases[task]?[machine] }
    return runs[task]?[machine].flatMap { Base($0) }
  }

  /// All machines on which anything ran.
  private(set) var machinesSeen: Set<String> = []
  private var runs: [RuntimeTask: [String: [Observed]]] = [:]

  /// What is kept of a run: its task and machine stand over it.
  struct Observed: Sendable {
    var batch: String?
    var inputBytes: Double?
    var seconds: Double
    var busyCores: Double?
  }

  /// Variance of ln(ratio) between two machines of which nothing is known but their cores.
  private static let unknownVariance = 0.25 * 0.25

  /// Nothing known.
  public init() {}

  /// Adds a run; one without a positive runtime is passed over.
  public mutating func observe(_ run: Run) {
    guard run.seconds.isFinite && run.seconds > 0 else { return }
    runs[run.task, default: [:]][run.machine, default: []].append(
      Observed(batch: run.batch, inputBytes: run.inputBytes, seconds: run.seconds, busyCores: run.busyCores))
    machinesSeen.insert(run.machine)
    prepared = nil
  }

  /// Adds runs of one task on one machine, as ``observe(_:)`` would one by one.
  mutating func observe(_ new: [Observed], of task: RuntimeTask, on machine: String) {
    let usable = new.filter { $0.seconds.isFinite && $0.seconds > 0 }
    guard !usable.isEmpty else { return }
    runs[task, default: [:]][machine, default: []] += usable
    machinesSeen.insert(machine)
    prepared = nil
  }

  /// Adds a try as a history tells it; false if it tells nothing about runtimes: it is not done, came from a cache, or
  /// has no runtime or no type.
  @discardableResult
  public mutating func observe(_ row: UsageRow, executable: String, group: String = "") -> Bool {
    guard row.state == .done, !row.isCached, let runtime = row.runtime, runtime > .zero, let type = row.instanceType
    else {
      return false
    }
    if let vcpus = row.vcpus, vcpus.isFinite, vcpus > 0, cores[type] == nil { cores[type] = vcpus }
    observe(
      Run(
        task: RuntimeTask(group: group, name: executable), machine: type,
        inputBytes: row.usage.input.map { Double($0.count) }, seconds: Double(runtime.milliseconds) / 1000,
        busyCores: row.usage.cpuPercent.map { $0 / 100 }))
    return true
  }

  /// How a task's runtime depends on the number of cores; nil if it never ran on a machine whose cores are known.
  public func coresCurve(_ task: RuntimeTask) -> CoresCurve? {
    if let prepared { return prepared.curves[task] }
    let machines = runs[task] ?? [:]
    let known = machines.keys.sorted().flatMap { machine -> [(cores: Double, run: Observed)] in
      guard let count = cores[machine] else { return [] }
      return (machines[machine] ?? []).map { (count, $0) }
    }
    return CoresCurve(Self.comparable(known))
  }

  /// Runs as a curve compares them, only those with equal input with one another: size is not to be taken for cores.
  private static func comparable(_ known: [(cores: Double, run: Observed)]) -> [CoresCurve.Run] {
    let bySize = known.indices.sorted {
      (known[$0].run.inputBytes ?? -1, $0) < (known[$1].run.inputBytes ?? -1, $1)
    }
    var result: [CoresCurve.Run] = []
    result.reserveCapacity(known.count)
    var start = 0
    while start < bySize.count {
      let (cores, first) = known[bySize[start]]
      let end = bySize[(start + 1)...].firstIndex { known[$0].run.inputBytes != first.inputBytes } ?? bySize.count
      let isCompared = bySize[start..<end].contains { known[$0].cores != cores }
      // What ran on one number of cores only is compared with nothing, so it needs no name of its own.
      let work = first.inputBytes.map { isCompared ? "\($0)" : "on \(cores)" } ?? ""
      for place in bySize[start..<end] {
        let (cores, run) = known[place]
        result.append(CoresCurve.Run(cores: cores, seconds: run.seconds, busyCores: run.busyCores, work: work))
      }
      start = end
    }
    return result
  }

  /// What tasks that ran on both machines say: for each task and input there, its runtime against the curve here.
  /// - Complexity: O(runs log runs). Whoever predicts many tasks between two machines computes this once.
  public func factors(from: String, to: String) -> MachineFactors {
    MachineFactors(tasks.flatMap { ratios(of: $0, from: from, to: to) })
  }

  /// All tasks, sorted.
  var tasks: [RuntimeTask] { prepared?.tasks ?? runs.keys.sorted() }

  /// The tasks that ran on both machines, sorted.
  func tasks(on first: String, and second: String) -> [RuntimeTask] {
    guard let prepared else { return tasks.filter { hasRuns($0, on: second) && hasRuns($0, on: first) } }
    let a = prepared.places[first] ?? []
    let b = prepared.places[second] ?? []
    var result: [RuntimeTask] = []
    var next = 0
    for place in a {
      while next < b.count, b[next] < place { next += 1 }
      if next < b.count, b[next] == place { result.append(prepared.tasks[place]) }
    }
    return result
  }

  /// Whether a task ran on a machine.
  func hasRuns(_ task: RuntimeTask, on machine: String) -> Bool { runs[task]?[machine] != nil }

  /// The runs of a task there against its curve here, less what the numbers of cores explain; none unless it ran on both.
  func ratios(of task: RuntimeTask, from: String, to: String) -> [MachineFactors.Ratio] {
    guard from != to, let there = runs[task]?[to], let base = base(task, on: from) else {
      return []
    }
    let prior = benchmarks.prior(task, from: from, to: to)
    let cores = prior == nil ? coresLog(task, from: from, to: to) : nil
    return there.map { run in
      let expected = base.estimate(input: run.inputBytes, batch: run.batch).log + (cores?.log ?? 0)
      return MachineFactors.Ratio(task: task, batch: run.batch, log: log(run.seconds) - expected, prior: prior)
    }
  }

  /// How many cores a task keeps busy on a machine, at the median; nil where nobody measured it.
  func busyCores(_ task: RuntimeTask, on machine: String) -> Double? {
    SortedSample.median((runs[task]?[machine] ?? []).compactMap(\.busyCores).filter { $0.isFinite && $0 > 0 })
  }

  /// How far a task's curve on a machine may be off on average; nil where it never ran.
  func curveVariance(_ task: RuntimeTask, on machine: String) -> Double? {
    base(task, on: machine)?.meanVariance
  }

  /// How long a task will take on a machine; nil if it never ran anywhere, or nothing at all is known that leads from
  /// where it ran to this machine.
  ///
  /// - Parameters:
  ///   - from: Where to start; if nil, the machine itself, else the one with the most runs of the task.
  ///   - factors: What ``factors(from:to:)`` gave; it is computed if nil.
  public func predict(
    _ task: RuntimeTask, inputBytes: Double?, batch: String? = nil, from source: String? = nil, to machine: String,
    factors known: MachineFactors? = nil
  ) -> Prediction? {
    guard let seen = runs[task], let from = source ?? Self.origin(seen, machine), let here = seen[from],
      let base = Base(here)?.estimate(input: inputBytes, batch: batch)
    else { return nil }
    var evidence = Evidence(from: from, runs: here.count, factor: nil, coreCounts: 0)
    evidence.coreCounts = Set(seen.keys.compactMap { cores[$0] }).count
    guard from != machine else {
      return prediction(base.log, MachineFactors.normal90 * base.variance.squareRoot(), evidence)
    }
    var prior = benchmarks.prior(task, from: from, to: machine)
    // A benchmark that ran on both machines has the cores in it.
    let explained = prior == nil ? coresLog(task, from: from, to: machine) : nil
    // Of two machines with known cores and nothing else, the cores are what is known.
    if prior == nil, cores[from] != nil, cores[machine] != nil {
      prior = LogEstimate(log: 0, variance: Self.unknownVariance)
    }
    let factors = known ?? self.factors(from: from, to: machine)
    guard let factor = factors.estimate(task, batch: batch, prior: prior) else { return nil }
    evidence.factor = factor.evidence
    let variance = base.variance + (explained?.variance ?? 0)
    let width = (factor.halfWidth90 * factor.halfWidth90 + Self.square(MachineFactors.normal90) * variance).squareRoot()
    return prediction(base.log + factor.log + (explained?.log ?? 0), width, evidence)
  }

  private static func square(_ value: Double) -> Double { value * value }

  private func prediction(_ log: Double, _ width: Double, _ evidence: Evidence) -> Prediction {
    Prediction(seconds: exp(log), lowSeconds: exp(log - width), highSeconds: exp(log + width), evidence: evidence)
  }

  private static func origin(_ seen: [String: [Observed]], _ machine: String) -> String? {
    if seen[machine] != nil { return machine }
    return seen.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.first?.key
  }

  /// What the numbers of cores explain; nil where they are unknown or equal.
  private func coresLog(_ task: RuntimeTask, from: String, to: String) -> LogEstimate? {
    guard let here = cores[from], let there = cores[to], here != there else { return nil }
    return coresCurve(task)?.ratio(from: here, to: there)
  }

  /// The runtime where a task ran: the median of the runs of the very batch and input, else the curve.
  private struct Base {
    private struct Key: Hashable {
      var batch: String
      var input: Double?
    }

    private let curve: RuntimeCurve
    var meanVariance: Double { curve.meanVariance }
    private let same: [Key: [Double]]

    init?(_ runs: [Observed]) {
      guard let curve = RuntimeCurve(runs.map { .init(input: $0.inputBytes, seconds: $0.seconds) }) else { return nil }
      self.curve = curve
      var same: [Key: [Double]] = [:]
      for run in runs {
        if let batch = run.batch { same[Key(batch: batch, input: run.inputBytes), default: []].append(run.seconds) }
      }
      self.same = same
    }

    func estimate(input: Double?, batch: String?) -> LogEstimate {
      if let batch, let median = SortedSample.median(same[Key(batch: batch, input: input)] ?? []) {
        return LogEstimate(log: log(median), variance: MachineFactors.Usual.runs.variance)
      }
      return curve.estimate(at: input)
    }
  }
}
