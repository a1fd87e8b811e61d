import Foundation
import JobModel
import Testing

@testable import Advice

@Suite struct SpotAdvisorTests {
  private func terms(ratio: Double, rate: Double?) -> JobTerms {
    var terms = JobTerms()
    terms.onDemandPrice = ratio
    terms.spotPrice = 1
    terms.interruptionRate = rate
    return terms
  }

  /// The advice is the closed form's in every cell: spot if and only if (e^x − 1)/x is below the price ratio.
  @Test func agreesWithTheClosedFormOnWhichIsCheaper() {
    var cells = 0
    for ratio in [0.5, 1, 1.2, 1.5, 2, 3, 10.0 / 3, 5, 10, 30] {
      for rate in [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5] {
        for hours in [0.05, 0.2, 0.5, 1, 2, 4, 5, 8, 12, 24, 48, 100, 300] {
          for tries in [Double.infinity, 1, 3, 9] {
            let x = rate * hours
            let isSpot = expm1(x) / x < ratio
            var terms = terms(ratio: ratio, rate: rate)
            terms.spotTries = tries
            let advice = SpotAdvisor(work: WorkSample(hours: [hours]), terms: terms).advice()
            #expect((advice.priority != .high) == isSpot, "l \(rate) T \(hours) ratio \(ratio) N \(tries)")
            // The rate at which it flips is that of the closed form.
            let flip = SpotTheory.breakEven(priceRatio: ratio) / hours
            #expect(abs((advice.breakEvenRate ?? -1) - flip) <= 1e-9 * flip, "ratio \(ratio) T \(hours)")
            cells += 1
          }
        }
      }
    }
    #expect(cells == 10 * 11 * 13 * 4)
  }

  @Test func theForecastOfOneRunTimeIsTheClosedForm() throws {
    for (rate, hours, delay) in [(0.02, 5.0, 0.05), (0.1, 5, 0.1), (0.1, 12, 0.1), (0.3, 4, 0.25)] {
      let theory = SpotTheory(rate: rate, work: hours)
      var terms = terms(ratio: 1, rate: rate)
      (terms.onDemandPrice, terms.spotPrice, terms.spotWait) = (1, 0.3, delay)
      let work = WorkSample(hours: [hours])
      let low = JobForecast(work, terms, .low)
      // Every try waits, the first too.
      #expect(abs(low.time - theory.expectedTime(delay: delay) - delay) < 1e-9)
      #expect(abs(try #require(low.cost) - theory.expectedCost(spotPrice: 0.3)) < 1e-9)
      #expect(abs(low.interruptions - theory.expectedInterruptions) < 1e-9)
      terms.spotWait = 0
      #expect(abs(JobForecast(work, terms, .low).variance - theory.timeVariance) < 1e-6 * theory.timeVariance)
      for tries in [1, 2, 3, 5] {
        terms.spotTries = Double(tries)
        let normal = JobForecast(work, terms, .normal)
        let expected = theory.expectedCost(attempts: tries, spotPrice: 0.3, onDemandPrice: 1)
        #expect(abs(try #require(normal.cost) - expected) < 1e-9, "\(rate) \(hours) \(tries)")
        #expect(abs(normal.time - theory.expectedTime(attempts: tries, delay: 0)) < 1e-9)
      }
    }
  }

  @Test func longJobsDecideForAllThatTheMeanWouldNot() throws {
    // Half of the jobs take 1 h, half 19 h, the mean is 10 h; once in 10 h, three times dearer on demand.
    // At the mean x = 1: e − 1 = 1.72 < 3, so spot. Over the distribution: 10·(e^0.1 − 1 + e^1.9 − 1)/2 = 28.96 h on
    // spot against 3 × 10 h, near the limit; at once in 9 h it is 9·(e^(1/9) + e^(19/9) − 2)/2 = 33.7 > 30.
    let work = WorkSample(hours: [1, 19])
    #expect(SpotAdvisor(work: work, terms: terms(ratio: 3, rate: 0.1)).advice().priority != .high)
    let advice = SpotAdvisor(work: work, terms: terms(ratio: 3, rate: 1.0 / 9)).advice()
    #expect(advice.priority == .high)
    #expect(
      SpotAdvisor(work: WorkSample(hours: [10]), terms: terms(ratio: 3, rate: 1.0 / 9)).advice().priority != .high)
    let flip = try #require(advice.breakEvenRate)
    #expect(flip > 0.1 && flip < 1.0 / 9)
    #expect(abs((exp(flip) + exp(19 * flip) - 2) / 2 / flip - 30) < 1e-6)
  }

  @Test func withoutARateTheBreakEvenIsSaidAndNothingAdvised() throws {
    let advice = SpotAdvisor(work: WorkSample(hours: [4]), terms: terms(ratio: 3, rate: nil)).advice()
    #expect(advice.priority == nil)
    // 1.9038/4 per hour: once in 2.101 h.
    #expect(advice.reason.hasPrefix("spot is cheaper if a worker is taken back less than once in 2h 6m"))
    var learned = SpotAdvisor(
      work: WorkSample(hours: [4]), terms: terms(ratio: 3, rate: nil),
      rate: .learned(InterruptionRate(interruptions: 40, hours: 400, tries: 100))
    ).advice()
    #expect(learned.priority == .normal && learned.isCertain)
    #expect(learned.reason.contains("40 interruptions in 16d 16h of 100 spot tries"))
    // One interruption in two hours: the mean is 0.75 an hour, and from 0.09 to 2 anything is likely.
    learned = SpotAdvisor(
      work: WorkSample(hours: [4]), terms: terms(ratio: 3, rate: nil),
      rate: .learned(InterruptionRate(interruptions: 1, hours: 2, tries: 2))
    ).advice()
    #expect(learned.priority == .high && !learned.isCertain)
    var noSpot = terms(ratio: 3, rate: 0.1)
    noSpot.spotPrice = nil
    #expect(SpotAdvisor(work: WorkSample(hours: [4]), terms: noSpot).advice().priority == .high)
  }

  @Test func aDeadlineBoundsTheTries() {
    var terms = terms(ratio: 3, rate: 0.05)
    terms.spotWait = 0.5
    terms.onDemandWait = 0.25
    let advisor = SpotAdvisor(work: WorkSample(hours: [4]), terms: terms)
    // 15 h: the last try needs 4.25 of them, each one before it at most 4.5: (15 − 4.25)/4.5 = 2.4.
    #expect(advisor.advice(deadline: 15).spotTries == 2)
    #expect(advisor.advice(deadline: 15).priority == .normal)
    #expect(advisor.advice(deadline: 8.7).priority == .high)
    #expect(advisor.advice().spotTries == nil)
    let chance = advisor.advice(deadline: 15).deadlineProbability ?? 0
    #expect(chance > 0.95 && chance < 1)
  }

  @Test func timeIsChargedByMinimumAndGranularity() {
    // 60 s at least, then by 10 s.
    var terms = JobTerms()
    terms.billing.minimum = .seconds(60)
    terms.billing.granularity = .seconds(10)
    func seconds(_ time: Double, _ rate: Double) -> Double {
      terms.chargedTime(time / 3600, endingAt: rate * 3600) * 3600
    }
    #expect(abs(seconds(5, 0) - 60) < 1e-9 && abs(seconds(61, 0) - 70) < 1e-9 && abs(seconds(70, 0) - 70) < 1e-9)
    // Once in 100 s, 85 s of work: 60 + 10·(P(L > 60) + P(L > 70) + P(L > 80)).
    let expected = 60 + 10 * (exp(-0.6) + exp(-0.7) + exp(-0.8))
    #expect(abs(seconds(85, 0.01) - expected) < 1e-9)
    #expect(seconds(0, 0.01) == 0)
    terms.billing = Billing()
    #expect(abs(seconds(85, 0.01) - 100 * (1 - exp(-0.85))) < 1e-9)
  }

  @Test func whatFailsForGoodIsRunAgain() throws {
    // Fails in one try of four, somewhere in it, and is never tried again: 4 h + ¼ (another 4 h, less half of these).
    var terms = terms(ratio: 2, rate: nil)
    terms.failurePerTry = 0.25
    terms.restartsAfterFailure = 0
    terms.restarts = 9
    let forecast = JobForecast(WorkSample(hours: [4]), terms, .high)
    #expect(abs(forecast.failureProbability - 0.25) < 1e-12)
    #expect(abs(forecast.time - (0.75 * 4 + 0.25 * 2 + 0.25 * 4)) < 1e-12)
    #expect(abs(try #require(forecast.cost) - 2 * forecast.time) < 1e-12)
    // Longer than its timeout: the time up to it is lost each time.
    terms.failurePerTry = 0
    terms.timeout = 3
    let late = JobForecast(WorkSample(hours: [4]), terms, .high)
    #expect(late.failureProbability == 1 && abs(late.time - 7) < 1e-12)
  }
}
