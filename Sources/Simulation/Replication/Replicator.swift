import JobModel
import Synchronization

/// Runs a workload many times on several threads, each with an engine of its own.
///
/// Replications are handed out in blocks. What they add up to is whole numbers, and their results are put in order, so
/// neither depends on who ran what.
struct Replicator: Sendable {
  let workload: Workload
  let rules: EngineRules
  let options: SimulationOptions

  /// What all replications came to.
  struct Outcome: Sendable {
    var results: [ReplicationResult]
    var tally: Tally
  }

  private static let block = 8

  /// Runs all replications.
  ///
  /// - Parameter progress: told how many are done, now and then, from any thread.
  /// - Throws: ``SimulationError`` of the first replication that fails.
  /// - Complexity: O(replications × (jobs + edges) log jobs); memory O(threads × (jobs + edges) + replications).
  func run(progress: (@Sendable (Int) -> Void)? = nil) async throws -> Outcome {
    let next = Counter()
    let done = Counter()
    let threads = min(options.threads, (options.replications + Self.block - 1) / Self.block)
    let parts = try await withThrowingTaskGroup(of: (Tally, [(Int, [ReplicationResult])]).self) { group in
      for _ in 0..<threads {
        group.addTask { try work(next: next, done: done, progress: progress) }
      }
      var parts: [(Tally, [(Int, [ReplicationResult])])] = []
      for try await part in group { parts.append(part) }
      return parts
    }
    var tally = Tally(tasks: workload.tasks.count, machines: workload.machines.count)
    for (part, _) in parts { tally.add(part) }
    let blocks = parts.flatMap(\.1).sorted { $0.0 < $1.0 }
    return Outcome(results: blocks.flatMap(\.1), tally: tally)
  }

  /// What one thread does: takes blocks until there are none.
  private func work(
    next: Counter, done: Counter, progress: (@Sendable (Int) -> Void)?
  ) throws -> (Tally, [(Int, [ReplicationResult])]) {
    var engine = Engine(workload, rules: rules, keepsSchedule: false)
    var tally = Tally(tasks: workload.tasks.count, machines: workload.machines.count)
    var blocks: [(Int, [ReplicationResult])] = []
    while true {
      let first = next.add(Self.block)
      guard first < options.replications else { break }
      var results: [ReplicationResult] = []
      for replication in first..<min(first + Self.block, options.replications) {
        results.append(try engine.run(seed: options.seed, replication: replication, tally: &tally))
      }
      blocks.append((first, results))
      progress?(done.add(results.count) + results.count)
      try Task.checkCancellation()
    }
    return (tally, blocks)
  }

  /// A number that threads add to.
  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    /// Adds and gives back what was there before.
    func add(_ amount: Int) -> Int { value.wrappingAdd(amount, ordering: .relaxed).oldValue }
  }
}
