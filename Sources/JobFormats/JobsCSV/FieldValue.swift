import Glibc
import JobModel

/// Figures of a table, from their bytes.
enum FieldValue {
  /// Whether a field says nothing: nothing at all, `-` or `-1`.
  @inline(__always) static func isMissing(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    // The first byte before the length, which is another in every row and so is guessed wrongly.
    guard let first = field.first else { return true }
    guard first == UInt8(ascii: "-") else { return false }
    return field.count == 1 || (field.count == 2 && field[1] == UInt8(ascii: "1"))
  }

  /// Whether a field is exactly these bytes.
  static func isSame(_ bytes: [UInt8], _ field: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.count == field.count
      && bytes.withUnsafeBufferPointer { known in
        guard let a = known.baseAddress, let b = field.baseAddress else { return field.isEmpty }
        return memcmp(a, b, field.count) == 0
      }
  }

  /// Whether each byte is a character of ASCII.
  @inline(__always) static func isASCII(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    var all: UInt8 = 0
    for byte in field { all |= byte }
    return all < 0x80
  }

  /// The field without spaces at either end.
  @inline(__always) static func trimmed(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let first = field.first, let last = field.last,
      first <= UInt8(ascii: " ") || last <= UInt8(ascii: " ")
    else { return field }
    var start = 0
    var end = field.count
    while start < end && field[start] <= UInt8(ascii: " ") { start += 1 }
    while end > start && field[end - 1] <= UInt8(ascii: " ") { end -= 1 }
    return UnsafeBufferPointer(rebasing: field[start..<end])
  }

  /// Up to 18 digits; nil for anything else.
  @inline(__always) static func digits(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
    digits(field) { upToEight($0, $1) }
  }

  /// As ``digits(_:)``, for a field behind whose first byte seven more can be loaded, whatever they are: one of
  /// ``DelimitedRows``.
  @inline(__always) private static func paddedDigits(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
    digits(field) { start, count in value(of: eightBytes(start), count) }
  }

  @inline(__always) private static func digits(
    _ field: UnsafeBufferPointer<UInt8>, _ upToEight: (UnsafePointer<UInt8>, Int) -> UInt64?
  ) -> Int64? {
    guard let start = field.baseAddress, field.count > 0 else { return nil }
    if field.count <= 8 { return upToEight(start, field.count).map { Int64(truncatingIfNeeded: $0) } }
    if field.count <= 16 {
      guard let high = upToEight(start, field.count - 8), let low = value(of: eightBytes(start + (field.count - 8)), 8)
      else { return nil }
      return Int64(truncatingIfNeeded: high &* 100_000_000 &+ low)
    }
    guard field.count <= 18 else { return nil }
    var value: Int64 = 0
    for byte in field {
      let digit = byte &- UInt8(ascii: "0")
      if digit > 9 { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return value
  }

  /// One to eight digits, of which no byte outside is looked at.
  @inline(__always) private static func upToEight(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64? {
    let bytes = UnsafeRawPointer(start)
    func four(_ place: Int) -> UInt64 {
      UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    }
    var word: UInt64
    if count >= 4 {
      // Two loads that may overlap.
      word = four(0) | four(count &- 4) &<< UInt64(truncatingIfNeeded: 8 &* (count &- 4))
    } else {
      word = UInt64(start[0])
      if count > 1 { word |= UInt64(start[1]) &<< 8 }
      if count > 2 { word |= UInt64(start[2]) &<< 16 }
    }
    return value(of: word, count)
  }

  /// The first one to eight bytes of a word as digits, all at once: fields are of all lengths, and a loop over them is
  /// guessed wrongly once a field.
  ///
  /// Source: D. Lemire, "Quickly parsing eight digits", 2018.
  @inline(__always) private static func value(of bytes: UInt64, _ count: Int) -> UInt64? {
    // The digits go to the end, with noughts in front.
    var word = bytes &<< UInt64(truncatingIfNeeded: 8 &* (8 &- count))
    word |= (0x3030_3030_3030_3030 as UInt64) >> UInt64(truncatingIfNeeded: 8 &* count)
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    guard (word & high) | (((word &+ 0x0606_0606_0606_0606) & high) &>> 4) == 0x3333_3333_3333_3333 else { return nil }
    word = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) &>> 8
    word = ((word & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
    return ((word & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
  }

  /// A figure times a multiplier and a factor, as a whole number in `0...limit`; nil for anything else.
  ///
  /// Rounded once, to the nearest, if it has a point or a factor.
  @inline(__always) static func whole(
    _ field: UnsafeBufferPointer<UInt8>, multiplier: Int64 = 1, factor: Double = 1, limit: Int64
  ) -> Int64? {
    if factor == 1, let digits = paddedDigits(field) {
      let (value, overflow) = digits.multipliedReportingOverflow(by: multiplier)
      return overflow || value > limit ? nil : value
    }
    return fraction(field, multiplier: multiplier, factor: factor, limit: limit)
  }

  @inline(never) private static func fraction(
    _ field: UnsafeBufferPointer<UInt8>, multiplier: Int64, factor: Double, limit: Int64
  ) -> Int64? {
    let value: Int64?
    if factor == 1, let short = ShortDecimal(field) {
      value = short.times(UInt64(clamping: multiplier))
    } else {
      value = double(field).flatMap { checkedInteger($0 * factor * Double(multiplier)) }
    }
    return value.flatMap { (0...limit).contains($0) ? $0 : nil }
  }

  /// A number that is finite, not negative and, times the factor, no larger than `limit`; nil for anything else.
  @inline(__always) static func number(
    _ field: UnsafeBufferPointer<UInt8>, factor: Double = 1, limit: Double = 1e9
  ) -> Double? {
    let value = (double(field) ?? -1) * factor
    return value >= 0 && value <= limit ? value : nil
  }

  /// A number as `Double`; nil for anything else, also for `NaN` and `0x10`.
  private static func double(_ field: UnsafeBufferPointer<UInt8>) -> Double? {
    if field.count <= 15, let digits = paddedDigits(field) { return Double(digits) }
    // Digits and a power of ten that a Double holds exactly make the nearest Double in one division.
    if let short = ShortDecimal(field), short.digits < 1 << 53, short.scale <= 15 {
      return short.exactQuotient
    }
    let isPlain = field.allSatisfy {
      $0 &- UInt8(ascii: "0") <= 9 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
        || $0 | 0x20 == UInt8(ascii: "e")
    }
    guard isPlain, field.count <= 64, let value = Double(String(decoding: field, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }
}
