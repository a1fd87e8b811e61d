import Foundation

/// How much longer tasks take on one machine than on another, learned from tasks that ran on both.
///
/// Three levels, combined in log space with weights of one over their variances (James–Stein-like shrinkage): the same
/// task with other inputs; its peers, which are the other tasks of its group; tasks of other groups. What benchmarks or
/// scores say stands beside the peers as one more estimate. A task counts once, with the median of its ratios, so a
/// scatter of a thousand does not outvote its peers.
public struct MachineFactors: Sendable {
  /// A task that ran on both machines with one input.
  public struct Ratio: Sendable {
    /// Which task.
    public var task: RuntimeTask
    /// The input set or the run of the workflow; ratios of one batch share what the machines were doing then.
    public var batch: String?
    /// ln(runtime there / runtime here), less what the numbers of cores explain.
    public var log: Double
    /// What benchmarks would have said.
    public var prior: LogEstimate?

    /// A ratio of its parts.
    public init(task: RuntimeTask, batch: String?, log: Double, prior: LogEstimate? = nil) {
      self.task = task
      self.batch = batch
      self.log = log
      self.prior = prior
    }
  }

  /// What an estimate rests on.
  public struct Evidence: Sendable, Equatable {
    /// Ratios of the task itself.
    public var sameTask = 0
    /// Other tasks of its group.
    public var peers = 0
    /// Tasks of other groups.
    public var others = 0
    /// Whether benchmarks or scores had a say.
    public var hasBenchmarks = false

    /// Nothing.
    public init() {}
  }

  /// A ratio of runtimes to come.
  public struct Estimate: Sendable {
    /// ln of the ratio.
    public var log: Double
    /// How far it may be off for a single run, up or down, with 90 %.
    public var halfWidth90: Double
    /// How far it may be off for the task's runs on average: the variance.
    public var meanVariance: Double
    /// What it rests on.
    public var evidence: Evidence
  }

  /// Variances of ln(ratio): measured on bioinformatics workflows over six machines, and counted as so many
  /// observations beside the data's own.
  enum Usual {
    /// Between the tasks of a group.
    static let tasks = (variance: 0.15 * 0.15, weight: 4.0)
    /// Between groups.
    static let groupVariance = 0.05 * 0.05
    /// Between the runs of one task.
    static let runs = (variance: 0.08 * 0.08, weight: 4.0)
    /// A task's own scatter is mixed with that of all, counted as so many runs.
    static let ownScatterWeight = 3.0
    /// What a batch shares is as well known from so many tasks as it is beforehand.
    static let batchTasks = 12.0
  }

  /// Errors are taken from at most so many tasks, evenly chosen: more do not narrow the interval.
  static let residualTasks = 200
  private static let comparedBatches = 200

  private struct Batch: Hashable {
    var group: String
    var name: String
  }

  private var ratios: [RuntimeTask: [Ratio]]
  private var tasks: [(task: RuntimeTask, median: Double)]
  private var shifts: [Batch: [(tool: String, shift: Double)]] = [:]
  private var runVariance = Usual.runs.variance
  private var peerResiduals = LogResiduals()
  private var ownResiduals = LogResiduals()

  /// Learns from ratios; those that are no numbers are passed over.
  /// - Complexity: O(n log n) for n ratios, times at most 200.
  public init(_ given: [Ratio]) { self.init(given, learnsWidths: true) }

  /// - Parameter learnsWidths: whether to learn how far off estimates are for single runs. Most of the work; what is
  ///   expected on average needs none of it.
  init(_ given: [Ratio], learnsWidths: Bool) {
    let ratios = Dictionary(grouping: given.filter(\.log.isFinite), by: \.task)
    tasks = ratios.keys.sorted().compactMap { task in
      SortedSample.median((ratios[task] ?? []).map(\.log)).map { (task, $0) }
    }
    self.ratios = ratios
    learnShifts()
    learnRunVariance()
    guard learnsWidths else { return }
    let step = max(1, (tasks.count + Self.residualTasks - 1) / Self.residualTasks)
    for index in stride(from: 0, to: tasks.count, by: step) { learnResiduals(of: tasks[index].task) }
  }

  /// The same with further ratios. What is usual, how far such estimates are off and what batches share is not learned
  /// anew: for the few runs of one task beside the many of others.
  public func adding(_ more: [Ratio]) -> MachineFactors {
    var result = self
    for (task, new) in Dictionary(grouping: more.filter(\.log.isFinite), by: \.task) {
      result.ratios[task, default: []] += new
      guard let median = SortedSample.median((result.ratios[task] ?? []).map(\.log)) else { continue }
      result.tasks.removeAll { $0.task == task }
      result.tasks.append((task, median))
    }
    result.tasks.sort { $0.task < $1.task }
    return result
  }

  /// What to expect of a task; nil if nothing at all is known.
  ///
  /// - Parameters:
  ///   - batch: The input set. Ratios of the task in the same batch are left out, as they would be the answer.
  ///   - prior: What benchmarks say.
  public func estimate(_ task: RuntimeTask, batch: String? = nil, prior: LogEstimate? = nil) -> Estimate? {
    estimate(task, own: ownRatios(task, batch: batch), batch: batch, prior: prior)
  }

  /// What to expect of a task whose own ratios are given instead of being among those learned from; nil if nothing at
  /// all is known.
  func estimate(_ task: RuntimeTask, own: [Ratio], batch: String? = nil, prior: LogEstimate?) -> Estimate? {
    guard let mean = meanEstimate(task, own: own, batch: batch, prior: prior) else { return nil }
    let width: Double
    if let scale = mean.ownScale {
      width = scale * (ownResiduals.halfWidth(without: task.tool) ?? Self.normal90)
    } else {
      width = peerResiduals.halfWidth(without: task.tool) ?? Self.normal90 * mean.estimate.variance.squareRoot()
    }
    return Estimate(
      log: mean.estimate.log, halfWidth90: width, meanVariance: mean.estimate.variance, evidence: mean.evidence)
  }

  /// What to expect of a task's runs on average; nil if nothing at all is known.
  struct MeanEstimate {
    /// ln of the ratio, and how far its mean may be off.
    var estimate: LogEstimate
    /// How far a single run may be off by the task's own ratios: the standard deviation; nil where there are none.
    var ownScale: Double?
    var evidence: Evidence
  }

  /// The same as ``estimate(_:own:batch:prior:)`` without the width for single runs.
  func meanEstimate(
    _ task: RuntimeTask, own: [Ratio], batch: String? = nil, prior: LogEstimate?
  ) -> MeanEstimate? {
    var evidence = Evidence()
    let peers = peerEstimate(task, prior: prior, &evidence)
    if let result = ownEstimate(task, own, batch: batch, peers: peers) {
      evidence.sameTask = own.count
      let variance = result.scale * result.scale / Double(own.count + 1)
      return MeanEstimate(
        estimate: LogEstimate(log: result.log, variance: variance), ownScale: result.scale, evidence: evidence)
    }
    guard let peers else { return nil }
    let estimate = LogEstimate(log: peers.log, variance: peers.variance + Usual.tasks.variance)
    return MeanEstimate(estimate: estimate, ownScale: nil, evidence: evidence)
  }

  /// 90 % of a normal distribution lie within so many standard deviations.
  static let normal90 = 1.6449

  private func ownRatios(_ task: RuntimeTask, batch: String?) -> [Ratio] {
    (ratios[task] ?? []).filter { batch == nil || $0.batch != batch }
  }

  /// What peers, other groups and benchmarks say; the task's own tool is left out wherever it runs.
  private func peerEstimate(_ task: RuntimeTask, prior: LogEstimate?, _ evidence: inout Evidence) -> LogEstimate? {
    let tool = task.tool
    var peers: [Double] = []
    var others: [Double] = []
    for place in tasks.indices where tasks[place].task.tool != tool {
      if tasks[place].task.group == task.group {
        peers.append(tasks[place].median)
      } else {
        others.append(tasks[place].median)
      }
    }
    evidence.peers = peers.count
    evidence.others = others.count
    evidence.hasBenchmarks = prior != nil
    let levels = [prior, Self.centre(peers), Self.centre(others, Usual.groupVariance)]
    return LogEstimate.pooled(levels.compactMap { $0 })
  }

  /// The median of a level, and the variance of that.
  private static func centre(_ medians: [Double], _ extra: Double = 0) -> LogEstimate? {
    guard let centre = SortedSample.median(medians) else { return nil }
    let spread = variance(medians.map { $0 - centre }, Usual.tasks)
    return LogEstimate(log: centre, variance: spread / Double(medians.count) + extra)
  }

  /// The variance of deviations from the median of their sizes, mixed with the usual one.
  private static func variance(_ deviations: [Double], _ usual: (variance: Double, weight: Double)) -> Double {
    // 1.4826 makes the median size of a normal distribution's deviations its standard deviation.
    let robust = 1.4826 * (SortedSample.median(deviations.map(abs)) ?? 0)
    let count = Double(deviations.count)
    return (robust * robust * count + usual.variance * usual.weight) / (count + usual.weight)
  }

  private func ownEstimate(
    _ task: RuntimeTask, _ own: [Ratio], batch: String?, peers: LogEstimate?
  ) -> (log: Double, scale: Double)? {
    guard let median = SortedSample.median(own.map(\.log)) else { return nil }
    let count = Double(own.count)
    var result = median + (batch.map { batchEffect($0, without: task) } ?? 0)
    if let peers {
      // How far a task is from its peers in general.
      let between = LogEstimate(log: peers.log, variance: peers.variance + Usual.tasks.variance)
      result = LogEstimate.pooled([LogEstimate(log: result, variance: runVariance / count), between])?.log ?? result
    }
    let squares = own.reduce(0) { $0 + ($1.log - median) * ($1.log - median) }
    let scatter = (Usual.ownScatterWeight * runVariance + squares) / (Usual.ownScatterWeight + count - 1)
    return (result, (scatter * (1 + 1 / count)).squareRoot())
  }

  /// By how much the tasks of a batch differ from what they do otherwise: the median over the other tools, shrunk
  /// towards nought.
  private func batchEffect(_ batch: String, without task: RuntimeTask) -> Double {
    let known = shifts[Batch(group: task.group, name: batch)] ?? []
    let shifts = known.filter { $0.tool != task.tool }.map(\.shift)
    let count = Double(shifts.count)
    return (SortedSample.median(shifts) ?? 0) * count / (count + Usual.batchTasks)
  }

  /// By how much each task of a batch differs from what it does otherwise.
  private mutating func learnShifts() {
    for (task, _) in tasks {
      let all = ratios[task] ?? []
      let batches = Dictionary(grouping: all.filter { $0.batch != nil }, by: { $0.batch ?? "" })
      // Of batches without end each has little to say of its own, and each is compared with all others.
      guard batches.count <= Self.comparedBatches else { continue }
      for (batch, ratios) in batches {
        let elsewhere = all.filter { $0.batch != batch }.map(\.log)
        if let here = SortedSample.median(ratios.map(\.log)), let elsewhere = SortedSample.median(elsewhere) {
          shifts[Batch(group: task.group, name: batch), default: []].append((task.tool, here - elsewhere))
        }
      }
    }
  }

  private mutating func learnRunVariance() {
    var deviations: [Double] = []
    for (task, _) in tasks {
      let own = ratios[task] ?? []
      guard own.count > 1 else { continue }
      for index in own.indices.prefix(Self.residualTasks) {
        let rest = own.indices.filter { $0 != index }.map { own[$0].log }
        // The median of the others scatters as well: by one over their number.
        if let median = SortedSample.median(rest) {
          deviations.append((own[index].log - median) / (1 + 1 / Double(rest.count)).squareRoot())
        }
      }
    }
    runVariance = Self.variance(deviations, Usual.runs)
  }

  /// What the errors would have been, had this task not been seen, or not with that input.
  private mutating func learnResiduals(of task: RuntimeTask) {
    let all = (ratios[task] ?? []).prefix(Self.residualTasks)
    var unused = Evidence()
    // What benchmarks say is the same for all runs of a task.
    let peers = peerEstimate(task, prior: all.first?.prior, &unused)
    for (index, ratio) in all.enumerated() {
      if let peers { peerResiduals.add(ratio.log - peers.log, task: task.tool) }
      // Without batches every other run counts, with them those of the same one do not.
      let own = all.enumerated().filter {
        $0.offset != index && (ratio.batch == nil || $0.element.batch != ratio.batch)
      }
      if let result = ownEstimate(task, own.map(\.element), batch: ratio.batch, peers: peers) {
        ownResiduals.add((ratio.log - result.log) / result.scale, task: task.tool)
      }
    }
  }
}
