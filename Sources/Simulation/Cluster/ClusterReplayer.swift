public import JobModel

/// Runs a batch log again on one pool of processors.
public struct ClusterReplayer: Sendable {
  private let log: RigidLog
  private let dropped: [DroppedJobs]
  private let processors: Int
  private let order: Platform.Order

  /// Makes a log ready.
  ///
  /// - Parameter dropped: the jobs that were left out when it was read.
  public init(_ log: RigidLog, dropped: [DroppedJobs], processors: Int, order: Platform.Order) {
    self.log = log
    self.dropped = dropped
    self.processors = processors
    self.order = order
  }

  /// Schedules the log and sums up.
  ///
  /// - Parameter keepsSchedule: whether the run holds a row for each job; the starts are given back in any case.
  /// - Throws: ``SimulationError``.
  public func run(
    name: String, version: String, keepsSchedule: Bool
  ) throws(SimulationError) -> (run: Run, starts: [Int64]) {
    let starts = try ClusterSchedule(log, processors: processors, order: order).starts
    var lastEnd = Int64.min
    var work = Int128(0)
    for job in 0..<log.count {
      lastEnd = max(lastEnd, starts[job] + log.runtime[job])
      work += Int128(log.runtime[job]) * Int128(log.processors[job])
    }
    let begin = log.submitted.first ?? 0
    let makespan = log.count == 0 ? 0 : lastEnd - begin
    guard let wallClock = Summary([makespan]) else { throw SimulationError("nothing was replayed") }
    var waits = starts
    for job in 0..<log.count { waits[job] -= log.submitted[job] }
    // Before the waits lose their order.
    let users = LogGroups.figures(log.user, waits: waits) { "user \($0)" }
    let queues = LogGroups.figures(log.queue, waits: waits) { String($0) }
    var run = Run(
      id: "", kind: .replay, name: name, catalog: Run.noCatalog, seed: 0, replications: 1, version: version,
      jobs: log.count,
      tries: Int64(log.count), wallClock: wallClock, wait: WaitFigures(selecting: &waits))
    run.users = users
    run.queues = queues
    run.unpricedTries = Int64(log.count)
    run.wallClockSamples = [makespan]
    run.dropped = dropped
    let offered = Int128(makespan) * Int128(processors)
    run.utilization = offered > 0 ? Double(work) / Double(offered) : nil
    run.recorded = recorded(begin)
    run.assumptions = ["one pool of \(processors) processors without borders between machines, order \(order.rawValue)"]
    if log.outranRequest > 0 {
      run.assumptions.append(
        "\(log.outranRequest) jobs ran longer than they had asked for: their request is taken to be their runtime")
    }
    if keepsSchedule {
      run.schedule = schedule(starts)
      run.recorded?.load = recordedLoad()
    }
    return (run, starts)
  }

  private func recorded(_ begin: Int64) -> RecordedFigures? {
    var waits: [Int64] = []
    var lastEnd = Int64.min
    for job in 0..<log.count where log.recordedWait[job] >= 0 {
      if waits.isEmpty { waits.reserveCapacity(log.count) }
      waits.append(log.recordedWait[job])
      lastEnd = max(lastEnd, saturatingSum(log.submitted[job], log.recordedWait[job] + log.runtime[job]))
    }
    guard !waits.isEmpty else { return nil }
    var figures = RecordedFigures()
    figures.wait = WaitFigures(selecting: &waits)
    figures.makespan = lastEnd - begin
    return figures
  }

  /// What waited and ran when, of the jobs whose wait is recorded.
  private func recordedLoad() -> [LoadPoint] {
    var events: [StepEvent] = []
    for job in 0..<log.count where log.recordedWait[job] >= 0 {
      let started = saturatingSum(log.submitted[job], log.recordedWait[job])
      StepEvent.append(
        ready: log.submitted[job], started: started, stopped: saturatingSum(started, log.runtime[job]), milliVCPUs: 0,
        nanosPerHour: 0, to: &events)
    }
    return LoadPoint.thinned(Series(events))
  }

  private func schedule(_ starts: [Int64]) -> Schedule {
    let outcomes = [JobState.done, .failed, .terminated].map { Schedule.Outcome(state: $0) }
    var schedule = Schedule(jobs: log.id.map(String.init), tasks: ["job"], types: [], outcomes: outcomes)
    schedule.job = (0..<log.count).map { Int32(truncatingIfNeeded: $0) }
    schedule.tryNumber = [Int32](repeating: 0, count: log.count)
    schedule.task = schedule.tryNumber
    schedule.submitted = log.submitted
    schedule.started = starts
    schedule.stopped = (0..<log.count).map { starts[$0] + log.runtime[$0] }
    schedule.outcome = log.status.map { $0 == 0 ? 1 : ($0 == 5 ? 2 : 0) }
    schedule.type = [Int32](repeating: -1, count: log.count)
    schedule.isSpot = [Bool](repeating: false, count: log.count)
    schedule.cost = [Int64?](repeating: nil, count: log.count)
    return schedule
  }
}
