import JobModel
import TestSupport
import Testing

@testable import Simulation

/// Plans and histories on a shared cluster of nodes with cores and memory.
@Suite struct NodePoolTests {
  private func cluster(
    _ nodes: Int, _ cores: Int, memory: Int64? = nil, order: Platform.Order = .fcfs
  ) -> Scenario {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.cluster = Platform.Cluster(nodes: nodes, cores: cores, memory: memory.map { Bytes($0 << 30) })
    scenario.platform?.order = order
    return scenario
  }

  private func wide(_ name: String, _ type: String, minutes: Int64, count: Int = 1) -> PlanTask {
    var task = task(name, minutes: minutes, count: count)
    task.instanceType = type
    return task
  }

  @Test func nodesHaveBorders() async throws {
    // Two nodes of three cores hold three jobs of one core each, but only one of two cores each: 3 jobs of t_x2 need
    // two rounds, while a pool of six cores would run them at once.
    let jobs = [wide("a", "t_x2", minutes: 60, count: 3)]
    #expect(try await estimate(jobs, scenario: cluster(2, 3)).wallClock.mean == 2 * hour)
    #expect(try await estimate(jobs, scenario: cluster(1, 6)).wallClock.mean == hour)
  }

  @Test func memoryIsSharedToo() async throws {
    // t_x1 has 4 GiB: four cores, but memory for two.
    let jobs = [wide("a", "t_x1", minutes: 60, count: 4)]
    #expect(try await estimate(jobs, scenario: cluster(1, 4, memory: 8)).wallClock.mean == 2 * hour)
  }

  @Test func aJobOfSeveralNodesWaitsForAll() async throws {
    var spark = wide("spark", "t_x2", minutes: 30)
    spark.nodes = 2
    // One of the two nodes is busy for an hour, and the job needs a whole core pair on each.
    let run = try await estimate([wide("busy", "t_x4", minutes: 60), spark], scenario: cluster(2, 4))
    #expect(run.wallClock.mean == 90 * minute)
  }

  @Test func theHeadBlocksUnlessJobsFillTheGap() async throws {
    // Four cores: x4 waits for the x2 that runs 60 min; the short x2 fits beside it and ends in time, the long one not.
    func plan() -> [PlanTask] {
      [
        wide("first", "t_x2", minutes: 60), wide("head", "t_x4", minutes: 10), wide("short", "t_x2", minutes: 30),
        wide("long", "t_x2", minutes: 90),
      ]
    }
    // In order: first 0–60, head 60–70, short and long from 70: 160.
    #expect(try await estimate(plan(), scenario: cluster(1, 4)).wallClock.mean == 160 * minute)
    // Short runs 0–30 beside first; long cannot (it would end at 90 and hold the head up): 70–160.
    let easy = try await estimate(plan(), scenario: cluster(1, 4, order: .easy))
    #expect(easy.wallClock.mean == 160 * minute)
    #expect(easy.wait.mean == (0 + 60 + 0 + 70) * minute / 4)
  }

  @Test func prioritiesArePlacesInTheQueue() async throws {
    var late = task("late", minutes: 10)
    late.priority = .high
    var early = task("early", minutes: 10, count: 2)
    early.priority = .low
    let run = try await estimate([early, late], scenario: cluster(1, 1, order: .priority))
    #expect(run.tasks[1].waitMean == 0)
    #expect(run.cost?.mean == cost(minutes: 30))
  }

  @Test func whatNeverFitsIsNamed() async throws {
    await #expect(throws: SimulationError.self) {
      try await estimate([wide("a", "t_x4", minutes: 1)], scenario: cluster(8, 2))
    }
    var both = cluster(1, 1)
    both.platform?.maxVCPUs = 4
    let scenario = both
    await #expect(throws: SimulationError.self) { try await estimate([task("a", minutes: 1)], scenario: scenario) }
    await #expect(throws: SimulationError.self) {
      try await estimate([task("a", minutes: 1)], scenario: cluster(1, 1, order: .easyEvent))
    }
  }

  @Test func aHistoryRunsOnTheCoresAndMemoryThatItAskedFor() throws {
    let jobs = (0..<3).map { index in
      job("\(index)", submitted: 0, started: 5, stopped: 15, type: nil) {
        $0.vcpus = 2
        $0.memoryRequested = Bytes(3 << 30)
      }
    }
    #expect(try times(replay(jobs, scenario: cluster(1, 8, memory: 6))) == [[0, 10], [0, 10], [10, 20]])
    #expect(try times(replay(jobs, scenario: cluster(1, 2))) == [[0, 10], [10, 20], [20, 30]])
  }

  /// One node is a pool without borders: the same schedule as the batch scheduler's, job by job.
  @Test(arguments: [Platform.Order.fcfs, .easy, .shortest])
  func oneNodeIsAPool(order: Platform.Order) throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let processors = 1 + random.below(8)
      var submit: Int64 = 0
      var jobs: [Job] = []
      var rows: [(Int64, Int64, Int64, Int32)] = []
      for index in 0..<(1 + random.below(30)) {
        submit += Int64(random.below(5))
        let runtime = Int64(1 + random.below(12))
        let requested = order == .shortest ? runtime : runtime + Int64(random.below(3)) * Int64(random.below(15))
        let width = 1 + random.below(processors)
        rows.append((submit * minute, runtime * minute, requested * minute, Int32(width)))
        jobs.append(
          job("\(index)", submitted: submit, started: submit, stopped: submit + runtime, type: nil) {
            $0.vcpus = Double(width)
            $0.timeLimit = .minutes(requested)
          })
      }
      let expected = try ClusterSchedule(rigidLog(rows), processors: processors, order: order).starts
      let run = try replay(jobs, scenario: cluster(1, processors, order: order))
      #expect(run.schedule?.started == expected, "seed \(seed)")
    }
  }
}
