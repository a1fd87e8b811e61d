import JobModel

/// Trends as a part of the review's document.
enum TrendsReport {
  static func json(_ trends: Trends) -> JSONValue {
    .pairs([
      "not_compared": .text(trends.notCompared),
      "comparison": trends.comparison.map(comparison) ?? .null,
      "tests": .count(trends.tests), "false_alarm_rate": .double(trends.falseAlarmRate),
      "changes": .array(trends.changes.map(change)),
    ])
  }

  private static func comparison(_ comparison: PeriodComparison) -> JSONValue {
    let isMoney = comparison.isMoney
    func amount(_ value: Int64) -> JSONValue { isMoney ? .amount(value) : .seconds(value) }
    let unit = isMoney ? "cost" : "core_time_s"
    return .pairs([
      "before": figures(comparison.before, comparison.periods.before),
      "now": figures(comparison.now, comparison.periods.now), "movers_unit": .string(unit),
      "movers": .array(
        comparison.movers.map {
          .pairs([
            "executable": .string($0.executable), "before": amount($0.before), "now": amount($0.now),
            "change": amount($0.change), "by_jobs": amount($0.byJobs), "by_length": amount($0.byLength),
            "by_rate": amount($0.byRate),
          ])
        }),
    ])
  }

  private static func figures(_ figures: PeriodComparison.Figures, _ period: Range<SimTime>) -> JSONValue {
    let account = figures.account
    return .pairs([
      "from": .string(period.lowerBound.description), "until": .string(period.upperBound.description),
      "jobs": .count(account.jobs), "tries": .count(account.tries), "cost": .amount(account.costTotal),
      "cost_wasted": .amount(account.priced > 0 ? account.cost.wasted : nil),
      "cost_per_job": .amount(figures.perJob(isMoney: true)), "core_time_s": .seconds(account.coreTime.total),
      "core_time_wasted_s": .seconds(account.coreTime.wasted),
      "wasted_share": .fraction(figures.wastedShare(isMoney: account.priced > 0)),
      "failed_share": .fraction(figures.failedShare), "wait_mean_s": .seconds(figures.meanWait),
    ])
  }

  private static func change(_ change: ChangePoint) -> JSONValue {
    func value(_ value: Int64) -> JSONValue { change.measure == .runtime ? .seconds(value) : .integer(value) }
    func side(_ side: ChangePoint.Side) -> JSONValue {
      .pairs(["tries": .count(side.tries), "median": value(side.median), "executable_id": .text(side.executableID)])
    }
    return .pairs([
      "executable": .string(change.executable), "measure": .string(change.measure.rawValue),
      "unit": .string(change.measure == .runtime ? "s" : "bytes"), "is_regression": .bool(change.isRegression),
      "last_before": .string(change.lastBefore.description), "first_after": .string(change.firstAfter.description),
      "before": side(change.before), "after": side(change.after), "ratio": .double(change.ratio),
      "ratio_low": .double(change.ratioLow), "ratio_high": .double(change.ratioHigh),
      "p_value": .double(change.pValue), "blocks": .count(change.blocks), "block": .string(change.block.rawValue),
      "allows_for_input": .bool(change.usesInput), "machines": .texts(change.machines),
      "cost": .amount(change.cost?.nanos), "time_s": .seconds(change.time), "advice": .string(change.advice),
    ])
  }
}
