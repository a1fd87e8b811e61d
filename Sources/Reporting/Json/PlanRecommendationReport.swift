public import JobModel

/// A recommendation for a plan as a document, a table or a screen.
public enum PlanRecommendationReport {
  /// The document: `purser/recommend-plan/1`.
  public static func json(_ advice: PlanRecommendation) -> JSONValue {
    .pairs([
      "schema": "purser/recommend-plan/1", "name": .text(advice.name), "version": .text(advice.version),
      "catalog": .text(advice.catalog), "prices_as_of": .day(advice.pricesAsOf),
      "currency": .text(advice.currency?.code), "goal": .text(advice.goal.rawValue),
      "deadline_s": .seconds(advice.deadline?.milliseconds), "budget": .amount(advice.budget),
      "confidence": .fraction(advice.confidence), "seed": RunReport.seed(advice.seed),
      "replications": .count(advice.replications), "feasible": .bool(advice.isFeasible),
      "least_time_s": .seconds(advice.leastTime?.milliseconds), "least_cost": .amount(advice.leastCost),
      "expected_cost": .amount(advice.expectedCost), "lower_bound": .amount(advice.lowerBound),
      "gap": .fraction(advice.gap), "current": outcome(advice.current), "recommended": outcome(advice.recommended),
      "tasks": .array(advice.rows.map(row)), "assumptions": .texts(advice.assumptions),
      "warnings": .texts(advice.warnings),
    ])
  }

  private static func outcome(_ outcome: PlanRecommendation.Outcome?) -> JSONValue {
    guard let outcome else { return .null }
    return .pairs([
      "cost": summary(outcome.cost) { .amount($0) }, "wall_clock_s": summary(outcome.wallClock) { .seconds($0) },
      "probability": .fraction(outcome.probability), "failed_jobs_mean": .double(outcome.failedJobs),
    ])
  }

  private static func summary(_ summary: Summary?, _ value: (Int64) -> JSONValue) -> JSONValue {
    guard let summary else { return .null }
    return .pairs([
      "mean": value(summary.mean), "p05": value(summary.p05), "p50": value(summary.p50), "p80": value(summary.p80),
      "p95": value(summary.p95),
    ])
  }

  private static func row(_ row: PlanRecommendation.Row) -> JSONValue {
    .pairs([
      "task": .text(row.task), "changes": .bool(row.changes), "current": option(row.current),
      "recommended": option(row.recommended), "reason": .text(row.reason),
      "break_even_interruptions_per_hour": .fraction(row.breakEvenRate),
      "alternatives": .array(row.alternatives.map(option)),
    ])
  }

  private static func option(_ option: PlanRecommendation.Option) -> JSONValue {
    .pairs([
      "instance_type": .text(option.setting.instanceType), "priority": .text(option.setting.priority.rawValue),
      "items_per_job": option.setting.itemsPerJob.map { .count($0) } ?? .null, "jobs": .count(option.setting.jobs),
      "cost_mean": .amount(option.cost), "time_s": .seconds(option.time.milliseconds),
      "failure_probability": .double(option.failureProbability),
    ])
  }

  /// A row a task.
  public static func csv(_ advice: PlanRecommendation) -> CSVTable {
    var table = CSVTable(header: [
      "task", "instance_type", "priority", "items_per_job", "cost_mean", "currency", "time_s",
      "recommended_instance_type", "recommended_priority", "recommended_items_per_job", "recommended_cost_mean",
      "recommended_time_s", "failure_probability", "reason",
    ])
    for row in advice.rows {
      let (now, then) = (row.current, row.recommended)
      table.add([
        .text(row.task), .text(now.setting.instanceType), .text(now.setting.priority.rawValue),
        .text(now.setting.itemsPerJob.map(String.init)), .amount(now.cost), .text(advice.currency?.code),
        .seconds(now.time.milliseconds), .text(then.setting.instanceType), .text(then.setting.priority.rawValue),
        .text(then.setting.itemsPerJob.map(String.init)), .amount(then.cost), .seconds(then.time.milliseconds),
        .fraction(then.failureProbability), .text(row.reason),
      ])
    }
    return table
  }
}
