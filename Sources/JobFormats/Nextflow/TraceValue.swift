import JobModel

/// The values of a trace, each raw (milliseconds, bytes) or as Nextflow writes it for people.
enum TraceValue {
  /// A length of time: `6777` is milliseconds, `1h 2m 3s` and `325ms` say their units; a minus sign is kept.
  static func duration(_ field: ArraySlice<UInt8>) -> SimDuration? {
    let duration = field.integer.map(SimDuration.init(milliseconds:)) ?? (try? SimDuration(parsing: field.text))
    // A fraction without a unit, or seconds, would be a different dialect: nothing writes it.
    guard let duration, abs(saturated: duration.milliseconds) <= SimDuration.limit.milliseconds else { return nil }
    return duration
  }

  /// A point in time: epoch milliseconds, or a date and time, which is taken as UTC if it names no zone.
  static func time(_ field: ArraySlice<UInt8>) -> (time: SimTime, isRaw: Bool)? {
    if let value = field.integer {
      return (0...SimTime.limit.milliseconds).contains(value) ? (SimTime(milliseconds: value), true) : nil
    }
    return (try? SimTime(parsing: field.text)).map { ($0, false) }
  }

  /// An amount of memory or disk: plain bytes, or a number and a unit of 1024.
  ///
  /// Nextflow's `MemoryUnit` counts 1 KB = 1024 B, so its GB is what others call GiB.
  static func bytes(_ field: ArraySlice<UInt8>) -> Bytes? {
    if let count = field.integer {
      return (0...Bytes.limit.count).contains(count) ? Bytes(count) : nil
    }
    let number = field.prefix { ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: ".") }
    let unit = field.dropFirst(number.count).trimmed
    let exponent: Int
    switch unit.first {
    case UInt8(ascii: "B") where unit.count == 1: exponent = 0
    case UInt8(ascii: "K"): exponent = 1
    case UInt8(ascii: "M"): exponent = 2
    case UInt8(ascii: "G"): exponent = 3
    case UInt8(ascii: "T"): exponent = 4
    case UInt8(ascii: "P"): exponent = 5
    case UInt8(ascii: "E"): exponent = 6
    default: return nil
    }
    guard exponent == 0 || (unit.count == 2 && unit.last == UInt8(ascii: "B")) else { return nil }
    guard let value = try? DecimalNumber(parsing: number.text),
      // nanos(…) gives × 10^9; dividing by as much leaves whole bytes, rounded once.
      let count = value.nanos(times: 1 << (10 * Int64(exponent)), dividedBy: 1_000_000_000),
      count <= Bytes.limit.count
    else { return nil }
    return Bytes(count)
  }

  /// A share of a core in percent: `99.1%` or `99.1`.
  static func percent(_ field: ArraySlice<UInt8>) -> Double? {
    number(field.last == UInt8(ascii: "%") ? field.dropLast() : field)
  }

  /// A number that is finite, not negative and no larger than anything real.
  static func number(_ field: ArraySlice<UInt8>) -> Double? {
    guard let value = Double(field.text), value >= 0, value <= 1e9 else { return nil }
    return value
  }

  private static func abs(saturated value: Int64) -> Int64 { value == .min ? .max : Swift.abs(value) }
}
