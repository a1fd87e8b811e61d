import JobModel
import Testing

@testable import JobFormats

@Suite("A sweep's path changes one thing in a plan or a scenario")
struct SweepTests {
  private let document = {
    let text = """
      # a comment
      name: sweep
      tasks:
        - {name: split, runtime: 10m}
        - {name: step.1, runtime: 1h, timeout: 2h}
        - {name: step.1.b, runtime: 1h}
        - {name: per-sample, work: {items: 100, per_item: 2m, items_per_job: 10}, setup: {mean: 5m, sd: 1m}}
      """
    return Result { () throws(InputError) in try PlanDocument(reading: Array(text.utf8), file: "plan.yaml") }
  }()

  private func swept(_ path: String, _ value: String) throws -> Plan {
    try document.get().setting(path, to: value).plan().plan
  }

  @Test("A key of one task is set by the task's name, also a key within a key")
  func oneTask() throws {
    #expect(try swept("tasks.per-sample.work.items_per_job", "5").tasks.map(\.jobCount) == [1, 1, 1, 20])
    #expect(try swept("tasks.per-sample.setup.sd", "2m").tasks[3].setup == .moments(mean: 300_000, sd: 120_000))
    #expect(try swept("tasks.split.instance_type", "c5d.large").tasks[0].instanceType == "c5d.large")
    #expect(
      try swept("tasks.split.restart.max_restarts", "3").tasks[0].restart
        == RestartPolicy(restartOn: [:], maxRestarts: 3))
  }

  @Test("A name with points is found, the longest one first")
  func points() throws {
    #expect(try swept("tasks.step.1.timeout", "3h").tasks.map(\.timeout) == [nil, .hours(3), nil, nil])
    #expect(try swept("tasks.step.1.b.timeout", "3h").tasks.map(\.timeout) == [nil, .hours(2), .hours(3), nil])
  }

  @Test("A bare key is set on every task, also over what a task says itself")
  func everyTask() throws {
    #expect(try swept("timeout", "4h").tasks.map(\.timeout) == [.hours(4), .hours(4), .hours(4), .hours(4)])
    #expect(try swept("priority", "high").tasks.map(\.priority) == [.high, .high, .high, .high])
    // `work` says how many jobs there are: ceil(100 / 10).
    #expect(try swept("count", "7").tasks.map(\.jobCount) == [7, 7, 7, 10])
    #expect(try swept("work.items_per_job", "100").tasks.map(\.jobCount) == [1, 1, 1, 1])
    #expect(
      try swept("memory", "{median: 1 GiB, p95: 2 GiB}").tasks[0].memory == .quantiles(median: 1 << 30, p95: 2 << 30))
  }

  @Test("Keys of the document are set, and made where they were not")
  func documentKeys() throws {
    #expect(try swept("limits.max_cost", "12.5").limits.maxCostNanos == 12_500_000_000)
    #expect(try swept("name", "other").name == "other")
    #expect(try swept("defaults.rank", "9").tasks.map(\.rank) == [9, 9, 9, 9])
    let launched = try document.get().setting("arrivals.every", to: "1h").setting("arrivals.count", to: "3")
    #expect(try launched.plan().plan.arrivals == .every(.hours(1), count: 3))
  }

  @Test("The text of a changed plan reads back as the same plan")
  func text() throws {
    let original = try document.get()
    #expect(original.text.hasPrefix("# a comment\n"))
    let changed = try original.setting("tasks.step.1.executable", to: "\"a: b # c\"")
    let again = try PlanDocument(reading: Array(changed.text.utf8), file: "plan.yaml")
    #expect(try again.plan().plan == changed.plan().plan)
    #expect(try again.plan().plan.tasks[1].executable == "a: b # c")
  }

  @Test("The names of the tasks are known") func names() throws {
    #expect(try document.get().taskNames == ["split", "step.1", "step.1.b", "per-sample"])
  }

  @Test(
    "A path that names nothing says what is near",
    arguments: [
      ("tasks.splt.timeout", #"there is no task "splt"; did you mean "split"?"#),
      ("tasks.split.timeuot", "unknown key `timeuot`; did you mean `timeout`?"),
      ("tasks.split.timeout.x", "there is no key `x` here: this is a value, no mapping"),
      ("tasks.split", "expected a key behind the task's name, found none; for example tasks.split.timeout"),
      ("tasks.per-sample.work.item", "unknown key `item`; did you mean `items`?"),
      ("instance_typ", "unknown key `instance_typ`; did you mean `instance_type`?"),
      ("limits.max_cots", "unknown key `max_cots`; did you mean `max_cost`?"),
      ("", "unknown key ``; a path looks like tasks.NAME.timeout or platform.max_vcpus"),
      ("platform.order", "this is a key of a scenario, not of a plan"),
      ("restart.max_restarts", "no task of this plan can take it; no task has `restart`"),
    ])
  func unknownPaths(path: String, expected: String) throws {
    let document = try document.get()
    let found = fault { () throws(InputError) in try document.setting(path, to: "1").text }
    #expect(found == "plan.yaml: \(path): \(expected)")
  }

  @Test("A value that does not fit is refused without a line, as it stands in no file")
  func badValues() throws {
    let document = try document.get()
    #expect(
      fault { () throws(InputError) in try document.setting("tasks.split.timeout", to: "soon").plan().plan }
        == #"plan.yaml: tasks.split.timeout: expected a duration such as 90s, 15m, 1d6h or 1h 30m, found "soon""#)
    #expect(
      fault { () throws(InputError) in try document.setting("count", to: "[1").text }.hasPrefix(
        "plan.yaml: count: this is not YAML: "))
    #expect(
      fault { () throws(InputError) in try document.setting("tasks.split.runtime.median", to: "1h").text }
        == #"plan.yaml:4: tasks.split.runtime.median: expected a mapping that can hold `median`, found "10m""#)
  }

  @Test(
    "Which paths are a scenario's",
    arguments: [
      ("platform.max_concurrent_jobs", true), ("spot.wait", true), ("overrides.0.timeout", true),
      ("limits.enforcement", true), ("limits.max_cost", false), ("tasks.platform.timeout", false), ("spotty", false),
    ])
  func scenarioPaths(path: String, expected: Bool) {
    #expect(PlanDocument.isScenarioPath(path) == expected)
  }

  @Test("A scenario is changed by path, starting from nothing")
  func scenarios() throws {
    let empty = ScenarioDocument(emptyFor: "--sweep")
    #expect(try empty.scenario().scenario == Scenario())
    #expect(
      try empty.setting("platform.max_concurrent_jobs", to: "20").scenario().scenario.platform?.maxConcurrentJobs == 20)
    #expect(
      try empty.setting("platform.max_vcpus.mem3", to: "64").scenario().scenario.platform?.maxVCPUsByFamily
        == [.init(family: "mem3", vcpus: 64)])
    let spot = try empty.setting("spot.by_type.c5d.xlarge.wait.median", to: "1m")
      .setting("spot.by_type.c5d.xlarge.wait.p95", to: "2m").scenario().scenario.spot
    #expect(spot?.byType["c5d.xlarge"]?.wait == .quantiles(median: 60_000, p95: 120_000))
    let written = try ScenarioDocument(reading: Array("overrides: [{timeout: 1h}]".utf8), file: "world.yaml")
    #expect(try written.setting("overrides.0.timeout", to: "2h").scenario().scenario.overrides[0].timeout == .hours(2))
    #expect(
      fault { () throws(InputError) in try written.setting("platfrom.order", to: "x").text }
        == "world.yaml: platfrom.order: unknown key `platfrom`; did you mean `platform`?")
    #expect(
      fault { () throws(InputError) in try written.setting("overrides.7.timeout", to: "x").text }
        == "world.yaml: overrides.7.timeout: there is no entry \"7\" here")
  }
}
