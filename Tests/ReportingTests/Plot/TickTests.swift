import JobModel
import Testing

@testable import Reporting

@Suite struct TickTests {
  private func labels(_ low: Double, _ high: Double, _ unit: PlotUnit, _ wanted: Int = 5) -> [String] {
    Ticks.linear(from: low, to: high, unit: unit, wanted: wanted).ticks.map(\.label)
  }

  @Test func numbersGetOnesTwosAndFives() {
    #expect(labels(0, 1, .number) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(labels(0, 97, .number) == ["0", "20", "40", "60", "80"])
    #expect(labels(-5, 5, .number) == ["-4", "-2", "0", "2", "4"])
    #expect(labels(0.00012, 0.00051, .number) == ["0.0002", "0.0003", "0.0004", "0.0005"])
    #expect(labels(0, 45_000, .number) == ["0", "10,000", "20,000", "30,000", "40,000"])
    #expect(labels(0, 4.6e6, .number) == ["0", "1 M", "2 M", "3 M", "4 M"])
    #expect(labels(2.2e9, 4.1e9, .number) == ["2.5 bn", "3.0 bn", "3.5 bn", "4.0 bn"])
    #expect(labels(0, 5e21, .number) == ["0", "1e21", "2e21", "3e21", "4e21", "5e21"])
    #expect(labels(0, 5e-12, .number) == ["0", "1e-12", "2e-12", "3e-12", "4e-12", "5e-12"])
    // 3 x 0.1 is no 0.30000000000000004.
    #expect(
      Ticks.linear(from: 0, to: 0.5, unit: .number, wanted: 5).ticks.map(\.value) == [0, 0.1, 0.2, 0.3, 0.4, 0.5])
  }

  @Test func countsAreWhole() {
    #expect(labels(0, 2, .count) == ["0", "1", "2"])
    #expect(labels(0, 0.5, .count) == ["0"])
  }

  @Test func sharesAreInPerCent() {
    #expect(labels(0, 1, .share) == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"])
    #expect(labels(0, 0.01, .share) == ["0.0 %", "0.2 %", "0.4 %", "0.6 %", "0.8 %", "1.0 %"])
  }

  @Test func moneyHasTwoPlacesOrNoneOrMore() {
    #expect(labels(0, 2, .money(.gbp), 4) == ["0.00", "0.50", "1.00", "1.50", "2.00"])
    #expect(labels(0, 400, .money(.gbp), 4) == ["0", "100", "200", "300", "400"])
    #expect(labels(0, 0.004, .money(.gbp), 4) == ["0.000", "0.001", "0.002", "0.003", "0.004"])
  }

  @Test func durationsStandAtRoundTimes() {
    let hour = 3_600_000.0
    #expect(labels(0, 3 * hour, .duration, 6) == ["0", "30m", "1h", "1h 30m", "2h", "2h 30m", "3h"])
    #expect(labels(0, 30 * hour, .duration) == ["0", "6h", "12h", "18h", "1d", "1d 6h"])
    #expect(labels(0, 90_000, .duration) == ["0", "15s", "30s", "45s", "1m", "1m 15s", "1m 30s"])
    #expect(labels(0, 40, .duration) == ["0", "10ms", "20ms", "30ms", "40ms"])
    #expect(labels(-2 * hour, 2 * hour, .duration, 4) == ["−2h", "−1h", "0", "1h", "2h"])
    #expect(labels(0, 1000 * 24 * hour, .duration, 5) == ["0", "200d", "400d", "600d", "800d", "1000d"])
  }

  @Test func bytesStandAtPowersOfTwo() {
    let gib = 1_073_741_824.0
    #expect(labels(0, 10 * gib, .bytes) == ["0", "2 GiB", "4 GiB", "6 GiB", "8 GiB", "10 GiB"])
    #expect(labels(0, 1500, .bytes, 3) == ["0", "512 B", "1 KiB"])
  }

  @Test func datesSayWhatChanges() throws {
    func ticks(_ from: String, _ to: String, _ wanted: Int = 5) throws -> [String] {
      let ends = try [from, to].map { Double(try SimTime(parsing: $0).milliseconds) }
      return Ticks.linear(from: ends[0], to: ends[1], unit: .date, wanted: wanted).ticks.map {
        $0.context.isEmpty ? $0.label : "\($0.label)/\($0.context)"
      }
    }
    #expect(
      try ticks("2026-05-14 20:10", "2026-05-15 09:00", 4)
        == ["21:00/14 May 2026 UTC", "00:00/15 May 2026", "03:00", "06:00", "09:00"])
    #expect(try ticks("2026-12-30", "2027-01-03") == ["30 Dec/2026", "31 Dec", "1 Jan/2027", "2 Jan", "3 Jan"])
    // Weeks begin on Mondays: the 4th of May 2026 is one.
    #expect(try ticks("2026-05-01", "2026-06-01") == ["4 May/2026", "11 May", "18 May", "25 May", "1 Jun"])
    #expect(try ticks("2026-01-15", "2026-06-20") == ["Feb/2026", "Mar", "Apr", "May", "Jun"])
    #expect(try ticks("2019-06-01", "2026-06-01") == ["2020", "2021", "2022", "2023", "2024", "2025", "2026"])
    #expect(try ticks("2026-05-14 10:00:00.2", "2026-05-14 10:00:00.9", 3)[0] == "10:00:00.200/14 May 2026 UTC")
    #expect(
      try ticks("1969-12-31 23:00", "1970-01-01 01:00", 2) == ["23:00/31 Dec 1969 UTC", "00:00/1 Jan 1970", "01:00"])
  }

  @Test func logarithmsStandAtPowers() {
    func labels(_ low: Double, _ high: Double, _ unit: PlotUnit, _ wanted: Int = 5) -> [String] {
      Ticks.logarithmic(from: low, to: high, unit: unit, wanted: wanted).ticks.map(\.label)
    }
    #expect(labels(1, 100, .number, 6) == ["1", "2", "5", "10", "20", "50", "100"])
    #expect(labels(1, 1e5, .number) == ["1", "10", "100", "1000", "10,000", "100,000"])
    #expect(labels(1e-8, 1e8, .number).count <= 6)
    #expect(labels(0.5, 50, .money(.usd), 6) == ["0.5", "1", "2", "5", "10", "20", "50"])
    #expect(labels(1000, 3_600_000, .duration) == ["1s", "10s", "1m", "10m", "1h"])
    #expect(labels(1024, 1_073_741_824, .bytes) == ["1 KiB", "32 KiB", "1 MiB", "32 MiB", "1 GiB"])
    #expect(labels(3, 4, .number) == ["3.0", "3.2", "3.4", "3.6", "3.8", "4.0"])
    #expect(labels(0, 4, .number).isEmpty, "nought has no logarithm")
  }

  @Test(arguments: [
    (0.0, 1e300), (-1e300, 1e300), (1e300, 1e300), (0.0, 1e-300), (-1e-9, 1e-9), (1e15, 1e15 + 0.5), (9e15, 9.1e15),
    (-1e18, 4), (1e17, 1e17 + 64), (-3e14, 3e14),
  ])
  func absurdBoundsGiveAFewTicksAndNoTrap(low: Double, high: Double) {
    for unit in [PlotUnit.number, .count, .share, .duration, .date, .money(.eur), .bytes] {
      for wanted in [-1, 0, 1, 5, 10] {
        let ticks = Ticks.linear(from: low, to: high, unit: unit, wanted: wanted).ticks
        #expect(ticks.count <= 3 * max(wanted, 4), "\(unit) \(ticks.count)")
        #expect(
          ticks.allSatisfy { $0.value >= low - abs(low) * 1e-6 - 1e-6 && $0.value <= high + abs(high) * 1e-6 + 1e-6 })
        _ = Ticks.logarithmic(from: max(low, 1e-300), to: high, unit: unit, wanted: wanted)
      }
    }
  }

  @Test func manyRangesHaveEnoughTicksAndNotTooMany() {
    for step in 0..<400 {
      let high = 1e-6 * PlotMath.power10(step / 20) * (1 + Double(step % 20) / 2)
      for unit in [PlotUnit.number, .money(.gbp)] {
        let ticks = Ticks.linear(from: 0, to: high, unit: unit, wanted: 5).ticks
        #expect((3...9).contains(ticks.count), "\(high): \(ticks.map(\.label))")
        #expect(Set(ticks.map(\.label)).count == ticks.count, "\(high): \(ticks.map(\.label))")
      }
      let ticks = Ticks.linear(from: 0, to: high * 1e6, unit: .duration, wanted: 5).ticks
      #expect((2...11).contains(ticks.count), "\(high): \(ticks.map(\.label))")
      #expect(Set(ticks.map(\.label)).count == ticks.count, "\(high): \(ticks.map(\.label))")
    }
  }

  @Test func valuesAreWrittenInTheirUnit() {
    #expect(PlotUnit.number.text(1234.5678) == "1234.6" || PlotUnit.number.text(1234.5678) == "1235")
    #expect(PlotUnit.number.text(0.000123456) == "0.0001235")
    #expect(PlotUnit.number.text(1e300) == "1e300")
    #expect(PlotUnit.number.text(.nan) == "–")
    #expect(PlotUnit.count.text(12_000) == "12,000")
    #expect(PlotUnit.share.text(0.788) == "78.8 %")
    #expect(PlotUnit.duration.text(11_520_000) == "3h 12m")
    #expect(PlotUnit.money(.gbp).text(38.2) == "38.20 GBP")
    #expect(PlotUnit.money(.gbp).text(1e30) == "1e30 GBP")
    #expect(PlotUnit.bytes.text(25_232_932_864) == "23.5 GiB")
    #expect(PlotUnit.date.text(1e300) == "1e300 ms")
  }
}
