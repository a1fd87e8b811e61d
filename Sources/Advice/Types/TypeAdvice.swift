import Foundation
import JobModel

/// The advice for one executable whose jobs name machines, or for whose requests a machine is sought.
struct TypeAdvice {
  let advisor: ResourceAdvisor
  let profile: ExecutableProfile
  let habits: Habits
  /// What jobs without a machine would get now; nil where they name machines.
  var standIn: InstanceType?

  private var rules: AdviceRules { advisor.rules }
  private let done: [ExecutableProfile.Try]

  init(advisor: ResourceAdvisor, profile: ExecutableProfile, habits: Habits) {
    self.advisor = advisor
    self.profile = profile
    self.habits = habits
    done = profile.done
  }

  func make(_ knowledge: inout Knowledge) -> Result<Recommendation, ResourceAdvisor.Lack> {
    guard let market = advisor.market else { return .failure(lack(ResourceAdvisor.needsCatalog)) }
    guard let current = standIn ?? habits.instanceType.flatMap({ market.catalog.type(named: $0) }) else {
      return .failure(
        lack("\(market.catalog.name) does not have \(habits.instanceType ?? "its machine"), so nothing can be compared")
      )
    }
    guard market.catalog.price(of: current.name, habits.priceModel) != nil else {
      let what = habits.priceModel == .spot ? "spot price" : "price"
      return .failure(lack("\(market.catalog.name) has no \(what) for \(current.name), so nothing can be compared"))
    }
    let here = standIn == nil ? current.name : Knowledge.machine(cores: habits.vcpus ?? current.vcpus)
    let there = market.places[current.name].map { market.machines[$0] } ?? MarketMachine(current, market.catalog)
    let task = RuntimeTask(group: "", name: profile.label)
    let targets = knowledge.targets(of: task, from: there, as: here, of: market, asksForCores: standIn != nil)
    let moves = knowledge.moves(of: task, from: here, to: targets)
    let needs = Needs(
      profile: profile, done: done, current: current, market: market, rules: rules, knowledge: knowledge)
    let situation = situation(current, needs, knowledge, market)
    let chooser = TypeChooser(market: market, rules: rules, situation: situation, moves: moves)
    let choice = chooser.choose()
    let busy = knowledge.runtimes.busyCores(task, on: here)
    return .success(recommendation(choice, situation, needs, market, busy: busy))
  }

  private func lack(_ reason: String) -> ResourceAdvisor.Lack {
    ResourceAdvisor.Lack(
      lack: NotEnoughData(
        executable: profile.label, jobs: done.count, needed: rules.minimumSamples, reason: reason))
  }

  private func situation(
    _ current: InstanceType, _ needs: Needs, _ knowledge: Knowledge, _ market: MachineMarket
  ) -> TypeChooser.Situation {
    // Runtimes on other machines stand in only where the machine in use was never seen to end well.
    let own = done.filter { standIn != nil || $0.instanceType == current.name }
    let runs = (own.isEmpty ? done : own).compactMap(\.milliseconds).map(Double.init)
    let logs = runs.map { log($0) }
    let mean = logs.reduce(0, +) / Double(max(1, logs.count))
    let spread = logs.count > 1 ? logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count - 1) : 0.09
    let cost = JobCost(
      runtimes: runs, catalog: market.catalog, nodes: habits.nodes, asked: habits.vcpus, memory: habits.memory,
      interruptions: habits.priceModel == .spot ? knowledge.spot.rates : [:])
    let believed = needs.memory?.chance(above: Double(current.usableMemory.count) / 1e9) ?? 0
    let share = min(1, needs.failuresPerJob)
    return TypeChooser.Situation(
      current: current, priceModel: habits.priceModel, cost: cost, memory: needs.memory,
      leastMemory: needs.leastMemory, leastDisk: needs.leastDisk, leastCores: needs.leastCores, samples: runs.count,
      failuresPerJob: needs.failuresPerJob,
      currentFailure: min(1, (share * Double(done.count) + believed) / Double(done.count + 1)),
      failurePart: needs.failurePart, scatter: spread.squareRoot(), name: profile.label)
  }

  private func recommendation(
    _ choice: TypeChooser.Choice, _ situation: TypeChooser.Situation, _ needs: Needs, _ market: MachineMarket,
    busy: Double?
  ) -> Recommendation {
    let currency = market.catalog.currency
    func option(_ offer: TypeChooser.Offer) -> Recommendation.Option {
      let isCurrent = offer.type.name == choice.current.type.name
      return Recommendation.Option(
        setting: isCurrent ? habits.setting : setting(on: offer, market: market), cost: money(offer.cost, currency),
        time: SimDuration(
          milliseconds: min(checkedInteger(offer.milliseconds) ?? .max, SimDuration.limit.milliseconds)),
        failureProbability: min(1, max(0, offer.failure)))
    }
    let words = TypeReason(
      profile: profile, current: situation.current, needs: needs, busyCores: busy, rules: rules, choice: choice)
    var result = Recommendation(
      executable: profile.executable, jobs: max(profile.doneJobs, done.count), current: option(choice.current),
      recommended: option(choice.chosen ?? choice.current),
      saving: choice.saving.flatMap { saving in
        guard let mean = money(saving.mean, currency), let low = money(saving.low, currency),
          let high = money(saving.high, currency)
        else { return nil }
        return Recommendation.Saving(mean: mean, low: low, high: high)
      },
      confidence: confidence(choice, needs), reason: words.text)
    result.executableID = profile.executableID
    result.function = profile.function
    result.stage = profile.stage
    result.runtimeRatio = choice.chosen.map { .init(expected: $0.move.expectedFactor, high: $0.move.highFactor) }
    result.alternatives = choice.front.map(option)
      .filter { $0.setting != result.recommended.setting && $0.setting != result.current.setting }
    result.warnings = needs.warnings
    return result
  }

  private func money(_ nanos: Double?, _ currency: Currency?) -> Money? {
    guard let nanos, let currency else { return nil }
    return Money(nanos: checkedInteger(nanos) ?? (nanos < 0 ? .min : .max), currency: currency)
  }

  /// What to ask for on another machine: that, and never more of anything else than it has.
  private func setting(on offer: TypeChooser.Offer, market: MachineMarket) -> Recommendation.Setting {
    var setting = habits.setting
    setting.instanceType = offer.type.name
    setting.vcpus = habits.vcpus.map { standIn == nil ? min($0, offer.type.vcpus) : offer.type.vcpus }
    setting.memory = habits.memory.map { min($0, offer.type.usableMemory) }
    // What costs are reckoned with: a job that lacks memory goes on with the next larger machine.
    if market.catalog.isDNAnexus, offer.failure >= 0.005 {
      var policy = RestartPolicy.platformDefault
      policy.restartOn[.appInsufficientResourceError] = 2
      policy.largerType = true
      setting.restart = policy
    }
    return setting
  }

  private func confidence(_ choice: TypeChooser.Choice, _ needs: Needs) -> Recommendation.Confidence {
    if done.count < AdviceRules.usualSamples { return .low }
    guard let chosen = choice.chosen else { return needs.memory == nil ? .medium : .high }
    if chosen.move.runsThere >= AdviceRules.usualSamples { return .high }
    return needs.memory == nil ? .low : .medium
  }
}
