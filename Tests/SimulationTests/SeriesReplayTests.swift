import JobModel
import TestSupport
import Testing

@testable import Simulation

/// A series is the same replay seen from the side of time: what it adds up to is what its tries add up to.
@Suite struct SeriesReplayTests {
  private func replayed(
    _ jobs: [Job], scenario: Scenario = Scenario(), catalog: Catalog? = nil
  ) throws -> (run: Run, series: Series) {
    let world = try catalog ?? SimulationTests.catalog()
    let replayed = try Replayer(history: History(jobs: jobs), scenario: scenario, catalog: world)
      .run(name: "test", version: "test", seed: 1, keepsSteps: true)
    return (replayed.run, Series(replayed.steps))
  }

  /// A row in minutes and whole vCPUs.
  private func row(_ time: Int64, _ queued: Int64, _ running: Int64, _ vcpus: Int64?, _ rate: Int64?) -> Series.Row {
    Series.Row(
      time: time * minute, queued: queued, running: running, milliVCPUs: vcpus.map { $0 * 1000 }, nanosPerHour: rate)
  }

  /// What a column comes to over time; nil for a column with gaps.
  private func integral(_ series: Series, _ column: (Series.Row) -> Int64?) -> Int128? {
    var sum = Int128(0)
    for (row, next) in zip(series.rows, series.rows.dropFirst()) {
      guard let value = column(row) else { return nil }
      sum += Int128(value) * Int128(next.time - row.time)
    }
    return sum
  }

  @Test func threeJobsOfAHistory() throws {
    let rate: Int64 = 160_000_000
    let (_, series) = try replayed([
      job("a", submitted: 100, started: 103, stopped: 163, type: "t_x2"),
      job("b", submitted: 101, started: 120, stopped: 130) { $0.nodes = 3 },
      // Submitted first and ready late: it is not in the queue before it could run.
      job("c", submitted: 90, started: 163, stopped: 170) { $0.runnable = SimTime(milliseconds: 160 * minute) },
    ])
    #expect(
      series.rows == [
        row(90, 0, 0, 0, 0), row(100, 1, 0, 0, 0), row(101, 2, 0, 0, 0), row(103, 1, 1, 2, 2 * rate),
        row(120, 0, 2, 5, 5 * rate), row(130, 0, 1, 2, 2 * rate), row(160, 1, 1, 2, 2 * rate),
        row(163, 0, 1, 1, rate), row(170, 0, 0, 0, 0),
      ])
  }

  @Test func aTryWithoutAPriceLeavesTheRateOpenAndOneThatIsNotChargedIsFree() throws {
    let (run, series) = try replayed([
      job("a", submitted: 0, started: 0, stopped: 10),
      job("b", submitted: 2, started: 2, stopped: 4, type: "elsewhere") { $0.vcpus = 1.5 },
      job("c", submitted: 6, started: 6, stopped: 8, type: "elsewhere"),
      job("d", submitted: 20, started: 20, stopped: 30, state: .failed) { $0.failureReason = .internalError },
    ])
    var half = row(2, 0, 2, nil, nil)
    half.milliVCPUs = 2500
    #expect(
      series.rows == [
        row(0, 0, 1, 1, 160_000_000), half, row(4, 0, 1, 1, 160_000_000), row(6, 0, 2, nil, nil),
        row(8, 0, 1, 1, 160_000_000), row(10, 0, 0, 0, 0), row(20, 0, 1, 1, 0), row(30, 0, 0, 0, 0),
      ])
    #expect(run.unpricedTries == 2)
  }

  @Test func aJobThatFallsWithItsTreeLeavesTheQueue() throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxConcurrentJobs = 1
    scenario.overrides = [Override()]
    scenario.overrides[0].timeout = .minutes(5)
    let (run, series) = try replayed(
      [
        job("a", submitted: 0, started: 0, stopped: 10),
        job("b", submitted: 1, started: 2, stopped: 12) { $0.parent = "a" },
      ], scenario: scenario)
    #expect(run.schedule?.started.last == Schedule.never)
    #expect(
      series.rows == [row(0, 0, 1, 1, 160_000_000), row(1, 1, 1, 1, 160_000_000), row(5, 0, 0, 0, 0)])
  }

  @Test func nothingIsLostOverTime() throws {
    for seed in 0..<150 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let jobs = (0..<(1 + random.below(25))).map { index in
        let submitted = Int64(random.below(60))
        let started = submitted + Int64(random.below(20))
        return job(
          "j\(index)", submitted: submitted, started: started, stopped: started + Int64(random.below(40)),
          type: ["t_x1", "t_x2", "t_x4"][random.below(3)]
        ) {
          $0.user = ["ann", "bob", nil][random.below(3)]
          $0.priority = .low
          $0.nodes = 1 + random.below(2)
        }
      }
      var scenario = Scenario()
      if seed % 3 > 0 {
        scenario = ConservationTests.randomScenario(&random)
        scenario.limits = nil
        scenario.overrides = [Override()]
        scenario.overrides[0].priority = .low
        scenario.overrides[0].timeout = random.below(2) == 0 ? .minutes(30) : nil
      }
      let (run, series) = try replayed(jobs, scenario: scenario, catalog: catalog(spot: "0.04"))
      let schedule = try #require(run.schedule)
      let ran = (0..<schedule.count).filter { schedule.started[$0] != Schedule.never }
      let sum = ran.reduce(Int128(0)) { $0 + Int128(schedule.stopped[$1] - schedule.started[$1]) }
      #expect(integral(series) { $0.running } == sum, "seed \(seed)")
      let vcpuTime = ran.reduce(Int128(0)) {
        let size: Int64 = ["t_x1": 1, "t_x2": 2, "t_x4": 4][schedule.types[Int(schedule.type[$1])]] ?? 0
        let nodes = Int64(jobs[Int(schedule.job[$1])].nodes)
        return $0 + Int128(schedule.stopped[$1] - schedule.started[$1]) * Int128(size * nodes * 1000)
      }
      #expect(integral(series) { $0.milliVCPUs } == vcpuTime, "seed \(seed)")
      // Rates are whole nano-units here, so only the rounding of each try's cost is between them.
      let paid = try #require(integral(series) { $0.nanosPerHour }) / 3_600_000
      let cost = try #require(run.cost?.mean)
      #expect(abs(paid - Int128(cost)) <= Int128(schedule.count), "seed \(seed)")
      #expect(series.rows.allSatisfy { $0.queued >= 0 && $0.running >= 0 })
      let last = try #require(series.rows.last)
      #expect(last.queued == 0 && last.running == 0 && last.milliVCPUs == 0 && last.nanosPerHour == 0)
      let wait = run.users.reduce(0) { $0 + $1.tries }
      #expect(wait == ran.count { jobs[Int(schedule.job[$0])].user != nil }, "seed \(seed)")
    }
  }

  @Test func aBatchLogHoldsAllItsProcessorsAndNoMore() throws {
    let log = rigidLog([(0, 10, 10, 3), (1, 10, 10, 3), (2, 8, 8, 1), (3, 20, 20, 1)])
    let starts = try ClusterSchedule(log, processors: 4, order: .easy).starts
    var rows: [[Int64]] = []
    Series.forEachRow(of: log, starts: starts) { rows.append([$0.time, $0.queued, $0.running, $0.milliVCPUs ?? -1]) }
    #expect(
      rows == [
        [0, 0, 1, 3000], [1, 1, 1, 3000], [2, 1, 2, 4000], [3, 2, 2, 4000], [10, 0, 2, 4000], [20, 0, 1, 1000],
        [30, 0, 0, 0],
      ])
  }

  @Test func aWorkflowWaitsForItsMachine() throws {
    let fork: [ToyTask] = [(10, nil, [], nil), (4, 2, [0], nil), (6, nil, [0], nil)]
    let steps = try WorkflowReplay(workflow(fork, machines: [("a", 2)]))
      .run(name: "toy", version: "0", keepsSchedule: false, keepsSteps: true).steps
    #expect(
      Series(steps).rows.map { [$0.time / 1000, $0.queued, $0.running, $0.milliVCPUs ?? -1] } == [
        [0, 0, 1, 1000], [10, 1, 1, 2000], [14, 0, 1, 1000], [20, 0, 0, 0],
      ])
  }

  @Test func waitsByUserAndByQueue() throws {
    let jobs = [
      job("a", submitted: 0, started: 3, stopped: 10) { $0.user = "bob" },
      job("b", submitted: 0, started: 1, stopped: 10) { $0.user = "ann" },
      job("c", submitted: 0, started: 5, stopped: 10, type: "elsewhere") { $0.user = "bob" },
      job("d", submitted: 0, started: 7, stopped: 10) { $0.properties = [Property(name: "queue", value: "long")] },
      job("e", submitted: 0, started: 9, stopped: 19, state: .failed) { $0.user = "ann" },
      job("e", submitted: 19, started: 21, stopped: 31) {
        $0.user = "ann"
        $0.key.tryNumber = 1
      },
    ]
    let run = try replay(jobs)
    #expect(run.users.map(\.name) == ["ann", "bob"] && run.users.map(\.jobs) == [2, 2])
    #expect(run.users.map(\.tries) == [3, 2] && run.users.map(\.wait.mean) == [4 * minute, 4 * minute])
    #expect(run.users.map(\.wait.max) == [9 * minute, 5 * minute])
    #expect(run.users.map(\.cost) == [cost(minutes: 9) + cost(minutes: 10) * 2, nil])
    #expect(run.queues.map(\.name) == ["long"] && run.queues.map(\.cost) == [cost(minutes: 3)])
  }

  @Test func aLogKnowsUsersAndQueuesByNumber() throws {
    // Users 0, 1, 2, 0; queues none, 0, none, 0.
    let log = rigidLog([(0, 10, 10, 1), (0, 10, 10, 1), (0, 10, 10, 1), (5, 10, 10, 1)])
    let run = try ClusterReplayer(log, dropped: [], processors: 1, order: .fcfs)
      .run(name: "log", version: "0", keepsSchedule: false).run
    #expect(run.users.map(\.name) == ["user 0", "user 1", "user 2"] && run.users.map(\.jobs) == [2, 1, 1])
    #expect(run.users.map(\.wait) == [WaitFigures([0, 25]), WaitFigures([10]), WaitFigures([20])])
    #expect(run.queues == [GroupFigures(name: "0", jobs: 2, tries: 2, wait: WaitFigures([10, 25]), cost: nil)])
    // Numbers too large for a table.
    var sparse = log
    sparse.user = sparse.user.map { $0 == 2 ? .max : $0 }
    let users = try ClusterReplayer(sparse, dropped: [], processors: 1, order: .fcfs)
      .run(name: "log", version: "0", keepsSchedule: false).run.users
    #expect(users.map(\.wait) == run.users.map(\.wait) && users.last?.name == "user \(Int32.max)")
    sparse.queue = []
    let bare = try ClusterReplayer(sparse, dropped: [], processors: 1, order: .fcfs)
      .run(name: "log", version: "0", keepsSchedule: false).run
    #expect(bare.queues.isEmpty)
  }
}
