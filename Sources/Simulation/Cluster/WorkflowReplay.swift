public import JobModel

/// Runs a recorded workflow again on the machines of its record.
///
/// Each task runs for as long as recorded on as many cores as it asked for, or on one; see ``ListSchedule`` for the
/// order. No time is spent on anything else: not on starting, on moving data or on the workflow system itself. Memory
/// is taken to be enough.
public struct WorkflowReplay: Sendable {
  /// Where tasks may run.
  public enum Placement: String, Sendable, CaseIterable {
    /// On any machine.
    case any
    /// On the machine that the record names; the first one, if it names several.
    case recorded
  }

  private let instance: WorkflowInstance
  private let placement: Placement
  private let cores: [Int64]
  private let tasks: [ListSchedule.Task]
  private var warnings: [String] = []
  private var assumptions: [String] = []

  /// Makes an instance ready.
  ///
  /// - Throws: ``SimulationError`` for an instance without tasks, for tasks that wait for each other or for none, for
  ///   times beyond the horizon, and for recorded placement where nothing is recorded.
  public init(_ instance: WorkflowInstance, placement: Placement = .any) throws(SimulationError) {
    self.instance = instance
    self.placement = placement
    try Self.check(instance, placement)
    var needs = instance.tasks.map { Int64(min(max(1, $0.cores ?? 1), Int(Int32.max))) }
    let isUnlimited = instance.machines.isEmpty
    // As if there were one machine with room for all tasks at once.
    cores = isUnlimited ? [needs.reduce(0, +)] : instance.machines.map { Int64(max(1, $0.cores)) }
    var bound = [Int32](repeating: -1, count: needs.count)
    if placement == .recorded { bound = Self.recordedMachines(instance, &warnings) }
    let largest = cores.max() ?? 1
    var capped = 0
    for index in needs.indices {
      let room = bound[index] >= 0 ? cores[Int(bound[index])] : largest
      if needs[index] > room { capped += 1 }
      needs[index] = min(needs[index], room)
    }
    if isUnlimited { warnings.append("the instance names no machines: there are enough cores for all tasks at once") }
    if capped > 0 {
      warnings.append("\(Self.tasks(capped)) asked for more cores than a machine has: all that it has must do")
    }
    tasks = instance.tasks.indices.map { index in
      ListSchedule.Task(
        runtime: instance.tasks[index].runtime?.milliseconds ?? 0, cores: Int32(clamping: needs[index]),
        machine: bound[index], parents: instance.tasks[index].parents)
    }
    describe()
  }

  private static func check(_ instance: WorkflowInstance, _ placement: Placement) throws(SimulationError) {
    guard !instance.tasks.isEmpty, instance.tasks.count < Int(Int32.max) else {
      throw SimulationError("the workflow \(instance.name) has \(instance.tasks.count) tasks: nothing can be replayed")
    }
    var total: Int64 = 0
    for task in instance.tasks {
      guard task.parents.allSatisfy(instance.tasks.indices.contains) else {
        throw SimulationError("task \(task.id) waits for a task that there is not")
      }
      let runtime = task.runtime?.milliseconds ?? 0
      guard runtime >= 0 else { throw SimulationError("task \(task.id) has a runtime below nought") }
      total = saturatingSum(total, runtime)
    }
    guard total <= SimDuration.limit.milliseconds else {
      throw SimulationError(
        "simulated time passes \(SimDuration.limit)", hint: "look for a runtime that is far too long")
    }
    if let cycle = instance.firstCycle() {
      throw SimulationError("these tasks wait for each other: \(cycle.prefix(8).map(\.id).joined(separator: ", "))")
    }
    guard placement == .recorded else { return }
    guard !instance.machines.isEmpty, instance.tasks.contains(where: { !$0.machines.isEmpty }) else {
      throw SimulationError(
        "no task of \(instance.name) names the machine it ran on", hint: "replay it without --pin recorded")
    }
  }

  /// The machine that each task is bound to, or -1 where the record does not say or names one that is not listed.
  private static func recordedMachines(_ instance: WorkflowInstance, _ warnings: inout [String]) -> [Int32] {
    var places: [String: Int32] = [:]
    for (index, machine) in instance.machines.enumerated() where places[machine.name] == nil {
      places[machine.name] = Int32(truncatingIfNeeded: index)
    }
    let bound = instance.tasks.map { $0.machines.first.flatMap { places[$0] } ?? -1 }
    let free = bound.count { $0 < 0 }
    if free > 0 { warnings.append("\(Self.tasks(free)) named no machine of the list: any will do") }
    let several = instance.tasks.count { $0.machines.count > 1 }
    if several > 0 { warnings.append("\(Self.tasks(several)) named several machines: the first counts") }
    return bound
  }

  private static func tasks(_ count: Int) -> String { count == 1 ? "1 task" : "\(count) tasks" }

  private mutating func describe() {
    assumptions = [
      instance.machines.isEmpty
        ? "runtimes stand; cores without limit"
        : "runtimes stand; \(instance.machines.count == 1 ? "1 machine" : "\(instance.machines.count) machines") with "
          + "\(cores.reduce(0, +)) cores"
          + (placement == .recorded ? ", each task on the one it ran on" : "; a task runs where most cores are free"),
      "no time is spent on starting tasks, moving data or the workflow system; memory is enough",
    ]
    let silent = instance.tasks.count { $0.cores == nil }
    if silent > 0 { assumptions.append("\(silent) of \(Self.tasks(tasks.count)) do not say how many cores: one each") }
  }

  /// Schedules the tasks and sums up.
  ///
  /// - Parameter name: what the run is called; its id is left empty for the caller to fill in.
  /// - Parameter keepsSchedule: whether the run holds a row for each task.
  /// - Throws: ``SimulationError``.
  /// - Complexity: O((n + edges) log n).
  public func run(name: String, version: String, keepsSchedule: Bool) throws(SimulationError) -> Run {
    try run(name: name, version: version, keepsSchedule: keepsSchedule, keepsSteps: false).run
  }

  /// Schedules the tasks, sums up and says what changed when.
  ///
  /// - Parameter name: what the run is called; its id is left empty for the caller to fill in.
  /// - Parameter keepsSchedule: whether the run holds a row for each task.
  /// - Parameter keepsSteps: whether there are steps, of which a ``Series`` is made.
  /// - Throws: ``SimulationError``.
  /// - Complexity: O((n + edges) log n).
  public func run(
    name: String, version: String, keepsSchedule: Bool, keepsSteps: Bool
  ) throws(SimulationError) -> (run: Run, steps: [StepEvent]) {
    let schedule = ListSchedule(tasks, cores: cores)
    let ends = tasks.indices.map { schedule.starts[$0] + tasks[$0].runtime }
    let makespan = ends.max() ?? 0
    guard schedule.completed == tasks.count, let wallClock = Summary([makespan]) else {
      throw SimulationError("\(tasks.count - schedule.completed) tasks of \(instance.name) can never start")
    }
    var waits = tasks.indices.map { schedule.starts[$0] - schedule.ready[$0] }
    var run = Run(
      id: "", kind: .replay, name: name, catalog: Run.noCatalog, seed: 0, replications: 1, version: version,
      jobs: tasks.count, tries: Int64(tasks.count), wallClock: wallClock, wait: WaitFigures(selecting: &waits))
    run.unpricedTries = Int64(tasks.count)
    run.wallClockSamples = [makespan]
    run.criticalPath = longestPath()
    if !instance.machines.isEmpty, makespan > 0 {
      let work = tasks.reduce(Int128(0)) { $0 + Int128($1.runtime) * Int128($1.cores) }
      run.utilization = Double(work) / (Double(makespan) * Double(cores.reduce(0, +)))
    }
    if let recorded = instance.makespan {
      var figures = RecordedFigures()
      figures.makespan = recorded.milliseconds
      run.recorded = figures
    }
    run.tasks = figures(schedule, ends: ends, makespan: makespan)
    run.warnings = warnings
    run.assumptions = assumptions
    if keepsSchedule { run.schedule = rows(schedule, ends: ends) }
    var steps: [StepEvent] = []
    for index in tasks.indices where keepsSteps {
      StepEvent.append(
        ready: schedule.ready[index], started: schedule.starts[index], stopped: ends[index],
        milliVCPUs: Int64(tasks[index].cores) * 1000, nanosPerHour: nil, to: &steps)
    }
    return (run, steps)
  }

  /// Milliseconds of the longest chain of runtimes: what no number of machines shortens.
  private func longestPath() -> Int64 {
    // Enough cores for all at once: nothing waits but for its parents.
    let free = ListSchedule(
      tasks.map { .init(runtime: $0.runtime, cores: 1, machine: -1, parents: $0.parents) }, cores: [Int64(tasks.count)])
    return tasks.indices.map { free.starts[$0] + tasks[$0].runtime }.max() ?? 0
  }

  /// What tasks of each executable took, in order of first appearance.
  private func figures(_ schedule: ListSchedule, ends: [Int64], makespan: Int64) -> [TaskFigures] {
    struct Sums {
      var jobs = 0
      var wait: Int64 = 0
      var run: Int64 = 0
      var critical: Int64 = 0
    }
    var sums: [Sums] = []
    var names: [String] = []
    var places: [String: Int] = [:]
    let placeOf = instance.tasks.map { task in
      let place = places[task.executable] ?? sums.count
      if place == sums.count {
        places[task.executable] = place
        names.append(task.executable)
        sums.append(Sums())
      }
      return place
    }
    for index in tasks.indices {
      sums[placeOf[index]].jobs += 1
      sums[placeOf[index]].wait += schedule.starts[index] - schedule.ready[index]
      sums[placeOf[index]].run += tasks[index].runtime
    }
    // Back from the last end, always to the parent that ended last.
    var link = tasks.indices.last { ends[$0] == makespan }
    while let task = link {
      sums[placeOf[task]].critical += ends[task] - schedule.ready[task]
      link = tasks[task].parents.first { ends[$0] == schedule.ready[task] }
    }
    return zip(names, sums).map { name, sum in
      TaskFigures(
        name: name, jobs: sum.jobs, triesMean: Double(sum.jobs), costMean: nil, costShare: nil,
        waitMean: sum.wait / Int64(sum.jobs), runMean: sum.run / Int64(sum.jobs),
        criticalShare: makespan > 0 ? Double(sum.critical) / Double(makespan) : 0, failedMean: 0)
    }
  }

  private func rows(_ schedule: ListSchedule, ends: [Int64]) -> Schedule {
    var executables: [String] = []
    var places: [String: Int32] = [:]
    var rows = Schedule(
      jobs: instance.tasks.map(\.id), tasks: [], types: instance.machines.map(\.name), outcomes: [.init(state: .done)])
    rows.task = instance.tasks.map { task in
      if let known = places[task.executable] { return known }
      let place = Int32(truncatingIfNeeded: executables.count)
      places[task.executable] = place
      executables.append(task.executable)
      return place
    }
    rows.tasks = executables
    rows.job = tasks.indices.map { Int32(truncatingIfNeeded: $0) }
    rows.tryNumber = [Int32](repeating: 0, count: tasks.count)
    rows.submitted = schedule.ready
    rows.started = schedule.starts
    rows.stopped = ends
    rows.outcome = rows.tryNumber
    rows.type = instance.machines.isEmpty ? [Int32](repeating: -1, count: tasks.count) : schedule.machines
    rows.isSpot = [Bool](repeating: false, count: tasks.count)
    rows.cost = [Int64?](repeating: nil, count: tasks.count)
    return rows
  }
}
