import JobModel
import OrderedCollections
import Testing

@testable import Simulation

@Suite struct PlanTests {
  /// UK Biobank's guide: 100 participants, 5 min set-up, 2 min each, £0.16 an hour.
  @Test(arguments: [1, 2, 4, 5, 10, 20, 25, 50, 100] as [Int64])
  func parallelismCostsSetUpAndSavesTime(jobs: Int64) async throws {
    var split = PlanTask(name: "per-sample")
    split.setup = .constant(5 * minute)
    split.work = PlanTask.Work(items: 100, perItem: .constant(2 * minute), itemsPerJob: Int(100 / jobs))
    split.instanceType = "t_x1"
    let run = try await estimate([split])
    // (5 k + 200) min × 0.16 / 60, rounded once; 5 + 200 / k min.
    let exact = Int128(5 * jobs + 200) * 160_000_000
    #expect(run.cost?.mean == Int64((exact + 30) / 60))
    #expect(run.wallClock.mean == 5 * minute + 200 * minute / jobs)
    #expect(run.jobs == Int(jobs))
  }

  @Test func throttlingTakesTimeAndNoMoney() async throws {
    var two = Scenario()
    two.platform = Platform()
    two.platform?.maxConcurrentJobs = 2
    var fifty = two
    fifty.platform?.maxConcurrentJobs = 50
    let slow = try await estimate([task("t", minutes: 60, count: 50)], scenario: two)
    let fast = try await estimate([task("t", minutes: 60, count: 50)], scenario: fifty)
    #expect(slow.wallClock.mean == 25 * hour)
    #expect(fast.wallClock.mean == 1 * hour)
    #expect(slow.cost?.mean == cost(minutes: 50 * 60))
    #expect(fast.cost == slow.cost)
    // 2 jobs wait 0 h, 2 wait 1 h, … 2 wait 24 h: the mean is 12 h.
    #expect(slow.wait.mean == 12 * hour)
  }

  @Test func gatherWaitsForAllAndEachForItsOwn() async throws {
    var each = task("each", minutes: 10, count: 3)
    each.each = "scatter"
    var scatter = task("scatter", minutes: 0, count: 3)
    scatter.runtime = .distribution(.values([30 * minute]))
    let run = try await estimate([
      task("split", minutes: 5),
      {
        var s = scatter; s.after = ["split"]; return s
      }(), each,
      task("gather", minutes: 1, after: ["each"]),
    ])
    #expect(run.wallClock.mean == (5 + 30 + 10 + 1) * minute)
    // 5 + 3 × 30 + 3 × 10 + 1 minutes at 0.16 an hour.
    #expect(run.cost?.mean == cost(minutes: 126))
    #expect(run.tasks.map(\.criticalShare).reduce(0, +) == 1)
    #expect(run.tasks[1].criticalShare == 30.0 / 46.0)
  }

  @Test func tasksWithoutJobsHoldNobodyUp() async throws {
    let run = try await estimate([task("none", minutes: 60, count: 0), task("next", minutes: 3, after: ["none"])])
    #expect(run.wallClock.mean == 3 * minute)
    #expect(run.jobs == 1)
  }

  @Test func aTimeoutIsChargedAndFailsWhatDepends() async throws {
    var slow = task("slow", minutes: 90)
    slow.timeout = .minutes(60)
    let run = try await estimate([slow, task("after", minutes: 10, after: ["slow"]), task("apart", minutes: 20)])
    // 60 min of the job that timed out, 20 of the one that does not depend on it; the third never ran.
    #expect(run.cost?.mean == cost(minutes: 80))
    #expect(run.wallClock.mean == 60 * minute)
    #expect(run.failedJobsMean == 2)
    #expect(run.tries == 2)
  }

  @Test func aTimeoutIsRetriedAsOftenAsThePolicySays() async throws {
    var slow = task("slow", minutes: 90)
    slow.timeout = .minutes(60)
    slow.restart = RestartPolicy(restartOn: [.jobTimeoutExceeded: 2])
    let run = try await estimate([slow])
    #expect(run.tries == 3)
    #expect(run.wallClock.mean == 180 * minute)
    slow.restart = RestartPolicy(restartOn: [.jobTimeoutExceeded: 5], maxRestarts: 1)
    #expect(try await estimate([slow]).tries == 2)
  }

  @Test func memoryThatRunsOutMovesToTheNextLargerType() async throws {
    var hungry = task("hungry", minutes: 60)
    hungry.memory = .constant(6 << 30)  // 4 GiB on t_x1, 8 on t_x2
    hungry.restart = RestartPolicy(restartOn: [.appInsufficientResourceError: 1], largerType: true)
    let run = try await estimate([hungry], replications: 200)
    #expect(run.tries == 400)
    #expect(run.failedJobsMean == 0)
    // A first try of 0 to 60 min at 0.16, then 60 min at 0.32; 0.32 + 0.08 on average.
    let mean = try #require(run.cost?.mean)
    #expect(abs(mean - 400_000_000) < 15_000_000, "\(mean)")
    #expect(try #require(run.cost?.min) > 320_000_000)
  }

  @Test func memoryThatRunsOutEverywhereFails() async throws {
    var hungry = task("hungry", minutes: 60)
    hungry.memory = .constant(60 << 30)
    hungry.restart = RestartPolicy(restartOn: [.appInsufficientResourceError: 9], largerType: true)
    let run = try await estimate([hungry])
    #expect(run.failedJobsMean == 1)
    #expect(run.tries == 10)
  }

  @Test func aMissingPriceIsNoPriceAndNotNought() async throws {
    let run = try await estimate([task("t", minutes: 60)], catalog: catalog(onDemand: nil))
    #expect(run.cost == nil)
    #expect(run.costOfPriced == nil)
    #expect(run.unpricedTries == 1)
    #expect(run.tasks[0].costMean == nil)
  }

  @Test("a limit that the priced tries pass is passed, whatever the others cost; a higher one cannot be told")
  func limitsAndMissingPrices() async throws {
    var world = try catalog()
    world.types["t_x2"]?.onDemand = nil
    var other = task("other", minutes: 60)
    other.instanceType = "t_x2"
    // 0.16 for the first task, and nobody knows what for the other.
    let tasks = [task("t", minutes: 60), other]
    func chances(_ limit: Int64) async throws -> Run {
      try await estimate(tasks, catalog: world) { $0.limits.maxCostNanos = limit }
    }
    let low = try await chances(150_000_000)
    #expect(low.probabilityOverMaxCost == 1 && low.leastProbabilityOverMaxCost == 1 && low.cost == nil)
    let high = try await chances(200_000_000)
    #expect(high.probabilityOverMaxCost == nil && high.leastProbabilityOverMaxCost == 0)
    #expect(
      high.warnings == [
        "1 of 2 tries went where test-catalog has no price (t_x2 on demand): the cost as a whole is not known"
      ])
  }

  @Test("a larger type without a price is named, and not the one that has one")
  func largerTypesWithoutPrice() async throws {
    var world = try catalog()
    world.types["t_x2"]?.onDemand = nil
    var hungry = task("hungry", minutes: 60)
    hungry.memory = .constant(6 << 30)  // 4 GiB on t_x1, 8 on t_x2
    hungry.restart = RestartPolicy(restartOn: [.appInsufficientResourceError: 1], largerType: true)
    let run = try await estimate([hungry], catalog: world, replications: 10)
    #expect(run.warnings.count == 1)
    #expect(
      run.warnings.first?.hasPrefix("10 of 20 tries went where test-catalog has no price (t_x2 on demand)") == true)
  }

  @Test func normalPriorityFallsBackOnDemandWhenSpotIsLong() async throws {
    let world = try catalog(onDemand: "0.16", spot: "0.04")
    var job = task("t", minutes: 60)
    job.priority = .normal
    var scenario = Scenario()
    scenario.spot = SpotMarket()
    scenario.spot?.conditions.wait = .constant(10 * minute)
    let spot = try await estimate([job], scenario: scenario, catalog: world)
    #expect(spot.cost?.mean == 40_000_000)
    #expect(spot.wallClock.mean == 70 * minute)
    scenario.spot?.conditions.wait = .constant(20 * minute)
    let fallback = try await estimate([job], scenario: scenario, catalog: world)
    #expect(fallback.cost?.mean == 160_000_000)
    #expect(fallback.wallClock.mean == 75 * minute)
    job.priority = .low
    let low = try await estimate([job], scenario: scenario, catalog: world)
    #expect(low.cost?.mean == 40_000_000)
    #expect(low.wallClock.mean == 80 * minute)
  }

  @Test func arrivalsLaunchThePlanAgainAndAgain() async throws {
    let run = try await estimate([task("a", minutes: 30), task("b", minutes: 30, after: ["a"])]) {
      $0.arrivals = .every(.minutes(20), count: 4)
    }
    #expect(run.jobs == 8)
    #expect(run.wallClock.mean == (3 * 20 + 60) * minute)
  }

  @Test func theCostLimitIsEnforcedLoosely() async throws {
    var scenario = Scenario()
    scenario.limits = Scenario.Limits()
    scenario.limits?.maxCostNanos = 1_000_000_000
    scenario.limits?.enforcement = .minutes(30)
    // Ten jobs at 0.16: 1.60 an hour; 1.00 is passed after 37.5 min and seen after 60.
    let run = try await estimate([task("t", minutes: 600, count: 10)], scenario: scenario)
    #expect(run.wallClock.mean == 60 * minute)
    #expect(run.cost?.mean == 1_600_000_000)
    #expect(run.failedJobsMean == 10)
  }

  @Test func vcpusLimitWhatRunsAtOnce() async throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxVCPUs = 4
    var wide = task("wide", minutes: 60, count: 4)
    wide.instanceType = "t_x2"
    #expect(try await estimate([wide], scenario: scenario).wallClock.mean == 2 * hour)
    scenario.platform?.maxVCPUs = 1
    await #expect(throws: SimulationError.self) { try await estimate([wide], scenario: scenario) }
  }

  @Test func shortestFirstShortensTheMeanWait() async throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxConcurrentJobs = 1
    let jobs = [task("long", minutes: 60), task("middle", minutes: 30), task("short", minutes: 10)]
    #expect(try await estimate(jobs, scenario: scenario).wait.mean == (0 + 60 + 90) * minute / 3)
    scenario.platform?.order = .shortest
    #expect(try await estimate(jobs, scenario: scenario).wait.mean == (0 + 10 + 40) * minute / 3)
  }

  @Test func amdahlMovesARuntimeToItsMachine() async throws {
    var job = task("t", minutes: 0)
    job.instanceType = "t_x4"
    job.runtime = .amdahl(atVCPUs: 1, runtime: .constant(100 * minute), parallel: 0.8)
    // 20 % stays, 80 % is divided by 4.
    #expect(try await estimate([job]).wallClock.mean == 40 * minute)
  }

  @Test func threadsAndBlocksDoNotChangeAnything() async throws {
    var job = task("t", minutes: 0, count: 20)
    job.runtime = .distribution(.quantiles(median: hour, p95: 3 * hour))
    job.priority = .low
    var scenario = Scenario()
    scenario.spot = SpotMarket()
    scenario.spot?.conditions.interruptionsPerHour = 0.3
    let world = try catalog(spot: "0.05")
    let one = try await estimate([job], scenario: scenario, catalog: world, replications: 101, threads: 1)
    let four = try await estimate([job], scenario: scenario, catalog: world, replications: 101, threads: 4)
    #expect(one.costSamples == four.costSamples)
    #expect(one.wallClockSamples == four.wallClockSamples)
    #expect(one.tasks == four.tasks)
    #expect(try await estimate([job], scenario: scenario, catalog: world, replications: 101, seed: 2).cost != one.cost)
  }

  @Test func timeBeyondTheHorizonIsAnErrorAndNoTrap() async throws {
    var job = task("t", minutes: 0, count: 3)
    job.work = PlanTask.Work(
      items: 1_000_000, perItem: .constant(SimDuration.limit.milliseconds), itemsPerJob: 1_000_000)
    await #expect(throws: SimulationError.self) { try await estimate([job]) }
  }

  @Test func aCycleIsNamed() {
    let plan = Plan(name: "ring", tasks: [task("a", minutes: 1, after: ["b"]), task("b", minutes: 1, after: ["a"])])
    #expect(throws: PlanError(task: "a", key: "after", message: "these tasks wait for each other: a → b → a")) {
      try plan.validate()
    }
  }
}
