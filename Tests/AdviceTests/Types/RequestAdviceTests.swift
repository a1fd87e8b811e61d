import JobModel
import Testing

@testable import Advice

@Suite struct RequestAdviceTests {
  private func job(_ number: Int, cores: Double, busy: Double?, peakGB: Double?) -> Job {
    past(number, on: nil, peakGB: peakGB, busyCores: busy) {
      $0.vcpus = cores
      $0.memoryRequested = Bytes(64 << 30)
    }
  }

  @Test func requestsAreCutToWhatJobsUse() throws {
    let jobs = (0..<20).map { job($0, cores: 8, busy: 1, peakGB: 5) }
    let row = try #require(advise(jobs, nil).recommendations.first)
    #expect(row.recommended.setting.vcpus == 2 && row.recommended.setting.instanceType == nil && row.saving == nil)
    let memory = try #require(row.recommended.setting.memory)
    // Above the peak of 4.66 GiB, far below 64.
    #expect(memory > Bytes(5_000_000_000) && memory <= Bytes(8 << 30), "\(memory)")
    #expect(row.recommended.failureProbability <= 0.011)
    #expect(
      row.reason == "jobs keep 1 of 8 cores busy, so 2 are enough; "
        + "jobs peak at 4.7 GiB of 64 GiB, so \(memory) are enough")
  }

  @Test func busyCoresAndUnknownMemoryAreKept() throws {
    let jobs = (0..<20).map { job($0, cores: 8, busy: 7.9, peakGB: nil) }
    let row = try #require(advise(jobs, nil).recommendations.first)
    #expect(!row.changes && row.warnings.contains { $0.contains("peak_rss") })
  }

  @Test func withoutProcessorUseNoFewerCoresAreAskedFor() throws {
    let jobs = (0..<20).map { job($0, cores: 8, busy: nil, peakGB: 5) }
    let prices = try catalog([
      (name: "small", vcpus: 2, gibibytes: 8, price: "0.10"), (name: "large", vcpus: 8, gibibytes: 64, price: "0.80"),
    ])
    for goal in RecommendationSet.Goal.allCases {
      var rules = AdviceRules()
      rules.goal = goal
      let row = try #require(advise(jobs, nil, rules: rules).recommendations.first)
      #expect(row.recommended.setting.vcpus == 8, "\(goal): \(row.reason)")
      #expect(row.warnings.contains { $0.hasPrefix("no processor use was recorded") })
      let machine = try #require(advise(jobs, prices, rules: rules, choosesMachines: true).recommendations.first)
      #expect(!machine.changes, "\(goal): \(machine.reason)")
    }
    // Runs on four cores that are as fast say it.
    let seen = (0..<40).map { job($0, cores: $0 < 20 ? 4 : 8, busy: nil, peakGB: 5) }
    let row = try #require(advise(seen, nil).recommendations.first)
    #expect(try #require(row.recommended.setting.vcpus) <= 4 && row.warnings.isEmpty, "\(row.reason)")
  }

  @Test func aCatalogTurnsRequestsIntoMachines() throws {
    let prices = try catalog([
      (name: "small", vcpus: 2, gibibytes: 8, price: "0.10"), (name: "large", vcpus: 8, gibibytes: 64, price: "0.80"),
    ])
    let jobs = (0..<20).map { job($0, cores: 8, busy: 1, peakGB: 5) }
    let row = try #require(advise(jobs, prices, choosesMachines: true).recommendations.first)
    // The hour is priced on the cheapest machine that holds the request.
    #expect(row.current.setting.instanceType == nil && row.current.cost?.nanos == 800_000_000)
    #expect(row.recommended.setting.instanceType == "small" && row.recommended.setting.vcpus == 2)
    #expect(row.recommended.setting.memory == Bytes(8 << 30))
  }

  @Test func peaksAtTheRequestKeepIt() throws {
    let jobs = (0..<20).map { number in
      past(number, on: nil, peakGB: 68.7) {
        $0.vcpus = 4
        $0.memoryRequested = Bytes(64 << 30)
      }
    }
    let row = try #require(advise(jobs, nil).recommendations.first)
    #expect(row.recommended.setting.memory == Bytes(64 << 30))
    #expect(row.warnings.contains { $0.contains("hides the need") })
  }
}
