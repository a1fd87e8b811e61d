import Testing

@testable import Advice

/// A task of one executable.
func task(_ id: Int, peak: Double, hours: Double = 1, input: Double? = nil, request: Double? = nil) -> SizingTask {
  SizingTask(id: id, executable: "align", input: input, peak: peak, hours: hours, request: request)
}

/// A rule that proposes what it is told.
private struct Fixed: SizingMethod {
  var first: Double?
  mutating func allocation(for task: SizingTask) -> Double? { first }
  mutating func retry(_ task: SizingTask, after last: Double) -> Double { 2 * last }
  mutating func observe(_ task: SizingTask) {}
  mutating func endHistory(of executable: String) {}
}

@Suite struct SizingRuleTests {
  @Test func aFailedAttemptWastesItsWholeMemoryAndTheLastOneItsRest() {
    // 2 h at 4 GB and at 8 GB fail, 16 GB holds 10: 2 × (4 + 8 + (16 − 10)) = 36 GBh.
    var rule = Fixed(first: 4)
    let (first, wastage, failures) = SizingReplay.size(task(1, peak: 10, hours: 2), with: &rule)
    #expect(first == 4)
    #expect(wastage == 36)
    #expect(failures == 2)
  }

  @Test func noAttemptGetsMoreThanTheNodeAndOneWithAllOfItSucceeds() {
    // 100 GB fails, then 128 of 200 GB do: (100 + (128 − 200)) × 1 h.
    var rule = Fixed(first: 100)
    #expect(SizingReplay.size(task(1, peak: 200), with: &rule) == (100, 28, 1))
  }

  @Test func withoutARuleOrARequestTheNodeIsTaken() {
    var rule = Fixed(first: nil)
    #expect(SizingReplay.size(task(1, peak: 8), with: &rule) == (128, 120, 0))
    #expect(SizingReplay.size(task(1, peak: 8, request: 10), with: &rule) == (10, 2, 0))
    rule.first = .nan
    #expect(SizingReplay.size(task(1, peak: 8, request: 10), with: &rule) == (10, 2, 0))
  }

  @Test(arguments: [(0.2, 2.0), (0.4, 2), (0.6, 8), (0.9, 8)])
  func tovarsRuleOnTwoPeaksIsItsClosedForm(share: Double, expected: Double) {
    // A share p of tasks needs 8 GB, the others 2 GB, all run 1 h. Starting at 2 costs 2 + 8p, at 8 costs 8:
    // 2 is better where p < 3/4 … with the largest retried: 2 + 8 × 0.6 = 6.8 < 8, so only 0.9 starts at 8.
    let peaks = (0..<100).map { Double($0) < share * 100 ? 8.0 : 2.0 }
    let choice = TovarRule.choice(peaks: peaks, hours: Array(repeating: 1, count: 100))
    #expect(choice == (2 + 8 * share < 8 ? 2 : 8))
    if expected == 2 { #expect(choice == 2) }
  }

  @Test func aSampleMaximumIsTakenOnceFiveTasksHaveEnded() {
    var rule = RulePerExecutable { MaxSeenRule(factor: 1.1) }
    for id in 0..<5 {
      #expect(rule.allocation(for: task(9, peak: 1)) == nil)
      rule.observe(task(id, peak: Double(id + 1)))
    }
    #expect(rule.allocation(for: task(9, peak: 1)) == 5 * 1.1)
    // A history that was given is enough, however short.
    var known = RulePerExecutable { MaxSeenRule(factor: 1) }
    known.observe(task(0, peak: 3))
    known.endHistory(of: "align")
    #expect(known.allocation(for: task(9, peak: 1)) == 3)
  }

  @Test func bucketsStandAtTheHeapsOfTwoModes() {
    // Half need 1 GB, half 10 GB: 1 then 10 costs 0.5 × 1 (a failed attempt), 10 at once 0.5 × 9.
    let peaks = [Double](repeating: 1, count: 50) + [Double](repeating: 10, count: 50)
    #expect(BucketingRule.buckets(peaks) == [1, 10])
    #expect(BucketingRule.buckets([]) == [])
    #expect(BucketingRule.buckets([4]) == [4])
  }

  @Test func ponderFollowsItsPublishedRules() {
    var rule = RulePerExecutable { PonderRule() }
    let offset = 0.134217728
    rule.observe(task(0, peak: 3, input: 5))
    // Fewer than five: the largest peak where a larger input was seen, else the request (nil).
    #expect(rule.allocation(for: task(1, peak: 1, input: 4)) == 3 + offset)
    #expect(rule.allocation(for: task(1, peak: 1, input: 6)) == nil)
    for id in 1..<6 { rule.observe(task(id, peak: Double(3 + id), input: Double(5 + id))) }
    // Peak = input − 2 without any residual: the line, and 128 MiB.
    let onLine = rule.allocation(for: task(9, peak: 1, input: 7.5)) ?? 0
    #expect(abs(onLine - (5.5 + offset)) < 1e-9)
    #expect(rule.retry(task(9, peak: 1, request: 64), after: 6) == 64)
    #expect(rule.retry(task(9, peak: 1, request: 4), after: 6) == 12)
  }

  @Test func aPercentileLiesBetweenOrderStatistics() {
    #expect(quantile(of: [1, 2, 3, 4], 0.5) == 2.5)
    #expect(quantile(of: [1, 2, 3, 4], 1) == 4)
    #expect(quantile(of: [7], 0.95) == 7)
    #expect(quantile(of: [], 0.5) == 0)
  }
}
