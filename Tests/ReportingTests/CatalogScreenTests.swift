import JobModel
import Testing

@testable import Reporting

@Suite struct CatalogScreenTests {
  private static let today = SimTime(milliseconds: Sample.priceDay.milliseconds + 200 * 86_400_000)

  @Test func catalogsAreListedWithTheirAge() throws {
    let catalog = try Sample.catalog()
    #expect(
      CatalogReport.screen(list: [catalog], today: Self.today).body == """
        catalog                provider  region         currency  types  priced  prices as of       age
        ukb-rap-aws-eu-west-2  dnanexus  aws:eu-west-2  GBP           2       1    2026-03-01  200 days
        """)
  }

  @Test func aTypeWithoutAPriceSaysSo() throws {
    let catalog = try Sample.catalog()
    let screen = CatalogReport.screen(show: catalog, types: catalog.typeList, today: Self.today)
    #expect(screen.warnings == ["the prices of ukb-rap-aws-eu-west-2 are 200 days old"])
    #expect(
      screen.body == """
        ukb-rap-aws-eu-west-2: 2 types, dnanexus, aws:eu-west-2, prices of 2026-03-01, 200 days old

        type               vCPUs  memory  usable    disk  on demand GBP/h  spot GBP/h
        mem1_ssd1_v2_x4        4   8 GiB   7 GiB  93 GiB           0.1496        0.05
        mem3_hdd2_v2_x128    128   1 TiB               –         no price    no price

        Sources: the rate card of 2026-03-01
        """)
  }

  @Test func learnedRatesSayWhoDisagrees() throws {
    #expect(
      CatalogReport.screen(learned: try Sample.learnedRates()).body == """
        1 type priced from the bills of 412 jobs

        type             market     region         an hour GBP    jobs        last         disagree
        mem1_ssd1_v2_x4  on demand  aws:eu-west-2       0.1496     412  2026-03-31  3 (0.12–0.1496)
        disagree: jobs whose bill says another rate by more than 0.1 %
        """)
  }

  @Test func aCheckCountsItsFindings() {
    let findings = [
      CatalogCheck.Finding(kind: .freeMachine, severity: .note, type: "x4", message: "costs nothing"),
      CatalogCheck.Finding(kind: .oldPrices, severity: .warning, message: "prices are 200 days old"),
    ]
    #expect(
      CatalogReport.screen(check: "mine.yaml", findings: findings).body == """
        mine.yaml: 1 warning, 1 note
          note: x4: costs nothing
          warning: prices are 200 days old
        """)
  }

  @Test func runsAreListedByShortIds() throws {
    #expect(
      RunList.screen([try Sample.estimate(), try Sample.replay(isPriced: false)].map { RunSummaryRow($0) }).body == """
        run           kind      name       jobs       cost    time  catalog
        0123456789ab  estimate  gwas         24  39.00 GBP  8h 15m  ukb-rap-aws-eu-west-2
        fedcba987654  replay    trace.txt  1509   no price  7h 30m  aws-us-east-1
        """)
  }
}
