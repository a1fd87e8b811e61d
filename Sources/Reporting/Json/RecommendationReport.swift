public import JobModel

/// What is advised, as a document, a table or a screen.
public enum RecommendationReport {
  /// The document: `purser/recommend/1`.
  public static func json(_ advice: RecommendationSet) -> JSONValue {
    .pairs([
      "schema": "purser/recommend/1", "goal": .string(advice.goal.rawValue), "catalog": .text(advice.catalog),
      "prices_as_of": .day(advice.pricesAsOf), "currency": .text(advice.currency?.code),
      "seed": RunReport.seed(advice.seed), "tries": .count(advice.tries), "total_cost": .amount(advice.totalCost),
      "total_saving": .amount(advice.totalSaving),
      "recommendations": .array(advice.recommendations.map(recommendation)),
      "not_enough_data": .array(advice.notEnoughData.map(lack)), "replay": advice.proof.map(proof) ?? .null,
      "warnings": .texts(advice.warnings),
    ])
  }

  private static func recommendation(_ advice: Recommendation) -> JSONValue {
    .pairs([
      "executable": .string(advice.executable), "executable_id": .text(advice.executableID),
      "function": .text(advice.function), "stage": .text(advice.stage), "jobs": .count(advice.jobs),
      "changes": .bool(advice.changes), "current": option(advice.current), "recommended": option(advice.recommended),
      "saving": saving(advice.saving), "total_saving": .amount(advice.totalSaving),
      "time_change_s": .seconds(advice.timeChange),
      "failure_probability": .double(advice.recommended.failureProbability),
      "false_kill_probability": .fraction(advice.falseKillProbability),
      "timeout_advice": TimeLimitReport.json(advice.timeLimit),
      "spot_advice": MarketAdviceReport.json(advice.spotChoice), "batching": MarketAdviceReport.json(advice.batching),
      "confidence": .string(advice.confidence.rawValue), "reason": .string(advice.reason),
      "alternatives": .array(advice.alternatives.map(option)), "warnings": .texts(advice.warnings),
    ])
  }

  private static func option(_ option: Recommendation.Option) -> JSONValue {
    let setting = option.setting
    return .pairs([
      "instance_type": .text(setting.instanceType), "vcpus": .fraction(setting.vcpus),
      "memory_bytes": setting.memory.map { .integer($0.count) } ?? .null,
      "disk_bytes": setting.disk.map { .integer($0.count) } ?? .null,
      "timeout_s": .seconds(setting.timeout?.milliseconds), "priority": .text(setting.priority?.rawValue),
      "restart": setting.restart.map(restart) ?? .null, "cost_mean": .amount(option.cost?.nanos),
      "time_s_mean": .seconds(option.time.milliseconds), "failure_probability": .double(option.failureProbability),
    ])
  }

  private static func restart(_ policy: RestartPolicy) -> JSONValue {
    let reasons = policy.restartOn.sorted { $0.key.name < $1.key.name }
    return .pairs([
      "restart_on": .array(
        reasons.map { .pairs(["failure_reason": .string($0.key.name), "restarts": .count($0.value)]) }),
      "max_restarts": .count(policy.maxRestarts), "larger_type": .bool(policy.largerType),
    ])
  }

  private static func saving(_ saving: Recommendation.Saving?) -> JSONValue {
    guard let saving else { return .null }
    return .pairs([
      "mean": .amount(saving.mean.nanos), "low": .amount(saving.low.nanos), "high": .amount(saving.high.nanos),
    ])
  }

  private static func lack(_ lack: NotEnoughData) -> JSONValue {
    .pairs([
      "executable": .string(lack.executable), "jobs": .count(lack.jobs), "needed": .count(lack.needed),
      "reason": .string(lack.reason),
    ])
  }

  private static func proof(_ proof: RecommendationSet.Proof) -> JSONValue {
    .pairs([
      "run": .string(proof.run), "base_run": .string(proof.baseRun), "cost": .amount(proof.cost),
      "base_cost": .amount(proof.baseCost), "wall_clock_s": .seconds(proof.wallClock),
      "base_wall_clock_s": .seconds(proof.baseWallClock), "failed_jobs_difference": .double(proof.failures),
      "ended_by_timeouts": TimeLimitReport.json(proof.ended),
    ])
  }

  /// The table: a row an executable, also where nothing changes.
  public static func csv(_ advice: RecommendationSet) -> CSVTable {
    var table = CSVTable(header: [
      "executable", "function", "stage", "jobs", "changes", "instance_type", "recommended_instance_type", "vcpus",
      "recommended_vcpus", "memory_bytes", "recommended_memory_bytes", "timeout_s", "recommended_timeout_s",
      "cost_mean", "recommended_cost_mean", "currency", "saving_mean", "saving_low", "saving_high", "total_saving",
      "time_change_s", "failure_probability", "false_kill_probability", "hung_job_cost", "recommended_hung_job_cost",
      "priority", "recommended_priority", "jobs_per_job", "confidence", "reason",
    ])
    for row in advice.recommendations {
      let (now, then) = (row.current.setting, row.recommended.setting)
      table.add([
        .text(row.executable), .text(row.function), .text(row.stage), .count(row.jobs),
        .text(row.changes ? "true" : "false"), .text(now.instanceType), .text(then.instanceType), .fraction(now.vcpus),
        .fraction(then.vcpus), .count(now.memory?.count), .count(then.memory?.count),
        .seconds(now.timeout?.milliseconds), .seconds(then.timeout?.milliseconds), .amount(row.current.cost?.nanos),
        .amount(row.recommended.cost?.nanos), .text(row.current.cost?.currency.code), .amount(row.saving?.mean.nanos),
        .amount(row.saving?.low.nanos), .amount(row.saving?.high.nanos), .amount(row.totalSaving),
        .seconds(row.timeChange), .fraction(row.recommended.failureProbability), .fraction(row.falseKillProbability),
        .amount(row.timeLimit?.hungCostNow?.nanos), .amount(row.timeLimit?.hungCost?.nanos),
        .text(now.priority?.rawValue), .text(then.priority?.rawValue),
        .count(row.batching.map { Int64($0.jobsPerJob) }),
        .text(row.confidence.rawValue), .text(row.reason),
      ])
    }
    return table
  }
}
