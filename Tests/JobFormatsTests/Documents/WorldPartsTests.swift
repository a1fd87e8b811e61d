import JobModel
import Testing

@testable import JobFormats

@Suite("Delays by type and priority, limits of time and failures are read as they are written")
struct WorldPartsTests {
  @Test("A worker's delay is one distribution, or some by priority and type")
  func provisioning() throws {
    let text = """
      platform:
        provisioning:
          default: {median: 80s, p95: 200s}
          by_priority: {low: 5m, normal: {exponential: 2m}}
          by_type:
            mem3_ssd1_v2_x32: {values: [1m, 2m]}
            c5d.xlarge: {low: 10m, high: {min: 1m, mode: 2m, max: 3m}}
            mem1_ssd1_v2_x2: 30s
      """
    let platform = try #require(try scenario(text).scenario.platform)
    #expect(platform.provisioning == .quantiles(median: 80_000, p95: 200_000))
    #expect(platform.provisioningByPriority == [.low: .constant(300_000), .normal: .exponential(mean: 120_000)])
    #expect(
      platform.provisioningByType == [
        "mem3_ssd1_v2_x32": .init(all: .values([60_000, 120_000])),
        "c5d.xlarge": .init(
          byPriority: [.low: .constant(600_000), .high: .triangular(min: 60_000, mode: 120_000, max: 180_000)]),
        "mem1_ssd1_v2_x2": .init(all: .constant(30_000)),
      ])
    let one = try #require(try scenario("platform: {provisioning: {exponential: 2m}}").scenario.platform)
    #expect(one.provisioning == .exponential(mean: 120_000))
    #expect(one.provisioningByPriority.isEmpty && one.provisioningByType.isEmpty)
    let only = try #require(try scenario("platform: {provisioning: {by_priority: {low: 1m}}}").scenario.platform)
    #expect(only.provisioning == nil)
  }

  @Test("A tree's time is a limit of its own, with a warning above 30 days")
  func treeTime() throws {
    let (limited, none) = try scenario("limits: {max_cost: 5, max_time: 20h}")
    #expect(limited.limits?.maxTime == .hours(20))
    #expect(limited.limits?.maxCostNanos == 5_000_000_000)
    #expect(none.isEmpty)
    #expect(
      try scenario("limits: {max_time: 31d}").warnings.map(\.description) == [
        "world.yaml:1: limits.max_time: 31d is more than the platform's 30 days of a tree; simulated as given"
      ])
  }

  @Test("Failures are read in scenarios, tasks and defaults; a task's come on top of the defaults'")
  func failures() throws {
    let world = try scenario("failures: {UnresponsiveWorker: {per_hour: 0.001}, AppInternalError: {per_try: 0.02}}")
    #expect(
      world.scenario.failures == [
        .unresponsiveWorker: FailureRate(perHour: 0.001), .appInternalError: FailureRate(perTry: 0.02),
      ])
    let plan = try plan(
      """
      defaults: {failures: {AppError: {per_try: 0.1}, ExecutionError: {per_hour: 1}}}
      tasks:
        - {name: a, runtime: 1h}
        - {name: b, runtime: 1h, failures: {AppError: {per_try: 0}, OutputError: {per_hour: 2, per_try: 1}}}
      """
    ).plan
    #expect(
      plan.tasks[0].failures == [.appError: FailureRate(perTry: 0.1), .executionError: FailureRate(perHour: 1)])
    #expect(
      plan.tasks[1].failures == [
        .appError: FailureRate(perTry: 0), .executionError: FailureRate(perHour: 1),
        .outputError: FailureRate(perHour: 2, perTry: 1),
      ])
  }

  @Test("Each of them can be swept")
  func sweeps() throws {
    let empty = ScenarioDocument(emptyFor: "--sweep")
    func platform(_ path: String) throws -> Platform? {
      try empty.setting(path, to: "90s").scenario().scenario.platform
    }
    #expect(try platform("platform.provisioning")?.provisioning == .constant(90_000))
    #expect(try platform("platform.provisioning.default")?.provisioning == .constant(90_000))
    #expect(try platform("platform.provisioning.by_priority.low")?.provisioningByPriority == [.low: .constant(90_000)])
    #expect(
      try platform("platform.provisioning.by_type.c5d.xlarge.high")?.provisioningByType
        == ["c5d.xlarge": .init(byPriority: [.high: .constant(90_000)])])
    #expect(
      try platform("platform.provisioning.by_type.c5d.xlarge")?.provisioningByType
        == ["c5d.xlarge": .init(all: .constant(90_000))])
    #expect(
      try empty.setting("failures.AppError.per_try", to: "0.5").scenario().scenario.failures
        == [.appError: FailureRate(perTry: 0.5)])
    #expect(PlanDocument.isScenarioPath("failures.AppError.per_try"))
    let plan = try PlanDocument(reading: Array("tasks: [{name: a, runtime: 1h}]".utf8), file: "plan.yaml")
      .setting("tasks.a.failures.AppError.per_hour", to: "2").plan().plan
    #expect(plan.tasks[0].failures == [.appError: FailureRate(perHour: 2)])
  }

  @Test(
    "A fault is named with its line and key",
    arguments: [
      (
        "platform: {provisioning: {default: 1m, median: 2m}}",
        "platform.provisioning.median: unknown key `median`; known keys are default, by_priority, by_type"
      ),
      (
        "platform: {provisioning: {by_priority: {lwo: 1m}}}",
        "platform.provisioning.by_priority.lwo: unknown key `lwo`; did you mean `low`?"
      ),
      (
        "platform: {provisioning: {by_type: {x: {hihg: 1m}}}}",
        "platform.provisioning.by_type.x.hihg: unknown key `hihg`; did you mean `high`?"
      ),
      (
        "platform: {provisioning: {by_type: {x: {}}}}",
        "platform.provisioning.by_type.x: expected delays by priority, such as {low: 5m, high: 1m}, found an empty mapping"
      ),
      (
        "platform: {provisioning: {by_type: 5m}}",
        #"platform.provisioning.by_type: expected a mapping of instance types and their delays, found "5m""#
      ),
      (
        "limits: {max_time: 0s}",
        #"limits.max_time: expected a duration above 0s, found "0s"; leave it out for no limit but the platform's"#
      ),
      (
        "failures: {AppError: 0.1}",
        #"failures.AppError: expected {per_hour: 0.001} or {per_try: 0.02}, found "0.1""#
      ),
      (
        "failures: {AppError: {}}",
        "failures.AppError: expected {per_hour: 0.001} or {per_try: 0.02}, found an empty mapping"
      ),
      (
        "failures: {AppError: {per_try: 1.5}}",
        #"failures.AppError.per_try: expected a probability from 0 to 1, found "1.5""#
      ),
      (
        "failures: {AppError: {per_hour: -1}}",
        #"failures.AppError.per_hour: expected a number of failures per hour, from 0 to 1000000, found "-1""#
      ),
      (
        "failures: {AppEror: {per_try: 1}}",
        "failures.AppEror: unknown failure reason `AppEror`; did you mean `AppError`?"
      ),
      (
        "failures: {JobTreeFailure: {per_try: 1}}",
        "failures.JobTreeFailure: JobTreeFailure does not occur by itself: it follows from something else; \(possible)"
      ),
      (
        "failures: {CostLimitExceeded: {per_try: 1}}",
        "failures.CostLimitExceeded: CostLimitExceeded does not occur by itself: it follows from something else; \(possible)"
      ),
      (
        "failures: {SpotInstanceInterruption: {per_hour: 1}}",
        "failures.SpotInstanceInterruption: SpotInstanceInterruption comes from the spot market; give spot.interruptions_per_hour; \(possible)"
      ),
      (
        "failures: {JobTimeoutExceeded: {per_hour: 1}}",
        "failures.JobTimeoutExceeded: JobTimeoutExceeded comes from a task's timeout; give the task a `timeout`; \(possible)"
      ),
    ])
  func faults(text: String, expected: String) {
    #expect(scenarioFault(text) == "world.yaml:1: \(expected)")
  }
}

/// What an error about a reason names.
private let possible =
  "these can be given: AppError, AppInsufficientResourceError, AppInternalError, AuthError, ExecutionError, "
  + "IncompleteUploads, InputError, InternalError, JMInternalError, OutputError, UnresponsiveWorker"
