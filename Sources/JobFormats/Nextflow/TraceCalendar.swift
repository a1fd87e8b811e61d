import JobModel

/// Reads points in time: epoch milliseconds, or a date and time; one that names no zone is what a clock showed.
struct TraceCalendar {
  /// Whose clock, and whether it was needed.
  private var clock: ShownClock
  /// The day last read, as it was written, and its first millisecond: the rows of a trace share few days.
  private var day: (UInt64, UInt16)?
  private var midnight: Int64 = 0

  init(clock: LocalClock? = nil) { self.clock = ShownClock(clock) }

  /// The time in a field; nil if it is no time.
  mutating func time(_ field: UnsafeBufferPointer<UInt8>) -> SimTime? {
    if let value = integerValue(field) {
      return (0...SimTime.limit.milliseconds).contains(value) ? SimTime(milliseconds: value) : nil
    }
    if let shown = clockTime(field) { return clock.time(shown: shown) }
    return try? SimTime(parsing: field.text, local: { clock.time(shown: $0) })
  }

  /// Says which zone was taken, if nobody named one and a time needed one.
  func report(in report: inout ImportReport) { clock.report(in: &report) }

  /// `2022-05-14 19:45:25.163`, Nextflow's own form; nil for any other.
  private mutating func clockTime(_ field: UnsafeBufferPointer<UInt8>) -> SimTime? {
    guard field.count == 23 else { return nil }
    func number(_ offset: Int, _ count: Int, before mark: Unicode.Scalar?) -> Int64? {
      if let mark, field[offset + count] != UInt8(ascii: mark) { return nil }
      return FieldValue.digits(field.part(offset..<(offset + count)))
    }
    guard field[10] == UInt8(ascii: " "), let hour = number(11, 2, before: ":"), hour < 24,
      let minute = number(14, 2, before: ":"), minute < 60, let second = number(17, 2, before: "."), second < 60,
      let millisecond = number(20, 3, before: nil)
    else { return nil }
    let bytes = UnsafeRawBufferPointer(field)
    let written = (
      bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    )
    let isSameDay = day.map { $0 == written } ?? false
    if !isSameDay {
      guard let midnight = try? SimTime(parsing: field.part(0..<10).text) else { return nil }
      self.midnight = midnight.milliseconds
      day = written
    }
    return SimTime(milliseconds: midnight + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond)
  }
}
