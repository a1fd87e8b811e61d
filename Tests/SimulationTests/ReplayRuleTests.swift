import JobModel
import TestSupport
import Testing

@testable import Simulation

/// What a changed world does to a record: dependencies, markets, memory of parents, limits.
@Suite struct ReplayRuleTests {
  private func moving(_ executable: String, to type: String) -> Scenario {
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].match.executable = executable
    scenario.overrides[0].instanceType = type
    return scenario
  }

  @Test func aJobWaitsForAllItsDependenciesNotOnlyTheLast() throws {
    let jobs = [
      job("a", submitted: 0, started: 0, stopped: 50, executable: "slow", type: "t_x2") { $0.usage.cpuPercent = 200 },
      job("b", submitted: 0, started: 55, stopped: 60),
      job("c", submitted: 0, started: 61, stopped: 71) {
        $0.dependencies = ["a", "b"]
        $0.runnable = SimTime(milliseconds: 60 * minute)
      },
    ]
    let run = try replay(jobs)
    #expect(try times(run) == [[0, 50], [55, 60], [61, 71]])
    // a and c, without b's wait for a worker.
    #expect(run.criticalPath == 60 * minute)
    let slowed = try replay(jobs, scenario: moving("slow", to: "t_x1"))
    #expect(try times(slowed) == [[0, 100], [55, 60], [101, 111]])
  }

  @Test func theCriticalPathGoesThroughDescendants() throws {
    // The parent launches and ends; what needs it needs its child too.
    let run = try replay([
      job("p", submitted: 0, started: 0, stopped: 10),
      job("child", submitted: 5, started: 5, stopped: 45) { $0.parent = "p" },
      job("next", submitted: 45, started: 45, stopped: 55) { $0.dependencies = ["p"] },
    ])
    #expect(run.criticalPath == 50 * minute)
  }

  @Test func aNewPriorityMeetsTheSpotMarket() throws {
    let world = try catalog(onDemand: "0.16", spot: "0.04")
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].priority = .normal
    scenario.spot = SpotMarket()
    scenario.spot?.conditions.wait = .constant(20 * minute)
    let jobs = [job("a", submitted: 0, started: 2, stopped: 62) { $0.priority = .high }]
    // 2 min as recorded, and 15 min until normal goes on demand.
    let fallback = try replay(jobs, scenario: scenario, catalog: world)
    #expect(try times(fallback) == [[17, 77]])
    #expect(fallback.cost?.mean == 160_000_000)
    scenario.overrides[0].priority = .low
    let low = try replay(jobs, scenario: scenario, catalog: world)
    #expect(try times(low) == [[22, 82]])
    #expect(low.cost?.mean == 40_000_000)
    // Without a price on the spot market there is none.
    scenario.overrides[0].priority = .normal
    scenario.spot = nil
    #expect(try replay(jobs, scenario: scenario, catalog: catalog(spot: nil)).cost?.mean == 160_000_000)
  }

  private let family = [
    job("head", submitted: 0, started: 0, stopped: 100, executable: "head", type: "t_x2") {
      $0.usage.peakMemory = Bytes(6 << 30)
      $0.priority = .high
    },
    job("a", submitted: 10, started: 10, stopped: 90) { $0.parent = "head" },
  ]

  @Test func aParentThatWaitsCanRunOutOfMemory() throws {
    let run = try replay(family, scenario: moving("head", to: "t_x1"))
    let schedule = try #require(run.schedule)
    #expect(schedule.outcomes[Int(schedule.outcome[0])].reason == .appInsufficientResourceError)
    #expect(schedule.stopped[0] < 100 * minute)
    #expect(run.failedJobsMean == 2)
  }

  @Test func aParentThatWaitsCanLoseItsSpotWorker() throws {
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].match.executable = "head"
    scenario.overrides[0].priority = .low
    scenario.overrides[0].restart = RestartPolicy(restartOn: [:])
    scenario.spot = SpotMarket()
    scenario.spot?.conditions.interruptionsPerHour = 1000
    let run = try replay(family, scenario: scenario, catalog: catalog(spot: "0.04"))
    let schedule = try #require(run.schedule)
    #expect(schedule.outcomes[Int(schedule.outcome[0])].reason == .spotInstanceInterruption)
  }

  @Test func aParentThatStartsOverLaunchesItsChildrenLater() throws {
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].match.executable = "head"
    scenario.overrides[0].priority = .low
    scenario.spot = SpotMarket()
    scenario.spot?.conditions.interruptionsPerHour = 3
    var seen = 0
    for seed in 0..<40 as Range<UInt64> {
      let run = try Replayer(history: History(jobs: family), scenario: scenario, catalog: catalog(spot: "0.04"))
        .run(name: "test", version: "test", seed: seed)
      let schedule = try #require(run.schedule)
      let starts = (0..<schedule.count).filter { schedule.job[$0] == 0 }.map { schedule.started[$0] }
      let stops = (0..<schedule.count).filter { schedule.job[$0] == 0 }.map { schedule.stopped[$0] }
      guard let child = (0..<schedule.count).first(where: { schedule.job[$0] == 1 && schedule.started[$0] >= 0 }),
        stops[0] < 10 * minute
      else { continue }
      seen += 1
      // The try that launches it is the first that lasts its ten minutes.
      let launcher = zip(starts, stops).first { $1 - $0 >= 10 * minute }?.0
      #expect(schedule.started[child] == launcher.map { $0 + 10 * minute }, "seed \(seed)")
    }
    #expect(seen > 0)
  }

  @Test func aRecordedJobAboveALimitIsNamed() throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxVCPUs = 2
    let jobs = [job("big", submitted: 0, started: 0, stopped: 1, type: "t_x4")]
    #expect(throws: SimulationError.self) { try replay(jobs, scenario: scenario) }
  }

  @Test func dependenciesInACircleAtOneInstantKeepTheirTimes() throws {
    // c is x's and needs i's start; i waits for o, which x launches; x waits for c.
    let run = try replay([
      job("i", submitted: 5, started: 5, stopped: 9) { $0.dependencies = ["o"] },
      job("c", submitted: 5, started: 5, stopped: 5) { $0.parent = "i" },
      job("x", submitted: 5, started: 5, stopped: 8) { $0.dependencies = ["c"] },
      job("o", submitted: 5, started: 5, stopped: 5) { $0.parent = "x" },
    ])
    #expect(try times(run) == [[5, 9], [5, 5], [5, 8], [5, 5]])
  }

  @Test func parentsThatHoldAllWorkersAreTheReasonGiven() throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxConcurrentJobs = 1
    let error = #expect(throws: SimulationError.self) { try replay(family, scenario: scenario) }
    #expect(try #require(error).message.contains("held by jobs that wait for their children"))
  }

  @Test func manySiblingsThatEndTogetherAreNoTrouble() throws {
    // Each of the later ones looks for the first of those that end last.
    var jobs = [job("p", submitted: 0, started: 0, stopped: 100)]
    for index in 0..<20_000 {
      let begin: Int64 = index < 10_000 ? 0 : 50
      jobs.append(job("\(index)", submitted: begin, started: begin, stopped: begin + 50) { $0.parent = "p" })
    }
    #expect(try replay(jobs).criticalPath == 100 * minute)
  }

  @Test func manyUsersTakeTheirTurns() throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxConcurrentJobs = 1
    scenario.platform?.order = .fairShare
    let jobs = (0..<20_000).map { index in
      job("\(index)", submitted: 0, started: 0, stopped: 10) { $0.user = "u\(index % 5000)" }
    }
    #expect(try replay(jobs, scenario: scenario).wallClock.mean == 40 * minute)
    scenario.platform?.maxVCPUs = 2500
    #expect(try replay(jobs, scenario: scenario).wallClock.mean == 80 * minute)
  }

  @Test func aRecordedRetryFollowsHoweverItsPredecessorEnds() throws {
    // Try 0 was interrupted after an hour, try 1 done after 20 min. With a timeout of 30 min try 0 ends earlier, and try
    // 1 follows as it did, 2 min later: no third try, and no try twice.
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].timeout = .minutes(30)
    scenario.overrides[0].restart = RestartPolicy(restartOn: [.jobTimeoutExceeded: 3])
    let run = try replay(
      [
        job("a", submitted: 0, started: 0, stopped: 60, state: .restarted),
        job("a", submitted: 62, started: 62, stopped: 82) { $0.key.tryNumber = 1 },
      ], scenario: scenario)
    #expect(try times(run) == [[0, 30], [32, 52]])
    #expect(run.schedule?.tryNumber == [0, 1])
    #expect(run.failedJobsMean == 0)
  }

  @Test func jobsWithoutTimesFollowTheirDependencies() throws {
    func timeless(_ id: String, _ minutes: Int64, after: [String] = []) -> Job {
      job(id, submitted: 0, started: 0, stopped: 0) {
        $0.submitted = nil
        $0.started = nil
        $0.stopped = nil
        $0.runtime = .minutes(minutes)
        $0.dependencies = after
      }
    }
    // a 0–10, b 0–20, c after both, d after c; e and f wait for each other, which nobody can.
    let run = try replay([
      timeless("d", 5, after: ["c"]), timeless("c", 3, after: ["a", "b"]), timeless("a", 10), timeless("b", 20),
      timeless("e", 1, after: ["f"]), timeless("f", 1, after: ["e"]),
    ])
    #expect(try times(run) == [[23, 28], [20, 23], [0, 10], [0, 20], [0, 1], [0, 1]])
    #expect(run.criticalPath == 28 * minute)
  }
}
