import Foundation
public import JobModel
import Simulation

/// Advises what jobs should ask for: a machine for each executable, or cores and memory where no machines are named.
///
/// ```swift
/// let table = try ProfileTable(store)
/// let advice = ResourceAdvisor(market: MachineMarket(catalog)).advise(table)
/// ```
///
/// Equal histories give equal advice, whatever the number of threads: nothing but the seed is drawn from.
public struct ResourceAdvisor: Sendable {
  let market: MachineMarket?
  let rules: AdviceRules
  /// Whether machines of the catalog are proposed for jobs that name none.
  let choosesMachines: Bool

  /// Why there is no advice without a catalog.
  public static let needsCatalog = "no catalog is named that knows machines"

  /// An advisor.
  ///
  /// - Parameters:
  ///   - market: the machines that there are; without them only cores and memory are advised on.
  ///   - choosesMachines: whether to propose machines for jobs that ask for cores and memory.
  public init(market: MachineMarket?, rules: AdviceRules = AdviceRules(), choosesMachines: Bool = false) {
    self.market = market
    self.rules = rules
    self.choosesMachines = choosesMachines
  }

  /// What jobs should ask for, executable by executable.
  ///
  /// - Parameter pattern: which executables are advised on; all are learned from, so that the advice on one does not depend
  ///   on which others are asked for.
  /// - Complexity: O(kept tries × log), and a bounded number of draws an executable that is advised on.
  public func advise(_ table: ProfileTable, on pattern: Glob? = nil) -> RecommendationSet {
    var result = RecommendationSet(goal: rules.goal, tries: table.size(of: pattern).tries, seed: rules.seed)
    result.catalog = market?.catalog.name
    result.pricesAsOf = market?.catalog.pricesAsOf
    result.currency = market?.catalog.currency
    var knowledge = Knowledge(market: market)
    for profile in table.profiles(splitFrom: rules.minimumSamples) { knowledge.learn(profile) }
    knowledge.prepare()
    let world = market.flatMap { try? Rules(scenario: Scenario(), catalog: $0.catalog) }
    for profile in table.profiles(splitFrom: rules.minimumSamples)
    where pattern?.matches(profile.executable) ?? true {
      let habits = Habits(profile)
      switch advise(profile, habits, &knowledge) {
      case .success(var recommendation):
        if let market, let world {
          SpotChoiceAdvice(
            profile: profile, habits: habits, market: market, rules: rules, world: world, experience: knowledge.spot
          ).complete(&recommendation)
        }
        result.recommendations.append(recommendation)
      case .failure(let lack): result.notEnoughData.append(lack.lack)
      }
    }
    result.recommendations.sort {
      ($1.totalSaving ?? 0, $0.label) < ($0.totalSaving ?? 0, $1.label)
    }
    return result
  }

  /// Why there is no advice.
  struct Lack: Error {
    var lack: NotEnoughData
  }

  /// `not enough data (3 of 10): 7 more jobs that end well`.
  private static func needs(_ have: Int, _ need: Int) -> String {
    let more = need - have
    return "not enough data (\(have) of \(need)): \(more) more \(more == 1 ? "job that ends" : "jobs that end") well"
  }

  private func advise(
    _ profile: ExecutableProfile, _ habits: Habits, _ knowledge: inout Knowledge
  ) -> Result<Recommendation, Lack> {
    let done = profile.doneCount
    guard done >= rules.minimumSamples else {
      let seen = done == 0 && profile.tries > 0 ? "no job that ended well and says how long it ran" : nil
      return .failure(
        Lack(
          lack: NotEnoughData(
            executable: profile.label, jobs: done, needed: rules.minimumSamples,
            reason: (seen.map { "\($0): " } ?? "") + Self.needs(done, rules.minimumSamples))))
    }
    if habits.instanceType != nil {
      return TypeAdvice(advisor: self, profile: profile, habits: habits).make(&knowledge)
    }
    return RequestAdvice(advisor: self, profile: profile, habits: habits).make(&knowledge)
  }
}

/// What most of the latest tries of an executable asked for.
struct Habits {
  /// So many of the latest tries say what is usual now.
  private static let window = 30

  let instanceType: String?
  let vcpus: Double?
  let memory: Bytes?
  let disk: Bytes?
  let timeout: SimDuration?
  let priority: Priority?
  let priceModel: PriceModel
  let nodes: Int

  init(_ profile: ExecutableProfile) {
    // A try that never ran may name no machine, which says nothing about what is usual.
    let ran = profile.latest.filter { $0.milliseconds != nil }
    let latest = ran.suffix(Self.window)
    instanceType = Self.usual(latest.map(\.instanceType)) ?? nil
    vcpus = Self.usual(latest.map(\.vcpus)) ?? nil
    memory = Self.usual(latest.map(\.memoryRequested)) ?? nil
    disk = Self.usual(latest.map(\.diskRequested)) ?? nil
    timeout = Self.usual(latest.map(\.timeLimit)) ?? nil
    priority = Self.usual(latest.map(\.priority)) ?? nil
    priceModel = Self.usual(latest.map(\.priceModel)) ?? .onDemand
    nodes = Self.usual(latest.map(\.nodes)) ?? 1
  }

  /// What occurs most often; of equals the latest.
  private static func usual<Value: Hashable>(_ values: [Value]) -> Value? {
    guard let last = values.last else { return nil }
    if values.allSatisfy({ $0 == last }) { return last }
    var counts: [Value: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    return values.last { counts[$0] == most }
  }

  /// As a setting.
  var setting: Recommendation.Setting {
    var setting = Recommendation.Setting()
    setting.instanceType = instanceType
    setting.vcpus = vcpus
    setting.memory = memory
    setting.disk = disk
    setting.timeout = timeout
    setting.priority = priority
    return setting
  }
}
