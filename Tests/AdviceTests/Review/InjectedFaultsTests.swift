import JobModel
import TestSupport
import Testing

@testable import Advice

/// What a review finds of faults that were put there, and what it blames on jobs that had none.
@Suite("Injected faults") struct InjectedFaultsTests {
  private static let kinds: [FaultyHistory.Fault: Finding.Kind] = [
    .runaway: .runaway, .memory: .memoryStarved, .stuck: .stuck,
  ]
  /// Kinds that say that something was wrong with a job, and not with what all of them ask for.
  private static let blames: Set<Finding.Kind> = [
    .runaway, .memoryStarved, .stuck, .diskStarved, .cpuStarved, .ioBound, .timeoutTooTight,
  ]

  private func review(_ history: FaultyHistory) throws -> Review {
    var reviewer = Reviewer(machines: ReviewMachines(), currency: .gbp)
    for group in history.groups { try reviewer.add(group) }
    return try reviewer.review()
  }

  @Test(arguments: [1, 7, 20_260_301] as [UInt64])
  func areFoundAndNothingElse(seed: UInt64) throws {
    let history = FaultyHistory(seed: seed)
    #expect(history.jobCount == 100_000)
    let review = try review(history)
    for (fault, kind) in Self.kinds {
      let injected = Set(history.faults.filter { $0.value == fault }.keys.map(\.id))
      let findings = review.findings.filter { $0.kind == kind }
      let named = Set(findings.flatMap { $0.jobs.map(\.job) })
      let recall = Double(injected.intersection(named).count) / Double(injected.count)
      // Which executable's are missed.
      let missed = Dictionary(grouping: injected.subtracting(named)) { $0.split(separator: "-")[1] }
        .map { "\($0.key) \($0.value.count)" }.sorted().joined(separator: ", ")
      #expect(recall >= 0.95, "seed \(seed), \(kind.rawValue): \(recall) of \(injected.count); missed \(missed)")
      let found = findings.reduce(0.0) { $0 + Double($1.cost?.nanos ?? 0) }
      let waste = history.waste[fault] ?? 0
      #expect(abs(found / waste - 1) <= 0.05, "seed \(seed), \(kind.rawValue): \(found / 1e9) of \(waste / 1e9)")
    }
    let blamed = Set(review.findings.filter { Self.blames.contains($0.kind) }.flatMap { $0.jobs.map(\.job) })
    let clean = blamed.filter { history.faults[JobKey(id: $0)] == nil }
    let rate = Double(clean.count) / Double(history.jobCount - history.faults.count)
    #expect(rate <= 0.005, "seed \(seed): \(clean.count) clean jobs blamed")
  }

  @Test func accountsAddUp() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      let history = FaultyHistory(seed: seed, scale: 50)
      let accounts = try review(history).accounts
      let recorded = history.groups.flatMap(\.rows).reduce(Int64(0)) { $0 + ($1.cost?.nanos ?? 0) }
      #expect(accounts.total.costTotal == recorded, "seed \(seed)")
      #expect(accounts.total.jobs == history.jobCount, "seed \(seed)")
      expectSums(accounts, "seed \(seed)")
    }
  }
}

/// Every dimension of accounts sums to the whole, to the nano-unit and the millisecond.
func expectSums(_ accounts: ReviewAccounts, _ label: String) {
  for dimension in ReviewAccounts.Dimension.allCases {
    var sum = ReviewAccounts.Account()
    for entry in accounts.entries(dimension) { sum += entry.account }
    #expect(sum == accounts.total, "\(label): \(dimension)")
  }
  for split in [accounts.total.cost, accounts.total.coreTime] {
    let causes = ReviewAccounts.Cause.allCases.reduce(Int64(0)) { $0 + split[$1] }
    #expect(causes == split.total && split.wasted <= split.total, "\(label)")
  }
}
