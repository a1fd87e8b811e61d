extension SimTime {
  static let expectation = "a time such as 2022-05-14 19:45:25.163 or 2022-05-14T19:45:25Z"

  /// Reads `2022-05-14`, `2022-05-14 19:45[:25[.163]]`, with `T` or a space, and `Z` or `+01:00` at the end.
  ///
  /// - Parameter local: when it is, where the text names no zone: from what a clock showed, read as if it were UTC.
  /// - Throws: ``InputValueError`` for other text and for dates that do not exist.
  public init(
    parsing text: some StringProtocol, local: (SimTime) -> SimTime = { $0 }
  ) throws(InputValueError) {
    let failure = InputValueError(expected: Self.expectation, found: text)
    guard let parsed = Self.milliseconds(Array(text.utf8)) else { throw failure }
    let shown = SimTime(milliseconds: parsed.value)
    self = parsed.zoned ? shown : local(shown)
  }

  private static func milliseconds(_ bytes: [UInt8]) -> (value: Int64, zoned: Bool)? {
    var position = 0
    func digits(_ count: Int) -> Int64? {
      guard position + count <= bytes.count else { return nil }
      var value: Int64 = 0
      for byte in bytes[position..<(position + count)] {
        guard byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") else { return nil }
        value = value * 10 + Int64(byte - UInt8(ascii: "0"))
      }
      position += count
      return value
    }
    func take(_ character: Unicode.Scalar) -> Bool {
      guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }
    guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2),
      (1...12).contains(month), day >= 1, day <= daysInMonth(year: year, month: month)
    else { return nil }
    var value = daysSinceEpoch(year: year, month: month, day: day) * 86_400_000
    if position == bytes.count { return (value, false) }
    guard take("T") || take(" "), let hour = digits(2), take(":"), let minute = digits(2), hour < 24, minute < 60 else {
      return nil
    }
    value += hour * 3_600_000 + minute * 60_000
    if take(":") {
      guard let second = digits(2), second <= 60 else { return nil }
      value += second * 1000
      if take(".") {
        var unit: Int64 = 100
        var any = false
        while let digit = digits(1) {
          value += digit * unit
          unit /= 10
          any = true
        }
        guard any else { return nil }
      }
    }
    if position == bytes.count { return (value, false) }
    if take("Z") { return position == bytes.count ? (value, true) : nil }
    let ahead = take("+")
    guard ahead || take("-"), let zoneHour = digits(2) else { return nil }
    _ = take(":")
    guard let zoneMinute = position == bytes.count ? 0 : digits(2), position == bytes.count, zoneHour < 24,
      zoneMinute < 60
    else { return nil }
    let zone = zoneHour * 3_600_000 + zoneMinute * 60_000
    return (ahead ? value - zone : value + zone, true)
  }

  static func daysInMonth(year: Int64, month: Int64) -> Int64 {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension SimTime: CustomStringConvertible {
  /// `2022-05-14 19:45:25Z`, to the second; the exact value is ``milliseconds``.
  public var description: String {
    let seconds = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
    let days = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
    let second = seconds - days * 86_400
    // The inverse of daysSinceEpoch, same source.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let yearText = year >= 0 && year < 1000 ? String("000\(year)".suffix(4)) : "\(year)"
    return "\(yearText)-\(two(month))-\(two(dayOfYear - (153 * part + 2) / 5 + 1)) "
      + "\(two(second / 3600)):\(two(second % 3600 / 60)):\(two(second % 60))Z"
  }

  /// The date alone: `2022-05-14`.
  public var dateText: String { String(description.prefix { $0 != " " }) }
}
