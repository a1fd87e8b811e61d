import Foundation
import Testing

@testable import Advice

@Suite("How much longer tasks take on another machine")
struct MachineFactorsTests {
  private func ratio(_ name: String, _ log: Double, group: String = "w", batch: String? = nil) -> MachineFactors.Ratio {
    .init(task: .init(group: group, name: name), batch: batch, log: log)
  }

  @Test func equalVariancesGiveTheMeanOfTheLogarithms() throws {
    let pooled = try #require(LogEstimate.pooled([.init(log: 0.2, variance: 0.04), .init(log: 0.6, variance: 0.04)]))
    #expect(abs(pooled.log - 0.4) < 1e-12)
    // 1 / (25 + 25)
    #expect(abs(pooled.variance - 0.02) < 1e-12)
  }

  @Test func theSurerEstimateWeighsMore() throws {
    // Weights 1 / 0.01 = 100 and 1 / 0.03 = 33.3: (100 · 0 + 33.3 · 0.8) / 133.3 = 0.2.
    let pooled = try #require(LogEstimate.pooled([.init(log: 0, variance: 0.01), .init(log: 0.8, variance: 0.03)]))
    #expect(abs(pooled.log - 0.2) < 1e-12)
    #expect(LogEstimate.pooled([]) == nil)
  }

  @Test func nothingKnownIsNoEstimate() {
    #expect(MachineFactors([]).estimate(.init(group: "w", name: "a")) == nil)
    #expect(MachineFactors([ratio("b", .nan), ratio("c", .infinity)]).estimate(.init(group: "w", name: "a")) == nil)
  }

  @Test func benchmarksAloneAreTakenAsTheyAre() throws {
    let prior = LogEstimate(log: 0.3, variance: 0.01)
    let estimate = try #require(MachineFactors([]).estimate(.init(group: "w", name: "a"), prior: prior))
    #expect(estimate.log == 0.3)
    // 1.6449 · √(0.01 + 0.15²)
    #expect(abs(estimate.halfWidth90 - 1.6449 * 0.0325.squareRoot()) < 1e-12)
    #expect(estimate.evidence.hasBenchmarks && estimate.evidence.peers == 0)
  }

  @Test func peersOfOneGroupGiveTheirMedian() throws {
    let factors = MachineFactors([ratio("b", 0.1), ratio("c", 0.2), ratio("d", 0.9)])
    let estimate = try #require(factors.estimate(.init(group: "w", name: "a")))
    #expect(abs(estimate.log - 0.2) < 1e-12)
    #expect(estimate.evidence.peers == 3 && estimate.evidence.sameTask == 0)
  }

  @Test func aScatterOfAThousandDoesNotOutvoteItsPeers() throws {
    let many = (0..<1000).map { _ in ratio("b", 1) }
    let estimate = try #require(
      MachineFactors(many + [ratio("c", 0.1), ratio("d", 0.2)]).estimate(.init(group: "w", name: "a")))
    #expect(abs(estimate.log - 0.2) < 1e-12)
  }

  @Test func theSameToolInAnotherGroupIsNoPeer() throws {
    let factors = MachineFactors([ratio("x:FastQC", 5, group: "v"), ratio("b", 0.1, group: "v")])
    let estimate = try #require(factors.estimate(.init(group: "w", name: "fastqc")))
    #expect(abs(estimate.log - 0.1) < 1e-12)
    #expect(estimate.evidence.others == 1)
  }

  @Test func theTaskItselfIsShrunkTowardsItsPeersByTheVariances() throws {
    // a was seen twice with 0.5; b, c, d have 0.1 each. No deviation at all: the variance between runs is the usual one
    // times 4 / (2 + 4), that of the peers' median 0.15² · 4 / (3 + 4) / 3.
    let factors = MachineFactors([ratio("a", 0.5), ratio("a", 0.5), ratio("b", 0.1), ratio("c", 0.1), ratio("d", 0.1)])
    let estimate = try #require(factors.estimate(.init(group: "w", name: "a")))
    let own = 2 / (0.08 * 0.08 * 4 / 6)
    let peers = 1 / (0.15 * 0.15 * 4 / 7 / 3 + 0.15 * 0.15)
    #expect(abs(estimate.log - (own * 0.5 + peers * 0.1) / (own + peers)) < 1e-12)
    #expect(estimate.evidence.sameTask == 2)
  }

  @Test func theBatchThatIsAskedForIsNotItsOwnAnswer() throws {
    let factors = MachineFactors([ratio("a", 9, batch: "1"), ratio("a", 0.2, batch: "2"), ratio("a", 0.2, batch: "3")])
    let estimate = try #require(factors.estimate(.init(group: "w", name: "a"), batch: "1"))
    #expect(abs(estimate.log - 0.2) < 1e-12)
    #expect(estimate.evidence.sameTask == 2)
  }

  @Test func addedRatiosCountAsIfTheyHadBeenThere() throws {
    let peers = [ratio("b", 0.1), ratio("c", 0.2), ratio("d", 0.9)]
    let added = MachineFactors(peers).adding([ratio("a", 0.5), ratio("e", 0.3), ratio("e", .nan)])
    // Peers of a: 0.1, 0.2, 0.3 and 0.9, so 0.25; it is between them and its own 0.5.
    let estimate = try #require(added.estimate(.init(group: "w", name: "a")))
    #expect(estimate.evidence.sameTask == 1 && estimate.evidence.peers == 4)
    #expect(estimate.log > 0.25 && estimate.log < 0.5)
    let other = try #require(added.estimate(.init(group: "w", name: "f")))
    #expect(abs(other.log - 0.3) < 1e-12)
  }

  @Test func widthIsTheQuantileOfTheOthersErrors() throws {
    var residuals = LogResiduals()
    for (index, error) in [0.1, -0.2, 0.3, -0.4].enumerated() { residuals.add(error, task: "\(index)") }
    residuals.add(.nan, task: "9")
    // Without task 3: 0.1, 0.2, 0.3; place 0.5 · 4 − 1 = 1 → 0.2, times (3 + 1) / 3.
    #expect(abs(try #require(residuals.halfWidth(coverage: 0.5, without: "3")) - 0.8 / 3) < 1e-12)
    // Place 0.9 · 5 − 1 = 3.5 is beyond the last: 0.4 · 5 / 4.
    #expect(abs(try #require(residuals.halfWidth()) - 0.5) < 1e-12)
    var few = LogResiduals()
    few.add(0.1, task: "a")
    few.add(0.1, task: "b")
    #expect(few.halfWidth() == nil)
  }

  @Test func ninetyPercentIntervalsHoldNinetyPercent() {
    // Tasks with effects of their own around 0.3, each seen with four inputs; predicted without its own runs.
    var generator = SystemLikeGenerator(seed: 7)
    var covered = 0
    var asked = 0
    for _ in 0..<40 {
      var ratios: [MachineFactors.Ratio] = []
      for task in 0..<20 {
        let effect = 0.3 + 0.2 * generator.normal()
        for batch in 0..<4 { ratios.append(ratio("t\(task)", effect + 0.05 * generator.normal(), batch: "\(batch)")) }
      }
      let held = ratios.removeLast()
      guard let estimate = MachineFactors(ratios.filter { $0.task != held.task }).estimate(held.task),
        let own = MachineFactors(ratios).estimate(held.task, batch: held.batch)
      else { continue }
      for candidate in [estimate, own] {
        asked += 1
        if abs(held.log - candidate.log) <= candidate.halfWidth90 { covered += 1 }
      }
      #expect(own.halfWidth90 < estimate.halfWidth90)
    }
    #expect(asked == 80)
    #expect((66...79).contains(covered), "\(covered) of \(asked)")
  }
}

/// Normal draws that are the same in every run.
private struct SystemLikeGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  private mutating func uniform() -> Double {
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }
}
