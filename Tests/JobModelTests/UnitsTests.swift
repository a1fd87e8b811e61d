import JobModel
import TestSupport
import Testing

@Suite struct DurationTests {
  @Test(
    arguments: [
      ("90", 90_000), ("90s", 90_000), ("15m", 900_000), ("2h", 7_200_000), ("1d6h", 108_000_000),
      ("1h 30m", 5_400_000),
      ("1.5h", 5_400_000), ("325ms", 325), ("0", 0), ("-39180ms", -39_180), ("1h 2m 3s", 3_723_000),
      ("2 days", 172_800_000),
      ("0.0005s", 0), ("0.0015s", 2),
    ] as [(String, Int64)])
  func readsWhatPeopleWrite(text: String, milliseconds: Int64) throws {
    #expect(try SimDuration(parsing: text).milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", " ", "abc", "1h 30", "h", "1x", "1e300", "1..2h", "--1s", "99999999999999999999h", "NaN", "1h-2m", "٣h",
  ])
  func refusesWhatItCannotMean(text: String) {
    #expect(throws: InputValueError.self) { try SimDuration(parsing: text) }
  }

  @Test func exactTextReadsBack() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<5000 {
      let value = SimDuration(milliseconds: Int64(bitPattern: random.next()) >> Int64(10 + random.below(50)))
      #expect(try SimDuration(parsing: value.exactText) == value)
    }
  }

  @Test(
    arguments: [
      (0, "0s"), (320, "320ms"), (4_900, "4.9s"), (45_000, "45s"), (125_000, "2m 5s"), (11_520_000, "3h 12m"),
      (3_600_000, "1h"),
      (187_200_000, "2d 4h"), (-90_000, "-1m 30s"), (59_999, "1m"), (3_599_999, "1h"),
    ] as [(Int64, String)])
  func readsWell(milliseconds: Int64, text: String) {
    #expect(SimDuration(milliseconds: milliseconds).description == text)
  }

  @Test func sumsSaturate() {
    let most = SimDuration(milliseconds: .max)
    #expect(most + most == most)
    #expect(SimTime(milliseconds: .min) - most == SimTime(milliseconds: .min))
    #expect(saturatingProduct(.min, -1) == .max)
    #expect(checkedInteger(.nan) == nil)
    #expect(checkedInteger(1e300) == nil)
    #expect(checkedInteger(0x1p63) == nil)
    #expect(SimDuration(seconds: 1e300) == nil)
  }
}

@Suite struct BytesTests {
  @Test(
    arguments: [
      ("24 GiB", 24 << 30), ("16GB", 16_000_000_000), ("512 MiB", 512 << 20), ("1000", 1000), ("1.5 GiB", 3 << 29),
      ("0", 0),
      ("7 B", 7), ("2 TiB", 2 << 40), ("4.5 GB ", 4_500_000_000), ("10kb", 10_000),
    ] as [(String, Int64)])
  func readsWhatPeopleWrite(text: String, count: Int64) throws { #expect(try Bytes(parsing: text).count == count) }

  @Test(arguments: ["", "GiB", "-1 GiB", "1e300", "12 GiB x", "NaN", "9999999999 EiB", "1,5 GB"])
  func refusesWhatItCannotMean(text: String) { #expect(throws: InputValueError.self) { try Bytes(parsing: text) } }

  @Test func exactTextReadsBack() throws {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<5000 {
      let value = Bytes(Int64(random.next() >> UInt64(5 + random.below(50))))
      #expect(try Bytes(parsing: value.exactText) == value)
    }
    #expect(Bytes(24 << 30).exactText == "24 GiB")
  }

  @Test func readsWell() {
    #expect(Bytes(25_232_932_864).description == "23.5 GiB")
    #expect(Bytes(512 << 20).description == "512 MiB")
    #expect(Bytes(0).description == "0 B")
    #expect(Bytes(Int64.max).description == "8 EiB")
  }
}

@Suite struct MoneyTests {
  @Test func sumsOfDecimalsAreExact() throws {
    for (a, b, sum) in [
      ("1.47", "5.86", "7.33"), ("0.90", "1.1", "2"),
      ("0.1", "0.000000000000000000000001", "0.100000000000000000000001"),
      ("-1", "1", "0"),
    ] {
      #expect(
        try DecimalNumber(parsing: a).adding(DecimalNumber(parsing: b)) == DecimalNumber(parsing: sum), "\(a)+\(b)")
    }
    let most = try DecimalNumber(parsing: "999999999999999999")
    #expect(try most.adding(DecimalNumber(parsing: "1")) == nil)
    #expect(try most.adding(DecimalNumber(parsing: "0.000000000000000000000000000001")) == nil)
  }

  @Test func theTwoPricedRealJobsCostWhatTheyCost() throws {
    let normal = try #require(HourlyPrice(perHour: DecimalNumber(parsing: "0.272")))
    // 0.272 × 45.620 s / 3600 s = 0.00344684444…
    #expect(normal.cost(ofMilliseconds: 45_620) == 3_446_844)
    #expect(try Money.nanos(parsing: "0.0034468444444444445") == 3_446_844)
    let high = try #require(HourlyPrice(perHour: DecimalNumber(parsing: "1.144")))
    // 1.144 × 177.239 s / 3600 s = 0.0563226155…
    #expect(high.cost(ofMilliseconds: 177_239) == 56_322_616)
    #expect(try Money.nanos(parsing: "0.05632261555555556") == 56_322_616)
  }

  @Test func pricesOfAnyLengthAreRoundedOnce() throws {
    // 0.00000000041 an hour for 10^10 hours: rounding the price first would lose it all.
    let tiny = try #require(HourlyPrice(perHour: DecimalNumber(parsing: "0.00000000041")))
    #expect(tiny.cost(ofMilliseconds: 3_600_000 * 10_000_000) == 4_100_000)
    let long = try #require(HourlyPrice(perHour: DecimalNumber(parsing: "0.1234567890123456789012345678901234567890")))
    #expect(long.cost(ofMilliseconds: 3_600_000) == 123_456_789)
    // Halves go to even: 0.5 and 1.5 nano-units.
    let half = try #require(HourlyPrice(perHour: DecimalNumber(parsing: "0.000000001")))
    #expect(half.cost(ofMilliseconds: 1_800_000) == 0)
    #expect(half.cost(ofMilliseconds: 5_400_000) == 2)
    #expect(half.cost(ofMilliseconds: -5) == 0)
    #expect(long.cost(ofMilliseconds: .max, nodes: .max) == .max)
  }

  @Test func theFastWayAndTheExactWayAgree() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5000 {
      let digits = Int64(random.below(5_000_000))
      let price = try #require(HourlyPrice(perHour: DecimalNumber(parsing: "\(digits)e-6")))
      let time = Int64(random.next() >> 30)
      #expect(price.cost(ofMilliseconds: time) == price.perHour.nanos(times: time, dividedBy: 3_600_000))
    }
  }

  @Test(arguments: [
    ("0", "0"), ("-0.50", "-0.5"), ("1.5e-3", "0.0015"), ("12e2", "1200"), ("007", "7"), ("+3.", "3"), (".5", "0.5"),
    ("1e-40", "0.0000000000000000000000000000000000000001"), ("100000000000000000", "100000000000000000"),
    ("1234567890123456.7890123456789012345", "1234567890123456.78901234567890"),
  ])
  func decimalsKeepTheirDigits(text: String, expected: String) throws {
    let trimmed = expected.contains(".") ? String(expected.reversed().drop { $0 == "0" }.reversed()) : expected
    #expect(try DecimalNumber(parsing: text).description == trimmed)
  }

  @Test(arguments: ["", "-", "1e300", "1e", "abc", "1.2.3", "NaN", "inf", "1 ", "0x10", "1e19", "--1"])
  func decimalsRefuseTheRest(text: String) {
    #expect(throws: InputValueError.self) { try DecimalNumber(parsing: text) }
  }

  @Test func twoCurrenciesCannotBeAdded() {
    #expect(throws: CurrencyMismatch(first: .gbp, second: .usd)) {
      try Money.sum(Money(nanos: 1, currency: .gbp), Money(nanos: 1, currency: .usd))
    }
  }

  @Test func readsWell() {
    #expect(Money(nanos: 17_040_000_000, currency: .gbp).description == "17.04 GBP")
    #expect(Money.shortText(nanos: 1_234_500_000_000) == "1,234.50")
    #expect(Money.shortText(nanos: 3_446_844) == "0.0034")
    #expect(Money.shortText(nanos: 44) == "0.000000044")
    #expect(Money.shortText(nanos: -999_999_999) == "-1.00")
    #expect(Money.shortText(nanos: .min) == "-9,223,372,036.85")
    #expect(Money.decimalText(nanos: 3_446_844) == "0.003446844")
    #expect(Money.decimalText(nanos: 0) == "0")
  }
}

@Suite struct TimeTests {
  @Test(
    arguments: [
      ("1970-01-01", 0), ("2022-05-14 19:45:25.163", 1_652_557_525_163), ("2022-05-14T19:45:25Z", 1_652_557_525_000),
      ("2022-05-14T19:45:25+02:00", 1_652_550_325_000), ("2000-02-29 00:00", 951_782_400_000),
      ("1969-12-31T23:59:59Z", -1000),
      ("2022-05-14T19:45:25.1234567Z", 1_652_557_525_123),
    ] as [(String, Int64)])
  func readsDates(text: String, milliseconds: Int64) throws {
    #expect(try SimTime(parsing: text).milliseconds == milliseconds)
  }

  @Test(arguments: ["", "2022", "2022-13-01", "2021-02-29", "2022-05-14 25:00", "2022-05-14T19:45:25+9", "2022-05-14x"])
  func refusesDatesThatDoNotExist(text: String) { #expect(throws: InputValueError.self) { try SimTime(parsing: text) } }

  @Test func printsWhatItReads() throws {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<5000 {
      let seconds = Int64(random.below(8_000_000_000)) - 4_000_000_000
      let time = SimTime(milliseconds: seconds * 1000)
      #expect(try SimTime(parsing: time.description) == time)
    }
  }
}
