// Numbers, which come in every record: the common ones without a copy.

extension JSONPullReader {
  /// Reads a number as it was written.
  public mutating func number() throws(InputError) -> JSONNumber {
    guard try peek() == .number else { throw unexpected("a number") }
    if let value = shortInteger() { return .integer(value) }
    let token = try numberToken()
    if let value = integerValue(bytes(token)) { return .integer(value) }
    return .text(String(decoding: bytes(token), as: UTF8.self))
  }

  /// Consumes a whole number of at most 18 digits whose end is at hand; nil, and nothing consumed, for any other.
  @inline(__always)
  mutating func shortInteger() -> Int64? {
    var place = index
    let isNegative = base[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let first = place
    var value: Int64 = 0
    while true {
      let digit = base[place] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value &* 10 &+ Int64(digit)
      place += 1
      if place - first > 18 { return nil }
    }
    guard place > first, place < end, !Self.isNumberByte(base[place]) else { return nil }
    index = place
    return isNegative ? -value : value
  }

  /// Consumes a plain decimal number as 10^-9 units, rounded half to even, if it is not negative, below 10^9, has at most
  /// 28 digits and its end is at hand; nil, and nothing consumed, for any other.
  mutating func shortNanos() -> Int64? {
    var place = index
    var whole: UInt64 = 0
    while base[place] &- UInt8(ascii: "0") < 10 {
      whole = whole &* 10 &+ UInt64(base[place] &- UInt8(ascii: "0"))
      place += 1
      if place - index > 9 { return nil }
    }
    guard place > index else { return nil }
    var nanos: UInt64 = 0
    var digits = 0
    var rest: UInt8 = 0  // the first digit that is cut off
    var isMore = false  // whether another one behind it is not nought
    if base[place] == UInt8(ascii: ".") {
      place += 1
      while base[place] &- UInt8(ascii: "0") < 10 {
        let digit = base[place] &- UInt8(ascii: "0")
        if digits < 9 {
          nanos = nanos &* 10 &+ UInt64(digit)
        } else if digits == 9 {
          rest = digit
        } else if digit > 0 {
          isMore = true
        }
        digits += 1
        place += 1
        if digits > 19 { return nil }
      }
      guard digits > 0 else { return nil }
    }
    guard place < end, !Self.isNumberByte(base[place]) else { return nil }
    for _ in 0..<max(0, 9 - digits) { nanos &*= 10 }
    if rest > 5 || (rest == 5 && (isMore || nanos % 2 == 1)) { nanos += 1 }
    index = place
    return Int64(whole &* 1_000_000_000 &+ nanos)
  }

  /// Passes over a number.
  @inline(__always)
  mutating func skipNumber() throws(InputError) {
    if shortInteger() == nil { _ = try numberToken() }
  }

  /// Consumes a number.
  mutating func numberToken() throws(InputError) -> Token {
    var start = index
    while true {
      while index < end, Self.isNumberByte(base[index]) { index += 1 }
      if index < end { break }
      let isMore = try refill(keeping: start)
      // The bytes move even when nothing follows them.
      start = input.position
      if !isMore { break }
    }
    let token = Token(start: start, count: index - start)
    // Letters are for exponents and for what Python writes in place of a number.
    let text = bytes(token)
    if let last = text.last, last < UInt8(ascii: "0") || last > UInt8(ascii: "9") {
      guard
        text.elementsEqual("NaN".utf8) || text.elementsEqual("Infinity".utf8)
          || text.elementsEqual("-Infinity".utf8)
      else {
        if index == end { throw cutShort(expected: "the rest of a number") }
        index = start
        throw unexpected("a number")
      }
    }
    return token
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
}
