import Foundation
import TestSupport
import Testing

@testable import Advice

@Suite("How long something usually takes") struct UsualLengthTests {
  @Test func censoredValuesCountAsAtLeastSoLong() {
    // Kaplan and Meier by hand: of 1, 2+, 3, 4+, 5 the risks are 5, 3 and 1:
    // S(1) = 4/5, S(3) = 4/5 × 2/3 = 8/15, S(5) = 0.
    let sample = CensoredSample([(1, false), (2, true), (3, false), (4, true), (5, false)])
    #expect(sample.events == 3)
    #expect(sample.quantile(0.2) == 1 && sample.quantile(0.21) == 3)
    #expect(sample.quantile(7.0 / 15) == 3 && sample.quantile(0.5) == 5)
    // Beyond the last that is known nothing can be said.
    let open = CensoredSample([(1, false), (2, true), (3, true), (4, true)])
    #expect(open.quantile(0.25) == 1 && open.quantile(0.3) == nil)
    #expect(CensoredSample([]).quantile(0.5) == nil)
  }

  private func items(_ minutes: [Double], censored: Set<Int> = []) -> [UsualLength.Item] {
    minutes.enumerated().map {
      UsualLength.Item(length: $0.element * 60_000, input: nil, kind: nil, isCensored: censored.contains($0.offset))
    }
  }

  private let any = UsualLength.Item(length: 1, input: nil, kind: nil, isCensored: false)

  @Test func fewPeersAreNotEnough() {
    #expect(UsualLength(items([1, 2, 3, 4])).longest(any) == nil)
    #expect(UsualLength(items([1, 2, 3, 4, 5], censored: [0])).longest(any) == nil)
    // Five equal ones: no spread of their own, so √(10 × 0.7² / 15) = 0.5715 is taken, and 4 × that × √1.2 = 2.504.
    let five = UsualLength(items([10, 10, 10, 10, 10])).longest(any) ?? 0
    #expect(abs(five / 600_000 - exp(2.504)) < 0.02)
  }

  @Test func theLimitFollowsTheInput() {
    var items: [UsualLength.Item] = []
    var random = SeededGenerator(seed: 3)
    for _ in 0..<400 {
      let size = pow(10, 1 + 2 * Double(random.below(1000)) / 1000)
      let noise = exp(0.1 * (Double(random.below(1000)) / 500 - 1))
      items.append(UsualLength.Item(length: size * 1000 * noise, input: size, kind: nil, isCensored: false))
    }
    let usual = UsualLength(items)
    #expect(usual.usesInput)
    for size in [20.0, 100, 500] {
      let item = UsualLength.Item(length: 1, input: size, kind: nil, isCensored: false)
      let longest = usual.longest(item) ?? 0
      // Nothing below 2.5 times what is typical is beyond the limit, and here nothing above three times is within it.
      #expect(longest > 2.3 * size * 1000 && longest < 3 * size * 1000, "\(size): \(longest)")
    }
  }

  @Test func aSecondModeIsNoRunaway() {
    // 88 of some ten minutes, 12 of some hundred: those are another kind of work.
    var minutes = (0..<88).map { 9.5 + Double($0 % 10) / 10 }
    minutes += (0..<12).map { 95 + Double($0) }
    let two = UsualLength(items(minutes)).longest(any) ?? 0
    #expect(two > 110 * 60_000, "\(two)")
    // Two of them are runaways.
    let one = UsualLength(items(Array(minutes.prefix(90)))).longest(any) ?? .infinity
    #expect(one < 95 * 60_000, "\(one)")
  }

  @Test func anythingIsBorne() {
    let odd: [Double] = [0, 1e300, .infinity, .nan, 1e-300, -5]
    for value in odd {
      var all = (0..<30).map { UsualLength.Item(length: Double($0 + 1), input: value, kind: "a", isCensored: false) }
      all.append(UsualLength.Item(length: value, input: value, kind: nil, isCensored: value > 0))
      let usual = UsualLength(all)
      _ = usual.longest(all[30])
      _ = usual.expected(all[0])
    }
  }
}
