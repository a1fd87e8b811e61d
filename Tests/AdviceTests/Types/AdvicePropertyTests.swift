import Foundation
import JobModel
import TestSupport
import Testing

@testable import Advice

@Suite struct AdvicePropertyTests {
  /// A world with a few executables on machines of a random catalog.
  private func world(_ seed: UInt64) throws -> (jobs: [Job], catalog: Catalog) {
    var random = SeededGenerator(seed: seed)
    let types = (0..<(2 + random.below(8))).map { index in
      (
        name: "t\(index)", vcpus: Double(1 << random.below(6)), gibibytes: Double(2 << random.below(7)),
        price: "0.\(10 + random.below(89))"
      )
    }
    var jobs: [Job] = []
    for executable in 0..<3 {
      let peak = Double(1 + random.below(60))
      let usual = types[random.below(types.count)]
      for _ in 0..<(5 + random.below(40)) {
        let type = random.below(4) == 0 ? types[random.below(types.count)] : usual
        let noise = Double(80 + random.below(40)) / 100
        jobs.append(
          past(
            jobs.count, on: type.name, executable: "e\(executable)", minutes: Int64(10 + random.below(600)),
            peakGB: random.below(10) == 0 ? nil : min(peak * noise, type.gibibytes),
            busyCores: random.below(3) == 0 ? nil : Double(1 + random.below(100)) / 100 * type.vcpus
          ) {
            if random.below(8) == 0 {
              $0.state = .failed
              $0.failureReason = random.below(2) == 0 ? .appInsufficientResourceError : .appError
            }
          })
      }
    }
    return (jobs, try catalog(types))
  }

  @Test func cheapestIsNeverDearerAndChancesAreChances() throws {
    for seed in 0..<120 as Range<UInt64> {
      let (jobs, catalog) = try world(seed)
      for goal in RecommendationSet.Goal.allCases {
        var rules = AdviceRules()
        rules.goal = goal
        rules.minimumSamples = 4
        let advice = try advise(jobs, catalog, rules: rules)
        for row in advice.recommendations {
          let chances = [row.current, row.recommended] + row.alternatives
          #expect(chances.allSatisfy { (0...1).contains($0.failureProbability) }, "seed \(seed)")
          guard let saving = row.saving, let now = row.current.cost, let then = row.recommended.cost else {
            Issue.record("seed \(seed): \(row.executable) has no price")
            continue
          }
          #expect(saving.low.nanos <= saving.mean.nanos && saving.mean.nanos <= saving.high.nanos, "seed \(seed)")
          #expect(abs(now.nanos - then.nanos - saving.mean.nanos) <= 1, "seed \(seed)")
          if goal == .cheapest {
            #expect(then.nanos <= now.nanos, "seed \(seed): \(row.executable)")
            #expect(!row.changes || saving.low.nanos > 0 && Double(then.nanos) <= 0.951 * Double(now.nanos))
          }
          if goal == .fastest { #expect(row.timeChange <= 0, "seed \(seed): \(row.executable)") }
          let front = row.alternatives
          for (a, b) in zip(front, front.dropFirst()) {
            #expect((a.cost?.nanos ?? 0) <= (b.cost?.nanos ?? 0) && a.time > b.time, "seed \(seed)")
          }
        }
        #expect(try advise(jobs, catalog, rules: rules) == advice, "seed \(seed): twice the same, two answers")
      }
    }
  }

  @Test func moreSamplesNarrowTheInterval() throws {
    let prices = try catalog([
      (name: "small", vcpus: 4, gibibytes: 8, price: "0.20"), (name: "large", vcpus: 4, gibibytes: 32, price: "0.40"),
    ])
    var last = Double.infinity
    for count in [10, 40, 120] {
      // Every third ran on the smaller one, as fast; runtimes scatter by about a third.
      let jobs = (0..<count).map {
        past($0, on: $0 % 3 == 0 ? "small" : "large", minutes: Int64(40 + ($0 * 7) % 41), peakGB: 3)
      }
      let row = try #require(advise(jobs, prices).recommendations.first)
      let saving = try #require(row.saving)
      #expect(row.recommended.setting.instanceType == "small", "\(count): \(row.reason)")
      let width = Double(saving.high.nanos - saving.low.nanos) / Double(max(1, saving.mean.nanos))
      #expect(width < last, "\(count) jobs: \(width)")
      last = width
    }
  }

  @Test func theChanceOfAPeakFallsWithTheAmount() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<50 {
      var sizer = MemorySizer()
      for _ in 0..<(1 + random.below(60)) {
        sizer.observe(
          MemorySample(
            input: random.below(2) == 0 ? nil : Double(1 + random.below(9)), peak: Double(1 + random.below(900)) / 10,
            hours: 1, kind: random.below(9) == 0 ? .atLeast : .measured), of: "a")
      }
      let outlook = try #require(sizer.outlook(executable: "a", inputs: [nil, 4]))
      var last = 1.0
      for amount in stride(from: 0.0, to: 300, by: 2.5) {
        let chance = outlook.chance(above: amount)
        #expect((0...1).contains(chance) && chance <= last + 1e-12)
        last = chance
      }
      #expect(last < 0.6)
    }
  }
}
