import JobModel
import TestSupport
import Testing

@testable import Simulation

/// A job of a history, in minutes.
func job(
  _ id: String, submitted: Int64, started: Int64, stopped: Int64, executable: String = "tool", state: JobState = .done,
  type: String? = "t_x1", change: (inout Job) -> Void = { _ in }
) -> Job {
  var job = Job(key: JobKey(id: id), name: id, executable: executable, state: state)
  job.submitted = SimTime(milliseconds: submitted * minute)
  job.started = SimTime(milliseconds: started * minute)
  job.stopped = SimTime(milliseconds: stopped * minute)
  job.instanceType = type
  change(&job)
  return job
}

func replay(_ jobs: [Job], scenario: Scenario = Scenario(), catalog: Catalog? = nil) throws -> Run {
  try Replayer(history: History(jobs: jobs), scenario: scenario, catalog: catalog ?? SimulationTests.catalog())
    .run(name: "test", version: "test")
}

/// The (start, stop) of the rows in minutes.
func times(_ run: Run) throws -> [[Int64]] {
  let schedule = try #require(run.schedule)
  return (0..<schedule.count).map { [schedule.started[$0] / minute, schedule.stopped[$0] / minute] }
}

@Suite struct ReplayTests {
  @Test("without prices nothing costs nought, not even what took no time")
  func noPriceIsNotNought() throws {
    let jobs = [
      job("a", submitted: 0, started: 0, stopped: 60),
      job("b", submitted: 0, started: 5, stopped: 5, executable: "short"),
    ]
    var world = try catalog()
    #expect(try replay(jobs, catalog: world).tasks.map(\.costMean) == [cost(minutes: 60), 0])
    world.currency = nil
    #expect(try replay(jobs, catalog: world).tasks.map(\.costMean) == [nil, nil])
  }

  @Test func theRecordStandsWhereNothingIsChanged() throws {
    let run = try replay([
      job("a", submitted: 100, started: 103, stopped: 163),
      job("b", submitted: 101, started: 120, stopped: 121, state: .failed),
    ])
    #expect(try times(run) == [[103, 163], [120, 121]])
    #expect(run.cost?.mean == cost(minutes: 60) + cost(minutes: 1))
    #expect(run.wallClock.mean == 63 * minute)
    #expect(run.recorded?.makespan == 63 * minute)
    #expect(run.wait.max == 19 * minute)
    #expect(run.schedule?.outcomes[Int(run.schedule?.outcome[1] ?? 0)].state == .failed)
  }

  @Test func aJobThatOutranItsTimeoutDidSo() throws {
    let outran = job("a", submitted: 0, started: 0, stopped: 60, state: .terminated) { $0.timeLimit = .minutes(2) }
    #expect(try times(replay([outran])) == [[0, 60]])
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].timeout = .minutes(10)
    let run = try replay([outran], scenario: scenario)
    #expect(try times(run) == [[0, 10]])
    #expect(run.failedJobsMean == 1)
    #expect(run.cost?.mean == cost(minutes: 10))
  }

  @Test func aLimitMakesJobsWaitAndRuntimesStay() throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxConcurrentJobs = 1
    let run = try replay(
      [job("a", submitted: 0, started: 5, stopped: 35), job("b", submitted: 1, started: 2, stopped: 12)],
      scenario: scenario)
    #expect(try times(run) == [[0, 30], [30, 40]])
    #expect(run.cost?.mean == cost(minutes: 30) + cost(minutes: 10))
  }

  @Test func theLimitIsPerUser() throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxConcurrentJobs = 1
    let jobs = ["ann", "bob", "ann"].enumerated().map { index, user in
      job("\(index)", submitted: 0, started: 0, stopped: 10) { $0.user = user }
    }
    #expect(try times(replay(jobs, scenario: scenario)) == [[0, 10], [0, 10], [10, 20]])
  }

  @Test func aSmallerMachineTakesLongerWhereItsCoresWereBusy() throws {
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].instanceType = "t_x1"
    let busy = job("a", submitted: 0, started: 0, stopped: 60, type: "t_x4") { $0.usage.cpuPercent = 200 }
    let run = try replay([busy], scenario: scenario)
    #expect(try times(run) == [[0, 120]])
    #expect(run.cost?.mean == cost(minutes: 120))
  }

  @Test func aRuntimeFactorTakesThePlaceOfWhatTheCoresSay() throws {
    var scenario = Scenario()
    scenario.overrides = [Override(), Override(), Override()]
    scenario.overrides[0].runtimeFactor = 9
    scenario.overrides[1].match.executable = "align"
    scenario.overrides[1].instanceType = "t_x1"
    scenario.overrides[1].runtimeFactor = 1.5
    scenario.overrides[2].match.executable = "align"
    scenario.overrides[2].match.function = "other"
    scenario.overrides[2].runtimeFactor = 7
    let busy = job("a", submitted: 0, started: 0, stopped: 60, type: "t_x4") {
      $0.usage.cpuPercent = 400
      $0.executable = "align"
      $0.function = "main"
    }
    // An hour and a half, whatever is said before of all jobs and later of other entry points.
    #expect(try times(replay([busy], scenario: scenario)) == [[0, 90]])
    let other = job("b", submitted: 0, started: 0, stopped: 10, type: "t_x4") { $0.executable = "sort" }
    #expect(try times(replay([other], scenario: scenario)) == [[0, 90]])
  }

  @Test func memoryDecidesOnlyOnAnotherMachine() throws {
    let full = job("a", submitted: 0, started: 0, stopped: 60, type: "t_x1") { $0.usage.peakMemory = Bytes(6 << 30) }
    #expect(try replay([full]).failedJobsMean == 0)
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].instanceType = "t_x1"
    let large = job("a", submitted: 0, started: 0, stopped: 60, type: "t_x2") { $0.usage.peakMemory = Bytes(6 << 30) }
    let run = try replay([large], scenario: scenario)
    #expect(run.failedJobsMean == 1)
    #expect(run.schedule?.outcomes[Int(run.schedule?.outcome[0] ?? 0)].reason == .appInsufficientResourceError)
  }

  @Test func aParentThatWaitsEndsAfterItsChildren() throws {
    // The head runs 0–100, launches a at 10 and, after a's end, b at 42; it works 10 min after b.
    func history(_ type: String) -> [Job] {
      [
        job("head", submitted: 0, started: 0, stopped: 100, executable: "head"),
        job("a", submitted: 10, started: 10, stopped: 40, type: type) { $0.parent = "head" },
        job("b", submitted: 42, started: 45, stopped: 90, type: type) { $0.parent = "head" },
      ]
    }
    #expect(try times(replay(history("t_x1"))) == [[0, 100], [10, 40], [45, 90]])
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].match.executable = "tool"
    scenario.overrides[0].instanceType = "t_x1"
    var slowed = history("t_x2")
    for index in [1, 2] { slowed[index].usage.cpuPercent = 200 }
    // a: 10–70, b: launched 2 min later, 3 min of wait, 75–165, the head 10 min after.
    let run = try replay(slowed, scenario: scenario)
    #expect(try times(run) == [[0, 175], [10, 70], [75, 165]])
    #expect(run.cost?.mean == cost(minutes: 175) + cost(minutes: 60) + cost(minutes: 90))
  }

  @Test func aTimeoutOfAParentFallsItsTree() throws {
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].match.executable = "head"
    scenario.overrides[0].timeout = .minutes(50)
    let run = try replay(
      [
        job("head", submitted: 0, started: 0, stopped: 100, executable: "head"),
        job("a", submitted: 10, started: 10, stopped: 90) { $0.parent = "head" },
        job("b", submitted: 91, started: 91, stopped: 95) { $0.parent = "head" },
        job("other", submitted: 0, started: 0, stopped: 200),
      ], scenario: scenario)
    let schedule = try #require(run.schedule)
    #expect(schedule.started == [0, 10 * minute, Schedule.never, 0])
    #expect(schedule.stopped == [50 * minute, 50 * minute, Schedule.never, 200 * minute])
    #expect(
      schedule.outcome.map { schedule.outcomes[Int($0)].reason } == [
        .jobTimeoutExceeded, .jobTreeFailure, .jobTreeFailure, nil,
      ])
    #expect(run.failedJobsMean == 3)
  }

  @Test func aStageFollowsTheStageItWaitedFor() throws {
    func stage(_ id: String, _ runnable: Int64, _ started: Int64, _ stopped: Int64) -> Job {
      job(id, submitted: 0, started: started, stopped: stopped, type: "t_x2") {
        $0.analysis = "analysis-1"
        $0.stage = "stage-\(id)"
        $0.runnable = SimTime(milliseconds: runnable * minute)
        $0.usage.cpuPercent = 200
      }
    }
    let jobs = [stage("a", 0, 1, 31), stage("b", 32, 33, 43)]
    #expect(try times(replay(jobs)) == [[1, 31], [33, 43]])
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].instanceType = "t_x1"
    #expect(try times(replay(jobs, scenario: scenario)) == [[1, 61], [63, 83]])
    #expect(try replay(jobs).criticalPath == 40 * minute)
  }

  @Test func cachedUnendedAndUnstartedJobsAreTold() throws {
    let run = try replay([
      job("ran", submitted: 10, started: 10, stopped: 20),
      job("cached", submitted: 0, started: 0, stopped: 60) { $0.isCached = true },
      job("running", submitted: 0, started: 0, stopped: 0, state: .running) { $0.stopped = nil },
      job("aborted", submitted: 11, started: 0, stopped: 0, state: .terminated) {
        $0.started = nil; $0.stopped = nil
      },
      job("analysis", submitted: 0, started: 0, stopped: 0) { $0.kind = .analysis },
    ])
    #expect(run.jobs == 3)
    #expect(run.tries == 1)
    #expect(run.cost?.mean == cost(minutes: 10))
    #expect(run.wallClock.mean == 10 * minute)
    #expect(run.dropped.map(\.count) == [1, 1])
  }

  @Test func anUnknownTypeHasNoPriceAndItsNameStays() throws {
    let run = try replay([
      job("a", submitted: 0, started: 0, stopped: 60, type: "t_x9"), job("b", submitted: 0, started: 0, stopped: 60),
    ])
    #expect(run.cost == nil)
    #expect(run.costOfPriced == cost(minutes: 60))
    #expect(run.unpricedTries == 1)
    #expect(run.schedule?.types == ["t_x1", "t_x9"])
    #expect(run.schedule?.cost == [nil, cost(minutes: 60)])
  }

  @Test func spotIsPricedAsSpotOnlyWhereTheRecordSaysSo() throws {
    let world = try catalog(onDemand: "0.16", spot: "0.04")
    let run = try replay(
      [
        job("normal", submitted: 0, started: 0, stopped: 60) { $0.finalPriority = .normal },
        job("low", submitted: 0, started: 0, stopped: 60) { $0.finalPriority = .low },
      ], catalog: world)
    #expect(run.schedule?.cost == [160_000_000, 40_000_000])
  }

  @Test func jobsAtOneInstantDoNotWaitForEachOther() throws {
    // Without length, depending on each other and on their own parent: a record that makes no sense still replays.
    let run = try replay([
      job("p", submitted: 5, started: 5, stopped: 5) { $0.dependencies = ["c"] },
      job("c", submitted: 5, started: 5, stopped: 5) {
        $0.parent = "p"; $0.dependencies = ["d", "p"]
      },
      job("d", submitted: 5, started: 5, stopped: 5) {
        $0.parent = "c"; $0.dependencies = ["c"]
      },
    ])
    #expect(try times(run) == [[5, 5], [5, 5], [5, 5]])
  }

  /// Any history, however tangled, comes back as it was.
  @Test func randomHistoriesComeBackAsTheyWere() throws {
    for seed in 0..<2000 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var jobs: [Job] = []
      for index in 0..<(1 + random.below(12)) {
        let submitted = Int64(random.below(30))
        let started = submitted + Int64(random.below(4))
        let stopped = started + Int64(random.below(20))
        jobs.append(
          job("\(index / 2 * (1 + random.below(2)))", submitted: submitted, started: started, stopped: stopped) {
            $0.key.tryNumber = random.below(3)
            if random.below(2) == 0 {
              $0.runnable = SimTime(milliseconds: Int64(Int(submitted) + random.below(4)) * minute)
            }
            if random.below(3) == 0 { $0.parent = "\(random.below(12))" }
            if random.below(3) == 0 { $0.dependencies = ["\(random.below(12))", "\(random.below(12))"] }
            if random.below(3) == 0 {
              $0.analysis = "analysis-\(random.below(2))"
              $0.stage = "s"
            }
            $0.state = [.done, .failed, .terminated, .restarted][random.below(4)]
          })
      }
      let run = try replay(jobs)
      let expected = jobs.map { [$0.started?.milliseconds, $0.stopped?.milliseconds].map { ($0 ?? 0) / minute } }
      #expect(try times(run) == expected, "seed \(seed)")
    }
  }
}
