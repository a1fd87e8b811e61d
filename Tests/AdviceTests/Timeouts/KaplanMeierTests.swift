import Testing

@testable import Advice

@Suite struct KaplanMeierTests {
  /// Ends at 1, 3 and 5, cuts at 2 and 4: five runs at risk at 1, three at 3, one at 5.
  private let mixed = KaplanMeier(ended: [5, 1, 3], censored: [4, 2])

  @Test func eachEndTakesItsShareOfThoseAtRisk() {
    #expect(mixed.survival(0.5) == 1)
    #expect(abs(mixed.survival(1) - (1 - 1.0 / 5)) < 1e-12)
    // 4/5 · 2/3 = 8/15.
    #expect(abs(mixed.survival(4) - 8.0 / 15) < 1e-12)
    #expect(mixed.survival(5) == 0)
  }

  @Test func aQuantileIsTheFirstEndThatReachesIt() {
    // 1 - 4/5 = 0.2 at 1, 1 - 8/15 = 0.4667 at 3.
    #expect(mixed.quantile(0.2 - 1e-9) == 1)
    #expect(mixed.quantile(0.4) == 3)
    #expect(mixed.quantile(0.5) == 5)
  }

  @Test func atOneTimeEndsComeBeforeCuts() {
    // At 2 both are at risk: 1 - 1/2.
    #expect(KaplanMeier(ended: [2], censored: [2]).survival(2) == 0.5)
  }

  @Test func pastTheLastEndTheLongestTimeSeenIsAllThatIsKnown() {
    #expect(KaplanMeier(ended: [1], censored: [7]).quantile(0.99) == 7)
    #expect(KaplanMeier(ended: [], censored: [3, 9]).quantile(0.5) == 9)
    #expect(KaplanMeier(ended: [], censored: [3, 9]).survival(100) == 1)
  }

  @Test func withoutCutsAQuantileLiesBetweenNeighbours() {
    // Place 0.99 · 2 = 1.98 of 10, 20, 30: 20 + 0.98 · 10.
    #expect(abs((KaplanMeier(ended: [10, 20, 30], censored: []).quantile(0.99) ?? 0) - 29.8) < 1e-9)
    #expect(KaplanMeier(ended: [], censored: []).quantile(0.5) == nil)
  }

  /// Dropping what was cut off would say that half of the runs end by 2.
  @Test func cutsMoveTheEstimateUpwards() {
    let withCuts = KaplanMeier(ended: [1, 2, 10], censored: [3, 3, 3])
    #expect(withCuts.quantile(0.5) == 10)
    #expect(KaplanMeier(ended: [1, 2, 10], censored: []).quantile(0.5) == 2)
  }
}
