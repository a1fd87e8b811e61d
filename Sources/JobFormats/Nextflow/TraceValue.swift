import JobModel

/// The values of a trace, each raw (milliseconds, bytes) or as Nextflow writes it for people.
enum TraceValue {
  /// A length of time: `6777` is milliseconds, `1h 2m 3s` and `325ms` say their units; a minus sign is kept.
  static func duration(_ field: ArraySlice<UInt8>) -> SimDuration? {
    guard let milliseconds = field.integer ?? unitMilliseconds(field),
      milliseconds.magnitude <= SimDuration.limit.milliseconds.magnitude
    else { return nil }
    return SimDuration(milliseconds: milliseconds)
  }

  /// Numbers with their units, added up.
  private static func unitMilliseconds(_ field: ArraySlice<UInt8>) -> Int64? {
    var total: Int64 = 0
    var rest = field
    while !rest.isEmpty {
      let number = rest.prefix(while: isNumberByte)
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
      rest = rest.dropFirst(unit.count)
      while rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
      let size: UInt64
      switch unit.first {
      case UInt8(ascii: "m") where unit.count == 2 && unit.last == UInt8(ascii: "s"): size = 1
      case UInt8(ascii: "s") where unit.count == 1: size = 1000
      case UInt8(ascii: "m") where unit.count == 1: size = 60_000
      case UInt8(ascii: "h") where unit.count == 1: size = 3_600_000
      case UInt8(ascii: "d") where unit.count == 1: size = 86_400_000
      default: return nil
      }
      guard let part = ShortDecimal(number)?.times(size) else { return nil }
      total = saturatingSum(total, part)
    }
    return field.isEmpty ? nil : total
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: ".")
  }

  /// An amount of memory or disk: plain bytes, or a number and a unit of 1024.
  ///
  /// Nextflow's `MemoryUnit` counts 1 KB = 1024 B, so its GB is what others call GiB.
  static func bytes(_ field: ArraySlice<UInt8>) -> Bytes? {
    if let count = field.integer {
      return (0...Bytes.limit.count).contains(count) ? Bytes(count) : nil
    }
    let number = field.prefix(while: isNumberByte)
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
    guard let count = ShortDecimal(number)?.times(1 << (10 * UInt64(exponent))), count <= Bytes.limit.count else {
      return nil
    }
    return Bytes(count)
  }

  /// A share of a core in percent: `99.1%` or `99.1`.
  static func percent(_ field: ArraySlice<UInt8>) -> Double? {
    number(field.last == UInt8(ascii: "%") ? field.dropLast() : field)
  }

  /// A number that is finite, not negative and no larger than anything real.
  static func number(_ field: ArraySlice<UInt8>) -> Double? {
    // Digits and a power of ten that a Double holds exactly make the nearest Double in one division.
    guard let short = ShortDecimal(field), short.digits < 1 << 53, short.scale <= 15 else { return nil }
    var divisor = 1.0
    for _ in 0..<short.scale { divisor *= 10 }
    let value = Double(short.digits) / divisor
    return value <= 1e9 ? value : nil
  }
}
