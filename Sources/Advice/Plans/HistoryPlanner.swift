public import JobModel
import Simulation

/// Makes a plan of a workflow that was run: its steps, how many jobs each had, what waited for what, and how long jobs ran.
///
/// Taken are recorded dependencies; where there are none, a step follows the one of the same analysis, launcher or run
/// whose end is nearest before its jobs became ready. What is not in a plan is not taken: waits for workers, the time
/// between one job's end and the next one's readiness, and tries that failed.
public struct HistoryPlanner {
  private let unended: UnendedJobs
  private let waits: RecordedWaits
  private let steps: RecordedSteps
  private let relations: StepRelations

  /// A planner of one run.
  ///
  /// - Complexity: O(n log n) in the number of jobs, and in the square of the number of steps.
  public init(_ history: History) {
    unended = UnendedJobs(history)
    waits = RecordedWaits(unended.history)
    let kinds = unended.kinds
    steps = RecordedSteps(waits, isOpen: { kinds[$0] != nil })
    // Jobs of several users, or of a platform that tells its trees, have no order beyond what is recorded.
    let users = Set(waits.jobs.map(\.user))
    let runs = Set(waits.jobs.map(\.key.run))
    relations = StepRelations(steps, infersFromTimes: users.count <= 1 && runs.count == 1 && runs.first != "")
  }

  /// The draft; nil of no job.
  ///
  /// A step without any runtime on record takes that of other jobs of its executable, of this run or of the past. Where
  /// there are none, it takes the assumed runtime, or is left out: then what waited for it waits for what it waited for.
  ///
  /// - Parameters:
  ///   - name: what the plan is called.
  ///   - origin: what it is made from, for the comments.
  ///   - past: jobs of other runs.
  ///   - assumed: the runtime of a step of which nobody knows one.
  /// - Throws: ``NothingRan`` where no step has a runtime, or what the source throws.
  public func draft(
    name: String, origin: String, past: any JobSource = InMemoryJobSource(History()), assumed: SimDuration? = nil
  ) throws -> PlanDraft? {
    guard !steps.steps.isEmpty else { return nil }
    var draft = PlanDraft(plan: Plan(name: name.isEmpty ? "plan" : name, tasks: []), origin: origin)
    let runtimes = try runtimes(past, assumed)
    let gone = Set(runtimes.indices.filter { runtimes[$0] == nil })
    guard gone.count < runtimes.count else {
      throw NothingRan(
        jobs: steps.units.count,
        reasons: StepRuntime.absence(steps.units.map { steps.jobs[$0.row] }, unended.kinds))
    }
    let names = taskNames()
    let kept = gone.isEmpty ? relations : relations.leavingOut(gone)
    for step in kept.topological() {
      if let runtime = runtimes[step] {
        let (task, remarks) = task(step, names, kept, runtime)
        draft.plan.tasks.append(task)
        draft.comments[task.name] = remarks
        let needs = needs(step)
        if !needs.isEmpty { draft.needs[task.name] = needs }
      } else {
        draft.leftOut.append(leftOut(step, names, kept))
      }
    }
    remark(on: &draft)
    return draft
  }

  /// The runtime of each step; nil for those that are left out.
  private func runtimes(_ past: any JobSource, _ assumed: SimDuration?) throws -> [StepRuntime?] {
    var known = steps.steps.map { step in
      StepRuntime.recorded(step.units.map { steps.jobs[steps.units[$0].row] }, unended.kinds)
    }
    let lacking = Set(known.indices.filter { known[$0] == nil }.map { steps.steps[$0].executable })
    guard !lacking.isEmpty else { return known }
    var ran: [String: [UsageRow]] = [:]
    for job in waits.jobs where job.workerTime != nil && lacking.contains(job.executable) {
      ran[job.executable, default: []].append(UsageRow(job))
    }
    for (index, step) in steps.steps.enumerated() where known[index] == nil {
      let here = ran[step.executable, default: []]
      known[index] =
        try StepRuntime.past(here, of: step.executable, in: "other steps of this run")
        ?? StepRuntime.past(past.usageRows(executable: step.executable), of: step.executable, in: "other runs")
        ?? assumed.map {
          StepRuntime(
            distribution: .constant($0.milliseconds),
            remarks: ["none of its jobs ran: \($0) is assumed for its runtime"])
        }
    }
    return known
  }

  /// A step that is left out, as the task that it would be.
  private func leftOut(_ step: Int, _ names: [String], _ kept: StepRelations) -> PlanDraft.LeftOut {
    let rows = steps.steps[step].units.map { steps.jobs[steps.units[$0].row] }
    let nothing = StepRuntime(distribution: .fromHistory, remarks: [])
    var (task, own) = task(step, names, kept, nothing)
    task.runtime = nil
    var remarks = [
      "of its \(rows.count) \(rows.count == 1 ? "job" : "jobs"): \(StepRuntime.absence(rows, unended.kinds))"
    ]
    remarks += own
    let before = relations.relations[step].keys.sorted().filter { !kept.relations[step].keys.contains($0) }
    if !before.isEmpty { remarks.append("it also waited for \(list(before, names))") }
    let behind = relations.relations.indices.filter { relations.relations[$0][step] != nil }
    if !behind.isEmpty { remarks.append("\(list(behind, names)) waited for it") }
    return PlanDraft.LeftOut(task: task, remarks: remarks)
  }

  private func list(_ steps: [Int], _ names: [String]) -> String {
    listed(steps.map { names[$0] }, upTo: 8)
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

  private func task(
    _ index: Int, _ names: [String], _ relations: StepRelations, _ runtime: StepRuntime
  ) -> (task: PlanTask, remarks: [String]) {
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
    task.runtime = .distribution(runtime.distribution)
    remarks += runtime.remarks
    let ran = rows.filter { !$0.isCached && $0.workerTime != nil }
    let done = ran.filter { $0.state == .done }
    let peaks = (done.isEmpty ? ran : done).compactMap(\.usage.peakMemory?.count).filter { $0 > 0 }
    if let (memory, words) = SampleFit.distribution(of: peaks.map(Self.wholeMebibytes)) {
      task.memory = memory
      let isBound = ran.contains { $0.usage.peakMemory != nil && $0.usage.peaksAreLowerBounds }
      remarks.append("memory: \(words)" + (isBound ? ", peaks seen in samples: at least so much" : ""))
    }
    setConditions(&task, ran.isEmpty ? rows : ran, &remarks)
    if !runtime.past.isEmpty { complete(&task, runtime.past, &remarks) }
    return (task, remarks)
  }

  /// Takes from past jobs what a step of which no job ran cannot tell.
  private func complete(_ task: inout PlanTask, _ past: [UsageRow], _ remarks: inout [String]) {
    if task.memory == nil,
      let (memory, words) = SampleFit.distribution(
        of: past.compactMap(\.usage.peakMemory?.count).filter { $0 > 0 }.map(Self.wholeMebibytes))
    {
      task.memory = memory
      remarks.append("memory: \(words) there")
    }
    if task.instanceType == nil, let type = most(past.compactMap(\.instanceType)) {
      task.instanceType = type
      remarks.append("it runs on \(type), as most of them did")
    }
  }

  /// What a step's jobs asked of their machines.
  private func needs(_ index: Int) -> PlanDraft.Needs {
    let rows = steps.steps[index].units.map { steps.jobs[steps.units[$0].row] }
    return PlanDraft.Needs(
      vcpus: most(rows.compactMap(\.vcpus)), memory: most(rows.compactMap(\.memoryRequested)),
      disk: most(rows.compactMap(\.diskRequested)))
  }

  /// Large sizes are written in whole MiB, never less than was seen.
  private static func wholeMebibytes(_ bytes: Int64) -> Int64 {
    let unit: Int64 = 1 << 20
    guard bytes >= 64 * unit, bytes <= Bytes.limit.count - unit else { return min(bytes, Bytes.limit.count) }
    return (bytes + unit - 1) / unit * unit
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
    let running = unended.kinds.count { $0.value == .running }
    if running > 0 {
      draft.assumptions.append(
        "\(running == 1 ? "1 job" : "\(running) jobs") had not ended: where none of a step had, the time so far is taken"
      )
    }
    if let words = draft.leftOutWords { draft.assumptions.append(words) }
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
