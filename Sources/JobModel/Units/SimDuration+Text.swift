extension SimDuration {
  static let expectation = "a duration such as 90s, 15m, 1d6h or 1h 30m"

  /// Reads `90` (seconds), `90s`, `15m`, `2h`, `1d6h`, `1h 30m`, `1.5h`, `325ms`; a minus sign in front is kept.
  ///
  /// - Throws: ``InputValueError`` for other text and for what is beyond ``limit``.
  public init(parsing text: some StringProtocol) throws(InputValueError) {
    let failure = InputValueError(expected: Self.expectation, found: text)
    var rest = text[...]
    func skipSpaces() { while rest.utf8.first == UInt8(ascii: " ") { rest = rest.dropFirst() } }
    skipSpaces()
    let negative = rest.utf8.first == UInt8(ascii: "-")
    if negative { rest = rest.dropFirst() }
    var total: Int64 = 0
    var parts = 0
    while !rest.isEmpty {
      let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
      rest = rest.dropFirst(number.count)
      skipSpaces()
      let unit = rest.prefix { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
      rest = rest.dropFirst(unit.count)
      skipSpaces()
      // A bare number is seconds, but only when it stands alone: `1h 30` is a slip, not an hour and 30 s.
      guard !number.isEmpty, !unit.isEmpty || (parts == 0 && rest.isEmpty) else { throw failure }
      guard let size = Self.millisecondsPerUnit(unit.lowercased()) else { throw failure }
      guard let value = try? DecimalNumber(parsing: number),
        let milliseconds = value.nanos(times: size, dividedBy: 1_000_000_000)
      else { throw failure }
      total = saturatingSum(total, milliseconds)
      parts += 1
    }
    guard parts > 0, total <= Self.limit.milliseconds else { throw failure }
    milliseconds = negative ? -total : total
  }

  private static func millisecondsPerUnit(_ unit: String) -> Int64? {
    switch unit {
    case "ms": 1
    case "", "s", "sec", "secs", "second", "seconds": 1000
    case "m", "min", "mins", "minute", "minutes": 60_000
    case "h", "hr", "hrs", "hour", "hours": 3_600_000
    case "d", "day", "days": 86_400_000
    case "w", "week", "weeks": 604_800_000
    default: nil
    }
  }

  /// The exact text, which reads back as the same value: `1d 6h 20ms`, `0s`.
  public var exactText: String {
    var rest = milliseconds.magnitude
    var parts: [String] = []
    for (size, unit) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms")]
      as [(UInt64, String)]
    {
      let (count, remainder) = rest.quotientAndRemainder(dividingBy: size)
      if count > 0 { parts.append("\(count)\(unit)") }
      rest = remainder
    }
    if parts.isEmpty { return "0s" }
    return (milliseconds < 0 ? "-" : "") + parts.joined(separator: " ")
  }
}

extension SimDuration: CustomStringConvertible {
  /// The text for people, in two units: `3h 12m`, `45s`, `2d 4h`, `320ms`; `exactText` is the precise form.
  public var description: String {
    let sign = milliseconds < 0 ? "-" : ""
    let size = milliseconds.magnitude
    if size < 1000 { return size == 0 ? "0s" : "\(sign)\(size)ms" }
    if size < 10_000 {
      let tenths = (size + 50) / 100
      return tenths % 10 == 0 ? "\(sign)\(tenths / 10)s" : "\(sign)\(tenths / 10).\(tenths % 10)s"
    }
    let seconds = (size + 500) / 1000
    if seconds < 60 { return "\(sign)\(seconds)s" }
    func pair(_ big: UInt64, _ bigUnit: String, _ small: UInt64, _ smallUnit: String) -> String {
      small == 0 ? "\(sign)\(big)\(bigUnit)" : "\(sign)\(big)\(bigUnit) \(small)\(smallUnit)"
    }
    if seconds < 3600 { return pair(seconds / 60, "m", seconds % 60, "s") }
    let minutes = (seconds + 30) / 60
    if minutes < 1440 { return pair(minutes / 60, "h", minutes % 60, "m") }
    let hours = (minutes + 30) / 60
    return pair(hours / 24, "d", hours % 24, "h")
  }
}
