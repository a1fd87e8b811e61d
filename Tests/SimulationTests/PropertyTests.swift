import JobModel
import TestSupport
import Testing

@testable import Simulation

/// What holds for any plan, any world and any history.
@Suite struct PropertyTests {
  @Test func anyPlanIsTheSameOnAnyNumberOfThreads() async throws {
    let world = try catalog(onDemand: "0.16", spot: "0.05")
    for seed in 0..<40 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var plan = ConservationTests.randomPlan(&random)
      if random.below(2) == 0 {
        plan.arrivals = random.below(2) == 0 ? .every(.minutes(17), count: 4) : .poisson(perHour: 2, count: 4)
      }
      try plan.validate()
      let scenario = ConservationTests.randomScenario(&random)
      var runs: [Run] = []
      for threads in 1...3 {
        let options = SimulationOptions(replications: 30, seed: seed, threads: threads)
        runs.append(
          try await Estimator(plan: plan, scenario: scenario, catalog: world)
            .run(name: "p", version: "v", options: options))
      }
      for run in runs.dropFirst() {
        #expect(run.costSamples == runs[0].costSamples, "seed \(seed)")
        #expect(run.wallClockSamples == runs[0].wallClockSamples, "seed \(seed)")
        #expect(run.tasks == runs[0].tasks, "seed \(seed)")
        #expect(run.wait == runs[0].wait && run.failedJobsMean == runs[0].failedJobsMean, "seed \(seed)")
      }
    }
  }

  @Test func longerTimeoutsFailNoMoreAndLowerPricesCostNoMore() async throws {
    let dear = try catalog(onDemand: "0.16", spot: "0.05")
    let cheap = try catalog(onDemand: "0.13", spot: "0.05")
    for seed in 0..<150 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var plan = ConservationTests.randomPlan(&random)
      var scenario = ConservationTests.randomScenario(&random)
      // What a limit ends depends on prices and on what came before, and a longer try is more exposed to the spot market
      // and to failures.
      scenario.limits = nil
      scenario.failures = [:]
      for index in plan.tasks.indices { plan.tasks[index].failures = [:] }
      func failed(_ plan: Plan, _ world: Catalog) async throws -> Run {
        try await Estimator(plan: plan, scenario: scenario, catalog: world)
          .run(name: "p", version: "v", options: SimulationOptions(replications: 5, seed: seed))
      }
      let atDear = try await failed(plan, dear)
      let atCheap = try await failed(plan, cheap)
      #expect(zip(atCheap.costSamples, atDear.costSamples).allSatisfy { $0 <= $1 }, "seed \(seed)")
      #expect(atCheap.wallClockSamples == atDear.wallClockSamples, "seed \(seed)")
      for index in plan.tasks.indices { plan.tasks[index].priority = .high }
      let short = try await failed(plan, dear)
      for index in plan.tasks.indices {
        plan.tasks[index].timeout = plan.tasks[index].timeout.map { $0 + .minutes(Int64(random.below(300))) }
      }
      let long = try await failed(plan, dear)
      #expect(long.failedJobsMean <= short.failedJobsMean, "seed \(seed)")
    }
  }

  /// A history as a workflow platform writes it: masters that wait for their subjobs, stages one after the other, tries.
  private func workflow(_ random: inout SeededGenerator) -> [Job] {
    var jobs: [Job] = []
    var next = 0
    func add(_ start: Int64, _ run: Int64, _ wait: Int64, change: (inout Job) -> Void) -> Int64 {
      var made = job("j\(next)", submitted: 0, started: 0, stopped: 0) { $0.user = "u\(next % 3)" }
      made.submitted = SimTime(milliseconds: start)
      made.runnable = SimTime(milliseconds: start + Int64(random.below(3)) * 1000)
      made.started = SimTime(milliseconds: start + 2000 + wait)
      made.stopped = SimTime(milliseconds: start + 2000 + wait + run)
      change(&made)
      next += 1
      jobs.append(made)
      return start + 2000 + wait + run
    }
    for analysis in 0..<(1 + random.below(3)) {
      let created = Int64(random.below(100)) * 60_000
      var ready = created
      for stage in 0..<(1 + random.below(4)) {
        let master = jobs.count
        let begin = ready + 500
        // The master's own work, then its subjobs, some after each other, some tried again.
        var time = begin + 10_000 + Int64(random.below(60)) * 1000
        var last = add(begin, time - begin, Int64(random.below(90)) * 1000) {
          $0.analysis = "analysis-\(analysis)"
          $0.stage = "stage-\(stage)"
          $0.submitted = SimTime(milliseconds: created)
          $0.runnable = SimTime(milliseconds: begin)
        }
        let start = jobs[master].started?.milliseconds ?? 0
        time = start + 5000
        for _ in 0..<random.below(6) {
          let tries = random.below(4) == 0 ? 2 : 1
          let id = "j\(next)"
          var end = time
          for attempt in 0..<tries {
            end = add(attempt == 0 ? time : end + 700, Int64(random.below(4000)) * 1000, Int64(random.below(90)) * 1000)
            {
              $0.key = JobKey(id: id, tryNumber: attempt)
              $0.parent = jobs[master].key.id
              $0.parentTry = 0
              $0.state = attempt + 1 < tries ? .restarted : .done
            }
          }
          last = max(last, end)
          if random.below(2) == 0 { time = end + Int64(random.below(2)) * 300 }
        }
        jobs[master].stopped = SimTime(milliseconds: last + Int64(random.below(20)) * 1000)
        ready = last + 20_000 + Int64(random.below(10)) * 1000
      }
    }
    return jobs
  }

  @Test func aWorkflowUnderItsRecordedConditionsComesBackAsItWas() throws {
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let jobs = workflow(&random)
      // Overrides that change nothing must change nothing.
      var scenario = Scenario()
      if random.below(2) == 0 {
        scenario.overrides = [Override()]
        scenario.overrides[0].instanceType = "t_x1"
        scenario.overrides[0].timeout = .hours(1000)
      }
      let schedule = try #require(replay(jobs, scenario: scenario).schedule)
      #expect(schedule.started == jobs.map { $0.started?.milliseconds }, "seed \(seed)")
      #expect(schedule.stopped == jobs.map { $0.stopped?.milliseconds }, "seed \(seed)")
    }
  }

  @Test func whatATryLaunchedNeverOutlivesItsRestart() throws {
    let world = try catalog(spot: "0.05")
    var relaunched = 0
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let jobs = workflow(&random)
      var scenario = Scenario()
      scenario.overrides = [Override()]
      scenario.overrides[0].priority = .low
      if random.below(2) == 0 { scenario.overrides[0].timeout = .minutes(Int64(20 + random.below(100))) }
      scenario.overrides[0].restart = RestartPolicy(
        restartOn: [.spotInstanceInterruption: 3 + random.below(6), .jobTimeoutExceeded: random.below(3)])
      scenario.spot = SpotMarket()
      scenario.spot?.conditions.interruptionsPerHour = 1
      if random.below(2) == 0 {
        scenario.platform = Platform()
        scenario.platform?.maxConcurrentJobs = 4 + random.below(4)
        scenario.platform?.provisioning = .constant(Int64(random.below(3)) * minute)
        scenario.platform?.order = [.fcfs, .fairShare, .shortest][random.below(3)]
      } else if random.below(3) == 0 {
        scenario.platform = Platform()
        scenario.platform?.cluster = Platform.Cluster(nodes: 3, cores: 4)
      }
      if random.below(4) == 0 {
        scenario.limits = Scenario.Limits()
        scenario.limits?.maxTime = .minutes(Int64(random.below(500)) + 1)
      }
      let schedule = try #require(
        try Replayer(history: History(jobs: jobs), scenario: scenario, catalog: world)
          .run(name: "p", version: "v", seed: seed).schedule)
      var rows = [[Int]](repeating: [], count: jobs.count)
      for row in 0..<schedule.count { rows[Int(schedule.job[row])].append(row) }
      for (index, job) in jobs.enumerated() {
        #expect(!rows[index].isEmpty, "seed \(seed): every job has an end")
        let numbers = rows[index].map { schedule.tryNumber[$0] }
        #expect(Set(numbers).count == numbers.count, "seed \(seed): tries are counted once")
        guard let parent = jobs.firstIndex(where: { $0.key.id == job.parent }) else { continue }
        for ended in rows[parent].dropLast() where schedule.started[ended] >= 0 {
          let end = schedule.stopped[ended]
          for row in rows[index] where schedule.started[row] >= 0 {
            #expect(schedule.started[row] >= end || schedule.stopped[row] <= end, "seed \(seed): job \(index)")
          }
          relaunched += 1
        }
      }
    }
    #expect(relaunched > 500)
  }

  @Test func limitsHoldForEachUserOfAHistory() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let jobs = workflow(&random)
      var scenario = Scenario()
      scenario.platform = Platform()
      // A waiting master holds a worker while its subjobs need one: with fewer than this many they could wait for ever.
      let limit = 4 + random.below(4)
      scenario.platform?.maxConcurrentJobs = limit
      scenario.platform?.maxVCPUs = random.below(2) == 0 ? 12 : nil
      scenario.platform?.order = [.fcfs, .fairShare, .shortest][random.below(3)]
      let schedule = try #require(replay(jobs, scenario: scenario).schedule)
      var changes: [(time: Int64, by: Int, user: String)] = []
      for row in 0..<schedule.count {
        let user = jobs[Int(schedule.job[row])].user ?? ""
        changes.append((schedule.started[row], 1, user))
        changes.append((schedule.stopped[row], -1, user))
      }
      changes.sort { ($0.time, $0.by) < ($1.time, $1.by) }
      var held: [String: Int] = [:]
      for change in changes {
        held[change.user, default: 0] += change.by
        #expect(held[change.user] ?? 0 <= limit, "seed \(seed)")
        #expect(held.values.reduce(0, +) <= scenario.platform?.maxVCPUs ?? .max, "seed \(seed)")
      }
    }
  }
}
