import Foundation
import JobModel
import RunStore
import Testing

@Suite struct RunTests {
  let folder: TestFolder
  let store: JobStore

  init() throws {
    folder = try TestFolder()
    store = try folder.store()
  }

  private func plainRun(_ id: String, name: String = "plan") throws -> Run {
    Run(
      id: id, kind: .estimate, name: name, catalog: "c", seed: 1, replications: 3, version: "1.0", jobs: 2, tries: 6,
      wallClock: try #require(Summary([1000, 2000, 3000])), wait: WaitFigures(mean: 4))
  }

  private func fullRun() throws -> Run {
    var run = Run(
      id: "abc123", kind: .replay, name: "history \"1\"", catalog: "dnanexus", seed: .max, replications: 1,
      version: "1.2.3", jobs: 3, tries: 4, wallClock: try #require(Summary([1, 5, 9_007_199_254_740_993])),
      wait: WaitFigures([1, 2, 3]))
    run.inputs = [
      Run.Input(role: "history", name: "b.csv", content: "f00"),
      Run.Input(role: "scenario", name: "s.yaml", content: ""),
    ]
    run.pricesAsOf = SimTime(milliseconds: 1_700_000_000_000)
    run.currency = .eur
    run.cost = Summary([Int64.max, Int64.min, 7])
    run.costOfPriced = -1
    run.unpricedTries = 2
    run.failedJobsMean = 0.1
    run.tasks = [
      TaskFigures(
        name: "z", jobs: 2, triesMean: 1.0 / 3, costMean: nil, costShare: nil, waitMean: 1, runMean: 2,
        criticalShare: 0.5, failedMean: 0.25),
      TaskFigures(
        name: "a", jobs: 1, triesMean: 1, costMean: 5, costShare: 1, waitMean: 3, runMean: 4, criticalShare: 0.5,
        failedMean: 0),
    ]
    run.users = [
      GroupFigures(name: "ann", jobs: 2, tries: 3, wait: WaitFigures([1, 2, 4]), cost: nil),
      GroupFigures(name: "", jobs: 1, tries: 0, wait: WaitFigures([]), cost: .max),
    ]
    run.queues = [GroupFigures(name: "long \"1\"", jobs: 1, tries: 1, wait: WaitFigures([7]), cost: 0)]
    run.warnings = ["no price for \"x\"", "2"]
    run.assumptions = ["no waits"]
    run.probabilityOverMaxCost = 0.05
    run.leastProbabilityOverMaxCost = 0.05
    run.probabilityOverMaxTime = 1
    run.costSamples = [1, -1, .max, .min]
    run.wallClockSamples = [256, 65536]
    run.failedJobsSamples = [0, 3]
    var recorded = RecordedFigures()
    recorded.makespan = 10
    recorded.wait = WaitFigures(mean: 1, p50: 2)
    recorded.cost = 3
    recorded.currency = .usd
    recorded.pricedJobs = 4
    recorded.load = [LoadPoint(time: .min, queued: 1, running: 0), LoadPoint(time: .max, queued: 0, running: .max)]
    run.recorded = recorded
    run.utilization = 0.75
    run.criticalPath = 11
    run.dropped = [DroppedJobs(reason: "no times", count: 2), DroppedJobs(reason: "another", count: 1)]
    run.schedule = try fullSchedule()
    return run
  }

  private func fullSchedule() throws -> Schedule {
    var schedule = Schedule(
      jobs: ["j2", "j1", "unused"], tasks: ["t"], types: ["mem1"],
      outcomes: [
        Schedule.Outcome(state: .done), Schedule.Outcome(state: .failed, reason: .appError),
      ])
    schedule.job = [1, 0, 1]
    schedule.tryNumber = [0, 0, 1]
    schedule.task = [0, 0, 0]
    schedule.submitted = [-5, 0, 10]
    schedule.started = [0, 5, 11]
    schedule.stopped = [10, 20, .max]
    schedule.outcome = [1, 0, 0]
    schedule.type = [0, -1, 0]
    schedule.isSpot = [true, false, false]
    schedule.cost = [500_000_000, nil, 0]
    return schedule
  }

  /// Everything that a run says, field by field.
  private func text(_ value: Any) -> String {
    var text = ""
    dump(value, to: &text)
    return text
  }

  @Test func aRunWithEveryFieldComesBackEqual() throws {
    let run = try fullRun()
    for child in Mirror(reflecting: run).children {
      #expect("\(child.value)" != "nil" && "\(child.value)" != "[]", "\(child.label ?? "?") is not set in the example")
    }
    try store.save(run)
    #expect(text(try store.run(id: "abc123")) == text(run))
    #expect(text(try folder.store(.readOnly).run(id: "abc")) == text(run))
  }

  @Test func aRunWithoutPricesComesBackEqual() throws {
    let run = try plainRun("a")
    try store.save(run)
    #expect(text(try store.run(id: "a")) == text(run))
    #expect(try store.run(id: "a").schedule == nil)
  }

  @Test func anEmptyScheduleIsStillASchedule() throws {
    var run = try plainRun("a")
    run.schedule = Schedule(jobs: [], tasks: [], types: [], outcomes: [])
    try store.save(run)
    #expect(try store.run(id: "a").schedule?.count == 0)
  }

  @Test func aRaggedScheduleIsRefused() throws {
    var run = try plainRun("a")
    run.schedule = try fullSchedule()
    run.schedule?.cost.removeLast()
    #expect(throws: StoreError.self) { try store.save(run) }
    #expect(try store.runs().isEmpty)
  }

  @Test func savingAgainReplaces() throws {
    try store.save(try fullRun())
    try store.save(try plainRun("b"))
    try store.save(try fullRun())
    #expect(try store.runs().map(\.id) == ["b", "abc123"])
    #expect(try store.run(id: "latest").id == "abc123")
    #expect(
      try queryResult(folder.path(), "SELECT count(*) FROM run_schedule; SELECT count(*) FROM run_inputs") == "3\n2\n")
  }

  @Test func aListOfRunsSaysWhatTheyAre() throws {
    try store.save(try fullRun())
    let row = try #require(try store.runs().first)
    #expect(
      row
        == RunSummaryRow(
          id: "abc123", kind: .replay, name: "history \"1\"", catalog: "dnanexus", currency: .eur, seed: .max,
          replications: 1, jobs: 3, costMean: 2, wallClockMean: 3_002_399_751_580_333, version: "1.2.3"))
  }

  @Test func runsAreFoundByTheBeginningOfTheirId() throws {
    #expect(
      throws: StoreError(
        path: folder.path(), message: "has no runs yet", hint: "make one with `purser estimate` or `purser replay`")
    ) { try store.run(id: "latest") }
    for id in ["ab1", "ab2", "ab", "b%"] { try store.save(try plainRun(id, name: "plan-\(id)")) }
    #expect(try store.run(id: "ab1").id == "ab1")
    #expect(try store.run(id: "ab").id == "ab")
    #expect(try store.run(id: "b").id == "b%")
    #expect(try store.run(id: "last").id == "b%")
    #expect(
      throws: StoreError(
        path: folder.path(), message: "has 3 runs whose id begins with \"a\"",
        hint: "there are ab (plan-ab), ab2 (plan-ab2), ab1 (plan-ab1)")
    ) { try store.run(id: "a") }
    #expect(
      throws: StoreError(
        path: folder.path(), message: "has no run \"%\"",
        hint: "there are b% (plan-b%), ab (plan-ab), ab2 (plan-ab2), ab1 (plan-ab1)")
    ) { try store.deleteRun(id: "%") }
    #expect(throws: StoreError.self) { try store.run(id: "") }
  }

  @Test func aDeletedRunLeavesNothingBehind() throws {
    try store.save(try fullRun())
    try store.deleteRun(id: "abc")
    for table in ["runs", "run_inputs", "run_tasks", "run_samples", "run_names", "run_schedule"] {
      #expect(try queryResult(folder.path(), "SELECT count(*) FROM \(table)") == "0\n", "\(table)")
    }
  }

  @Test func theViewsTellOfRuns() throws {
    try store.save(try fullRun())
    #expect(
      try queryResult(folder.path(), "SELECT run, cost_mean, cost_p50, seed, critical_path_s FROM v_runs") == """
        abc123|2e-09|7e-09|18446744073709551615|0.011

        """)
    #expect(
      try queryResult(
        folder.path(),
        "SELECT job, try, task, state, failure_reason, instance_type, is_spot, submitted_ms, cost, currency FROM v_run_jobs"
      ) == """
        j1|0|t|failed|AppError|mem1|1|-5|0.5|EUR
        j2|0|t|done|||0|0||
        j1|1|t|done||mem1|0|10|0.0|EUR

        """)
  }
}
