/// A decimal number as it was written: `digits / 10^scale`.
///
/// Prices are kept like this, so that a rate of any length is rounded once, after it was multiplied. Up to 30
/// significant digits are kept; what is longer is rounded to that (half to even).
public struct DecimalNumber: Sendable, Hashable {
  /// The digits without the point, with the sign.
  public let digits: Int128
  /// How many of the digits stand behind the point, 0...60.
  public let scale: Int

  /// The number nought.
  public static let zero = DecimalNumber(digits: 0, scale: 0)

  init(digits: Int128, scale: Int) {
    self.digits = digits
    self.scale = scale
  }

  /// Reads `12`, `-0.5`, `1.5e-3`.
  ///
  /// - Throws: ``InputValueError`` for anything else, also for NaN, infinity and magnitudes from 10^18 up.
  /// - Complexity: O(length).
  public init(parsing text: some StringProtocol) throws(InputValueError) {
    let failure = InputValueError(expected: "a number", found: text)
    var digits: Int128 = 0
    var significant = 0
    var scale = 0
    var sawDigit = false
    var sawPoint = false
    var droppedHalf = 0  // compares what was cut off with a half: the first dropped digit, then whether more follows
    var droppedMore = false
    var negative = false
    var iterator = text.utf8.makeIterator()
    var byte = iterator.next()
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
      negative = byte == UInt8(ascii: "-")
      byte = iterator.next()
    }
    while let current = byte {
      if current >= UInt8(ascii: "0") && current <= UInt8(ascii: "9") {
        sawDigit = true
        let digit = Int(current - UInt8(ascii: "0"))
        if significant < 30 {
          digits = digits * 10 + Int128(digit)
          if digits != 0 { significant += 1 }
          if sawPoint { scale += 1 }
        } else {
          if significant == 30 { droppedHalf = digit } else if digit != 0 { droppedMore = true }
          significant += 1
          if !sawPoint { scale -= 1 }
        }
        // A file cannot make this loop count without end: the exponent is bounded below anyway.
        if abs(scale) > 5000 { throw failure }
      } else if current == UInt8(ascii: ".") && !sawPoint {
        sawPoint = true
      } else {
        break
      }
      byte = iterator.next()
    }
    guard sawDigit else { throw failure }
    if let current = byte {
      guard current == UInt8(ascii: "e") || current == UInt8(ascii: "E") else { throw failure }
      var exponent = 0
      var exponentNegative = false
      var sawExponent = false
      byte = iterator.next()
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
        exponentNegative = byte == UInt8(ascii: "-")
        byte = iterator.next()
      }
      while let current = byte {
        guard current >= UInt8(ascii: "0") && current <= UInt8(ascii: "9"), exponent < 10_000 else { throw failure }
        sawExponent = true
        exponent = exponent * 10 + Int(current - UInt8(ascii: "0"))
        byte = iterator.next()
      }
      guard sawExponent else { throw failure }
      scale -= exponentNegative ? -exponent : exponent
    }
    if droppedHalf > 5 || (droppedHalf == 5 && (droppedMore || digits % 2 != 0)) { digits += 1 }
    if digits == 0 {
      self = .zero
      return
    }
    while scale < 0 {
      guard digits < 1_000_000_000_000_000_000 else { throw failure }
      digits *= 10
      scale += 1
    }
    while scale > 0 && digits % 10 == 0 {
      digits /= 10
      scale -= 1
    }
    while scale > 60 {  // below 10^-30 of a unit: nothing that can be charged
      digits /= 10
      scale -= 1
    }
    // 30 digits of which fewer than 12 stand behind the point are more than 10^18.
    guard digits < Self.power(min(scale + 18, 37)) || scale + 18 > 37 else { throw failure }
    self.init(digits: negative ? -digits : digits, scale: digits == 0 ? 0 : scale)
  }

  /// The exact sum; nil where it has more than 30 digits or cannot be read back.
  public func adding(_ other: DecimalNumber) -> DecimalNumber? {
    let most = max(scale, other.scale)
    guard most - min(scale, other.scale) <= 37 else { return nil }
    let (a, overflowA) = digits.multipliedReportingOverflow(by: Self.power(most - scale))
    let (b, overflowB) = other.digits.multipliedReportingOverflow(by: Self.power(most - other.scale))
    let (sum, overflow) = a.addingReportingOverflow(b)
    guard !overflowA, !overflowB, !overflow, sum.magnitude < Self.power(30).magnitude else { return nil }
    // In the one form that the same number has when it is read.
    return try? DecimalNumber(parsing: "\(DecimalNumber(digits: sum, scale: most))")
  }

  /// 10^exponent for 0...38.
  static func power(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  /// The number times `factor`, divided by `divisor`, times 10^9, rounded once, half to even; nil on overflow.
  ///
  /// - Parameter factor: not negative.
  /// - Parameter divisor: positive.
  public func nanos(times factor: Int64, dividedBy divisor: Int64) -> Int64? {
    guard factor >= 0, divisor > 0 else { return nil }
    var numerator = digits.magnitude
    var denominator = UInt128(divisor)
    if scale <= 9 {
      let (product, overflow) = numerator.multipliedReportingOverflow(by: Self.power(9 - scale).magnitude)
      if overflow { return nil }
      numerator = product
    } else {
      // scale - 9 may be 51, beyond 128 bits together with the divisor: whatever that small is nought.
      if scale - 9 > 28 { return 0 }
      let (product, overflow) = denominator.multipliedReportingOverflow(by: Self.power(scale - 9).magnitude)
      if overflow { return 0 }
      denominator = product
    }
    let (high, low) = numerator.multipliedFullWidth(by: UInt128(factor))
    guard high < denominator else { return nil }
    let (quotient, remainder) = denominator.dividingFullWidth((high, low))
    let rest = denominator - remainder
    let roundUp = remainder > rest || (remainder == rest && quotient % 2 == 1)
    guard let magnitude = Int64(exactly: quotient), !roundUp || magnitude < .max else { return nil }
    let rounded = magnitude + (roundUp ? 1 : 0)
    return digits < 0 ? -rounded : rounded
  }

  /// The nearest `Double`.
  public var approximate: Double {
    // Both are exact up to 2^53 and 10^22, so one division is rounded as the text would be.
    if digits.magnitude < 1 << 53, Self.exactPowers.indices.contains(Int(scale)) {
      return Double(digits) / Self.exactPowers[Int(scale)]
    }
    return Double(description) ?? 0
  }

  private static let exactPowers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}

extension DecimalNumber: CustomStringConvertible {
  /// The number as plain decimal text, without an exponent and without trailing noughts.
  public var description: String {
    let sign = digits < 0 ? "-" : ""
    let text = String(digits.magnitude)
    guard scale > 0 else { return sign + text }
    let padded = String(repeating: "0", count: max(0, scale + 1 - text.utf8.count)) + text
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}
