import JobModel
import Testing

@testable import JobFormats

@Suite("What is doubtful about a catalog is found")
struct CatalogCheckTests {
  private func findings(_ types: String, head: String = "prices_as_of: 2026-01-01") throws -> [String] {
    let text = "provider: p\ncurrency: USD\nsources: [card]\n\(head)\ntypes:\n\(types)"
    let check = CatalogCheck(try catalog(text), on: try SimTime(parsing: "2026-06-30"))
    return check.findings.map { "\($0.severity) \($0.kind.rawValue) \($0.type ?? "-"): \($0.message)" }
  }

  @Test("A catalog with prices of the season, rising with size, gives nothing")
  func clean() throws {
    // 2026-01-01 to 2026-06-30 is 180 days: not yet old.
    #expect(
      try findings(
        """
        - {name: c5.large, vcpu: 2, memory_gib: 4, on_demand: 0.1, spot: 0.05}
        - {name: c5.xlarge, vcpu: 4, memory_gib: 8, on_demand: 0.2, spot: 0.06}
        - {name: c5.2xlarge, vcpu: 8, memory_gib: 16, on_demand: 0.4, spot: 0.2}
        """
      ).isEmpty)
  }

  @Test("Old, undated and mixed dates are told apart")
  func dates() throws {
    let types = """
      - {name: a, vcpu: 1, memory_gib: 1, on_demand: 1}
      - {name: b, vcpu: 1, memory_gib: 1, on_demand: 1, price_date: 2024-06-30}
      """
    #expect(
      try findings(types) == [
        "warning old-prices -: 1 of 2 priced types have prices older than 180 days, the oldest of 2024-06-30",
        "warning mixed-ages -: prices of 2024-06-30 stand beside prices of 2026-01-01",
      ])
    #expect(
      try findings(types, head: "region: here").first
        == "warning missing-date -: 1 priced type without a day: give `prices_as_of`")
    #expect(
      try findings("- {name: a, vcpu: 1, memory_gib: 1, on_demand: 1}", head: "prices_as_of: 2026-07-01")
        == ["warning future-date -: there are prices of 2026-07-01, a day that is still to come"])
  }

  @Test("Prices that are missing, free, upside down or out of line are named with their type")
  func prices() throws {
    #expect(
      try findings(
        """
        - {name: c5.large, vcpu: 2, memory_gib: 4, on_demand: 0.1, spot: 0.15}
        - {name: c5.xlarge, vcpu: 4, memory_gib: 8, on_demand: 0.08}
        - {name: c5.2xlarge, vcpu: 8, memory_gib: 16, on_demand: 0.4}
        - {name: c5.4xlarge, vcpu: 16, memory_gib: 32, on_demand: 8}
        - {name: none, vcpu: 1, memory_gib: 10, usable_memory_gib: 5}
        - {name: gift, vcpu: 1, memory_gib: 1, on_demand: 0}
        """) == [
          "note missing-price -: 1 of 6 types have no price and are never chosen",
          "warning spot-above-on-demand c5.large: spot costs 0.15 an hour, more than 0.1 on demand",
          "note low-usable-memory none: only 5 GiB of 10 GiB are usable (50 %)",
          "warning free-machine gift: a price of 0 makes it free; leave the key out where there is no price",
          // Per vCPU: 0.05, 0.02, 0.05, 0.5; the median of four is taken as the third, 0.05.
          "warning price-falls-with-size c5.xlarge: on demand it costs 0.08 an hour, the smaller c5.large 0.1",
          "warning price-outlier c5.xlarge: on demand it costs 0.4 times as much a vCPU as the family's median",
          "warning price-outlier c5.4xlarge: on demand it costs 10.0 times as much a vCPU as the family's median",
        ])
  }

  @Test("A catalog without any price, and prices without a source, are said")
  func missing() throws {
    #expect(
      try findings("- {name: a, vcpu: 1, memory_gib: 1}")
        == ["warning missing-price -: 1 of 1 types have no price and are never chosen"])
    let text =
      "provider: p\ncurrency: USD\nprices_as_of: 2026-06-01\ntypes: [{name: a, vcpu: 1, memory_gib: 1, spot: 1}]"
    let check = CatalogCheck(try catalog(text), on: try SimTime(parsing: "2026-06-30"))
    #expect(check.findings.map(\.kind) == [.missingSource])
  }
}
