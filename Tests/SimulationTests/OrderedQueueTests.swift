import JobModel
import TestSupport
import Testing

@testable import Simulation

/// Orders that are not that of arrival, on batch logs.
@Suite struct OrderedQueueTests {
  @Test func priorityAndRankNeedTheirColumns() throws {
    // One processor; the first runs, the others wait: by priority 4, 2, 3; by rank 3, 4, 2.
    var log = rigidLog([(0, 10, 10, 1), (1, 10, 10, 1), (2, 10, 10, 1), (3, 10, 10, 1)])
    for order in [Platform.Order.priority, .rank] {
      let error = #expect(throws: SimulationError.self) { try ClusterSchedule(log, processors: 1, order: order) }
      #expect(
        try #require(error).message
          == "--policy \(order.rawValue) needs a \(order.rawValue) for each job, and this log has no such column")
    }
    log.priority = [0, 1, 1, 2]
    log.rank = [0, 0, 5, 0]
    log.rank[3] = 1
    #expect(try ClusterSchedule(log, processors: 1, order: .priority).starts == [0, 20, 30, 10])
    #expect(try ClusterSchedule(log, processors: 1, order: .rank).starts == [0, 30, 10, 20])
  }

  @Test func theColumnsAreSortedWithTheRest() {
    var log = rigidLog([(5, 1, 1, 1), (0, 1, 1, 1)])
    log.priority = [7, 8]
    log.rank = [1, 2]
    #expect(log.sortedBySubmission().priority == [8, 7])
    #expect(log.sortedBySubmission().rank == [2, 1])
  }

  /// Every instant anew: of all that wait, the one that goes first; if it does not fit, nobody starts.
  private func naive(_ log: RigidLog, _ processors: Int, _ order: Platform.Order) -> [Int64] {
    var starts = [Int64](repeating: -1, count: log.count)
    var waiting: [Int] = []
    var next = 0
    var now = Int64.min
    while starts.contains(-1) {
      let ends = log.id.indices.filter { starts[$0] >= 0 }.map { starts[$0] + log.runtime[$0] }
      now = min(next < log.count ? log.submitted[next] : .max, ends.filter { $0 > now }.min() ?? .max)
      while next < log.count && log.submitted[next] == now {
        waiting.append(next)
        next += 1
      }
      while true {
        let running = log.id.indices.filter { starts[$0] >= 0 && starts[$0] + log.runtime[$0] > now }
        let free = processors - running.reduce(0) { $0 + Int(log.processors[$1]) }
        func key(_ job: Int) -> Int64 {
          switch order {
          case .shortest: log.requested[job]
          case .priority: -Int64(log.priority[job])
          case .rank: -Int64(log.rank[job])
          default: running.reduce(0) { $0 + (log.user[$1] == log.user[job] ? Int64(log.processors[$1]) : 0) }
          }
        }
        guard let first = waiting.min(by: { (key($0), $0) < (key($1), $1) }), Int(log.processors[first]) <= free else {
          break
        }
        starts[first] = now
        waiting.removeAll { $0 == first }
      }
    }
    return starts
  }

  @Test(arguments: [Platform.Order.shortest, .fairShare, .priority, .rank])
  func agreesWithANaiveScheduler(order: Platform.Order) throws {
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let processors = 1 + random.below(8)
      var submit: Int64 = 0
      let count = 1 + random.below(40)
      var log = rigidLog(
        (0..<count).map { _ in
          if random.below(3) > 0 { submit += Int64(random.below(6)) }
          let runtime = Int64(1 + random.below(12))
          return (submit, runtime, runtime + Int64(random.below(6)), Int32(1 + random.below(processors)))
        })
      log.user = (0..<count).map { _ in Int32(random.below(5)) - 1 }
      log.priority = (0..<count).map { _ in Int32(random.below(4)) }
      log.rank = (0..<count).map { _ in Int32(random.below(4)) - 2 }
      let starts = try ClusterSchedule(log, processors: processors, order: order).starts
      #expect(starts == naive(log, processors, order), "seed \(seed)")
    }
  }

  @Test func manyUsersAndLongQueuesTakeNoSquareOfTime() throws {
    // All at once, on one processor: with a look at every user or a shift of the queue for each this takes minutes.
    let count = 200_000
    var log = rigidLog((0..<count).map { _ in (0, 1, 1, 1) })
    log.user = (0..<count).map { Int32($0 % 50_000) }
    log.requested = (0..<count).map { Int64(1 + ($0 * 7919) % count) }
    let fair = try ClusterSchedule(log, processors: 1, order: .fairShare).starts
    #expect(Set(fair).count == count)
    let shortest = try ClusterSchedule(log, processors: 1, order: .shortest).starts
    #expect(shortest.max() == Int64(count - 1))
  }
}
