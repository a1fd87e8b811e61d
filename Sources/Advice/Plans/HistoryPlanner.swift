public import JobModel
import Simulation

/// Makes a plan of a workflow that was run: its steps, how many jobs each had, what waited for what, and how long jobs ran.
///
/// Taken are recorded dependencies; where there are none, a step follows the one of the same analysis, launcher or run
/// whose end is nearest before its jobs became ready. What is not in a plan is not taken: waits for workers, the time
/// between one job's end and the next one's readiness, and tries that failed.
public struct HistoryPlanner {
  private let waits: RecordedWaits
  private let steps: RecordedSteps
  private let relations: StepRelations

  /// A planner of one run.
  ///
  /// - Complexity: O(n log n) in the number of jobs, and in the square of the number of steps.
  public init(_ history: History) {
    waits = RecordedWaits(history)
    steps = RecordedSteps(waits)
    // Jobs of several users, or of a platform that tells its trees, have no order beyond what is recorded.
    let users = Set(waits.jobs.map(\.user))
    let runs = Set(waits.jobs.map(\.key.run))
    relations = StepRelations(steps, infersFromTimes: users.count <= 1 && runs.count == 1 && runs.first != "")
  }

  /// The draft; nil of no job.
  ///
  /// - Parameters:
  ///   - name: what the plan is called.
  ///   - origin: what it is made from, for the comments.
  public func draft(name: String, origin: String) -> PlanDraft? {
    guard !steps.steps.isEmpty else { return nil }
    var draft = PlanDraft(plan: Plan(name: name.isEmpty ? "plan" : name, tasks: []), origin: origin)
    let names = taskNames()
    for step in relations.topological() { add(step, names, to: &draft) }
    remark(on: &draft)
    return draft
  }

  /// The executable's name, shortened to a Nextflow process' last part where that is clear; with the stage or a number
  /// where several steps run the same.
  private func taskNames() -> [String] {
    var taken = TaskNames()
    let short = steps.steps.map { step -> String in
      guard let job = step.units.first.map({ steps.jobs[steps.units[$0].row] }), !job.key.run.isEmpty,
        let colon = step.executable.lastIndex(of: ":"), step.executable.index(after: colon) < step.executable.endIndex
      else { return step.executable }
      return String(step.executable[step.executable.index(after: colon)...])
    }
    let counts = Dictionary(grouping: zip(short, steps.steps).map { "\($0)\u{0}\($1.executable)" }) { $0 }
    let shortCounts = Dictionary(grouping: Set(counts.keys).map { $0.prefix { $0 != "\u{0}" } }) { $0 }.mapValues(
      \.count)
    return steps.steps.indices.map { index in
      let step = steps.steps[index]
      let isClear = shortCounts[short[index].prefix { $0 != "\u{0}" }] ?? 1 <= 1
      var wish = isClear ? short[index] : step.executable
      let alike = steps.steps.filter { $0.executable == step.executable && $0.stage != step.stage }
      if !alike.isEmpty, let stage = step.stage {
        wish += " " + (stage.hasPrefix("stage-") ? String(stage.dropFirst(6)) : stage)
      }
      return taken.free(wish)
    }
  }

  private func add(_ index: Int, _ names: [String], to draft: inout PlanDraft) {
    let step = steps.steps[index]
    let rows = step.units.map { steps.jobs[steps.units[$0].row] }
    var task = PlanTask(name: names[index])
    task.executable = step.executable
    task.count = step.units.count
    var remarks: [String] = []
    let wait = relations.relations[index].sorted { $0.key < $1.key }
    let each = wait.filter { $0.value == .each }.map(\.key)
    task.each = each.last.map { names[$0] }
    task.after = wait.filter { $0.key != each.last }.map { names[$0.key] }
    if relations.isInferred[index] { remarks.append("what it waits for is read off the times") }
    for (other, kind) in wait where kind == .some {
      remarks.append("its jobs waited for some jobs of \(names[other]); a plan can only say for all")
    }
    for other in each.dropLast() {
      remarks.append("each of its jobs waited for one of \(names[other]); a plan can name one `each`")
    }
    let ran = rows.filter { !$0.isCached && !($0.started == nil && $0.runtime == nil) }
    let done = ran.filter { $0.state == .done }
    setRuntime(&task, rows, ran, done, &remarks)
    let peaks = (done.isEmpty ? ran : done).compactMap(\.usage.peakMemory?.count).filter { $0 > 0 }
    if let (memory, words) = SampleFit.distribution(of: peaks.map(Self.wholeMebibytes)) {
      task.memory = memory
      let isBound = ran.contains { $0.usage.peakMemory != nil && $0.usage.peaksAreLowerBounds }
      remarks.append("memory: \(words)" + (isBound ? ", peaks seen in samples: at least so much" : ""))
    }
    setConditions(&task, ran.isEmpty ? rows : ran, &remarks)
    let needs = PlanDraft.Needs(
      vcpus: most(rows.compactMap(\.vcpus)), memory: most(rows.compactMap(\.memoryRequested)),
      disk: most(rows.compactMap(\.diskRequested)))
    if !needs.isEmpty { draft.needs[task.name] = needs }
    draft.plan.tasks.append(task)
    draft.comments[task.name] = remarks
  }

  /// Large sizes are written in whole MiB, never less than was seen.
  private static func wholeMebibytes(_ bytes: Int64) -> Int64 {
    let unit: Int64 = 1 << 20
    guard bytes >= 64 * unit, bytes <= Bytes.limit.count - unit else { return min(bytes, Bytes.limit.count) }
    return (bytes + unit - 1) / unit * unit
  }

  /// How long the run took that made a reused result, where the history says it.
  private static func runtimeOfOriginal(_ job: Job) -> Int64? {
    job.properties.first { $0.name == "cached_realtime_ms" }.flatMap { Int64($0.value) }.flatMap { $0 >= 0 ? $0 : nil }
  }

  private func setRuntime(
    _ task: inout PlanTask, _ rows: [Job], _ ran: [Job], _ done: [Job], _ remarks: inout [String]
  ) {
    let cached = rows.count { $0.isCached }
    if cached > 0 { remarks.append("\(cached) of its jobs were reused results: in the plan they run") }
    let failed = ran.count - done.count
    var values = done.compactMap(\.workerTime?.milliseconds).filter { $0 >= 0 }
    if values.isEmpty {
      values = ran.compactMap(\.workerTime?.milliseconds).filter { $0 >= 0 }
      if !values.isEmpty { remarks.append("none of its jobs was done: the time until they failed is taken") }
    } else if failed > 0 {
      remarks.append("\(failed) of its jobs failed: their times are not taken")
    }
    if values.isEmpty {
      values = rows.filter(\.isCached).compactMap(Self.runtimeOfOriginal)
      if !values.isEmpty { remarks.append("its times are those of the run that made the results") }
    }
    guard let (runtime, words) = SampleFit.distribution(of: values.map { min($0, SimDuration.limit.milliseconds) })
    else {
      task.runtime = .distribution(.fromHistory)
      remarks.append("no runtime is recorded: write one, such as 2h")
      return
    }
    task.runtime = .distribution(runtime)
    remarks.append("runtime: \(words)")
  }

  private func setConditions(_ task: inout PlanTask, _ rows: [Job], _ remarks: inout [String]) {
    let types = Set(rows.compactMap(\.instanceType)).sorted()
    task.instanceType = most(rows.compactMap(\.instanceType))
    if types.count > 1 {
      remarks.append("its jobs ran on \(types.prefix(5).joined(separator: ", ")): most on \(task.instanceType ?? "")")
    }
    task.priority = most(rows.compactMap(\.priority))
    let timeouts = rows.compactMap(\.timeLimit).filter { $0 > .zero && $0 < .hours(30 * 24) }
    task.timeout = most(timeouts)
    task.nodes = max(1, min(10_000, most(rows.map(\.nodes)) ?? 1))
    if let rank = most(rows.compactMap(\.rank)), (-1024...1023).contains(rank) { task.rank = rank }
    if var policy = most(rows.compactMap(\.restartPolicy)), policy != .platformDefault {
      // A plan names the reasons that the platform restarts on, and no count beyond reason.
      policy.restartOn = policy.restartOn.filter {
        FailureReason.restartable.contains($0.key) || $0.key == RestartPolicy.anyReason
      }.mapValues { max(0, min(10_000, $0)) }
      policy.maxRestarts = max(0, min(10_000, policy.maxRestarts))
      policy.maxSpotTries = policy.maxSpotTries.map { max(0, min(10_000, $0)) }
      task.restart = policy
    }
  }

  /// The most frequent value, of equally frequent ones the first.
  private func most<Value: Hashable>(_ values: [Value]) -> Value? {
    var counts: [Value: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    guard let top = counts.values.max() else { return nil }
    return values.first { counts[$0] == top }
  }

  private func remark(on draft: inout PlanDraft) {
    draft.assumptions = [
      "runtimes are the time on a worker; waits for one, and the time from one job's end to the next one's readiness, are "
        + "not in them"
    ]
    if relations.isInferred.contains(true) {
      draft.assumptions.append(
        "where the record says nothing, a step follows the one that ended nearest before its jobs became ready")
    }
    if steps.madeGood > 0 {
      draft.assumptions.append("\(steps.madeGood) failed tries that a later one made good are not planned")
    }
    for dropped in waits.dropped where !dropped.reason.hasPrefix("analyses") {
      draft.assumptions.append("\(dropped.count) jobs left out: \(dropped.reason)")
    }
    let launched = steps.units.contains { $0.parent != nil }
    if launched {
      draft.assumptions.append(
        "what a job launched begins with it, and a job that waited for what it launched keeps its recorded length")
    }
    if let samples = draft.plan.sampleCount {
      draft.assumptions.append("for another number of samples than \(samples): --scale samples=…")
    }
  }
}
