import Foundation
import JobModel
import Simulation

/// Spot or on demand for the jobs of an executable whose machine is chosen, by how often machines were taken back.
///
/// Each price is forecast over the runtimes seen (``SpotAdvisor``). The other one is proposed where it is better by 5 % in
/// what is sought, at both ends of the 90 % interval of the rate too.
struct SpotChoiceAdvice {
  let profile: ExecutableProfile
  let habits: Habits
  let market: MachineMarket
  let rules: AdviceRules
  /// The platform's delays and limits.
  let world: Rules
  let experience: SpotExperience

  /// Runtimes are compressed to so many.
  private static let points = 24

  /// Adds the choice to the other advice; nothing where the machine has not both prices.
  func complete(_ recommendation: inout Recommendation) {
    guard let name = recommendation.recommended.setting.instanceType, let type = market.catalog.type(named: name),
      let currency = market.catalog.currency, let machine = market.places[name].map({ market.machines[$0] }),
      let spot = machine.price(.spot), let onDemand = machine.price(.onDemand)
    else { return }
    var choice = Recommendation.SpotChoice(
      decision: .notEnoughData, current: habits.priceModel, tries: experience.all.tries,
      triesNeeded: rules.minimumSamples, interruptions: experience.all.interruptions,
      seen: SimDuration(seconds: experience.all.hours * 3600) ?? .zero, words: "")
    guard let rate = experience.rate(of: name, needed: rules.minimumSamples) else {
      let mean = meanHours(recommendation)
      choice.breakEvenPerHour = Self.sensible(SpotTheory.breakEven(priceRatio: onDemand / spot) / max(mean, 1e-9))
      choice.words = lack(choice, mean: mean)
      recommendation.spotChoice = choice
      return
    }
    let work = WorkSample(hours: hours(recommendation))
    let terms = SpotChoiceAdvice.terms(habits, on: type, market, world)
    var advisor = SpotAdvisor(work: work, terms: terms, rate: .learned(rate))
    advisor.precision = 1e-4
    let advice = advisor.advice()
    guard let low = Self.onSpot(advice.options), let high = advice.options.first(where: { $0.priority == .high }),
      let spotCost = low.forecast.cost, let demandCost = high.forecast.cost
    else { return }
    choice.tries = rate.tries
    choice.interruptions = rate.interruptions
    choice.seen = SimDuration(seconds: rate.hours * 3600) ?? .zero
    choice.interruptionsPerHour = rate.mean
    choice.breakEvenPerHour = advice.breakEvenRate.flatMap(Self.sensible)
    choice.spotCost = Self.money(spotCost, currency)
    choice.onDemandCost = Self.money(demandCost, currency)
    choice.timeOnSpot = checkedInteger((low.forecast.time - high.forecast.time) * 3_600_000)
    decide(&choice, advisor, low, high)
    apply(&choice, advisor, low, high, to: &recommendation)
    choice.words = words(choice, advice, spot: spotCost, onDemand: demandCost)
    recommendation.spotChoice = choice
    if choice.decision == .change { recommendation.reason += "; " + choice.words }
  }

  /// What jobs meet on a type, but for interruptions.
  static func terms(_ habits: Habits, on type: InstanceType, _ market: MachineMarket, _ world: Rules) -> JobTerms {
    var task = PlanTask(name: "")
    task.nodes = habits.nodes
    if habits.instanceType != nil {
      // A plan's task says vCPUs alone: the memory that jobs ask for counts as so many.
      task.vcpus =
        market.catalog.billing.paidVCPUs(asked: habits.vcpus, memory: habits.memory, on: type) ?? habits.vcpus
    }
    return JobTerms(task, on: type, catalog: market.catalog, rules: world)
  }

  /// Hours on the machine that is proposed or kept: the runs on the machine in use, or all, and how much longer they take
  /// there.
  private func hours(_ recommendation: Recommendation) -> [Double] {
    let done = profile.latest.filter(\.isDone)
    let own = done.filter { $0.instanceType == habits.instanceType }
    let factor = recommendation.runtimeRatio?.expected ?? 1
    let sorted = (own.isEmpty ? done : own).compactMap { $0.milliseconds.map { Double($0) * factor / 3_600_000 } }
      .sorted()
    guard sorted.count > Self.points else { return sorted }
    return (0..<Self.points).map { index in
      let part = sorted[(sorted.count * index / Self.points)..<(sorted.count * (index + 1) / Self.points)]
      return part.reduce(0, +) / Double(part.count)
    }
  }

  private func meanHours(_ recommendation: Recommendation) -> Double {
    var own = (sum: 0.0, count: 0.0)
    var all = own
    for one in profile.latest where one.isDone {
      let hours = Double(one.milliseconds ?? 0) / 3_600_000
      all = (all.sum + hours, all.count + 1)
      if one.instanceType == habits.instanceType { own = (own.sum + hours, own.count + 1) }
    }
    let chosen = own.count > 0 ? own : all
    return chosen.count > 0 ? chosen.sum / chosen.count * (recommendation.runtimeRatio?.expected ?? 1) : 0
  }

  // MARK: - The decision

  /// The cheaper of the priorities that ask for spot; of equals normal, which ends in any case.
  private static func onSpot(_ options: [SpotAdvisor.Option]) -> SpotAdvisor.Option? {
    guard let normal = options.first(where: { $0.priority == .normal }),
      let low = options.first(where: { $0.priority == .low })
    else { return nil }
    guard let a = normal.forecast.cost else { return low }
    return (low.forecast.cost ?? .infinity) < a * (1 - AdviceRules.leastGain) ? low : normal
  }

  private func decide(
    _ choice: inout Recommendation.SpotChoice, _ advisor: SpotAdvisor, _ low: SpotAdvisor.Option,
    _ high: SpotAdvisor.Option
  ) {
    let other: PriceModel = habits.priceModel == .spot ? .onDemand : .spot
    func isBetter(_ spot: JobForecast, _ onDemand: JobForecast, by gain: Double) -> Bool {
      let (then, now) = other == .spot ? (spot, onDemand) : (onDemand, spot)
      guard let thenCost = then.cost, let nowCost = now.cost else { return false }
      return switch rules.goal {
      case .cheapest: thenCost < nowCost * (1 - gain)
      case .balanced: thenCost * then.time < nowCost * now.time * (1 - gain)
      case .fastest: then.time < now.time * (1 - gain)
      }
    }
    choice.decision = .keep
    choice.recommended = habits.priceModel
    guard isBetter(low.forecast, high.forecast, by: AdviceRules.leastGain) else { return }
    let ends = advisor.forecasts(of: low.priority, atRates: [0.05, 0.95])
    guard ends.count == 2, ends.allSatisfy({ isBetter($0, high.forecast, by: 0) }) else { return }
    choice.recommended = other
    // Who asks for spot already and got none has nothing to change.
    let asksAlready = other == .spot && (habits.priority == .normal || habits.priority == .low)
    choice.decision = asksAlready ? .keep : .change
  }

  /// Sets the priority, and moves cost, time and saving to it.
  private func apply(
    _ choice: inout Recommendation.SpotChoice, _ advisor: SpotAdvisor, _ low: SpotAdvisor.Option,
    _ high: SpotAdvisor.Option, to recommendation: inout Recommendation
  ) {
    guard choice.decision == .change else { return }
    let toSpot = choice.recommended == .spot
    let (then, now) = toSpot ? (low, high) : (high, low)
    guard let thenCost = then.forecast.cost, let nowCost = now.forecast.cost, nowCost > 0,
      let cost = recommendation.recommended.cost
    else {
      choice.decision = .keep
      choice.recommended = habits.priceModel
      return
    }
    let before = recommendation.recommended
    recommendation.recommended.setting.priority = then.priority
    func moved(_ ratio: Double) -> Int64 {
      checkedInteger(Double(cost.nanos) * ratio) ?? cost.nanos
    }
    let newCost = moved(thenCost / nowCost)
    recommendation.recommended.cost = Money(nanos: newCost, currency: cost.currency)
    let longer = (then.forecast.time - now.forecast.time) * 3_600_000
    let time = saturatingSum(before.time.milliseconds, checkedInteger(longer) ?? 0)
    recommendation.recommended.time = SimDuration(milliseconds: min(max(0, time), SimDuration.limit.milliseconds))
    if let saving = recommendation.saving {
      // The ends of what is not known of the market on top of those of the machine: wide rather than narrow.
      let ends = advisor.forecasts(of: low.priority, atRates: [0.05, 0.95]).map { spot -> Int64 in
        let ratio = toSpot ? (spot.cost ?? thenCost) / nowCost : thenCost / max(spot.cost ?? nowCost, 1e-12)
        return saturatingDifference(cost.nanos, moved(ratio))
      }.sorted()
      let gain = saturatingDifference(cost.nanos, newCost)
      recommendation.saving = Recommendation.Saving(
        mean: saving.mean.adding(nanos: gain), low: saving.low.adding(nanos: ends.first ?? gain),
        high: saving.high.adding(nanos: ends.last ?? gain))
    }
    if before.setting != recommendation.current.setting { recommendation.alternatives.insert(before, at: 0) }
    if recommendation.confidence == .high { recommendation.confidence = .medium }
  }

  // MARK: - In words

  private func lack(_ choice: Recommendation.SpotChoice, mean: Double) -> String {
    var text =
      "spot or on demand: not enough data (\(choice.tries) of \(choice.triesNeeded) spot tries, of any executable)"
    if let flip = choice.breakEvenPerHour {
      text +=
        "; for jobs of \(SpotAdvisor.span(mean)) spot is cheaper if a machine is taken back less than once in "
        + SpotAdvisor.span(1 / flip)
    }
    return text
  }

  private func words(
    _ choice: Recommendation.SpotChoice, _ advice: SpotAdvisor.Advice, spot: Double, onDemand: Double
  ) -> String {
    let (then, now) = habits.priceModel == .spot ? (onDemand, spot) : (spot, onDemand)
    let percent = now > 0 ? checkedInteger((then / now - 1) * 100) ?? 0 : 0
    let effect = percent <= 0 ? "costs \(-percent) % less" : "costs \(percent) % more"
    let other = habits.priceModel == .spot ? "on demand" : "spot"
    switch choice.decision {
    case .change: return "\(other) \(effect): \(advice.reason)"
    case .keep where choice.recommended != habits.priceModel:
      return "spot \(effect); priority \(habits.priority?.rawValue ?? "normal") asks for it already, but most of the "
        + "latest jobs were given a machine on demand"
    case .keep, .notEnoughData:
      let stays = habits.priceModel == .spot ? "stay on spot" : "stay on demand"
      return "\(stays): \(other) \(effect); \(advice.reason)"
    }
  }

  private static func sensible(_ rate: Double) -> Double? { rate.isFinite && rate > 0 ? rate : nil }

  static func money(_ amount: Double, _ currency: Currency) -> Money? {
    checkedInteger(amount * 1e9).map { Money(nanos: $0, currency: currency) }
  }
}

extension Money {
  /// With so many nano-units more, held at the ends of what can be said.
  fileprivate func adding(nanos more: Int64) -> Money { Money(nanos: saturatingSum(nanos, more), currency: currency) }
}
