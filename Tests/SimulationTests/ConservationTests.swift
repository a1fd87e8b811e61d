import JobModel
import TestSupport
import Testing

@testable import Simulation

/// Whatever the plan, the world and the faults: every job ends once, money is the sum of the tries, nothing is over its
/// limit and no time runs back.
@Suite struct ConservationTests {
  static func randomPlan(_ random: inout SeededGenerator) -> Plan {
    var tasks: [PlanTask] = []
    for index in 0..<(1 + random.below(6)) {
      var task = PlanTask(name: "t\(index)")
      task.count = random.below(6)
      task.runtime = .distribution(
        random.below(3) == 0
          ? .constant(Int64(random.below(100)) * minute)
          : .quantiles(median: Int64(1 + random.below(100)) * minute, p95: Int64(100 + random.below(300)) * minute))
      if random.below(3) == 0 {
        task.memory = .quantiles(median: Int64(1 + random.below(6)) << 30, p95: Int64(8 + random.below(8)) << 30)
      }
      if random.below(3) == 0 { task.timeout = .minutes(Int64(1 + random.below(200))) }
      task.instanceType = ["t_x1", "t_x2", "t_x4"][random.below(3)]
      task.priority = Priority.allCases[random.below(3)]
      task.restart = RestartPolicy(
        restartOn: [
          .spotInstanceInterruption: random.below(10), .appInsufficientResourceError: random.below(3),
          .jobTimeoutExceeded: random.below(3),
          .unresponsiveWorker: random.below(4), RestartPolicy.anyReason: random.below(3),
        ], maxRestarts: random.below(10), largerType: random.below(2) == 0)
      if random.below(3) == 0 { task.failures = randomFailures(&random) }
      task.nodes = 1 + random.below(3)
      for other in tasks where random.below(3) == 0 {
        if other.count == task.count && task.each == nil && random.below(2) == 0 {
          task.each = other.name
        } else {
          task.after.append(other.name)
        }
      }
      tasks.append(task)
    }
    return Plan(name: "random", tasks: tasks)
  }

  static func randomFailures(_ random: inout SeededGenerator) -> FailureRates {
    var rates: FailureRates = [:]
    for reason in FailureReason.spontaneous where random.below(6) == 0 {
      rates[reason] = FailureRate(
        perHour: random.below(2) == 0 ? Double(random.below(10)) / 10 : nil,
        perTry: random.below(2) == 0 ? Double(random.below(11)) / 10 : nil)
    }
    return rates
  }

  static func randomScenario(_ random: inout SeededGenerator) -> Scenario {
    var scenario = Scenario()
    var platform = Platform()
    if random.below(2) == 0 { platform.maxConcurrentJobs = 1 + random.below(5) }
    if random.below(2) == 0 { platform.maxVCPUs = 12 + random.below(20) }
    if random.below(2) == 0 { platform.provisioning = .quantiles(median: 80_000, p95: 200_000) }
    if random.below(3) == 0 {
      platform.provisioningByPriority[Priority.allCases[random.below(3)]] = .constant(Int64(random.below(10)) * minute)
      platform.provisioningByType["t_x2"] = .init(
        all: random.below(2) == 0 ? .exponential(mean: minute) : nil, byPriority: [.low: .constant(7 * minute)])
    }
    platform.order = [.fcfs, .priority, .rank, .shortest, .fairShare][random.below(5)]
    if random.below(4) == 0 {
      // Three nodes for jobs of up to three, of enough cores for the largest type.
      platform.maxConcurrentJobs = nil
      platform.maxVCPUs = nil
      platform.cluster = Platform.Cluster(
        nodes: 3 + random.below(3), cores: 4 + random.below(5),
        memory: random.below(2) == 0 ? nil : Bytes(Int64(16 + random.below(16)) << 30))
      if random.below(2) == 0 { platform.order = .easy }
    }
    scenario.platform = platform
    var spot = SpotMarket()
    spot.conditions.interruptionsPerHour = Double(random.below(10)) / 10
    if random.below(2) == 0 { spot.conditions.wait = .exponential(mean: 10 * minute) }
    scenario.spot = spot
    if random.below(5) == 0 {
      scenario.limits = Scenario.Limits()
      scenario.limits?.maxCostNanos = Int64(random.below(5)) * 1_000_000_000
    }
    if random.below(4) == 0 {
      var limits = scenario.limits ?? Scenario.Limits()
      limits.maxTime = .minutes(Int64(1 + random.below(600)))
      scenario.limits = limits
    }
    if random.below(3) == 0 { scenario.failures = randomFailures(&random) }
    return scenario
  }

  @Test func nothingIsLostAndNothingIsOverItsLimit() throws {
    let world = try catalog(onDemand: "0.16", spot: "0.05")
    for seed in 0..<3000 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let plan = Self.randomPlan(&random)
      try plan.validate()
      let scenario = Self.randomScenario(&random)
      let rules = try Rules(scenario: scenario, catalog: world)
      var compiler = PlanCompiler(plan: plan, rules: rules, catalog: world)
      let workload = try compiler.compile()
      let engineRules = try EngineRules(rules, workload: workload, catalog: world)
      var engine = Engine(workload, rules: engineRules, keepsSchedule: true)
      var tally = Tally(tasks: workload.tasks.count, machines: workload.machines.count)
      let result = try engine.run(seed: seed, replication: 0, tally: &tally)
      try check(engine, result, tally, seed)
    }
  }

  private func check(_ engine: borrowing Engine, _ result: ReplicationResult, _ tally: Tally, _ seed: UInt64) throws {
    let workload = engine.workload
    var lastStop = [Int64](repeating: .min, count: workload.jobCount)
    var tries = [Int](repeating: 0, count: workload.jobCount)
    var ended = [Int](repeating: 0, count: workload.jobCount)
    var changes: [(time: Int64, workers: Int, vcpus: Int64)] = []
    var cost = 0.0
    for row in engine.rows {
      let job = Int(row.job)
      let last = row.outcome == 0 || !engine.outcomes.isSimulated(row.outcome)
      if row.started == Schedule.never {
        ended[job] += 1
        continue
      }
      #expect(row.ready <= row.started && row.started <= row.stopped, "seed \(seed)")
      if let most = engine.rules.maxTreeTime { #expect(row.stopped <= most, "seed \(seed): after its tree's time") }
      #expect(row.ready >= lastStop[job], "seed \(seed): a try begins after the one before it")
      lastStop[job] = row.stopped
      tries[job] += 1
      if last { ended[job] += 1 }
      let nodes = workload.classes[Int(workload.classOf[job])].nodes
      let vcpus = workload.machines[Int(row.machine)].milliVCPUs * nodes
      // A worker is held from the instant it was taken, which is at most the start.
      changes.append((row.started, 1, vcpus))
      changes.append((row.stopped, -1, -vcpus))
      if let price = engine.rules.prices.price(machine: Int(row.machine), isSpot: row.isSpot),
        engine.outcomes.isCharged[Int(row.outcome)]
      {
        cost += Double(price.cost(ofMilliseconds: row.stopped - row.started, nodes: nodes))
      }
    }
    for job in 0..<workload.jobCount {
      #expect(ended[job] <= 1, "seed \(seed): job \(job) ended \(ended[job]) times")
      #expect(engine.stage[job] == .final, "seed \(seed)")
    }
    #expect(abs(cost - Double(try #require(result.cost))) <= Double(engine.rows.count), "seed \(seed)")
    #expect(tally.tasks.reduce(0) { $0 + $1.tries } == Int64(tries.reduce(0, +)), "seed \(seed)")
    changes.sort { ($0.time, $0.workers) < ($1.time, $1.workers) }
    var workers = 0
    var vcpus: Int64 = 0
    for change in changes {
      workers += change.workers
      vcpus += change.vcpus
      #expect(workers <= engine.rules.limits.workersPerUser, "seed \(seed)")
      #expect(vcpus <= engine.rules.limits.vcpus, "seed \(seed)")
      if let room = engine.rules.room { #expect(vcpus <= Int64(room.nodes) * room.cores, "seed \(seed)") }
    }
  }
}
