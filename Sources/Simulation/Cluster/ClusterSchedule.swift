public import JobModel

/// The schedule of a log of rigid jobs on one pool of equal processors, without borders between machines.
///
/// Rules, for all policies but ``Platform/Order/easyEvent``: all ends and arrivals of an instant, then one scheduling
/// pass; the queue is in order of submission, then of the log. A job holds its processors for its runtime, whatever it
/// asked for.
public struct ClusterSchedule: Sendable {
  /// Milliseconds: when each job of the log starts.
  public let starts: [Int64]

  /// Schedules a log.
  ///
  /// - Parameter log: every job needs at most `processors`, and asks for at least its runtime.
  /// - Throws: ``SimulationError`` for a job that does not fit, times beyond the horizon, and an order that a pool does
  ///   not know.
  /// - Complexity: fcfs O(n log p) for p processors; easy O(n (log p + p) + candidates looked at); the others O(n log n).
  public init(_ log: RigidLog, processors: Int, order: Platform.Order) throws(SimulationError) {
    guard processors > 0, processors <= Int(Int32.max) else {
      throw SimulationError("a cluster of \(processors) processors cannot run anything", hint: "give at least 1")
    }
    try Self.check(log, processors)
    let ordering = Ordering(order)
    if let fact = ordering.needs, (fact == .priority ? log.priority : log.rank).count != log.count {
      throw SimulationError(
        "--policy \(order.rawValue) needs a \(fact.rawValue) for each job, and this log has no such column",
        hint: "the Standard Workload Format has queue numbers, which say nothing about who goes first; use fcfs, "
          + "shortest, fair-share, easy or easy-event")
    }
    switch ordering.backfilling {
    case .easy: starts = EasyBackfilling(log, processors).run()
    case .easyPerEvent: starts = EasyPerEvent(log, processors).run()
    case .none:
      starts =
        ordering.key == nil && !ordering.servesLeastHolder
        ? Self.firstComeFirstServed(log, processors) : OrderedQueue(log, processors, ordering).run()
    }
  }

  private static func check(_ log: RigidLog, _ processors: Int) throws(SimulationError) {
    var total: Int64 = 0
    for index in 0..<log.count {
      guard log.processors[index] >= 1, Int(log.processors[index]) <= processors else {
        throw SimulationError(
          "job \(log.id[index]) needs \(log.processors[index]) processors, and the cluster has \(processors)",
          hint: "leave it out or take a larger cluster")
      }
      total = saturatingSum(total, log.requested[index])
    }
    // No instant lies behind the last submission by more than all requests together, so no sum below can overflow.
    guard saturatingSum(total, log.submitted.last ?? 0) <= SimTime.limit.milliseconds,
      log.submitted.first ?? 0 > .min / 2
    else {
      throw SimulationError(
        "simulated time passes \(SimDuration.limit)", hint: "look for a runtime that is far too long")
    }
  }

  /// Strict first come, first served: starts never go back in time, so one sweep over the queue is enough.
  private static func firstComeFirstServed(_ log: RigidLog, _ processors: Int) -> [Int64] {
    var starts = [Int64](repeating: 0, count: log.count)
    var running = EndHeap(capacity: min(processors, log.count))
    starts.withUnsafeMutableBufferPointer { starts in
      log.submitted.withUnsafeBufferPointer { submitted in
        log.runtime.withUnsafeBufferPointer { runtime in
          log.processors.withUnsafeBufferPointer { needed in
            var free = Int32(processors)
            var now = Int64.min
            for job in 0..<submitted.count {
              if submitted[job] > now { now = submitted[job] }
              while !running.isEmpty && running.first.end <= now {
                free &+= running.first.processors
                running.removeFirst()
              }
              while free < needed[job] {
                now = running.first.end
                while !running.isEmpty && running.first.end <= now {
                  free &+= running.first.processors
                  running.removeFirst()
                }
              }
              starts[job] = now
              free &-= needed[job]
              running.push(
                .init(end: now &+ runtime[job], job: Int32(truncatingIfNeeded: job), processors: needed[job]))
            }
          }
        }
      }
    }
    return starts
  }
}
