import JobModel

/// Advice on spot or on demand and on several items a job, as parts of documents and screens.
enum MarketAdviceReport {
  /// The object `spot_advice` of a recommendation.
  static func json(_ choice: Recommendation.SpotChoice?) -> JSONValue {
    guard let choice else { return .null }
    return .pairs([
      "decision": .string(choice.decision.rawValue), "current": .string(choice.current.rawValue),
      "recommended": .text(choice.recommended?.rawValue), "spot_tries": .count(choice.tries),
      "spot_tries_needed": .count(choice.triesNeeded), "interruptions": .count(choice.interruptions),
      "spot_s": .seconds(choice.seen.milliseconds), "interruptions_per_hour": .fraction(choice.interruptionsPerHour),
      "break_even_per_hour": .fraction(choice.breakEvenPerHour), "spot_cost_mean": .amount(choice.spotCost?.nanos),
      "on_demand_cost_mean": .amount(choice.onDemandCost?.nanos), "time_on_spot_s": .seconds(choice.timeOnSpot),
      "reason": .string(choice.words),
    ])
  }

  /// The object `batching` of a recommendation.
  static func json(_ batching: Recommendation.Batching?) -> JSONValue {
    guard let batching else { return .null }
    return .pairs([
      "jobs_per_job": .count(batching.jobsPerJob), "jobs_per_launch": .count(batching.scatter),
      "jobs_at_once": batching.concurrency.map { .count($0) } ?? .null, "jobs": .count(batching.jobs),
      "setup_s": .seconds(batching.setup.milliseconds), "runtime_s": .seconds(batching.runtime.milliseconds),
      "cost_now": .amount(batching.costNow.nanos), "cost": .amount(batching.cost.nanos),
      "saving": .amount(batching.saving), "time_now_s": .seconds(batching.timeNow.milliseconds),
      "time_s": .seconds(batching.time.milliseconds), "reason": .string(batching.words),
    ])
  }

  /// A line for each executable that should do several items a job, the largest saving first.
  static func lines(_ advice: RecommendationSet) -> [String] {
    advice.recommendations.compactMap { row in row.batching.map { (row.label, $0) } }
      .sorted { ($1.1.saving, $0.0) < ($0.1.saving, $1.0) }
      .map { label, batching in
        "\(VisibleText.visible(label)): \(batching.jobsPerJob) of the \(batching.scatter) jobs of a launch in one saves "
          + "\(Figures.money(batching.saving, advice.currency)) a launch, which then takes "
          + "\(Figures.duration(batching.time.milliseconds)) instead of "
          + Figures.duration(batching.timeNow.milliseconds)
      }
  }

  /// What the screen says of the market as a whole where no single executable says it; nil where they do.
  static func lack(_ advice: RecommendationSet) -> String? {
    let choices = advice.recommendations.compactMap(\.spotChoice)
    guard let first = choices.first, first.tries > 0, choices.allSatisfy({ $0.decision == .notEnoughData }) else {
      return nil
    }
    return
      "Spot or on demand: not enough data (\(first.tries) of \(Figures.counted(first.triesNeeded, "spot try", "spot tries")))"
  }
}
