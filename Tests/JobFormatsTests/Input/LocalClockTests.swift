import JobFormats
import JobModel
import Testing

@Suite("Clocks of other places")
struct LocalClockTests {
  private func time(_ text: String, on clock: LocalClock) throws -> SimTime {
    try SimTime(parsing: text, local: clock.time)
  }

  @Test(arguments: [
    ("2025-01-15 12:00:00", "2025-01-15T12:00:00Z"),
    ("2025-07-15 12:00:00", "2025-07-15T11:00:00Z"),
    // Shown twice on the night when summer time ends (2:00 becomes 1:00): the earlier.
    ("2025-10-26 01:30:00", "2025-10-26T00:30:00Z"),
    ("2025-10-26 02:30:00", "2025-10-26T02:30:00Z"),
    // Never shown (1:00 becomes 2:00): as if winter time had gone on.
    ("2025-03-30 01:30:00", "2025-03-30T01:30:00Z"),
    // A zone in the text is obeyed.
    ("2025-07-15T12:00:00Z", "2025-07-15T12:00:00Z"),
  ])
  func placesWhatAClockInLondonShowed(shown: String, meant: String) throws {
    #expect(try time(shown, on: LocalClock(named: "Europe/London")) == SimTime(parsing: meant))
  }

  @Test func knowsOffsets() throws {
    let expected = try SimTime(parsing: "2025-01-15T12:00:00Z")
    #expect(try time("2025-01-15 17:30:00", on: LocalClock(named: "+05:30")) == expected)
    #expect(try time("2025-01-15 09:00:00", on: LocalClock(named: "-03")) == expected)
    #expect(try time("2025-01-15 12:00:00", on: LocalClock(named: "UTC")) == expected)
  }

  @Test(arguments: ["", "Nowhere/At-all", "+25:00", "+1:00", "+0a:00", "1"])
  func refusesOtherNames(name: String) {
    #expect(throws: InputValueError.self) { try LocalClock(named: name) }
  }
}
