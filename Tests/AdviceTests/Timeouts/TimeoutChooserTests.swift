import Foundation
import JobModel
import Testing

@testable import Advice

/// SplitMix64: the same draws for the same seed.
private struct Seeded {
  var state: UInt64
  mutating func uniform() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return (Double((bits ^ (bits >> 31)) >> 11) + 0.5) * 0x1p-53
  }
  mutating func normal() -> Double { sqrt(-2 * log(uniform())) * cos(2 * .pi * uniform()) }
}

private func minutes(_ values: [Double]) -> [TimeoutSample] {
  values.compactMap { SimDuration(seconds: $0 * 60).map { TimeoutSample(runtime: $0) } }
}

private func chosen(_ advice: TimeoutAdvice) -> TimeoutAdvice.Limit? {
  if case .set(let limit) = advice { limit } else { nil }
}

@Suite struct TimeoutChooserTests {
  @Test func tooFewRunsAreSaidToBeTooFew() {
    let chooser = TimeoutChooser()
    #expect(chooser.advise([], current: nil) == .notEnoughData(have: 0, need: 10))
    #expect(chooser.advise(minutes([30]), current: .hours(72)) == .notEnoughData(have: 1, need: 10))
    let cut = (0..<50).map { _ in TimeoutSample(runtime: .hours(2), ending: .stoppedByLimit, limit: .hours(2)) }
    #expect(chooser.advise(cut, current: .hours(2)) == .notEnoughData(have: 0, need: 10))
    let none = (0..<20).map { _ in TimeoutSample(runtime: .zero) }
    #expect(chooser.advise(none, current: nil) == .notEnoughData(have: 0, need: 10))
  }

  @Test func equalRunsGetALimitAboveThemAndFarBelowTheDefault() throws {
    let advice = TimeoutChooser().advise(minutes([Double](repeating: 30, count: 40)), current: .hours(72))
    let limit = try #require(chosen(advice))
    #expect(limit.limit > .minutes(30) && limit.limit < .hours(12), "\(limit.limit)")
    #expect(limit.limit.milliseconds % 60_000 == 0)
    #expect(limit.jobs == 40 && limit.current == .hours(72) && limit.bySize.isEmpty)
    #expect(limit.expectedFalseKillShare <= limit.falseKillLevel)
    // 41 runs bound the next at 1/41, not at 0.5 %.
    #expect(limit.isExtrapolated)
    #expect(limit.savedByAHungJob == .hours(72) - limit.limit)
  }

  @Test func aTightLimitStays() {
    let runs = minutes((0..<60).map { 50 + Double($0 % 10) })
    guard case .keep(let kept) = TimeoutChooser().advise(runs, current: .minutes(65)) else {
      Issue.record("expected the limit to stay")
      return
    }
    #expect(kept.current == .minutes(65) && kept.jobs == 60)
  }

  @Test func aLimitThatStopsManyRunsIsNotLowered() {
    var runs = minutes((0..<40).map { 40 + Double($0) })
    for _ in 0..<15 { runs.append(.init(runtime: .minutes(80), ending: .stoppedByLimit, limit: .minutes(80))) }
    guard case .keep(let kept) = TimeoutChooser().advise(runs, current: .minutes(80)) else {
      Issue.record("expected the limit to stay")
      return
    }
    // The last of the 40 ends at 79 min, when it and 15 cuts are at risk of 55: 15/55 live on past 78.4 min, with it 16.
    guard case .reached(let share) = kept.reason else {
      Issue.record("expected that the limit stops runs, found \(kept.reason)")
      return
    }
    #expect(abs(share - 16.0 / 55) < 1e-9)
  }

  @Test func runsThatHungFarBeyondAllOthersDoNotRaiseTheLimit() throws {
    let good = minutes((0..<200).map { 25 + Double($0 % 11) })
    var withHung = good
    for place in [50, 120] {
      withHung.insert(.init(runtime: .hours(72), ending: .stoppedByLimit, limit: .hours(72)), at: place)
    }
    let alone = try #require(chosen(TimeoutChooser().advise(good, current: .hours(72))))
    let both = try #require(chosen(TimeoutChooser().advise(withHung, current: .hours(72))))
    #expect(both.limit.inSeconds <= 2 * alone.limit.inSeconds, "\(alone.limit) \(both.limit)")
    #expect(both.limit < .hours(12))
  }

  @Test func limitsGrowWithTheInputWhereRuntimesDo() throws {
    let runs = (0..<120).map { index in
      let size = Double(1 + (index * 37) % 40)
      return TimeoutSample(
        runtime: .seconds(Int64(300 + 240 * size)), input: Bytes(gibibytes: size), limit: .hours(72))
    }
    let advice = try #require(chosen(TimeoutChooser().advise(runs, current: .hours(72))))
    #expect(advice.bySize.count >= 3)
    #expect(zip(advice.bySize, advice.bySize.dropFirst()).allSatisfy { $0.upTo < $1.upTo && $0.limit <= $1.limit })
    // A gibibyte takes 9 minutes, forty take 165.
    let small = try #require(
      chosen(TimeoutChooser().advise(runs, current: .hours(72), input: Bytes(gibibytes: 1))))
    let large = try #require(
      chosen(TimeoutChooser().advise(runs, current: .hours(72), input: Bytes(gibibytes: 40))))
    #expect(small.limit > .minutes(9) && large.limit > .minutes(165))
    #expect(small.limit.inSeconds * 2 < large.limit.inSeconds, "\(small.limit) \(large.limit)")
  }

  @Test func theTighterTheLevelTheLongerTheLimit() throws {
    var draws = Seeded(state: 7)
    let runs = minutes((0..<400).map { _ in 20 * exp(0.5 * draws.normal()) })
    var last = SimDuration.zero
    for level in [0.05, 0.01, 0.005, 0.001] {
      var rules = TimeoutRules()
      rules.falseKill = level
      let advice = try #require(chosen(TimeoutChooser(rules: rules).advise(runs, current: .hours(240))))
      #expect(advice.limit >= last, "\(level)")
      #expect(advice.expectedFalseKillShare <= level)
      last = advice.limit
    }
  }

  @Test func theSameRunsGetTheSameAdvice() {
    var draws = Seeded(state: 3)
    let runs = minutes((0..<100).map { _ in 20 * exp(draws.normal()) })
    #expect(TimeoutChooser().advise(runs, current: nil) == TimeoutChooser().advise(runs, current: nil))
  }

  @Test func absurdRunsAndLimitsGiveNoAbsurdLimit() throws {
    let longest = SimDuration.limit
    let runs = (0..<30).map { TimeoutSample(runtime: $0 % 2 == 0 ? longest : .init(milliseconds: 1)) }
    for current in [nil, SimDuration.limit, .zero, .init(milliseconds: -5), .init(milliseconds: 1)] {
      switch TimeoutChooser().advise(runs, current: current) {
      case .set(let limit): #expect(limit.limit >= .minutes(1) && limit.limit <= .hours(720))
      case .keep(let kept): #expect(kept.current == current)
      case .notEnoughData: Issue.record("30 runs are enough")
      }
    }
  }
}

/// The level, on draws whose truth is known.
@Suite struct TimeoutLevelTests {
  private func draw(_ shape: String, _ draws: inout Seeded) -> Double {
    switch shape {
    case "lognormal": 1200 * exp(0.6 * draws.normal())
    case "Pareto": 600 * pow(draws.uniform(), -1 / 2.5)
    default: (draws.uniform() < 0.9 ? 600 : 9000) * exp(0.1 * draws.normal())
    }
  }

  @Test(arguments: ["lognormal", "Pareto", "bimodal"], [0.005, 0.02])
  func jobsAreKilledNoMoreOftenThanTheLevel(shape: String, level: Double) {
    var draws = Seeded(state: UInt64(shape.utf8.count) &* 977)
    var rules = TimeoutRules()
    rules.falseKill = level
    var stream = TimeoutStream(rules: rules)
    let job = TimeoutJob(classes: [0], limit: 864_000)
    var kills = 0
    let count = 2500
    for index in 0..<count {
      let seconds = min(draw(shape, &draws), 860_000)
      let time = Double(index) * 1000
      let decision = stream.decide(job, now: time, evidence: nil)
      stream.start(job, id: index, at: time)
      stream.end(job, id: index, seconds: seconds, ending: .finished, decision: decision, at: time + 1)
      if let decision, decision.limit < seconds { kills += 1 }
    }
    // Three standard deviations of a binomial above the level.
    let bound = level * Double(count) + 3 * (level * (1 - level) * Double(count)).squareRoot()
    #expect(Double(kills) <= bound, "\(shape): \(kills) kills of \(count), level \(level)")
  }

  @Test func aSurpriseWeighsAsMuchAsKaplanAndMeierSay() {
    // Two runs at step 32 and one that was cut off at step 160, past both: it counts as ended there, by as much as it
    // says: all of it. A cut below both says nothing.
    var tally = RuntimeTally()
    let size = RuntimeGrid.count
    for _ in 0..<2 { tally.add(at: 32, weight: 1, halfLife: .infinity, size: size, kernel: .ofResiduals) }
    tally.addCensored(at: 160, weight: 1, kernel: .ofResiduals)
    #expect(abs(tally.weight - 3) < 1e-5)
    #expect(abs(tally.counts[100...].reduce(0, +) - 1) < 1e-4)
    tally.addCensored(at: 0.4, weight: 1, kernel: .ofResiduals)
    #expect(abs(tally.weight - 3) < 1e-5)
  }

  @Test func whatIsLearnedSumsToOne() {
    var forecaster = RuntimeForecaster()
    let job = TimeoutJob(classes: [0, 1], input: 2e9, limit: 1e5)
    for (index, seconds) in [1e-9, 30, 4e3, 1e12, 90].enumerated() {
      forecaster.observe(job, seconds: seconds, now: 0)
      forecaster.observeCensored(job, seconds: seconds * 2, weight: 0.5)
      forecaster.start(job, id: index, at: 0)
      let sum = forecaster.forecast(job, now: 500).reduce(0, +)
      #expect(abs(sum - 1) < 1e-3, "after \(index + 1) runs: \(sum)")
    }
  }
}
