public import JobModel

/// Fills every `{from: history}` of a plan with what the executable's past jobs took and used.
///
/// A resolved distribution is the sample itself: each simulated job draws one of the past values (bootstrap). Only jobs
/// that were done count, and cached ones do not, since they say nothing about the work.
public struct HistoryResolver {
  /// A plan with its distributions, and what they rest on.
  public struct Resolution: Sendable {
    /// The plan, without `{from: history}`.
    public var plan: Plan
    /// What each filled-in distribution rests on, in plain words.
    public var evidence: [String]
    /// The tasks whose runtime nobody knows, and that take the assumed one.
    public var assumed: [String] = []
    /// What makes it doubtful.
    public var warnings: [String]
  }

  /// Why distributions cannot be filled in.
  public struct MissingHistory: Error, Equatable, Sendable, CustomStringConvertible {
    /// The first task.
    public let task: String
    /// The executable that was looked up for it.
    public let executable: String
    /// What is missing for which tasks, the nearest executables known, and what to do.
    public let description: String
    /// The key that is missing, such as `runtime`.
    var key = ""
    /// The nearest executable known; empty without one.
    var near = ""
  }

  /// Fewer jobs than this give a warning: their extremes are not seen yet.
  public static let fewJobs = 20
  /// A larger sample is thinned to this many of its quantiles.
  static let sampleLimit = 10_000

  private let source: any JobSource

  private let assumed: SimDuration?

  /// A resolver that looks up executables in a source.
  ///
  /// - Parameter assumed: the runtime where no past job tells one; nil makes that an error.
  public init(source: any JobSource, assumed: SimDuration? = nil) {
    self.source = source
    self.assumed = assumed
  }

  /// Whether a plan asks for history at all.
  public static func isNeeded(for plan: Plan) -> Bool {
    plan.tasks.contains { task in
      task.setup == .fromHistory || task.memory == .fromHistory || task.runtime?.distribution == .fromHistory
        || task.work?.perItem == .fromHistory
    }
  }

  /// Fills in a plan.
  ///
  /// - Throws: ``MissingHistory`` where no past job helps, or what the source throws.
  public func resolve(_ plan: Plan) throws -> Resolution {
    var result = Resolution(plan: plan, evidence: [], warnings: [])
    var missing: [MissingHistory] = []
    for index in plan.tasks.indices where Self.isNeeded(for: Plan(name: "", tasks: [plan.tasks[index]])) {
      do {
        try fill(&result, index)
      } catch let error as MissingHistory where !error.key.isEmpty {
        missing.append(error)
      }
    }
    if let first = missing.first { throw missing.count == 1 ? first : Self.all(missing) }
    if let assumed, let first = result.assumed.first {
      result.warnings.append(
        result.assumed.count == 1
          ? "no past job tells the runtime of \(first): \(assumed) is assumed"
          : "no past job tells the runtime of \(result.assumed.count) tasks: \(assumed) is assumed for each "
            + "(\(listed(result.assumed, upTo: 8)))"
      )
    }
    return result
  }

  /// One error for several tasks.
  private static func all(_ missing: [MissingHistory]) -> MissingHistory {
    let shown = missing.map { error in
      let program = error.executable == error.task ? "" : " (\(error.executable))"
      return error.task + program + (error.near.isEmpty ? "" : " (the nearest name known is \"\(error.near)\")")
    }
    let keys = Set(missing.map(\.key)).sorted().joined(separator: " or ")
    return MissingHistory(
      task: missing[0].task, executable: missing[0].executable,
      description: "no past job tells the \(keys) of \(missing.count) tasks: \(listed(shown, upTo: 20)); "
        + remedy(missing[0]))
  }

  private static func remedy(_ error: MissingHistory) -> String {
    "import past jobs (`purser import FILE…`), or give figures in the plan or on the command line, such as "
      + (error.key == "runtime" ? "--assume-runtime 1h for all that lack one, or " : "")
      + "--set 'tasks.\(error.task).\(error.key)=\(error.key == "memory" ? "8 GiB" : "2h")'"
  }

  private func fill(_ result: inout Resolution, _ index: Int) throws {
    let task = result.plan.tasks[index]
    if task.setup == .fromHistory || task.work?.perItem == .fromHistory {
      throw MissingHistory(
        task: task.name, executable: task.executable,
        description: "task \"\(task.name)\": `setup` and `work.per_item` cannot come from history: "
          + "a job's record does not tell set-up from work; give figures")
    }
    let rows = try source.usageRows(executable: task.executable).filter { $0.state == .done && !$0.isCached }
    if task.runtime?.distribution == .fromHistory {
      let runtimes = rows.compactMap(\.knownRuntime?.milliseconds)
      let isAssumed = runtimes.isEmpty && assumed != nil
      let distribution =
        try isAssumed
        ? .constant(assumed?.milliseconds ?? 0) : sample(runtimes, task, "runtime", "done with a runtime")
      switch task.runtime {
      case .amdahl(let vcpus, _, let parallel):
        result.plan.tasks[index].runtime = .amdahl(atVCPUs: vcpus, runtime: distribution, parallel: parallel)
      default: result.plan.tasks[index].runtime = .distribution(distribution)
      }
      if isAssumed {
        result.assumed.append(task.name)
      } else {
        note(&result, task, "runtime", runtimes.count)
        warnOfOtherTypes(&result, task, rows)
      }
    }
    if task.memory == .fromHistory {
      let peaks = rows.compactMap(\.usage.peakMemory?.count).filter { $0 > 0 }
      result.plan.tasks[index].memory = try sample(peaks, task, "memory", "done with a known memory peak")
      note(&result, task, "memory", peaks.count)
    }
  }

  private func sample(
    _ values: [Int64], _ task: PlanTask, _ key: String, _ wanted: String
  ) throws -> Distribution {
    guard !values.isEmpty else {
      let near =
        nearestNames(to: task.executable, among: try source.executables()).first { $0 != task.executable } ?? ""
      let hint = near.isEmpty ? "" : "; the nearest name known is \"\(near)\""
      throw MissingHistory(
        task: task.name, executable: task.executable,
        description: "task \"\(task.name)\": `\(key): {from: history}` finds no job of \"\(task.executable)\" that is "
          + "\(wanted)\(hint); "
          + Self.remedy(MissingHistory(task: task.name, executable: task.executable, description: "", key: key)),
        key: key, near: near)
    }
    guard values.count > Self.sampleLimit else { return .values(values.sorted()) }
    let sorted = values.sorted()
    return .values(
      (0..<Self.sampleLimit).map { Summary.quantile(sorted, (Double($0) + 0.5) / Double(Self.sampleLimit)) })
  }

  private func note(_ result: inout Resolution, _ task: PlanTask, _ key: String, _ count: Int) {
    result.evidence.append("\(key) of \(task.name): \(count) past jobs of \(task.executable)")
    if count < Self.fewJobs {
      result.warnings.append(
        "\(key) of \(task.name) rests on \(count) past \(count == 1 ? "job" : "jobs") (fewer than \(Self.fewJobs)): "
          + "extremes are not seen yet")
    }
  }

  private func warnOfOtherTypes(_ result: inout Resolution, _ task: PlanTask, _ rows: [UsageRow]) {
    guard let planned = task.instanceType else { return }
    let others = rows.filter { $0.knownRuntime != nil && $0.instanceType != nil && $0.instanceType != planned }
    guard !others.isEmpty else { return }
    let names = Set(others.compactMap(\.instanceType)).sorted().prefix(3).joined(separator: ", ")
    result.warnings.append(
      "\(task.name) is planned on \(planned), but \(others.count) of its past jobs ran on \(names): their times are taken "
        + "as they are")
  }
}
