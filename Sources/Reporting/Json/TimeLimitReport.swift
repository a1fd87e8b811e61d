import JobModel

/// Advice on timeouts, as parts of documents, tables and screens.
enum TimeLimitReport {
  /// The object `timeout_advice` of a recommendation.
  static func json(_ limit: Recommendation.TimeLimit?) -> JSONValue {
    guard let limit else { return .null }
    var decision = "set"
    var runs = 0
    var needed: Int?
    var isExtrapolated: Bool?
    var steps: [TimeoutAdvice.SizeStep] = []
    switch limit.advice {
    case .set(let set):
      runs = set.jobs
      isExtrapolated = set.isExtrapolated
      steps = set.bySize
    case .keep(let kept):
      decision = "keep"
      runs = kept.jobs
    case .notEnoughData(let have, let need):
      decision = "not_enough_data"
      runs = have
      needed = need
    }
    return .pairs([
      "decision": .string(decision), "runs": .count(runs), "runs_needed": needed.map { .count($0) } ?? .null,
      "extrapolated": isExtrapolated.map { .bool($0) } ?? .null, "hung_job_cost": .amount(limit.hungCost?.nanos),
      "hung_job_cost_now": .amount(limit.hungCostNow?.nanos), "reason": .string(limit.words),
      "by_size": .array(
        steps.map {
          .pairs(["up_to_bytes": .integer($0.upTo.count), "timeout_s": .seconds($0.limit.milliseconds)])
        }),
    ])
  }

  /// The object `ended_by_timeouts` of a replay.
  static func json(_ ended: EndedByTimeout) -> JSONValue {
    .pairs([
      "good_jobs": .count(ended.good), "good_jobs_cost": .amount(ended.goodBurnt), "hung_jobs": .count(ended.hung),
      "hung_jobs_saving": .amount(ended.hungSaved),
    ])
  }

  /// The cell of a table of executables: what is set, or that the limit stays; empty where there is none.
  static func cell(_ row: Recommendation) -> TextTable.Cell {
    guard let timeout = row.recommended.setting.timeout else { return "" }
    if timeout != row.current.setting.timeout { return .init(Figures.duration(timeout.milliseconds), .strong) }
    guard case .keep = row.timeLimit?.advice else { return "" }
    return .init("keep", .faint)
  }

  /// What the proposed timeouts would have done; nil where they end no job.
  static func sentence(_ ended: EndedByTimeout, _ currency: Currency?) -> String? {
    guard ended.good + ended.hung > 0 else { return nil }
    var parts: [String] = []
    if ended.hung > 0 {
      let saved = ended.hungSaved.flatMap { nanos in
        currency.map { _ in " (\(nanos < 0 ? "costs" : "saves") \(Figures.money(nanos < 0 ? -nanos : nanos, currency)))"
        }
      }
      parts.append("\(Figures.counted(ended.hung, "job")) that did not end well\(saved ?? "")")
    }
    if ended.good > 0 {
      let burnt = ended.goodBurnt.flatMap { nanos in
        currency.map { _ in " (\(Figures.money(nanos, currency)) for nothing)" }
      }
      parts.append("\(Figures.counted(ended.good, "job")) that did\(burnt ?? "")")
    } else {
      parts.append("none that did")
    }
    return "the timeouts end " + parts.joined(separator: " and ")
  }
}
