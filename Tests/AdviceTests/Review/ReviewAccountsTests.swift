import JobModel
import TestSupport
import Testing

@testable import Advice

@Suite("Accounts of a review") struct ReviewAccountsTests {
  typealias Split = ReviewAccounts.Split

  @Test func partsAreWholeAndSumToTheAmount() {
    // 10 in three: 3.33 each, and the unit left goes to the first of the equal remainders.
    let thirds = Split(10, by: [(.useful, 1), (.idle, 1), (.startUp, 1)])
    #expect((thirds[.useful], thirds[.idle], thirds[.startUp]) == (4, 3, 3))
    // 7 as 1 to 3: 1.75 and 5.25, so 1 + 1 and 5.
    let quarters = Split(7, by: [(.idle, 1), (.useful, 3)])
    #expect((quarters[.idle], quarters[.useful]) == (2, 5))
    #expect(Split(5, by: [])[.useful] == 5)
    #expect(Split(5, by: [(.idle, .nan), (.failed, -1), (.useful, .infinity)])[.useful] == 5)
    #expect(Split(0, by: [(.idle, 1)]).total == 0)
  }

  @Test func anyAmountByAnyWeightsAddsUp() {
    var random = SeededGenerator(seed: 11)
    for seed in 0..<5000 {
      let amount = Int64(bitPattern: random.next() >> (1 + random.below(63)))
      let weights = ReviewAccounts.Cause.allCases.prefix(1 + random.below(6)).map { cause in
        (cause: cause, weight: [0, 1e-300, 1e300, -1, Double(random.below(1000)) / 7][random.below(5)])
      }
      let split = Split(amount, by: weights)
      #expect(split.total == amount, "\(seed): \(amount) by \(weights)")
      #expect(ReviewAccounts.Cause.allCases.allSatisfy { split[$0] >= 0 }, "\(seed): \(amount) by \(weights)")
    }
  }

  private func row(_ id: String, _ seconds: Int64, state: JobState = .done, cost: Int64? = nil) -> ReviewRow {
    var row = ReviewRow(key: JobKey(id: id), name: id, executable: "e", state: state)
    row.submitted = .zero
    row.started = SimTime(milliseconds: 10_000)
    row.stopped = SimTime(milliseconds: 10_000 + seconds * 1000)
    row.cost = cost.map { Money(nanos: $0, currency: .usd) }
    return row
  }

  private func accounts(_ rows: [ReviewRow], _ machines: ReviewMachines = ReviewMachines()) throws -> ReviewAccounts {
    var reviewer = Reviewer(machines: machines, currency: .usd)
    try reviewer.add(ReviewGroup(executable: "e", rows: rows))
    let accounts = try reviewer.review().accounts
    expectSums(accounts, "\(rows.map(\.key.id))")
    return accounts
  }

  @Test func eachTryGoesToItsCause() throws {
    var failed = row("failed", 100, state: .failed, cost: 1)
    failed.failureReason = .appError
    var late = row("late", 100, state: .failed, cost: 20)
    late.failureReason = .jobTimeoutExceeded
    var taken = row("taken", 100, state: .restarted, cost: 300)
    taken.failureReason = .spotInstanceInterruption
    var first = row("again", 100, state: .restarted, cost: 4000)
    first.failureReason = .executionError
    var second = row("again", 100, cost: 50_000)
    second.key.tryNumber = 1
    var cached = row("cached", 100, cost: 7)
    cached.isCached = true
    var idle = row("idle", 100, cost: 600_000)
    idle.vcpus = 4
    idle.usage.cpuPercent = 10
    // Half of a machine of 8 cores would be 62.5 % busy and 40 % full; a quarter would not do.
    var large = row("large", 100, cost: 2_000_000)
    large.vcpus = 8
    large.memoryRequested = Bytes(1000)
    large.usage.cpuPercent = 250
    large.usage.peakMemory = Bytes(200)
    // 20 of 100 s went by before it was running.
    var slow = row("slow", 100, cost: 50_000_000)
    slow.running = SimTime(milliseconds: 30_000)
    var other = row("euros", 100)
    other.cost = Money(nanos: 99, currency: .eur)
    let rows = [
      failed, late, taken, first, second, cached, idle, large, slow, other,
      row("ended", 100, state: .terminated, cost: 9),
    ]
    let total = try accounts(rows).total
    #expect(total.jobs == 10 && total.tries == 11 && total.cached == 1)
    #expect(total.cost[.failed] == 1 && total.cost[.timedOut] == 20 && total.cost[.interrupted] == 300)
    #expect(total.cost[.retried] == 4000 && total.cost[.idle] == 600_000 && total.cost[.terminated] == 9)
    #expect(total.cost[.overProvisioned] == 1_000_000 && total.cost[.startUp] == 10_000_000)
    #expect(total.cost[.useful] == 50_000 + 1_000_000 + 40_000_000)
    #expect(total.unpriced == 1 && total.priced == 10)
    // Ten tries of 100 s that held a worker, each after 10 s of waiting.
    #expect(total.time == 1_000_000 && total.wait == 100_000 && total.waited == 10)
    // Eight of them on a core, one on 4 and one on 8.
    #expect(total.coreTime.total == 2_000_000)
  }

  @Test func aNewRowOfTheSameNameInARunIsARetry() throws {
    func named(_ id: String, _ name: String, _ state: JobState, run: String) -> ReviewRow {
      var row = row(id, 60, state: state, cost: 10)
      row.key.run = run
      row.name = name
      return row
    }
    let retried = try accounts([named("1", "a", .failed, run: "r"), named("2", "a", .done, run: "r")]).total
    #expect(retried.cost[.retried] == 10 && retried.cost[.failed] == 0)
    let other = try accounts([named("1", "a", .failed, run: "r"), named("2", "a", .done, run: "s")]).total
    #expect(other.cost[.retried] == 0 && other.cost[.failed] == 10)
    // Outside runs the executable's own name says nothing.
    let unnamed = try accounts([named("1", "e", .failed, run: ""), named("2", "e", .done, run: "")]).total
    #expect(unnamed.cost[.retried] == 0 && unnamed.cost[.failed] == 10)
  }

  @Test func aCatalogPricesWhatHasNoRecordedPrice() throws {
    var catalog = Catalog(name: "c", provider: "dnanexus")
    catalog.currency = .usd
    var type = InstanceType(name: "m", vcpus: 2, memory: Bytes(1 << 33))
    type.onDemand = HourlyPrice(perHour: try DecimalNumber(parsing: "3.6"))
    catalog.set(type)
    var plain = row("plain", 100)
    plain.instanceType = "m"
    // A worker that stopped answering is free.
    var lost = row("lost", 100, state: .restarted)
    lost.instanceType = "m"
    lost.failureReason = .unresponsiveWorker
    var running = row("running", 0, state: .running)
    running.instanceType = "m"
    running.stopped = nil
    running.observedUntil = SimTime(milliseconds: 60_000)
    let total = try accounts([plain, lost, running], ReviewMachines(catalog: catalog)).total
    // 3.60 an hour is 0.001 a second: 100 s, nothing, and 50 s so far.
    #expect(total.cost[.useful] == 100_000_000 && total.cost[.retried] == 0 && total.cost[.unfinished] == 50_000_000)
    #expect(total.priced == 3)
  }

  @Test func weeksBeginOnMonday() {
    func week(_ text: String) throws -> String { AccountNames.monday(try SimTime(parsing: text)).dateText }
    #expect((try? week("2026-03-01")) == "2026-02-23")
    #expect((try? week("2026-03-02")) == "2026-03-02")
    #expect((try? week("1969-12-28")) == "1969-12-22")
    _ = AccountNames.monday(SimTime(milliseconds: .min)).dateText
    _ = AccountNames.monday(SimTime(milliseconds: .max)).dateText
  }
}
