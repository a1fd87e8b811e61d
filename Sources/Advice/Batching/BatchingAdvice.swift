import Foundation
public import JobModel
import Simulation

/// How many jobs one job should do, for all executables of a history.
extension ResourceAdvisor {
  /// Smaller launches are no scatter.
  static let fewestInScatter = 10

  /// Completes advice with how many of the jobs that are launched together one job should do, where they are short and
  /// mostly set-up (``ScatterAdvisor``), at the prices of the machine that is proposed or kept.
  ///
  /// Only where the machine has a price. Nothing else in the advice changes: several items a job is a change of the workflow, and its saving comes on top.
  ///
  /// - Parameter filter: the one that the table was made with; nothing but its times is looked at.
  /// - Throws: what the source throws.
  /// - Complexity: O(1) for executables of long jobs; for the others their kept tries, and their launches are looked up.
  public func addBatching(
    to advice: inout RecommendationSet, _ table: ProfileTable, _ source: any JobSource,
    filter: ScanFilter = ScanFilter()
  ) throws {
    guard let market, let world = try? Rules(scenario: Scenario(), catalog: market.catalog) else { return }
    for place in advice.recommendations.indices {
      let one = advice.recommendations[place]
      guard one.current.time.inHours <= ScatterAdvisor.longestJob, one.jobs >= ScatterAdvisor.fewestJobs,
        let profile = table.profiles(of: one.executable, splitFrom: rules.minimumSamples)
          .first(where: { $0.label == one.label }),
        let evidence = Self.evidence(profile, one), evidence.setupShare >= ScatterAdvisor.leastShare
      else { continue }
      let launches = try source.launches(
        executable: one.executable, part: (one.function, one.stage), filter: filter)
      guard let scatter = LaunchSizes.typical(launches), scatter >= Self.fewestInScatter else { continue }
      advice.recommendations[place].batching = batching(one, evidence, scatter, Habits(profile), market, world)
    }
  }

  /// The jobs on the machine in use, or all, as they would run on the one that is proposed.
  private static func evidence(_ profile: ExecutableProfile, _ advice: Recommendation) -> ScatterAdvisor.Evidence? {
    let done = profile.done
    let own = done.filter { $0.instanceType == advice.current.setting.instanceType }
    let jobs = (own.count >= ScatterAdvisor.fewestJobs ? own : done).compactMap { one in
      one.milliseconds.map { (input: one.input.map { Double($0.count) }, hours: Double($0) / 3_600_000) }
    }
    var evidence = ScatterAdvisor.evidence(jobs)
    let factor = advice.runtimeRatio?.expected ?? 1
    evidence?.setup *= factor
    evidence?.runtime *= factor
    return evidence
  }

  private func batching(
    _ advice: Recommendation, _ evidence: ScatterAdvisor.Evidence, _ scatter: Int, _ habits: Habits,
    _ market: MachineMarket, _ world: Rules
  ) -> Recommendation.Batching? {
    guard let currency = market.catalog.currency,
      let type = advice.recommended.setting.instanceType.flatMap({ market.catalog.type(named: $0) })
    else { return nil }
    var terms = SpotChoiceAdvice.terms(habits, on: type, market, world)
    terms.interruptionRate = advice.spotChoice?.interruptionsPerHour
    let onSpot = (advice.spotChoice?.recommended ?? habits.priceModel) == .spot
    guard (onSpot ? terms.spotPrice : terms.onDemandPrice) != nil,
      let found = ScatterAdvisor.advice(
        evidence, jobsPerRun: scatter, terms: terms, priority: onSpot ? .normal : .high,
        concurrency: world.maxConcurrentJobs),
      found.saving >= AdviceRules.leastGain,
      rules.goal != .fastest || found.then.time <= found.now.time,
      let before = found.now.cost.flatMap({ SpotChoiceAdvice.money($0, currency) }),
      let after = found.then.cost.flatMap({ SpotChoiceAdvice.money($0, currency) }),
      let now = SimDuration(seconds: found.now.time * 3600), let then = SimDuration(seconds: found.then.time * 3600),
      let setup = SimDuration(seconds: evidence.setup * 3600),
      let runtime = SimDuration(seconds: evidence.runtime * 3600)
    else { return nil }
    var words = "\(found.reason); a launch of \(scatter) costs \(after) instead of \(before) and takes \(then) "
    words += "instead of \(now)"
    if let most = world.maxConcurrentJobs, most < scatter { words += " with \(most) at once" }
    return Recommendation.Batching(
      jobsPerJob: found.jobsPerJob, scatter: scatter, concurrency: world.maxConcurrentJobs, jobs: evidence.jobs,
      setup: setup, runtime: runtime, costNow: before, cost: after, timeNow: now, time: then,
      words: words)
  }
}
