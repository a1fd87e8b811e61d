import JobModel
import Testing

@testable import Advice

@Suite("The choice of machines, tried")
struct TypesValidatorTests {
  /// Two steps on machines for 0.1 and 0.4 an hour: 100 + 60 seconds on the small one. By 130 s one must be faster: the
  /// first takes 40 s on the large one (16 s · 0.4 + 60 s · 0.1 = 0.4 · 40 + 6 = 22 → /3600), the second 20 s
  /// (10 + 8 = 18 → /3600 = 0.005): the second.
  private func instance(optimum: Double?, deadline: Double = 130) -> TypesValidation.Instance {
    TypesValidation.Instance(
      name: "a", prices: [0.1, 0.4], seconds: [[100, 40], [60, 20]], edges: [.init(from: 0, to: 1)],
      deadlineSeconds: deadline, optimalCost: optimum)
  }

  @Test func countsWhatItFinds() {
    let result = TypesValidator.validate([
      instance(optimum: 0.005), instance(optimum: 0.004), instance(optimum: 0.006),
      instance(optimum: 0.1, deadline: 59),
    ])
    #expect(result.instances == 4)
    #expect(result.infeasible == 1)
    #expect(result.belowOptimum == 1)
    #expect(result.optimalShare == 0.25)
    // 0, 0.005/0.004 − 1 = 0.25, 0.005/0.006 − 1 = −1/6.
    #expect(abs(result.meanGap - (0.25 - 1.0 / 6) / 3) < 1e-9)
    #expect(abs(result.maxGap - 0.25) < 1e-9)
  }

  @Test func withoutAnOptimumTheBoundCounts() {
    let result = TypesValidator.validate([instance(optimum: nil)])
    #expect(result.withoutOptimum == 1 && result.optimalShare == 1 && result.maxGap == 0)
  }
}
