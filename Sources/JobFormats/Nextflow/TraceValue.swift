import JobModel

/// The values of a trace, each raw (milliseconds, bytes) or as Nextflow writes it for people.
enum TraceValue {
  /// A length of time: `6777` is milliseconds, `1h 2m 3s` and `325ms` say their units; a minus sign is kept.
  static func duration(_ field: UnsafeBufferPointer<UInt8>) -> SimDuration? {
    guard let milliseconds = integerValue(field) ?? unitMilliseconds(field),
      milliseconds.magnitude <= SimDuration.limit.milliseconds.magnitude
    else { return nil }
    return SimDuration(milliseconds: milliseconds)
  }

  /// Numbers with their units, added up.
  private static func unitMilliseconds(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
    var total: Int64 = 0
    var place = 0
    while place < field.count {
      let number = run(field, from: place, of: isNumberByte)
      let unit = run(field, from: place + number.count) { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
      place += number.count + unit.count
      while place < field.count && field[place] == UInt8(ascii: " ") { place += 1 }
      let size: UInt64
      switch unit.first {
      case UInt8(ascii: "m") where unit.count == 2 && unit[1] == UInt8(ascii: "s"): size = 1
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

  /// The bytes from a place on, up to the first that is not of a kind.
  @inline(__always) private static func run(
    _ field: UnsafeBufferPointer<UInt8>, from start: Int, of isOfKind: (UInt8) -> Bool
  ) -> UnsafeBufferPointer<UInt8> {
    var end = start
    while end < field.count && isOfKind(field[end]) { end += 1 }
    return field.part(start..<end)
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: ".")
  }

  /// An amount of memory or disk: plain bytes, or a number and a unit of 1024.
  ///
  /// Nextflow's `MemoryUnit` counts 1 KB = 1024 B, so its GB is what others call GiB.
  static func bytes(_ field: UnsafeBufferPointer<UInt8>) -> Bytes? {
    if let count = integerValue(field) {
      return (0...Bytes.limit.count).contains(count) ? Bytes(count) : nil
    }
    let number = run(field, from: 0) { isNumberByte($0) || $0 == UInt8(ascii: ",") }
    let unit = field.part(number.count..<field.count).withoutSpaces
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
    guard exponent == 0 || (unit.count == 2 && unit[1] == UInt8(ascii: "B")) else { return nil }
    guard let count = decimal(number)?.times(1 << (10 * UInt64(exponent))), count <= Bytes.limit.count else {
      return nil
    }
    return Bytes(count)
  }

  /// A share of a core in percent: `99.1%`, `99.1 %` or `99.1`.
  static func percent(_ field: UnsafeBufferPointer<UInt8>) -> Double? {
    number(field.last == UInt8(ascii: "%") ? field.part(0..<(field.count - 1)).withoutSpaces : field)
  }

  /// A number with a point or, where Nextflow ran in a country that writes so, a comma before its one decimal.
  ///
  /// Nextflow prints percentages by `String.format("%.1f%%")`, and did sizes, in the machine's locale.
  @inline(__always) private static func decimal(_ field: UnsafeBufferPointer<UInt8>) -> ShortDecimal? {
    guard field.count > 2, field[field.count - 2] == UInt8(ascii: ",") else { return ShortDecimal(field) }
    return ShortDecimal(field.lazy.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 })
  }

  /// A number that is finite, not negative and no larger than anything real.
  static func number(_ field: UnsafeBufferPointer<UInt8>) -> Double? {
    // Digits and a power of ten that a Double holds exactly make the nearest Double in one division.
    guard let short = decimal(field), short.digits < 1 << 53, short.scale <= 15 else { return nil }
    let value = short.exactQuotient
    return value <= 1e9 ? value : nil
  }
}
