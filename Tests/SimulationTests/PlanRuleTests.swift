import JobModel
import OrderedCollections
import TestSupport
import Testing

@testable import Simulation

/// Rules of plans that are easily got wrong: empty tasks, overrides, spot tries, cost limits of several launches.
@Suite struct PlanRuleTests {
  @Test func whatAnEmptyTaskWaitsForIsWaitedForBehindIt() async throws {
    let none = task("none", minutes: 60, count: 0, after: ["a"])
    let run = try await estimate([task("a", minutes: 30), none, task("c", minutes: 5, after: ["none"])])
    #expect(run.wallClock.mean == 35 * minute)
    // Through `each` too, and in each launch by itself.
    var each = task("each", minutes: 60, count: 0)
    each.each = "none"
    let launches = try await estimate(
      [task("a", minutes: 30), none, each, task("c", minutes: 5, count: 2, after: ["each"])]
    ) { $0.arrivals = .every(.hours(1), count: 3) }
    #expect(launches.wallClock.mean == 120 * minute + 35 * minute)
    #expect(launches.failedJobsMean == 0)
  }

  @Test func aLongChainOfEmptyTasksIsNoDeepRecursion() async throws {
    var tasks = [task("t0", minutes: 1)]
    for index in 1..<50_000 { tasks.append(task("t\(index)", minutes: 1, count: 0, after: ["t\(index - 1)"])) }
    tasks.append(task("last", minutes: 1, after: ["t49999"]))
    #expect(try await estimate(tasks).wallClock.mean == 2 * minute)
  }

  @Test func manyDependenciesNeedFewEdges() throws {
    var tasks: [PlanTask] = []
    for index in 0..<60 {
      tasks.append(task("t\(index)", minutes: 1, count: 60, after: tasks.map(\.name)))
    }
    let world = try catalog()
    var compiler = PlanCompiler(
      plan: Plan(name: "dense", tasks: tasks), rules: try Rules(scenario: Scenario(), catalog: world), catalog: world)
    // 60 × 60 jobs into gates and out of them, and 60 × 59 / 2 pairs of tasks.
    #expect(try compiler.compile().followers.targets.count <= 2 * 3600 + 1770)
  }

  @Test func overridesMatchWhatThePlanSaysNotEachOther() async throws {
    var scenario = Scenario()
    scenario.overrides = [Override(), Override()]
    scenario.overrides[0].match.instanceType = "t_x1"
    scenario.overrides[0].instanceType = "t_x2"
    scenario.overrides[1].match.instanceType = "t_x2"
    scenario.overrides[1].instanceType = "t_x4"
    let run = try await estimate([task("t", minutes: 60)], scenario: scenario)
    #expect(run.cost?.mean == 320_000_000)
  }

  @Test func theCostLimitIsThatOfEachLaunch() async throws {
    var scenario = Scenario()
    scenario.limits = Scenario.Limits()
    scenario.limits?.maxCostNanos = 1_000_000_000
    scenario.limits?.enforcement = .minutes(30)
    // Each launch costs 0.32: no tree passes 1.00, however many there are.
    let cheap = try await estimate([task("t", minutes: 120)], scenario: scenario) {
      $0.arrivals = .every(.minutes(10), count: 10)
    }
    #expect(cheap.failedJobsMean == 0)
    #expect(cheap.cost?.mean == 3_200_000_000)
    // Each launch passes 1.00 after 37.5 min and is ended after 60, by its own clock.
    let dear = try await estimate([task("t", minutes: 600, count: 10)], scenario: scenario) {
      $0.arrivals = .every(.minutes(10), count: 3)
    }
    #expect(dear.wallClock.mean == 80 * minute)
    #expect(dear.cost?.mean == 4_800_000_000)
  }

  @Test func aCostLimitOfACheapAgeIsNotPolledForEver() async throws {
    var scenario = Scenario()
    scenario.limits = Scenario.Limits()
    scenario.limits?.maxCostNanos = 1_000_000_000
    scenario.limits?.enforcement = SimDuration(milliseconds: 1)
    // A year without a price is 3 × 10^10 looks, of which none can find anything.
    var long = task("t", minutes: 60 * 24 * 365)
    long.instanceType = nil
    #expect(try await estimate([long], scenario: scenario).failedJobsMean == 0)
    let dear = try await estimate([task("t", minutes: 600, count: 10)], scenario: scenario)
    // 1.00 is reached after 37.5 min, and passed a millisecond later.
    #expect(dear.wallClock.mean == 37 * minute + 30_001)
  }

  @Test func spotTriesAreCountedHoweverTheyEnded() async throws {
    var hungry = task("hungry", minutes: 60)
    hungry.priority = .normal
    hungry.memory = .constant(6 << 30)  // 4 GiB on t_x1, 8 on t_x2
    hungry.restart = RestartPolicy(restartOn: [.appInsufficientResourceError: 1], largerType: true, maxSpotTries: 1)
    let run = try await estimate([hungry], catalog: catalog(onDemand: "0.16", spot: "0.04"), replications: 50)
    // The one spot try ran out of memory; an hour of t_x2 on demand is 0.32.
    #expect(try #require(run.cost).min > 320_000_000)
  }

  @Test func aLargerTypeWithoutSpotIsTakenOnDemand() async throws {
    var world = try catalog(onDemand: "0.16", spot: "0.04")
    world.types["t_x2"]?.spot = nil
    var hungry = task("hungry", minutes: 60)
    hungry.priority = .normal
    hungry.memory = .constant(6 << 30)
    hungry.restart = RestartPolicy(restartOn: [.appInsufficientResourceError: 1], largerType: true)
    let run = try await estimate([hungry], catalog: world, replications: 50)
    #expect(try #require(run.cost).min > 320_000_000)
    #expect(run.unpricedTries == 0)
  }

  @Test func theShortestIsTheShortestOnItsMachine() async throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxConcurrentJobs = 1
    scenario.platform?.order = .shortest
    var scaled = task("scaled", minutes: 0)
    scaled.instanceType = "t_x4"
    scaled.runtime = .amdahl(atVCPUs: 1, runtime: .constant(100 * minute), parallel: 0.8)  // 40 min on four cores
    var slowStart = task("slow-start", minutes: 10)
    slowStart.setup = .constant(60 * minute)
    let run = try await estimate([slowStart, task("middle", minutes: 50), scaled], scenario: scenario)
    #expect(run.wait.mean == (0 + 40 + 90) * minute / 3)
  }

  @Test func fractionsOfProcessorsLeaveNothingBehind() async throws {
    var world = Catalog(name: "thirds", provider: "test")
    world.set(InstanceType(name: "a", vcpus: 0.7, memory: Bytes(1 << 30)))
    world.set(InstanceType(name: "b", vcpus: 0.1, memory: Bytes(1 << 30)))
    world.set(InstanceType(name: "c", vcpus: 1, memory: Bytes(1 << 30)))
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxVCPUs = 1
    var tasks: [PlanTask] = []
    for (index, name) in ["a", "b", "b", "b", "c", "b", "a", "c"].enumerated() {
      var next = task("\(index)", minutes: Int64(1 + index % 3))
      next.instanceType = name
      tasks.append(next)
    }
    #expect(try await estimate(tasks, scenario: scenario, catalog: world).failedJobsMean == 0)
  }

  @Test func aFamilyLimitIsCheckedAsItIsMet() async throws {
    var world = try catalog()
    var type = InstanceType(name: "m5.metal", family: "m5.big", vcpus: 96, memory: Bytes(1 << 38))
    type.onDemand = HourlyPrice(perHour: .one)
    world.set(type)
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxVCPUsByFamily = [Platform.FamilyLimit(family: "m5", vcpus: 8)]
    var job = task("t", minutes: 1)
    job.instanceType = "m5.metal"
    await #expect(throws: SimulationError.self) { try await estimate([job], scenario: scenario, catalog: world) }
  }

  @Test func theMeanOfManyDearReplicationsIsNotHeldAtTheEnd() async throws {
    // 2000 × 9 million is more than an Int64 of nano-units holds.
    let run = try await estimate(
      [task("t", minutes: 60)], catalog: catalog(onDemand: "9000000"), replications: 2000)
    #expect(run.tasks[0].costMean == 9_000_000_000_000_000)
    #expect(run.tasks[0].costMean == run.cost?.mean)
  }

  @Test func noNumbersThatOnlyAProgramCouldGiveTrap() {
    for change in [
      { $0.count = -1 }, { $0.nodes = 0 },
      { $0.work = PlanTask.Work(items: -1, perItem: .constant(1), itemsPerJob: 1) },
      { $0.work = PlanTask.Work(items: 5, perItem: .constant(1), itemsPerJob: 0) },
    ] as [(inout PlanTask) -> Void] {
      var wrong = task("t", minutes: 1)
      change(&wrong)
      #expect(throws: PlanError.self) { try Plan(name: "p", tasks: [wrong]).validate() }
    }
    for arrivals in [
      Arrivals.every(.minutes(1), count: 0), .poisson(perHour: 0, count: 1), .every(.minutes(-1), count: 2),
    ] {
      var plan = Plan(name: "p", tasks: [task("t", minutes: 1)])
      plan.arrivals = arrivals
      #expect(throws: PlanError.self) { try plan.validate() }
    }
    #expect(throws: SimulationError.self) {
      var scenario = Scenario()
      scenario.platform = Platform()
      scenario.platform?.maxConcurrentJobs = 0
      _ = try Rules(scenario: scenario, catalog: catalog())
    }
  }
}
