import JobModel
import Testing

@testable import Simulation

/// How long a worker takes to come: the most specific that is said holds.
@Suite struct ProvisioningTests {
  /// All 1 min; low 2, high 3; t_x2 4, but 6 for low; t_x4 5 for low only.
  private var scenario: Scenario {
    var platform = Platform()
    platform.provisioning = .constant(1 * minute)
    platform.provisioningByPriority = [.low: .constant(2 * minute), .high: .constant(3 * minute)]
    platform.provisioningByType = [
      "t_x2": .init(all: .constant(4 * minute), byPriority: [.low: .constant(6 * minute)]),
      "t_x4": .init(byPriority: [.low: .constant(5 * minute)]),
    ]
    var scenario = Scenario()
    scenario.platform = platform
    return scenario
  }

  @Test(
    "Type and priority, type, priority, default",
    arguments: [
      ("t_x1", Priority.normal, 1), ("t_x1", .low, 2), ("t_x1", .high, 3), ("t_x2", .normal, 4), ("t_x2", .high, 4),
      ("t_x2", .low, 6), ("t_x4", .low, 5), ("t_x4", .high, 3), ("t_x4", .normal, 1),
    ] as [(String, Priority, Int64)])
  func theMostSpecificHolds(type: String, priority: Priority, delay: Int64) async throws {
    var job = task("t", minutes: 10)
    job.instanceType = type
    job.priority = priority
    let run = try await estimate([job], scenario: scenario, catalog: catalog(spot: "0.04"))
    #expect(run.wallClock.mean == (10 + delay) * minute)
    #expect(run.wait.mean == delay * minute)
  }

  @Test func aTryThatFallsBackAsksAsHighDoes() async throws {
    var job = task("t", minutes: 10)
    job.priority = .normal
    var scenario = scenario
    scenario.spot = SpotMarket()
    scenario.spot?.conditions.wait = .constant(10 * minute)
    let world = try catalog(spot: "0.04")
    // On spot: 10 min for the market, 1 for the worker.
    #expect(try await estimate([job], scenario: scenario, catalog: world).wallClock.mean == 21 * minute)
    // 15 min in vain, then on demand: 3 for the worker.
    scenario.spot?.conditions.wait = .constant(20 * minute)
    #expect(try await estimate([job], scenario: scenario, catalog: world).wallClock.mean == 28 * minute)
    // No spot try is allowed, or there is no spot market: on demand at once.
    scenario.spot?.maxTries = 0
    #expect(try await estimate([job], scenario: scenario, catalog: world).wallClock.mean == 13 * minute)
    scenario.spot = nil
    #expect(try await estimate([job], scenario: scenario, catalog: catalog()).wallClock.mean == 13 * minute)
  }

  @Test func everyTryWaits() async throws {
    var slow = task("slow", minutes: 90)
    slow.timeout = .minutes(60)
    slow.priority = .low
    slow.instanceType = "t_x2"
    slow.restart = RestartPolicy(restartOn: [.jobTimeoutExceeded: 2])
    let run = try await estimate([slow], scenario: scenario, catalog: catalog(spot: "0.04"))
    #expect(run.wallClock.mean == 3 * (6 + 60) * minute)
  }

  @Test func withoutADefaultThePlatformsHolds() throws {
    var scenario = scenario
    scenario.platform?.provisioning = nil
    let dnanexus = try Rules(scenario: scenario, catalog: catalog(provider: "dnanexus"))
    #expect(dnanexus.provisioning(type: "t_x1", .normal) == Rules.dnanexusProvisioning)
    #expect(dnanexus.provisioning(type: nil, .low) == .constant(2 * minute))
    #expect(try Rules(scenario: scenario, catalog: catalog()).provisioning(type: "t_x4", .normal) == .constant(0))
  }

  @Test func anUnknownTypeIsNamedWithTheNearest() throws {
    var scenario = scenario
    scenario.platform?.provisioningByType["t_x3"] = .init(all: .constant(0))
    let error = #expect(throws: SimulationError.self) { try Rules(scenario: scenario, catalog: catalog()) }
    #expect(
      try #require(error).message
        == "platform.provisioning.by_type names \"t_x3\", which the catalog test-catalog does not have")
    #expect(try #require(error).hint?.hasPrefix("did you mean \"t_x") == true)
    var market = Scenario()
    market.spot = SpotMarket()
    market.spot?.byType["t_x33"] = .init(interruptionsPerHour: 1)
    #expect(throws: SimulationError.self) { try Rules(scenario: market, catalog: catalog()) }
  }

  @Test func aHistoryAsksForWhatItsJobsEndedWith() throws {
    let jobs = [
      job("a", submitted: 0, started: 9, stopped: 19) { $0.priority = .low },
      job("b", submitted: 0, started: 9, stopped: 19) {
        $0.priority = .normal
        $0.finalPriority = .high
      },
      job("c", submitted: 0, started: 9, stopped: 19, type: "t_x2") { $0.priority = .normal },
      job("d", submitted: 0, started: 9, stopped: 19, type: "unheard-of") { $0.priority = .low },
    ]
    #expect(try times(replay(jobs, scenario: scenario)) == [[2, 12], [3, 13], [4, 14], [2, 12]])
    // Another priority asks for another worker; a record that stands waits as recorded.
    var changed = scenario
    changed.overrides = [Override()]
    changed.overrides[0].priority = .high
    #expect(try times(replay(jobs, scenario: changed)) == [[3, 13], [3, 13], [4, 14], [3, 13]])
    #expect(try times(replay(jobs)) == [[9, 19], [9, 19], [9, 19], [9, 19]])
  }
}
