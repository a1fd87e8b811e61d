import Glibc
import JobModel

// Values from bytes, where making a String first would cost more than the value.

extension ArraySlice<UInt8> {
  /// The bytes as text; what is no UTF-8 becomes U+FFFD.
  public var text: String { String(decoding: self, as: UTF8.self) }

  /// Whether the bytes are those of a text.
  public func isText(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount
      && withUnsafeBufferPointer { bytes in
        bytes.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
      }
  }

  /// The whole number that the bytes spell, or nil if they spell none or one beyond `Int64`.
  public var integer: Int64? { withUnsafeBufferPointer(integerValue) }

  /// The bytes without spaces at either end.
  public var trimmed: ArraySlice<UInt8> {
    var slice = self
    while slice.first == UInt8(ascii: " ") { slice = slice.dropFirst() }
    while slice.last == UInt8(ascii: " ") { slice = slice.dropLast() }
    return slice
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes as text; what is no UTF-8 becomes U+FFFD.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// Whether the bytes are those of a text.
  @inline(__always) func isText(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount, let start = baseAddress else { return false }
    return memcmp(start, text.utf8Start, count) == 0
  }

  /// The bytes without spaces at either end.
  @inline(__always) var withoutSpaces: UnsafeBufferPointer<UInt8> {
    guard first == UInt8(ascii: " ") || last == UInt8(ascii: " ") else { return self }
    var start = 0
    var end = count
    while start < end && self[start] == UInt8(ascii: " ") { start += 1 }
    while end > start && self[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return part(start..<end)
  }

  /// Some of the bytes.
  @inline(__always) func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[range])
  }
}

/// The whole number that bytes spell, with an optional minus sign; nil if they spell none or one beyond `Int64`.
func integerValue(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
  if let digits = FieldValue.digits(bytes) { return digits }
  let negative = bytes.first == UInt8(ascii: "-")
  let digits = negative ? bytes.dropFirst() : bytes[...]
  guard !digits.isEmpty else { return nil }
  var value: Int64 = 0
  for byte in digits {
    let digit = byte &- UInt8(ascii: "0")
    guard digit < 10 else { return nil }
    // Negative all the way: Int64.min has no positive counterpart.
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    let (next, underflow) = product.subtractingReportingOverflow(Int64(digit))
    if overflow || underflow { return nil }
    value = next
  }
  if negative { return value }
  return value == .min ? nil : -value
}

/// A decimal number with its digits as they stand: `4.50` is 450 / 10^2. At most 18 digits, so that it fits.
struct ShortDecimal {
  /// The digits without the point.
  var digits: UInt64
  /// How many of them stand behind the point.
  var scale: Int

  /// The powers of ten that fit.
  private static let powers: [UInt64] = (0..<20).map { scale in (0..<scale).reduce(1) { power, _ in power * 10 } }

  /// Reads digits with at most one point among them; nil for anything else and for more than 18 digits.
  init?(_ bytes: some Sequence<UInt8>) {
    digits = 0
    scale = 0
    var count = 0
    var sawDigit = false
    var sawPoint = false
    for byte in bytes {
      if byte == UInt8(ascii: ".") && !sawPoint {
        sawPoint = true
        continue
      }
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10, count < 18 else { return nil }
      sawDigit = true
      // Noughts in front are no digits: a price may have many behind its point.
      if digits != 0 || digit != 0 { count += 1 }
      digits = digits * 10 + UInt64(digit)
      if sawPoint { scale += 1 }
    }
    guard sawDigit, scale < 30 else { return nil }
  }

  /// The nearest `Double`, where digits and power of ten are held by one exactly: below 2^53, and up to 10^15.
  var exactQuotient: Double { Double(digits) / Double(Self.powers[min(scale, Self.powers.count - 1)]) }

  /// The number times a factor, rounded once, half to even; nil if it does not fit.
  func times(_ factor: UInt64) -> Int64? {
    let (high, low) = digits.multipliedFullWidth(by: factor)
    // Nearly all fit, and a division of 128 bits costs ten times one of 64.
    if high == 0, scale < Self.powers.count {
      let divisor = Self.powers[scale]
      let (quotient, remainder) = low.quotientAndRemainder(dividingBy: divisor)
      let rest = divisor - remainder
      let isUp = remainder > rest || (remainder == rest && quotient % 2 == 1)
      return Int64(exactly: isUp ? quotient + 1 : quotient)
    }
    let product = UInt128(digits) * UInt128(factor)
    var divisor: UInt128 = 1
    for _ in 0..<scale { divisor *= 10 }
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
    let rest = divisor - remainder
    let isUp = remainder > rest || (remainder == rest && quotient % 2 == 1)
    return Int64(exactly: quotient + (isUp ? 1 : 0))
  }
}
