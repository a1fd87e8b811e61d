import JobModel
import TestSupport
import Testing

@testable import Simulation

/// A log from (submit, runtime, requested, processors), numbered from 1.
func rigidLog(_ jobs: [(submit: Int64, runtime: Int64, requested: Int64, processors: Int32)]) -> RigidLog {
  var log = RigidLog()
  for (index, job) in jobs.enumerated() {
    log.id.append(Int64(index + 1))
    log.submitted.append(job.submit)
    log.runtime.append(job.runtime)
    log.requested.append(max(job.runtime, job.requested))
    log.processors.append(job.processors)
    log.user.append(Int32(index % 3))
    log.queue.append(Int32(index % 2) - 1)
    log.recordedWait.append(-1)
    log.status.append(1)
  }
  return log
}

@Suite struct ClusterTests {
  // Four processors. A takes them all until 10; B (3 processors) waits for it, C (1) and D (1) come later.
  private let jobs = rigidLog([(0, 10, 10, 3), (1, 10, 10, 3), (2, 8, 8, 1), (3, 20, 20, 1)])

  @Test func firstComeFirstServedBlocksBehindTheHead() throws {
    // B starts when A ends, C and D only after B has started: one processor is left at 10.
    #expect(try ClusterSchedule(jobs, processors: 4, order: .fcfs).starts == [0, 10, 10, 18])
  }

  @Test func easyFillsWhatDoesNotDelayTheHead() throws {
    // C would end at 10, when B can start; D would not, and one processor is extra at 10: it goes at 10 beside B.
    #expect(try ClusterSchedule(jobs, processors: 4, order: .easy).starts == [0, 10, 2, 10])
  }

  @Test func easyUsesWhatIsExtraAtTheShadowTime() throws {
    // Five processors: at the shadow time 10 the head needs 3, so 2 are extra: D may run past it at once.
    #expect(try ClusterSchedule(jobs, processors: 5, order: .easy).starts == [0, 10, 2, 3])
  }

  @Test func shortestFirstTakesTheShortestThatWaits() throws {
    let log = rigidLog([(0, 10, 10, 1), (1, 9, 9, 1), (2, 1, 1, 1), (3, 5, 5, 1)])
    #expect(try ClusterSchedule(log, processors: 1, order: .shortest).starts == [0, 16, 10, 11])
  }

  @Test func fairShareServesTheUserWhoHoldsLeast() throws {
    // Two processors; users 0, 1, 2, 0, 1, 2: at 10 both end; user 2 has nothing and goes first, then user 0.
    let log = rigidLog([(0, 10, 10, 1), (0, 10, 10, 1), (1, 10, 10, 1), (1, 10, 10, 1), (1, 10, 10, 1), (1, 10, 10, 1)])
    #expect(try ClusterSchedule(log, processors: 2, order: .fairShare).starts == [0, 0, 10, 10, 20, 20])
  }

  @Test func whatDoesNotFitIsNamed() {
    #expect(throws: SimulationError.self) { try ClusterSchedule(jobs, processors: 2, order: .easy) }
    #expect(throws: SimulationError.self) { try ClusterSchedule(jobs, processors: 0, order: .fcfs) }
    #expect(throws: SimulationError.self) { try ClusterSchedule(jobs, processors: 4, order: .rank) }
    let endless = rigidLog([(0, SimTime.limit.milliseconds, 0, 1), (0, SimTime.limit.milliseconds, 0, 1)])
    #expect(throws: SimulationError.self) { try ClusterSchedule(endless, processors: 1, order: .fcfs) }
  }

  @Test func anEmptyLogHasAnEmptySchedule() throws {
    for order in [Platform.Order.fcfs, .easy, .easyEvent, .shortest, .fairShare] {
      #expect(try ClusterSchedule(RigidLog(), processors: 4, order: order).starts.isEmpty)
    }
  }

  /// Ties, bursts, jobs as wide as the machine, requests equal to runtimes and far above: as a naive scheduler that
  /// computes everything anew at every instant.
  @Test(arguments: [Platform.Order.fcfs, .easy, .easyEvent])
  func agreesWithANaiveScheduler(order: Platform.Order) throws {
    for seed in 0..<800 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let processors = 1 + random.below(8)
      var submit: Int64 = 0
      let log = rigidLog(
        (0..<(1 + random.below(40))).map { _ in
          if random.below(3) > 0 { submit += Int64(random.below(6)) }
          let runtime = Int64(1 + random.below(12))
          let requested = random.below(2) == 0 ? runtime : runtime + Int64(random.below(20))
          let width = random.below(4) == 0 ? processors : 1 + random.below(processors)
          return (submit, runtime, requested, Int32(width))
        })
      let starts = try ClusterSchedule(log, processors: processors, order: order).starts
      #expect(starts == NaiveScheduler(log, processors, order).starts(), "seed \(seed)")
    }
  }
}

/// Deliberately naive: one instant after the other, everything anew.
private struct NaiveScheduler {
  struct Running {
    var end: Int64
    var requestEnd: Int64
    var processors: Int
    var order: Int
  }

  let log: RigidLog
  let processors: Int
  let order: Platform.Order

  init(_ log: RigidLog, _ processors: Int, _ order: Platform.Order) {
    self.log = log
    self.processors = processors
    self.order = order
  }

  func starts() -> [Int64] {
    var starts = [Int64](repeating: -1, count: log.count)
    var running: [Running] = []
    var queue: [Int] = []
    var next = 0
    var launched = 0

    func pass(_ now: Int64) {
      var live = order == .easyEvent ? running.filter { !($0.end == now && $0.requestEnd == now) } : running
      var free = processors - live.reduce(0) { $0 + $1.processors }
      func launch(_ job: Int) {
        starts[job] = now
        free -= Int(log.processors[job])
        launched += 1
        let entry = Running(
          end: now + log.runtime[job], requestEnd: now + log.requested[job], processors: Int(log.processors[job]),
          order: launched)
        running.append(entry)
        live.append(entry)
      }
      while let head = queue.first, Int(log.processors[head]) <= free { launch(queue.removeFirst()) }
      guard let head = queue.first, order != .fcfs else { return }
      var available = free
      var shadow = Int64.max
      for end in Set(live.map(\.requestEnd)).sorted() {
        available += live.filter { $0.requestEnd == end }.reduce(0) { $0 + $1.processors }
        if available >= Int(log.processors[head]) {
          shadow = end
          break
        }
      }
      var extra = available - Int(log.processors[head])
      var staying = [head]
      for job in queue.dropFirst() {
        let needed = Int(log.processors[job])
        let inTime = now + log.requested[job] <= shadow
        if needed <= free && (inTime || needed <= extra) {
          if !inTime { extra -= needed }
          launch(job)
        } else {
          staying.append(job)
        }
      }
      queue = staying
    }

    while next < log.count || !running.isEmpty {
      let now = ([next < log.count ? log.submitted[next] : .max] + running.map(\.end)).min() ?? 0
      if order == .easyEvent {
        while next < log.count && log.submitted[next] == now {
          queue.append(next)
          next += 1
          pass(now)
        }
        for ended in running.filter({ $0.end == now }).sorted(by: { $0.order < $1.order }) {
          running.removeAll { $0.order == ended.order }
          pass(now)
        }
      } else {
        running.removeAll { $0.end <= now }
        while next < log.count && log.submitted[next] == now {
          queue.append(next)
          next += 1
        }
        pass(now)
      }
    }
    return starts
  }
}
