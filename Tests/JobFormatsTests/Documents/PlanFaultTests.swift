import JobModel
import Testing

@testable import JobFormats

@Suite("A fault in a plan is named with its file, line and key")
struct PlanFaultTests {
  @Test(
    "A value that does not fit says what was expected and found",
    arguments: [
      ("timeout: soon", #"timeout: expected a duration such as 90s, 15m, 1d6h or 1h 30m, found "soon""#),
      ("timeout: -5m", #"timeout: expected a duration of 0s or more, found "-5m""#),
      ("timeout: 0s", #"timeout: expected a duration above 0s, found "0s"; leave it out for no timeout"#),
      ("timeout: 1e300", #"timeout: expected a duration such as 90s, 15m, 1d6h or 1h 30m, found "1e300""#),
      ("timeout: [1h]", "timeout: expected a duration such as 90s, 15m or 1d6h, found a list"),
      ("disk: 5 apples", #"disk: expected a size such as 24 GiB, 16GB or a number of bytes, found "5 apples""#),
      ("disk: -1 GiB", #"disk: expected a size such as 24 GiB, 16GB or a number of bytes, found "-1 GiB""#),
      ("count: -1", #"count: expected a number of jobs from 0 to 5000000, found "-1""#),
      ("count: 1e300", #"count: expected a number of jobs from 0 to 5000000, found "1e300""#),
      ("count: 5000001", #"count: expected a number of jobs from 0 to 5000000, found "5000001""#),
      ("count: 2.5", #"count: expected a number of jobs from 0 to 5000000, found "2.5""#),
      ("rank: 1024", #"rank: expected a whole number from -1024 to 1023, found "1024""#),
      ("nodes: 0", #"nodes: expected a number of machines from 1 to 10000, found "0""#),
      ("nodes: NaN", #"nodes: expected a number of machines from 1 to 10000, found "NaN""#),
      ("priority: urgent", #"priority: expected one of low, normal, high, found "urgent""#),
      ("priority: hihg", #"priority: expected one of low, normal, high, found "hihg"; did you mean "high"?"#),
      ("after: [{a: b}]", "after[0]: expected task names, found a mapping with a"),
      (
        "work: {items: 1, per_item: 1m}",
        "runtime: `work` says how many jobs there are and how long they run: it excludes `runtime`"
      ),
      ("memory: {median: 2 GiB, p95: 1 GiB}", "memory.p95: expected a p95 of at least the median, found less"),
      ("memory: {median: 0, p95: 1}", #"memory.median: expected a size above 0 B, found "0""#),
      ("setup: {mean: 0s, sd: 1s}", #"setup.mean: expected a duration above 0s, found "0s""#),
      ("setup: {min: 3s, mode: 2s, max: 4s}", "setup: expected min ≤ mode ≤ max, found another order"),
      ("setup: {values: []}", "setup.values: expected at least one value, found none"),
      (
        "setup: {values: [1s, x]}", #"setup.values[1]: expected a duration such as 90s, 15m, 1d6h or 1h 30m, found "x""#
      ),
      (
        "setup: {median: 1s}",
        "setup: expected a constant, {median, p95}, {mean, sd}, {min, mode, max}, {exponential: MEAN} or {values: […]}, found a mapping with median"
      ),
      ("setup: {meen: 1s, sd: 1s}", "setup.meen: unknown key `meen`; did you mean `mean`?"),
      (
        "setup: {from: history}",
        "setup: the past cannot stand for this: jobs record their runtime and their peak memory only; use a constant, {median, p95}, {mean, sd}, {min, mode, max}, {exponential: MEAN} or {values: […]}"
      ),
      ("memory: {from: past}", #"memory.from: expected `history`, found "past""#),
      (
        "restart: {SpotInstanceInteruption: 5}",
        "restart.SpotInstanceInteruption: unknown failure reason `SpotInstanceInteruption`; did you mean `SpotInstanceInterruption`?"
      ),
      (
        "restart: {AppError: 1}",
        "restart.AppError: AppError is a failure reason, but none that the platform restarts on; it restarts on AppInsufficientResourceError, AppInternalError, ExecutionError, JMInternalError, JobTimeoutExceeded, SpotInstanceInterruption, UnresponsiveWorker, *"
      ),
      (
        "restart: {max_restarts: -1}",
        #"restart.max_restarts: expected a number of restarts from 0 to 10000, found "-1""#
      ),
      ("restart: {larger_type: maybe}", #"restart.larger_type: expected true or false, found "maybe""#),
      (
        "restart: 3",
        #"restart: expected a mapping of failure reasons and counts, such as {SpotInstanceInterruption: 5}, found "3""#
      ),
      ("runtim: 2h", "runtim: unknown key `runtim`; did you mean `runtime`?"),
      (
        "zzzzzzzz: 2h",
        "zzzzzzzz: unknown key `zzzzzzzz`; known keys are name, executable, after, each, count, setup, runtime, work, memory, disk, instance_type, vcpus, priority, rank, timeout, restart, failures, nodes"
      ),
    ])
  func values(line: String, expected: String) {
    #expect(taskFault(line) == "plan.yaml:2: tasks.a.\(expected)")
  }

  @Test(
    "A fault around the tasks is placed too",
    arguments: [
      ("limits: {max_cost: lots}", #"limits.max_cost: expected an amount such as 500 or 0.25, found "lots""#),
      ("limits: {max_cost: -5}", #"limits.max_cost: expected an amount of 0 or more, found "-5""#),
      ("limits: {max_cost: 1e12}", #"limits.max_cost: expected an amount below 9,000,000,000, found "1e12""#),
      ("limits: {max_tiem: 1h}", "limits.max_tiem: unknown key `max_tiem`; did you mean `max_time`?"),
      (
        "defaults: {count: 5}",
        "defaults.count: unknown key `count`; known keys are instance_type, vcpus, priority, timeout, restart, failures, memory, disk, setup, nodes, rank"
      ),
      ("defaults: {timeout: x}", #"defaults.timeout: expected a duration such as 90s, 15m, 1d6h or 1h 30m, found "x""#),
      ("arrivals: {every: 1m}", "arrivals: expected `count`, the number of launches, found no such key"),
      (
        "arrivals: {count: 3}",
        "arrivals: expected {every: 10m, count: 50} or {poisson: 6/h, count: 50}, found a mapping with count"
      ),
      (
        "arrivals: {poisson: 6, count: 3}",
        #"arrivals.poisson: expected a rate such as 6/h, 0.5/min or 100/d, found "6""#
      ),
      (
        "arrivals: {poisson: 0/h, count: 3}",
        #"arrivals.poisson: expected a rate above 0 and up to 1000000000/h, found "0/h""#
      ),
      ("limit: {max_cost: 5}", "limit: unknown key `limit`; did you mean `limits`?"),
    ])
  func document(line: String, expected: String) {
    #expect(planFault("tasks: [{name: a, runtime: 1}]\n\n\(line)\n") == "plan.yaml:3: \(expected)")
  }

  @Test(
    "A plan that cannot run is refused at the task and key that are at fault",
    arguments: [
      ("tasks: []", "plan.yaml:1: tasks: expected at least one task, found none"),
      ("tasks:\n- {name: a}", "plan.yaml:2: tasks.a: expected `runtime` or `work`, found neither"),
      (
        "tasks:\n- {runtime: 1}",
        "plan.yaml:2: tasks[0]: expected `name`, which is unique in the plan, found no such key"
      ),
      (
        "tasks:\n- {name: a, runtime: 1}\n- {name: a, runtime: 1}",
        "plan.yaml:3: tasks.a.name: there are two tasks of this name; names must be unique"
      ),
      (
        "tasks:\n- {name: split, runtime: 1}\n- name: b\n  runtime: 1\n  after: [splitt]",
        #"plan.yaml:5: tasks.b.after: `after` names "splitt", which is no task here; did you mean "split"?"#
      ),
      (
        "tasks:\n- {name: a, runtime: 1, after: b}\n- {name: b, runtime: 1, after: a}",
        "plan.yaml:2: tasks.a.after: these tasks wait for each other: a → b → a"
      ),
      (
        "tasks:\n- {name: a, runtime: 1, count: 5000000}\n- {name: b, runtime: 1}",
        "plan.yaml:3: tasks.b.count: the plan has more than 5000000 jobs in all"
      ),
      ("tasks:\n- a", #"plan.yaml:2: tasks[0]: expected a task such as {name: align, runtime: 2h}, found "a""#),
      ("tasks:\n  a: {runtime: 1}", "plan.yaml:1: tasks: expected a list of tasks, found a mapping with a"),
      (
        "tasks:\n- {name: \"a\\nb\", runtime: 1}",
        "plan.yaml:2: tasks.a\nb.name: expected a name of one line and at most 200 bytes, found \"a\nb\""
      ),
    ])
  func impossible(text: String, expected: String) {
    #expect(planFault(text) == expected)
  }

  @Test(
    "A file of another kind is told what a plan looks like",
    arguments: [
      (#"[{"id": "job-1"}]"#, "expected a plan, found a list"),
      (#"{"id": "job-1", "state": "done"}"#, "expected a plan with `tasks`, found a mapping with id, state"),
      ("just words", #"expected a plan, found "just words""#),
    ])
  func otherKinds(text: String, expected: String) {
    let look = "a plan looks like `tasks: [{name: align, runtime: 2h, instance_type: mem1_ssd1_v2_x8}]`"
    #expect(planFault(text) == "plan.yaml:1: \(expected); \(look)")
  }

  @Test("An empty plan and a misspelt `tasks` are told apart")
  func emptyOrMisspelt() {
    #expect(planFault("# nothing\n") == "plan.yaml: expected a plan, found an empty file")
    #expect(planFault("\ntask: []") == "plan.yaml:2: task: unknown key `task`; did you mean `tasks`?")
  }
}
