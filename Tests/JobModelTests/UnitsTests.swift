import JobModel
import Testing

@Suite struct UnitsTests {
  @Test func costOfTheTwoPricedRealJobs() throws {
    let normal = try #require(HourlyPrice(perHour: DecimalNumber(parsing: "0.272")))
    // 0.272 × 45.620 s / 3600 s
    #expect(normal.cost(ofMilliseconds: 45_620) == 3_446_844)
    #expect(try Money.nanos(parsing: "0.0034468444444444445") == 3_446_844)
  }
}
