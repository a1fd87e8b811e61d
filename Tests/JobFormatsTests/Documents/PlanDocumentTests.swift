import JobModel
import Testing

@testable import JobFormats

/// The plan of the design, word for word.
let designPlan = """
  name: gwas
  defaults: {instance_type: mem1_ssd1_v2_x4, priority: normal, timeout: 12h}
  limits: {max_cost: 500, max_time: 24h}
  tasks:
    - name: split
      runtime: 10m                              # a constant
    - name: regenie
      executable: regenie-step2                 # name looked up in the history; default: the task's name
      after: [split]                            # starts when every job of these is done
      count: 22                                 # scatter: 22 jobs; gather is the next task's `after`
      runtime: {median: 2h, p95: 5h}            # lognormal through two quantiles
      memory: {median: 9 GiB, p95: 14 GiB}      # peak
      disk: 40 GiB
      instance_type: mem1_ssd1_v2_x16
      priority: low
      timeout: 6h
      restart: {SpotInstanceInterruption: 5, AppInsufficientResourceError: 1, max_restarts: 9, larger_type: true}
    - name: per-sample
      after: [split]
      each: split                               # job i waits for job i of that task only
      setup: 5m                                 # start-up and loading, part of every try, charged
      work: {items: 100, per_item: 2m, items_per_job: 10}   # ceil(100/10) jobs, each as long as its items
    - name: from-history
      runtime: {from: history}                  # the executable's own past runs, by bootstrap
  arrivals: {every: 10m, count: 50}             # optional: launch the whole plan many times (or poisson: 6/h)
  """

private let gib: Int64 = 1 << 30
private let minute: Int64 = 60_000
private let hour: Int64 = 3_600_000

@Suite("A plan is read as it is written")
struct PlanDocumentTests {
  @Test("The design's plan gives every value in it")
  func design() throws {
    let (plan, warnings) = try plan(designPlan)
    #expect(warnings.isEmpty)
    #expect(plan.name == "gwas")
    #expect(plan.catalog == nil)
    #expect(plan.limits.maxCostNanos == 500_000_000_000)
    #expect(plan.limits.maxTime == .hours(24))
    #expect(plan.arrivals == .every(.minutes(10), count: 50))
    #expect(plan.tasks.map(\.name) == ["split", "regenie", "per-sample", "from-history"])

    var split = PlanTask(name: "split")
    split.runtime = .distribution(.constant(10 * minute))
    split.instanceType = "mem1_ssd1_v2_x4"
    split.priority = .normal
    split.timeout = .hours(12)
    #expect(plan.tasks[0] == split)

    var regenie = PlanTask(name: "regenie")
    regenie.executable = "regenie-step2"
    regenie.after = ["split"]
    regenie.count = 22
    regenie.runtime = .distribution(.quantiles(median: 2 * hour, p95: 5 * hour))
    regenie.memory = .quantiles(median: 9 * gib, p95: 14 * gib)
    regenie.disk = Bytes(40 * gib)
    regenie.instanceType = "mem1_ssd1_v2_x16"
    regenie.priority = .low
    regenie.timeout = .hours(6)
    regenie.restart = RestartPolicy(
      restartOn: [.spotInstanceInterruption: 5, .appInsufficientResourceError: 1], maxRestarts: 9, largerType: true)
    #expect(plan.tasks[1] == regenie)

    // `each` of a task of one job is `after`: there is only that one to wait for.
    #expect(plan.tasks[2].each == nil)
    #expect(plan.tasks[2].after == ["split"])
    #expect(plan.tasks[2].setup == .constant(5 * minute))
    #expect(plan.tasks[2].work == .init(items: 100, perItem: .constant(2 * minute), itemsPerJob: 10))
    #expect(plan.tasks[2].jobCount == 10)
    #expect(plan.tasks[2].runtime == nil)
    #expect(plan.tasks[3].runtime == .distribution(.fromHistory))
    #expect(plan.tasks[3].executable == "from-history")
  }

  @Test(
    "Every form of a distribution is read",
    arguments: [
      ("90", Distribution.constant(90_000)),
      ("1d6h", .constant(30 * hour)),
      ("{median: 2m, p95: 2m}", .quantiles(median: 2 * minute, p95: 2 * minute)),
      ("{mean: 10m, sd: 0}", .moments(mean: 10 * minute, sd: 0)),
      ("{max: 3m, min: 1m, mode: 2m}", .triangular(min: minute, mode: 2 * minute, max: 3 * minute)),
      ("{exponential: 1h}", .exponential(mean: hour)),
      ("{values: [1s, 1500ms, 0]}", .values([1000, 1500, 0])),
      ("{from: history}", .fromHistory),
    ])
  func distributions(text: String, expected: Distribution) throws {
    #expect(try plan("tasks: [{name: a, runtime: \(text)}]").plan.tasks[0].runtime == .distribution(expected))
  }

  @Test("A runtime measured on a machine is read with its parallel share")
  func amdahl() throws {
    let text = "tasks: [{name: a, runtime: {at_vcpus: 8, is: {median: 2h, p95: 3h}, parallel: 0.9}}]"
    #expect(
      try plan(text).plan.tasks[0].runtime
        == .amdahl(atVCPUs: 8, runtime: .quantiles(median: 2 * hour, p95: 3 * hour), parallel: 0.9))
  }

  @Test("Defaults go to tasks that do not say otherwise, and a task's own restart replaces the default")
  func defaults() throws {
    let (plan, _) = try plan(
      """
      catalog: dnanexus-aws
      defaults:
        memory: 2 GiB
        disk: 10GB
        setup: 1m
        nodes: 3
        rank: -5
        vcpus: 0.5
        restart: {UnresponsiveWorker: 2}
      tasks:
        - {name: a, runtime: 1h}
        - {name: b, runtime: 1h, nodes: 1, restart: {"*": 1, max_restarts: 0, max_spot_tries: 4}}
      """)
    #expect(plan.name == "plan")
    #expect(plan.catalog == "dnanexus-aws")
    #expect(plan.tasks[0].memory == .constant(2 * gib))
    #expect(plan.tasks[0].disk == Bytes(10_000_000_000))
    #expect(plan.tasks[0].setup == .constant(minute))
    #expect(plan.tasks[0].nodes == 3)
    #expect(plan.tasks[0].rank == -5)
    #expect(plan.tasks[0].vcpus == 0.5)
    #expect(plan.tasks[0].restart == RestartPolicy(restartOn: [.unresponsiveWorker: 2]))
    #expect(plan.tasks[1].nodes == 1)
    #expect(
      plan.tasks[1].restart == RestartPolicy(restartOn: [RestartPolicy.anyReason: 1], maxRestarts: 0, maxSpotTries: 4))
  }

  @Test(
    "Random arrivals are read in every unit, as launches per hour",
    arguments: [("6/h", 6.0), ("0.5/min", 30), ("2/s", 7200), ("48/d", 2), ("6 / h", 6)])
  func arrivals(text: String, perHour: Double) throws {
    let (plan, _) = try plan("tasks: [{name: a, runtime: 1h}]\narrivals: {poisson: \(text), count: 7}")
    #expect(plan.arrivals == .poisson(perHour: perHour, count: 7))
  }

  @Test("What the platform would cut short is accepted with a warning that names its line")
  func warnings() throws {
    let (plan, warnings) = try plan(
      """
      tasks:
        - name: a
          runtime: 1h
          timeout: 31d
          restart: {JobTimeoutExceeded: 12, max_restarts: 30}
      """)
    #expect(plan.tasks[0].timeout == .hours(31 * 24))
    #expect(plan.tasks[0].restart?.maxRestarts == 30)
    #expect(
      warnings.map(\.description) == [
        "plan.yaml:4: tasks.a.timeout: a timeout of 31d is more than the platform's 30 days; simulated as given",
        "plan.yaml:5: tasks.a.restart.JobTimeoutExceeded: "
          + "12 restarts are more than the platform's 9; simulated as given",
        "plan.yaml:5: tasks.a.restart.max_restarts: 30 restarts are more than the platform's 9; simulated as given",
      ])
  }

  @Test("The name is the file's where the plan has none", arguments: [("runs/exome.yaml", "exome"), ("-", "plan")])
  func name(file: String, expected: String) throws {
    #expect(try plan("tasks: [{name: a, runtime: 1}]", file: file).plan.name == expected)
  }

  @Test("`each` pairs tasks of as many jobs, and is refused for others")
  func each() throws {
    let text = "tasks:\n- {name: a, runtime: 1, count: 3}\n- {name: b, runtime: 1, each: a, count: 3}"
    #expect(try plan(text).plan.tasks[1].each == "a")
    #expect(
      planFault(text.replacing("each: a, count: 3", with: "each: a"))
        == "plan.yaml:3: tasks.b.each: `each` needs as many jobs as \"a\" has (3), found 1")
  }

  @Test("A task without jobs, keys set to nothing and a dependency as a bare text are fine")
  func lenient() throws {
    let (plan, _) = try plan(
      """
      limits:
      defaults: ~
      tasks:
        - {name: a, runtime: 0, count: 0}
        - {name: b, runtime: 1s, after: a, timeout: null}
        - {name: c, work: {items: 0, per_item: 1m}}
      """)
    #expect(plan.tasks.map(\.jobCount) == [0, 1, 0])
    #expect(plan.tasks[1].after == ["a"])
    #expect(plan.tasks[1].timeout == nil)
    #expect(plan.limits == PlanLimits())
  }
}
