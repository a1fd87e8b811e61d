import JobModel
import Testing

@testable import Simulation

/// The time that a tree has from its launch, whatever is restarted.
@Suite struct TreeTimeTests {
  private func within(_ time: SimDuration) -> Scenario {
    var scenario = Scenario()
    scenario.limits = Scenario.Limits()
    scenario.limits?.maxTime = time
    return scenario
  }

  @Test func whatIsNotFinalIsTerminatedAndCharged() async throws {
    let chain = [
      task("a", minutes: 60), task("b", minutes: 60, after: ["a"]), task("c", minutes: 60, after: ["b"]),
    ]
    let run = try await estimate(chain, scenario: within(.minutes(90)))
    #expect(run.wallClock.mean == 90 * minute)
    #expect(run.cost?.mean == cost(minutes: 90))
    // b was running, c never began.
    #expect(run.failedJobsMean == 2)
    #expect(run.tries == 2)
    #expect(run.warnings == ["100 % of the launches were not final within 1h 30m, and terminated"])
  }

  @Test func whatEndsAtTheLastInstantIsDone() async throws {
    let run = try await estimate([task("a", minutes: 60)], scenario: within(.minutes(60)))
    #expect(run.failedJobsMean == 0)
    #expect(run.warnings.isEmpty)
  }

  @Test func restartsDoNotResetIt() async throws {
    var slow = task("slow", minutes: 90)
    slow.timeout = .minutes(60)
    slow.restart = RestartPolicy(restartOn: [.jobTimeoutExceeded: 9])
    let run = try await estimate([slow], scenario: within(.minutes(150)))
    // 0–60, 60–120, 120–150.
    #expect(run.tries == 3)
    #expect(run.wallClock.mean == 150 * minute)
    #expect(run.cost?.mean == cost(minutes: 150))
    #expect(run.failedJobsMean == 1)
  }

  @Test func eachLaunchHasItsOwnClock() async throws {
    let run = try await estimate([task("a", minutes: 100)], scenario: within(.minutes(90))) {
      $0.arrivals = .every(.minutes(60), count: 3)
    }
    // 0–90, 60–150, 120–210.
    #expect(run.wallClock.mean == 210 * minute)
    #expect(run.cost?.mean == cost(minutes: 270))
    #expect(run.failedJobsMean == 3)
  }

  @Test func waitingForAWorkerCounts() async throws {
    var scenario = within(.minutes(100))
    scenario.platform = Platform()
    scenario.platform?.maxConcurrentJobs = 1
    // 0–40, 40–80, 80–100; the fourth never gets a worker.
    let run = try await estimate([task("a", minutes: 40, count: 4)], scenario: scenario)
    #expect(run.cost?.mean == cost(minutes: 100))
    #expect(run.failedJobsMean == 2)
    #expect(run.tries == 3)
  }

  @Test func theLimitOfAPlanIsOnlyComparedWith() async throws {
    let run = try await estimate([task("a", minutes: 60)]) { $0.limits.maxTime = .minutes(30) }
    #expect(run.failedJobsMean == 0)
    #expect(run.probabilityOverMaxTime == 1)
  }

  @Test func dnanexusGivesATreeThirtyDays() async throws {
    let day: Int64 = 24 * 60
    let long = [task("a", minutes: 20 * day), task("b", minutes: 20 * day, after: ["a"])]
    let dnanexus = try catalog(spot: "0.04", provider: "dnanexus")
    #expect(try await estimate(long, catalog: dnanexus).wallClock.mean == 30 * day * minute)
    #expect(try await estimate(long).wallClock.mean == 40 * day * minute)
    let run = try await estimate(long, scenario: within(.hours(35 * 24)), catalog: dnanexus)
    #expect(run.wallClock.mean == 35 * day * minute)
  }

  private func outcomes(_ run: Run) throws -> [FailureReason?] {
    let schedule = try #require(run.schedule)
    return schedule.outcome.map { schedule.outcomes[Int($0)].reason }
  }

  @Test func aTreeOfAHistoryFallsWithAllThatNeedsIt() throws {
    let jobs = [
      job("head", submitted: 0, started: 0, stopped: 100),
      job("a", submitted: 10, started: 10, stopped: 90) { $0.parent = "head" },
      job("next", submitted: 0, started: 100, stopped: 110) {
        $0.dependencies = ["head"]
        $0.runnable = SimTime(milliseconds: 100 * minute)
      },
      job("apart", submitted: 30, started: 30, stopped: 70),
    ]
    let run = try replay(jobs, scenario: within(.minutes(50)))
    #expect(try times(run).filter { $0[0] >= 0 } == [[0, 50], [10, 50], [30, 70]])
    #expect(try outcomes(run) == [.treeTimeExceeded, .treeTimeExceeded, .dependencyUnsatisfiable, nil])
    #expect(run.failedJobsMean == 3)
    #expect(run.cost?.mean == cost(minutes: 50 + 40 + 40))
    // The clock of `next` began at 0 too, but a job ends once.
    #expect(run.warnings == ["1 tree was not final within 50m, and terminated"])
  }

  @Test func theStagesOfAnAnalysisAndAllTriesAreOneTree() throws {
    let jobs = [
      job("s0", submitted: 0, started: 0, stopped: 20, state: .restarted) { $0.analysis = "analysis-1" },
      job("s0", submitted: 0, started: 20, stopped: 40) {
        $0.key.tryNumber = 1
        $0.analysis = "analysis-1"
      },
      job("s1", submitted: 0, started: 40, stopped: 100) {
        $0.analysis = "analysis-1"
        $0.stage = "stage-1"
        $0.runnable = SimTime(milliseconds: 40 * minute)
      },
    ]
    #expect(try times(replay(jobs, scenario: within(.minutes(60)))) == [[0, 20], [20, 40], [40, 60]])
  }

  @Test func aRecordStandsUnlessThePlatformIsSimulated() throws {
    let day: Int64 = 24 * 60
    func stages(_ length: Int64) -> [Job] {
      (0..<2).map { index in
        job("s\(index)", submitted: 0, started: 0, stopped: length * day) { $0.analysis = "analysis-1" }
      }
    }
    let world = try catalog(provider: "dnanexus")
    var scenario = Scenario()
    #expect(try times(replay(stages(40), scenario: scenario, catalog: world)) == [[0, 40 * day], [0, 40 * day]])
    scenario.platform = Platform()
    scenario.platform?.maxConcurrentJobs = 1
    scenario.platform?.provisioning = .constant(0)
    // One after the other: the second passes the thirty days.
    #expect(
      try times(replay(stages(20), scenario: scenario, catalog: world)) == [[0, 20 * day], [20 * day, 30 * day]])
    // A tree that outran them in the record did so.
    #expect(
      try times(replay(stages(40), scenario: scenario, catalog: world)) == [[0, 40 * day], [40 * day, 80 * day]])
  }
}
