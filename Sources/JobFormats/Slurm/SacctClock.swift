import JobModel

/// Reads sacct's times: what the controller's clock showed, or seconds since the epoch (`SLURM_TIME_FORMAT=%s`).
struct SacctClock {
  private let clock: LocalClock
  /// Whether a time without a zone was read.
  private(set) var sawLocalTime = false
  /// The quarter of an hour last read and what it is off: zones change their offset at such a border, if at all.
  private var quarter = Int64.min
  private var offset: Int64 = 0
  /// The day last read, as it was written, and its first millisecond.
  private var day: [UInt8] = []
  private var midnight: Int64 = 0

  init(_ clock: LocalClock) { self.clock = clock }

  /// The time in a field; nil if it is none.
  mutating func time(_ field: ArraySlice<UInt8>) -> SimTime? {
    if let seconds = field.integer {
      return (0...SimTime.limit.milliseconds / 1000).contains(seconds) ? SimTime(milliseconds: seconds * 1000) : nil
    }
    if let shown = shown(field) { return local(SimTime(milliseconds: shown)) }
    var shownWithoutZone: SimTime?
    let parsed = try? SimTime(
      parsing: field.text,
      local: { shown in
        shownWithoutZone = shown
        return shown
      })
    return shownWithoutZone.map { local($0) } ?? parsed
  }

  private mutating func local(_ shown: SimTime) -> SimTime {
    sawLocalTime = true
    let place = shown.milliseconds / 900_000
    if place != quarter {
      quarter = place
      offset = saturatingDifference(clock.time(shown: shown).milliseconds, shown.milliseconds)
    }
    return SimTime(milliseconds: saturatingSum(shown.milliseconds, offset))
  }

  /// `2016-12-22T07:15:12`, sacct's usual form; nil for any other.
  private mutating func shown(_ field: ArraySlice<UInt8>) -> Int64? {
    guard field.count == 19 else { return nil }
    let start = field.startIndex
    func two(_ offset: Int) -> Int64? {
      let digits = field[(start + offset)..<(start + offset + 2)]
      return digits.first == UInt8(ascii: "-") ? nil : digits.integer
    }
    guard field[start + 10] == UInt8(ascii: "T"), field[start + 13] == UInt8(ascii: ":"),
      field[start + 16] == UInt8(ascii: ":"), let hour = two(11), hour < 24, let minute = two(14), minute < 60,
      let second = two(17), second < 60
    else { return nil }
    let date = field.prefix(10)
    if !day.elementsEqual(date) {
      guard let first = try? SimTime(parsing: date.text) else { return nil }
      midnight = first.milliseconds
      day = Array(date)
    }
    return midnight + hour * 3_600_000 + minute * 60_000 + second * 1000
  }
}
