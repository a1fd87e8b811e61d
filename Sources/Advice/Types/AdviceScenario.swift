public import JobModel

extension ResourceAdvisor {
  /// The advice as a scenario: what it would have changed about the very jobs that it rests on.
  ///
  /// Jobs of an executable are moved from whatever machine they ran on to the proposed one, and their runtimes with them.
  /// Those that should pay another price ask for its priority, on a market that takes machines back as often as was seen.
  /// Advice without a machine changes nothing that a replay could show; timeouts stand apart, in ``timeoutOverrides(of:)``.
  /// - Returns: nil if nothing changes.
  public func scenario(of advice: RecommendationSet, _ table: ProfileTable) -> Scenario? {
    guard let market else { return nil }
    var changed: [String: Recommendation] = [:]
    for recommendation in advice.recommendations where recommendation.changesMore {
      if recommendation.recommended.setting.instanceType != nil, recommendation.current.setting.instanceType != nil {
        changed[recommendation.label] = recommendation
      }
    }
    guard !changed.isEmpty else { return nil }
    var knowledge = Knowledge(market: market)
    for profile in table.profiles(splitFrom: rules.minimumSamples) { knowledge.learn(profile) }
    knowledge.prepare()
    var scenario = Scenario()
    if changed.values.contains(where: { $0.spotChoice?.decision == .change }) {
      scenario.spot = knowledge.spot.market(needed: rules.minimumSamples)
    }
    for profile in table.profiles(splitFrom: rules.minimumSamples) {
      guard let recommendation = changed[profile.label] else { continue }
      scenario.overrides += overrides(of: recommendation, profile, market, &knowledge)
    }
    return scenario.overrides.isEmpty ? nil : scenario
  }

  private func overrides(
    of recommendation: Recommendation, _ profile: ExecutableProfile, _ market: MachineMarket,
    _ knowledge: inout Knowledge
  ) -> [Override] {
    let setting = recommendation.recommended.setting
    guard let target = setting.instanceType, let machine = market.catalog.type(named: target) else { return [] }
    let task = RuntimeTask(group: "", name: profile.label)
    var base = Override()
    base.match.executable = profile.executable
    base.match.function = profile.function
    base.match.stage = profile.stage
    var result: [Override] = []
    if setting.priority != recommendation.current.setting.priority {
      var override = base
      override.priority = setting.priority
      result.append(override)
    }
    for type in Set(profile.latest.compactMap(\.instanceType)).sorted() where type != target {
      guard let here = market.catalog.type(named: type) else { continue }
      let move =
        knowledge.moves(
          of: task, from: type, to: [knowledge.runtimes.target(target, MachineKinship.prior(here, machine))]
        ).first ?? nil
      var override = base
      override.match.instanceType = type
      override.instanceType = target
      override.restart = setting.restart
      override.runtimeFactor = RuntimeMove.factor(move?.ratio.log ?? 0)
      result.append(override)
    }
    return result
  }
}
