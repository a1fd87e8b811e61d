import JobModel
import Testing

@testable import Advice

/// Spot with its interruptions against on demand: jobs of an hour, and tries that were taken back after half of one.
@Suite struct SpotChurnTests {
  private func row(_ id: Int, minutes: Int64, taken: Bool = false, price: Int64?, prefix: String = "job-") -> ReviewRow
  {
    var row = ReviewRow(
      key: JobKey(id: "\(prefix)\(id)"), name: "sample \(id)", executable: "step", state: taken ? .restarted : .done)
    row.submitted = SimTime(milliseconds: Int64(id) * 1000)
    row.started = row.submitted
    row.stopped = row.started.map { $0 + .minutes(minutes) }
    row.instanceType = "m"
    row.priceModel = .spot
    row.cost = price.map { Money(nanos: $0 * 10_000_000, currency: .usd) }
    row.tags = ["study"]
    if taken { row.failureReason = .spotInstanceInterruption }
    return row
  }

  private func catalog(_ currency: Currency = .usd) throws -> Catalog {
    var catalog = Catalog(name: "c", provider: "dnanexus")
    catalog.currency = currency
    var type = InstanceType(name: "m", vcpus: 2, memory: Bytes(1 << 33))
    type.onDemand = HourlyPrice(perHour: try DecimalNumber(parsing: "1"))
    catalog.set(type)
    return catalog
  }

  private func finding(_ rows: [ReviewRow], _ catalog: Catalog?) throws -> Finding? {
    var reviewer = Reviewer(machines: ReviewMachines(catalog: catalog), currency: .usd)
    try reviewer.add(ReviewGroup(executable: "step", rows: rows) { _ in nil })
    return try reviewer.review().findings.first { $0.kind == .spotChurn }
  }

  /// Ten that ended well at 0.40 each, and ten that were taken back at `lost` hundredths each.
  private func rows(lost: Int64?, prefix: String = "job-") -> [ReviewRow] {
    (0..<10).map { row($0, minutes: 60, price: 40, prefix: prefix) }
      + (10..<20).map { row($0, minutes: 30, taken: true, price: lost, prefix: prefix) }
  }

  @Test func whereSpotStillPaysNothingDearerIsAdvised() throws {
    // 10 × 0.40 and 10 × 0.20 are 6.00; ten hours on demand are 10.00.
    let found = try #require(try finding(rows(lost: 20), catalog()))
    #expect(found.severity == .low)
    #expect(
      found.evidence.last
        == "spot with its interruptions cost 6.00 USD; the work that ended well would have cost 10.00 USD "
        + "on demand, so spot still pays")
    #expect(found.remedy == "stay on spot: smaller jobs or checkpoints lose less to an interruption")
    // What could be saved at most is what was lost.
    #expect(found.cost?.nanos == 2_000_000_000)
  }

  @Test func whereOnDemandIsCheaperItIsAdvisedWithWhatItSaves() throws {
    // 10 × 0.40 and 10 × 0.80 are 12.00.
    let found = try #require(try finding(rows(lost: 80), catalog()))
    #expect(found.severity == .high && found.cost?.nanos == 2_000_000_000)
    #expect(found.remedy == "on demand is cheaper: `dx run … --priority high`")
    #expect(!found.evidence.joined().contains("still pays"))
    // The setting is DNAnexus' own.
    #expect(try finding(rows(lost: 80, prefix: "x"), catalog())?.remedy == "on demand is cheaper: run it on demand")
    // As dear is no reason to move: 10 × 0.40 and 10 × 0.60.
    #expect(try finding(rows(lost: 60), catalog())?.severity == .low)
  }

  @Test func anUnknownPriceIsSaid() throws {
    for prices in [nil, try catalog(.gbp)] {
      let found = try #require(try finding(rows(lost: 20), prices))
      #expect(
        found.evidence.last
          == "what the work would have cost on demand is not known: give prices of m with `--catalog`")
      #expect(found.remedy.contains("only if that costs less"))
      #expect(found.severity == .high && found.cost?.nanos == 2_000_000_000)
    }
  }

  @Test func workThatDidNotCountOnSpotIsNotCompared() throws {
    // A try that failed by itself would have failed on demand too: 4.00 and 2.00 stay 6.00.
    var failed = row(99, minutes: 60, price: 500)
    (failed.state, failed.failureReason, failed.exitCode) = (.failed, .appError, 1)
    let found = try #require(try finding(rows(lost: 40) + [failed], catalog()))
    #expect(found.evidence.last?.hasPrefix("spot with its interruptions cost 8.00 USD;") == true, "\(found.evidence)")
    // None ended well.
    let lost = try #require(try finding(Array(rows(lost: 20).suffix(10)), catalog()))
    #expect(lost.evidence.last == "no try on spot ended well, so spot saved nothing")
    #expect(lost.remedy == "on demand: `dx run … --priority high`")
  }
}
