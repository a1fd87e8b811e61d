import JobModel
import Testing

@testable import Simulation

/// What a parent launched ends with the parent's try, and is launched again by the next one.
@Suite struct DescendantTests {
  /// The head launches a at 10 and, 2 min after a's end, b at 42; it works 10 min after b.
  private func family(_ type: String = "t_x1", change: (inout Job) -> Void = { _ in }) -> [Job] {
    [
      job("head", submitted: 0, started: 0, stopped: 100, executable: "head", type: type, change: change),
      job("a", submitted: 10, started: 10, stopped: 40) { $0.parent = "head" },
      job("b", submitted: 42, started: 42, stopped: 90) { $0.parent = "head" },
    ]
  }

  private func changing(_ change: (inout Override) -> Void) -> Scenario {
    var scenario = Scenario()
    scenario.overrides = [Override()]
    scenario.overrides[0].match.executable = "head"
    change(&scenario.overrides[0])
    return scenario
  }

  private func reasons(_ run: Run) throws -> [FailureReason?] {
    let schedule = try #require(run.schedule)
    return schedule.outcome.map { schedule.outcomes[Int($0)].reason }
  }

  @Test func aTimeoutOfTheParentEndsItsSubjobs() throws {
    let run = try replay(
      family(),
      scenario: changing {
        $0.timeout = .minutes(60)
        $0.restart = RestartPolicy(restartOn: [.jobTimeoutExceeded: 1])
      })
    // Twice the same: a is done and done again, b is ended at 60 and 120; the second time all fails for good.
    #expect(try times(run) == [[0, 60], [60, 120], [10, 40], [70, 100], [42, 60], [102, 120]])
    #expect(
      try reasons(run) == [.jobTimeoutExceeded, .jobTimeoutExceeded, nil, nil, .jobTreeFailure, .jobTreeFailure])
    #expect(run.schedule?.tryNumber == [0, 1, 0, 1, 0, 1])
    #expect(run.cost?.mean == cost(minutes: 120 + 60 + 18 + 18))
    // The head and b; a was done when its tree fell.
    #expect(run.failedJobsMean == 2)
  }

  @Test func theNextTryLaunchesThemAgain() throws {
    let world = try catalog()
    let jobs = family("t_x2") { $0.usage.peakMemory = Bytes(6 << 30) }
    // On t_x1 memory runs out after a drawn part of 100 min; the next try is on t_x2 again.
    let scenario = changing {
      $0.instanceType = "t_x1"
      $0.restart = RestartPolicy(restartOn: [.appInsufficientResourceError: 1], largerType: true)
    }
    var seen = Set<Int>()
    for seed in 0..<40 as Range<UInt64> {
      let run = try Replayer(history: History(jobs: jobs), scenario: scenario, catalog: world)
        .run(name: "test", version: "test", seed: seed)
      let schedule = try #require(run.schedule)
      let stop = schedule.stopped[0]
      let stops = Double(stop) / Double(minute)
      var expected: [[Int64]] = [[0, stop], [stop, stop + 100 * minute]]
      if stops > 10 { expected.append([10 * minute, min(stop, 40 * minute)]) }
      expected.append([stop + 10 * minute, stop + 40 * minute])
      if stops > 42 { expected.append([42 * minute, min(stop, 90 * minute)]) }
      expected.append([stop + 42 * minute, stop + 90 * minute])
      seen.insert(expected.count)
      #expect(zip(schedule.started, schedule.stopped).map { [$0, $1] } == expected, "seed \(seed)")
      #expect(run.failedJobsMean == 0, "seed \(seed)")
    }
    #expect(seen == [4, 5, 6])
  }

  @Test func aRecordedRetryLaunchesItsOwn() throws {
    // Try 0 launched a, try 1 launched b. With a timeout of 30 min try 0 ends at 30, and a with it.
    let jobs = [
      job("head", submitted: 0, started: 0, stopped: 60, executable: "head", state: .restarted),
      job("head", submitted: 62, started: 62, stopped: 122, executable: "head") { $0.key.tryNumber = 1 },
      job("a", submitted: 10, started: 10, stopped: 50) {
        $0.parent = "head"
        $0.parentTry = 0
      },
      job("b", submitted: 72, started: 72, stopped: 100) {
        $0.parent = "head"
        $0.parentTry = 1
      },
    ]
    let run = try replay(jobs, scenario: changing { $0.timeout = .minutes(30) })
    #expect(try times(run) == [[0, 30], [32, 62], [10, 30], [42, 62]])
    #expect(try reasons(run) == [.jobTimeoutExceeded, .jobTimeoutExceeded, .jobTreeFailure, .jobTreeFailure])
  }

  @Test func aJobThatCannotRunFailsItsTree() throws {
    // The child of one tree needs a job of another, which times out: its parent would wait for it for ever.
    let jobs = [
      job("other", submitted: 0, started: 0, stopped: 20, executable: "head"),
      job("parent", submitted: 0, started: 0, stopped: 100),
      job("child", submitted: 5, started: 30, stopped: 90) {
        $0.parent = "parent"
        $0.dependencies = ["other"]
        $0.runnable = SimTime(milliseconds: 30 * minute)
      },
    ]
    let run = try replay(jobs, scenario: changing { $0.timeout = .minutes(10) })
    #expect(try times(run).prefix(2) == [[0, 10], [0, 10]])
    #expect(try reasons(run) == [.jobTimeoutExceeded, .jobTreeFailure, .dependencyUnsatisfiable])
  }
}
