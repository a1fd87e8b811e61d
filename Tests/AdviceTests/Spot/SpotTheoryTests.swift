import Foundation
import JobModel
import TestSupport
import Testing

@testable import Advice

@Suite struct SpotTheoryTests {
  /// Two numbers are the same but for their last digits.
  private func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(a - b) <= tolerance * max(1, abs(b))
  }

  @Test func aJobOfAsLongAsTheMeanTimeToInterruption() {
    // x = 1: e − 1 interruptions, (2 + 0.5)(e − 1) hours with half an hour lost after each.
    let theory = SpotTheory(rate: 0.5, work: 2)
    let e = M_E
    #expect(close(theory.interruptedProbability, 1 - 1 / e))
    #expect(close(theory.expectedInterruptions, e - 1))
    #expect(close(theory.expectedTime(delay: 0.5), 2.5 * (e - 1)))
    #expect(close(theory.timeVariance, 4 * (e * e - 2 * e - 1)))
    #expect(close(theory.expectedCost(spotPrice: 3), 6 * (e - 1)))
    #expect(close(theory.attemptTime, 2 * (1 - 1 / e)))
    #expect(close(theory.interruptedAttemptTime, 2 - 2 / e / (1 - 1 / e)))
    // All attempts but the last are interrupted: their lengths and the work make the whole.
    #expect(close(theory.expectedInterruptions * theory.interruptedAttemptTime + 2, theory.expectedMachineTime))
  }

  @Test func withoutInterruptionsAJobTakesItsTime() {
    for theory in [SpotTheory(rate: 0, work: 3), SpotTheory(rate: -1, work: 3), SpotTheory(rate: .nan, work: 3)] {
      #expect(theory.expectedTime(delay: 1) == 3 && theory.timeVariance == 0 && theory.expectedInterruptions == 0)
      #expect(theory.expectedCost(attempts: 2, spotPrice: 1, onDemandPrice: 5) == 3)
      #expect(theory.probability(endingBy: 3) == 1 && theory.probability(endingBy: 2.99) == 0)
    }
    #expect(SpotTheory(rate: 1, work: .nan).expectedTime() == 0)
  }

  @Test func whatNeverEndsTakesForeverAndIsNoFault() {
    for work in [1e4, 1e300, .infinity] {
      let theory = SpotTheory(rate: 1, work: work)
      #expect(theory.expectedTime(delay: 1) == .infinity && theory.timeVariance == .infinity)
      #expect(theory.expectedCost(spotPrice: 0) == 0 && theory.interruptedProbability == 1)
      #expect(theory.probability(endingBy: work) == 0)
      // Two tries of an hour each on average, then on demand.
      #expect(theory.expectedSpotTime(attempts: 2) == 2)
      #expect(theory.fallbackProbability(attempts: 2) == 1)
    }
    #expect(SpotTheory(rate: .infinity, work: 0).expectedTime() == 0)
    #expect(SpotTheory(rate: 1e-300, work: 1e300).expectedTime().isFinite)
  }

  @Test func smallRatesLoseNoDigits() {
    // x = 10^-9: the variance is T²·x/3 but for a part of 10^-9, which the plain formula loses in rounding.
    let theory = SpotTheory(rate: 1e-9, work: 1)
    #expect(close(theory.timeVariance, 1e-9 / 3, 1e-8))
    #expect(close(theory.interruptedAttemptTime, 0.5, 1e-8))
    #expect(close(theory.expectedInterruptions, 1e-9, 1e-15))
    let above = SpotTheory(rate: 1.01e-4, work: 1).timeVariance / 1.01e-4
    let below = SpotTheory(rate: 0.99e-4, work: 1).timeVariance / 0.99e-4
    #expect(close(above, below, 1e-5))
  }

  @Test(arguments: [
    (1.5, 0.762689), (2, 1.256431), (3, 1.903814), (10.0 / 3, 2.064568), (5, 2.660399), (10, 3.614950),
  ])
  func breakEvens(ratio: Double, x: Double) {
    #expect(abs(SpotTheory.breakEven(priceRatio: ratio) - x) < 5e-7)
  }

  @Test func breakEvensSolveTheirEquation() {
    var random = SeededGenerator(seed: 3)
    for seed in 0..<2000 {
      let ratio = 1 + exp(Double.random(in: -25...25, using: &random))
      let x = SpotTheory.breakEven(priceRatio: ratio)
      // In logarithms: (e^x − 1)/x itself has no more digits than x near one.
      let value = x > 700 ? x - log(x) : log(expm1(x) / x)
      #expect(abs(value - log(ratio)) < 1e-10 * max(1, abs(log(ratio))) + 2e-16, "\(seed): \(ratio) \(x)")
    }
    #expect(SpotTheory.breakEven(priceRatio: 1) == 0 && SpotTheory.breakEven(priceRatio: 0.5) == 0)
    #expect(SpotTheory.breakEven(priceRatio: .nan) == 0 && SpotTheory.breakEven(priceRatio: .infinity) == .infinity)
    #expect(SpotTheory.breakEven(priceRatio: 1e300) < 700)
  }

  @Test func theOptimumOfCheckpointsIsNearYoungsAndNearerDalys() {
    // Interrupted once in 10 hours, 3 minutes a checkpoint: √(2·0.05/0.1) = 1 hour.
    #expect(close(SpotTheory.youngInterval(rate: 0.1, cost: 0.05), 1))
    let theory = SpotTheory(rate: 0.1, work: 100)
    func time(_ interval: Double) -> Double { theory.expectedTime(checkpointEvery: interval, cost: 0.05, restore: 0) }
    let best = (1...4000).map { Double($0) / 1000 }.min { time($0) < time($1) } ?? 0
    let daly = SpotTheory.dalyInterval(rate: 0.1, cost: 0.05)
    #expect(abs(daly - best) < 0.005 && abs(best - 1) < 0.05, "\(daly) for \(best)")
    #expect(SpotTheory.youngInterval(rate: 0, cost: 1) == .infinity)
    #expect(SpotTheory.dalyInterval(rate: 1, cost: 5) == 1)
  }

  /// Every row of the table of spot economics.
  @Test(.enabled(if: ReferenceTable.rows("bench/spot/check_values.csv") != nil))
  func agreesWithTheTable() throws {
    var seen: [String: Int] = [:]
    for row in try #require(ReferenceTable.rows("bench/spot/check_values.csv")) {
      func number(_ index: Int) throws -> Double { try #require(Double(row[index]), "\(row)") }
      let expected = try number(7)
      let value: Double
      let kind = row[0].split(separator: ",")[0]
      if kind.hasPrefix("break-even") {
        value = SpotTheory.breakEven(priceRatio: try number(1))
      } else {
        let theory = SpotTheory(rate: try number(1), work: try number(2))
        switch kind {
        case "E time":
          value =
            row[0].contains("checkpoint")
            ? theory.expectedTime(checkpointEvery: try number(4), cost: try number(3), restore: 0.1)
            : theory.expectedTime(delay: try number(3))
        case "Var time": value = theory.timeVariance
        case "E cost":
          value = theory.expectedCost(
            attempts: try #require(Int(row[4])), spotPrice: try number(5), onDemandPrice: try number(6))
        default: value = .nan
        }
      }
      // The "E time, N spot tries" rows share their first word with those of restarts alone.
      var result = value
      if row[0].hasPrefix("E time, N") {
        result = SpotTheory(rate: try number(1), work: try number(2))
          .expectedTime(attempts: try #require(Int(row[4])), delay: try number(3))
      } else if row[0].hasPrefix("E time, checkpoint") {
        result = SpotTheory(rate: try number(1), work: try number(2))
          .expectedTime(checkpointEvery: try number(4), cost: try number(3), restore: 0.1)
      }
      #expect(abs(result - expected) < 1e-6, "\(row): \(result)")
      seen[String(row[0].prefix(8)), default: 0] += 1
    }
    #expect(seen == ["E time, ": 22, "Var time": 4, "E cost, ": 16, "break-ev": 6])
  }

  // MARK: Deadlines

  /// The chance in closed form, by inclusion and exclusion over sums of truncated exponentials: with k interruptions
  /// e^−x Σ_j (−1)^j C(k,j) e^−jx P_k(l(D − T − kd − jT)), P_k the distribution of a sum of k exponentials.
  private func exact(_ rate: Double, _ work: Double, _ deadline: Double, _ delay: Double) -> Double {
    let x = rate * work
    var sum = 0.0
    for k in 0...60 {
      var choose = 1.0
      for j in 0...k {
        let rest = deadline - work - Double(k) * delay - Double(j) * work
        if rest < 0 { break }
        let below = k == 0 ? 1 : GammaDistribution(shape: Double(k)).probability(upTo: rate * rest)
        sum += (j % 2 == 0 ? 1 : -1) * choose * exp(-Double(j) * x) * below
        choose *= Double(k - j) / Double(j + 1)
      }
    }
    return exp(-x) * sum
  }

  @Test(arguments: [(0.1, 5.0), (0.3, 4.0), (0.02, 5.0), (1.0, 3.0)], [0.0, 0.0001, 0.1, 0.25, 7])
  func theChanceOfADeadlineIsExact(market: (rate: Double, work: Double), delay: Double) {
    let theory = SpotTheory(rate: market.rate, work: market.work)
    for deadline in [1.0, 1.3, 1.99, 2, 2.5, 3.7, 5].map({ $0 * market.work }) {
      let value = theory.probability(endingBy: deadline, delay: delay)
      let expected = exact(market.rate, market.work, deadline, delay)
      #expect(abs(value - expected) < 2e-6, "\(market) \(delay) \(deadline): \(value) for \(expected)")
    }
  }

  @Test func theChanceOfADeadlineRisesFromTheFirstTryToOne() {
    let theory = SpotTheory(rate: 0.1, work: 12)
    #expect(close(theory.probability(endingBy: 12), exp(-1.2)))
    #expect(theory.probability(endingBy: 11.999) == 0 && theory.probability(endingBy: .nan) == 0)
    let chances = stride(from: 12.0, to: 200, by: 1.7).map { theory.probability(endingBy: $0, delay: 0.1) }
    #expect(zip(chances, chances.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(theory.probability(endingBy: 1e9) > 0.999_999 && theory.probability(endingBy: .infinity) == 1)
    #expect(SpotTheory(rate: 1e300, work: 1e300).probability(endingBy: .infinity) == 0)
    #expect(theory.latestSwitch(deadline: 20, delay: 0.5) == 7.5)
  }

  // MARK: What past jobs say

  @Test func aRateIsLearnedFromSpotTriesAlone() throws {
    var rate = InterruptionRate()
    #expect(rate.mean == nil && rate.quantile(0.5) == nil)
    for index in 0..<4 {
      var job = Job(key: JobKey(id: "\(index)"), name: "j", executable: "e", state: index == 0 ? .failed : .done)
      job.priceModel = index == 3 ? .onDemand : .spot
      job.started = .zero
      job.stopped = SimTime(milliseconds: 10 * 3_600_000)
      if index == 0 { job.failureReason = .spotInstanceInterruption }
      #expect(rate.observe(job) == (index != 3))
    }
    #expect(rate == InterruptionRate(interruptions: 1, hours: 30, tries: 3))
    // Gamma(½ + 1, 30): 1.5/30.
    #expect(close(try #require(rate.mean), 0.05))
    #expect(rate.evidence == "1 interruption in 1d 6h of 3 spot tries")
    let (low, high) = (try #require(rate.quantile(0.05)), try #require(rate.quantile(0.95)))
    #expect(low < 0.05 && 0.05 < high)
    // χ² with 3 degrees of freedom has its 95 % point at 7.8147: half of it, by 30 hours.
    #expect(close(high, 7.814728 / 2 / 30, 1e-6))
  }

  @Test func gammaQuantilesAreKnownOnes() {
    // Exponential: −ln(1 − p); χ² with 2a degrees of freedom is twice a Gamma(a).
    #expect(close(GammaDistribution(shape: 1).quantile(0.95), -log(0.05), 1e-10))
    #expect(close(GammaDistribution(shape: 0.5).quantile(0.95), 3.841459 / 2, 1e-6))
    #expect(close(GammaDistribution(shape: 50).quantile(0.05), 77.92947 / 2, 1e-6))
    #expect(close(GammaDistribution(shape: 1e6).quantile(0.5), 1e6 - 1.0 / 3, 1e-9))
  }
}
