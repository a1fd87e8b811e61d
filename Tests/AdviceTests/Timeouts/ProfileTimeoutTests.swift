import Foundation
import JobModel
import Simulation
import TestSupport
import Testing

@testable import Advice

/// Timeouts as part of the advice on executables.
@Suite struct ProfileTimeoutTests {
  private let sizes = [
    (name: "small", vcpus: 4.0, gibibytes: 8.0, price: "0.20"),
    (name: "large", vcpus: 4.0, gibibytes: 16.0, price: "0.40"),
  ]

  private func advised(
    _ jobs: [Job], _ catalog: Catalog?, rules: AdviceRules = AdviceRules(), timeouts: TimeoutRules = TimeoutRules()
  ) throws -> (advice: RecommendationSet, advisor: ResourceAdvisor) {
    let table = try ProfileTable(InMemoryJobSource(History(jobs: jobs)))
    let advisor = ResourceAdvisor(market: catalog.map { MachineMarket($0) }, rules: rules)
    var advice = advisor.advise(table)
    advisor.addTimeouts(to: &advice, table, rules: timeouts)
    return (advice, advisor)
  }

  /// Half an hour, give or take, under 30 days.
  private func jobs(_ count: Int, on type: String? = "small", peakGB: Double? = 6) -> [Job] {
    (0..<count).map { number in
      past(number, on: type, minutes: 28 + Int64(number * 7 % 5), peakGB: peakGB) { $0.timeLimit = .hours(720) }
    }
  }

  @Test func aKeptMachineWithANewTimeoutIsAChange() throws {
    let one = try #require(advised(jobs(60), catalog(sizes)).advice.recommendations.first)
    let timeout = try #require(one.recommended.setting.timeout)
    #expect(one.changes && !one.changesMore)
    #expect(one.recommended.setting.instanceType == "small" && one.current.setting.timeout == .hours(720))
    #expect(timeout > .minutes(32) && timeout < .hours(24), "\(timeout)")
    #expect((one.falseKillProbability ?? 1) <= 0.005)
    // 720 h at 0.20 are 144; the new timeout is whole minutes at 0.20 an hour.
    #expect(one.timeLimit?.hungCostNow?.nanos == 144_000_000_000)
    let burnt = Double(timeout.milliseconds) / 3_600_000 * 0.2e9
    #expect(abs(Double(one.timeLimit?.hungCost?.nanos ?? 0) - burnt) <= 1)
    #expect(
      one.reason.contains("timeout \(timeout) instead of \(SimDuration.hours(720)): ends at most 1 in 200 good jobs"))
    #expect(one.reason.contains("instead of \(Money(nanos: 144_000_000_000, currency: .usd))"), "\(one.reason)")
  }

  @Test func onAnotherMachineItIsScaledByTheUpperRatio() throws {
    let (advice, _) = try advised(jobs(60, on: "large", peakGB: 1), catalog(sizes))
    let one = try #require(advice.recommendations.first)
    #expect(one.recommended.setting.instanceType == "small")
    let ratio = try #require(one.runtimeRatio)
    #expect(ratio.expected > 1 && ratio.high > ratio.expected)
    let base = TimeoutChooser().advise(
      jobs(60).map { TimeoutSample(runtime: $0.workerTime ?? .zero, limit: .hours(720)) }, current: .hours(720))
    guard case .set(let there) = base else {
      Issue.record("a timeout is to be set")
      return
    }
    let minutes = (there.limit.inSeconds * ratio.high / 60).rounded(.up)
    #expect(one.recommended.setting.timeout == .minutes(Int64(minutes)))
  }

  @Test func scalingKeepsWholeMinutesAndItsBounds() {
    let ratio = Recommendation.RuntimeRatio(expected: 1.1, high: 1.3)
    func set(_ limit: SimDuration, _ current: SimDuration?) -> TimeoutAdvice {
      .set(
        .init(
          limit: limit, jobs: 20, expectedFalseKillShare: 0.001, falseKillLevel: 0.005, isExtrapolated: true,
          current: current, usualRuntime: .minutes(10),
          bySize: [.init(upTo: Bytes(10), limit: .minutes(30)), .init(upTo: Bytes(20), limit: limit)]))
    }
    // 61 min × 1.3 = 79.3, so 80; 30 × 1.3 = 39; ten minutes become eleven.
    guard case .set(let moved) = ProfileTimeout.moved(set(.minutes(61), .hours(720)), by: ratio) else {
      Issue.record("it stays a timeout")
      return
    }
    #expect(moved.limit == .minutes(80) && moved.usualRuntime == .minutes(11))
    #expect(moved.bySize.map(\.limit) == [.minutes(39), .minutes(80)])
    // What comes out as the present limit is kept.
    #expect(
      ProfileTimeout.moved(set(.minutes(61), .minutes(80)), by: ratio)
        == .keep(.init(reason: .tight, current: .minutes(80), jobs: 20)))
    // Never more than 30 days.
    guard case .set(let most) = ProfileTimeout.moved(set(.hours(700), nil), by: ratio) else { return }
    #expect(most.limit == .hours(720))
    // A limit that stays grows where jobs may take longer, 65 × 1.3 = 84.5, and not where they take less time.
    let kept = TimeoutAdvice.keep(.init(reason: .tight, current: .minutes(65), jobs: 9))
    guard case .set(let raised) = ProfileTimeout.moved(kept, by: ratio) else {
      Issue.record("a slower machine needs more")
      return
    }
    #expect(raised.limit == .minutes(85) && raised.current == .minutes(65))
    #expect(ProfileTimeout.moved(kept, by: .init(expected: 0.5, high: 0.8)) == kept)
    #expect(ProfileTimeout.moved(kept, by: .init(expected: .nan, high: .infinity)) == kept)
    #expect(
      ProfileTimeout.moved(.notEnoughData(have: 1, need: 10), by: ratio) == .notEnoughData(have: 1, need: 10))
  }

  @Test func tooFewRunsAreSaidAndNothingChanges() throws {
    var rules = AdviceRules()
    rules.minimumSamples = 3
    let few = try #require(advised(jobs(4), catalog(sizes), rules: rules).advice.recommendations.first)
    #expect(!few.changes && few.falseKillProbability == nil)
    #expect(few.reason.hasSuffix("; not enough data for a timeout (4 of 10)"), "\(few.reason)")
  }

  @Test func whatIsExtrapolatedTooFarIsNoAdvice() throws {
    // 100 to 114 s: the tail model alone would say days.
    func short(_ count: Int) -> [Job] {
      (0..<count).map { number in
        past(number, on: "small", peakGB: 6) {
          $0.stopped = SimTime(milliseconds: Int64(number) * 60_000 + 100_000 + Int64(number * 7 % 15) * 1000)
          $0.timeLimit = .hours(720)
        }
      }
    }
    let far = TimeoutChooser().advise(
      short(15).map { TimeoutSample(runtime: $0.workerTime ?? .zero, limit: .hours(720)) }, current: .hours(720))
    guard case .set(let limit) = far else {
      Issue.record("the chooser itself says something")
      return
    }
    #expect(limit.limit > .seconds(20 * 114))
    let one = try #require(advised(short(15), catalog(sizes)).advice.recommendations.first)
    guard case .notEnoughData(let have, let need) = one.timeLimit?.advice else {
      Issue.record("\(one.reason)")
      return
    }
    #expect(have == 15 && need > 15 && need <= 199)
    #expect(!one.changes && one.falseKillProbability == nil && one.recommended.setting.timeout == .hours(720))
    #expect(one.reason.hasSuffix("; not enough data for a timeout (15 of \(need))"), "\(one.reason)")
    // With as many as that it is advice.
    let enough = try #require(advised(short(need), catalog(sizes)).advice.recommendations.first)
    let timeout = try #require(enough.recommended.setting.timeout)
    #expect(timeout <= .seconds(20 * 114) && timeout > .seconds(114), "\(timeout) by \(need) runs")
    // A run that hung for ten days is on record: a timeout of a few would have ended it.
    var hung = short(15)
    hung.append(
      past(15, on: "small", minutes: 240 * 60, peakGB: 6) {
        $0.state = .terminated
        $0.timeLimit = .hours(720)
      })
    let warned = try #require(advised(hung, catalog(sizes)).advice.recommendations.first)
    #expect(try #require(warned.recommended.setting.timeout) < .hours(720), "\(warned.reason)")
    // What nothing else is advised on has no timeout either.
    let nothing = try advised(short(15), catalog(Array(sizes.dropFirst()))).advice
    #expect(nothing.recommendations.isEmpty && nothing.notEnoughData.count == 1)
  }

  @Test func whatLacksAllElseStillGetsItsTimeout() throws {
    // The catalog does not have the machine, so no other can be compared; and fewer than ten runs say nothing at all.
    let (advice, _) = try advised(jobs(30, on: "unheard-of"), catalog(sizes))
    #expect(advice.notEnoughData.isEmpty)
    let one = try #require(advice.recommendations.first)
    #expect(one.changes && !one.changesMore && one.current.cost == nil && one.timeLimit?.hungCost == nil)
    #expect(one.reason.contains("does not have unheard-of") && one.reason.contains("timeout "), "\(one.reason)")
    let few = try advised(jobs(5, on: "unheard-of"), catalog(sizes)).advice
    #expect(few.recommendations.isEmpty && few.notEnoughData.count == 1)
  }

  @Test func theReplayEndsTheRunawayAndNoGoodJob() throws {
    var history = jobs(60)
    // A runaway of 112 h that somebody terminated: 22.40 at 0.20 an hour.
    history.append(
      past(61, on: "small", minutes: 112 * 60, peakGB: 6) {
        $0.state = .terminated
        $0.timeLimit = .hours(720)
      })
    let prices = try catalog(sizes)
    let (advice, advisor) = try advised(history, prices)
    let timeout = try #require(advice.recommendations.first?.recommended.setting.timeout)
    var scenario = Scenario()
    scenario.overrides = advisor.timeoutOverrides(of: advice)
    #expect(scenario.overrides.map(\.timeout) == [timeout])
    let past = History(jobs: history)
    let base = try Replayer(history: past, scenario: Scenario(), catalog: prices).run(name: "a", version: "1")
    let advised = try Replayer(history: past, scenario: scenario, catalog: prices).run(name: "b", version: "1")
    let ended = RecommendationSet.Proof(base: base, advised: advised).ended
    #expect(ended.good == 0 && ended.hung == 1)
    let saved = 22.4e9 - Double(timeout.milliseconds) / 3_600_000 * 0.2e9
    #expect(abs(Double(ended.hungSaved ?? 0) - saved) <= 2)
    // A timeout of 30 minutes ends those of 31 and 32: two of each five.
    scenario.overrides[0].timeout = .minutes(30)
    let tight = try Replayer(history: past, scenario: scenario, catalog: prices).run(name: "c", version: "1")
    let killed = RecommendationSet.Proof(base: base, advised: tight).ended
    #expect(killed.good == 24 && killed.hung == 1)
    // Half an hour of each at 0.20 an hour.
    #expect(killed.goodBurnt == Int64(2_400_000_000))
    // The record against itself ends nothing.
    #expect(RecommendationSet.Proof(base: base, advised: base).ended == EndedByTimeout())
  }

  @Test func partsKeepTheirOwnTimeouts() throws {
    func part(_ function: String?, now: SimDuration?, then: SimDuration?) -> Recommendation {
      var setting = Recommendation.Setting()
      setting.timeout = now
      let current = Recommendation.Option(setting: setting, cost: nil, time: .zero, failureProbability: 0)
      var one = Recommendation(
        executable: "app", jobs: 10, current: current, recommended: current, saving: nil, confidence: .high, reason: "")
      one.function = function
      one.recommended.setting.timeout = then
      return one
    }
    var advice = RecommendationSet(goal: .cheapest, tries: 0, seed: 1)
    advice.recommendations = [
      part("main", now: .hours(2), then: .hours(2)), part("reduce", now: nil, then: nil),
      part(nil, now: .hours(720), then: .hours(1)),
    ]
    let overrides = ResourceAdvisor(market: nil).timeoutOverrides(of: advice)
    #expect(overrides.map(\.match.function) == [nil, "main", "reduce"])
    #expect(overrides.map(\.timeout) == [.hours(1), .hours(2), .hours(720)])
    advice.recommendations.removeLast()
    #expect(ResourceAdvisor(market: nil).timeoutOverrides(of: advice).isEmpty)
  }

  @Test func limitsBySizeWhereRuntimesFollowIt() throws {
    func sized(_ follows: Bool) -> [Job] {
      (0..<100).map { number in
        let size = Int64(1 + number * 37 % 40)
        return past(number, on: "small", minutes: 5 + 4 * (follows ? size : size * 7 % 41), peakGB: 6) {
          $0.timeLimit = .hours(720)
          $0.usage.input = Bytes(size << 30)
        }
      }
    }
    func steps(_ follows: Bool) throws -> [TimeoutAdvice.SizeStep] {
      let one = try #require(advised(sized(follows), catalog(sizes)).advice.recommendations.first)
      guard case .set(let limit) = one.timeLimit?.advice else { return [] }
      return limit.bySize
    }
    let found = try steps(true)
    #expect(found.count >= 3 && zip(found, found.dropFirst()).allSatisfy { $0.upTo < $1.upTo && $0.limit <= $1.limit })
    #expect(try steps(false).isEmpty)
  }
}
