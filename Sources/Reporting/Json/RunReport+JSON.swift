public import JobModel

/// A run as a document, a table or a screen.
public enum RunReport {
  /// The document of a run: `purser/estimate/1` or `purser/replay/1`, by its kind.
  public static func json(_ run: Run) -> JSONValue {
    run.kind == .estimate ? estimate(run) : replay(run)
  }

  private static func estimate(_ run: Run) -> JSONValue {
    let head: KeyValuePairs<String, JSONValue> = [
      "schema": "purser/estimate/1", "run": .string(run.id), "name": .string(run.name),
      "replications": .count(run.replications), "seed": seed(run.seed), "version": .string(run.version),
      "catalog": .string(run.catalog), "prices_as_of": .day(run.pricesAsOf), "currency": .text(run.currency?.code),
      "jobs": .count(run.jobs),
      "tries_mean": run.replications > 0 ? .double(Double(run.tries) / Double(run.replications)) : .null,
    ]
    let tail: KeyValuePairs<String, JSONValue> = [
      "wait_s": waits(run.wait), "tasks": .array(run.tasks.map(task)), "assumptions": .texts(run.assumptions),
      "warnings": .texts(run.warnings),
    ]
    return .object(members(head) + members(outcome(run)) + members(tail))
  }

  /// What a plan comes to: the part that an estimate and a point of a sweep share.
  static func outcome(_ run: Run) -> KeyValuePairs<String, JSONValue> {
    [
      "cost": amounts(run.cost), "wall_clock_s": times(run.wallClock),
      "probability_over_max_cost": .fraction(run.probabilityOverMaxCost),
      "probability_over_max_time": .fraction(run.probabilityOverMaxTime),
      "failed_jobs_mean": .double(run.failedJobsMean), "unpriced_tries": .integer(run.unpricedTries),
      "cost_of_priced": .amount(run.costOfPriced),
    ]
  }

  private static func replay(_ run: Run) -> JSONValue {
    .pairs([
      "schema": "purser/replay/1", "run": .string(run.id), "name": .string(run.name), "seed": seed(run.seed),
      "version": .string(run.version), "catalog": .text(run.hasCatalog ? run.catalog : nil),
      "prices_as_of": .day(run.pricesAsOf),
      "currency": .text(run.currency?.code), "jobs": .count(run.jobs), "tries": .integer(run.tries),
      "dropped": .object(run.dropped.map { JSONValue.Member($0.reason, .count($0.count)) }),
      "makespan_s": .seconds(run.wallClock.mean), "wait_s": waits(run.wait), "cost": .amount(run.cost?.mean),
      "cost_of_priced": .amount(run.costOfPriced), "unpriced_tries": .integer(run.unpricedTries),
      "utilization": .fraction(run.utilization), "critical_path_s": .seconds(run.criticalPath),
      "failed_jobs": failedJobs(run), "recorded": recorded(run.recorded),
      "tasks": .array(run.tasks.map(task)), "users": .array(run.users.map { group($0, key: "user") }),
      "queues": .array(run.queues.map { group($0, key: "queue") }), "assumptions": .texts(run.assumptions),
      "warnings": .texts(run.warnings),
    ])
  }

  private static func group(_ group: GroupFigures, key: String) -> JSONValue {
    .object([
      JSONValue.Member(key, .string(group.name)), JSONValue.Member("jobs", .count(group.jobs)),
      JSONValue.Member("tries", .count(group.tries)), JSONValue.Member("wait_s", waits(group.wait)),
      JSONValue.Member("cost", .amount(group.cost)),
    ])
  }

  /// A replay is one simulation, so its mean is a count.
  private static func failedJobs(_ run: Run) -> JSONValue { .integer(checkedInteger(run.failedJobsMean) ?? .max) }

  private static func recorded(_ figures: RecordedFigures?) -> JSONValue {
    guard let figures else { return .null }
    return .pairs([
      "makespan_s": .seconds(figures.makespan), "wait_s": figures.wait.map(waits) ?? .null,
      "cost": .amount(figures.cost), "currency": .text(figures.currency?.code),
      "priced_jobs": .count(figures.pricedJobs),
    ])
  }

  private static func task(_ task: TaskFigures) -> JSONValue {
    .pairs([
      "name": .string(task.name), "jobs": .count(task.jobs), "tries_mean": .double(task.triesMean),
      "cost_mean": .amount(task.costMean), "cost_share": .fraction(task.costShare),
      "wait_s_mean": .seconds(task.waitMean), "run_s_mean": .seconds(task.runMean),
      "critical_share": .double(task.criticalShare), "failed_mean": .double(task.failedMean),
    ])
  }

  /// A seed uses all 64 bits, a JSON reader perhaps 53: written in full, as a number.
  static func seed(_ seed: UInt64) -> JSONValue { .decimal(String(seed)) }

  static func members(_ pairs: KeyValuePairs<String, JSONValue>) -> [JSONValue.Member] {
    pairs.map { JSONValue.Member($0.key, $0.value) }
  }

  private static func waits(_ wait: WaitFigures) -> JSONValue {
    var members = [JSONValue.Member("mean", .seconds(wait.mean))]
    // Where only means were kept, the keys are left out rather than null: nothing was measured there.
    for (key, value) in [("p50", wait.p50), ("p95", wait.p95), ("max", wait.max)] {
      if let value { members.append(JSONValue.Member(key, .seconds(value))) }
    }
    return .object(members)
  }

  private static func amounts(_ summary: Summary?) -> JSONValue { figures(summary) { .amount($0) } }
  private static func times(_ summary: Summary?) -> JSONValue { figures(summary) { .seconds($0) } }

  private static func figures(_ summary: Summary?, _ write: (Int64) -> JSONValue) -> JSONValue {
    guard let summary else { return .null }
    return .pairs([
      "mean": write(summary.mean), "sd": write(summary.sd), "p05": write(summary.p05), "p50": write(summary.p50),
      "p80": write(summary.p80), "p95": write(summary.p95), "min": write(summary.min), "max": write(summary.max),
    ])
  }
}
