import Glibc

extension JSONPullReader {
  /// A string, key or number among the bytes at hand: valid until the next refill.
  struct Token {
    var start: Int
    var count: Int
    var hasEscapes = false
  }

  /// Reads a string; what is no UTF-8 and half surrogate pairs become U+FFFD.
  public mutating func string() throws(InputError) -> String {
    guard try peek() == .string else { throw unexpected("a text") }
    return decoded(try stringToken())
  }

  /// Reads a string that many records have in common, such as a project: equal ones share their storage.
  public mutating func sharedString() throws(InputError) -> String {
    guard try peek() == .string else { throw unexpected("a text") }
    let token = try stringToken()
    return token.hasEscapes ? decoded(token) : strings.string(bytes(token))
  }

  /// Reads `true` or `false`.
  public mutating func bool() throws(InputError) -> Bool {
    guard let byte = try nextByte() else { throw cutShort(expected: "true or false") }
    let isTrue = byte == UInt8(ascii: "t")
    try word(isTrue ? "true" : "false")
    return isTrue
  }

  /// Reads `null`.
  public mutating func null() throws(InputError) {
    _ = try nextByte()
    try word("null")
  }

  /// Reads a string, a number or a truth value as text; nil for `null` and, passed over, for objects and arrays.
  public mutating func scalarText() throws(InputError) -> String? {
    switch try peek() {
    case .string: return try string()
    case .number: return try number().text
    case .bool: return try bool() ? "true" : "false"
    case .null, .object, .array:
      try skipValue()
      return nil
    }
  }

  /// Appends the bytes of a string (its escapes resolved), a number or a truth value to `target`; false for `null` and,
  /// passed over, for objects and arrays.
  mutating func appendScalar(to target: inout [UInt8]) throws(InputError) -> Bool {
    switch try peek() {
    case .string:
      let token = try stringToken()
      if token.hasEscapes {
        target.append(contentsOf: decoded(token).utf8)
      } else {
        target.append(contentsOf: bytes(token))
      }
    case .number: target.append(contentsOf: bytes(try numberToken()))
    case .bool: target.append(contentsOf: (try bool() ? "true" : "false").utf8)
    case .null, .object, .array:
      try skipValue()
      return false
    }
    return true
  }

  func bytes(_ token: Token) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + token.start, count: token.count)
  }

  func decoded(_ token: Token) -> String {
    token.hasEscapes ? unescaped(bytes(token)) : String(decoding: bytes(token), as: UTF8.self)
  }

  /// Consumes a string, the next byte being its opening quote.
  @inline(__always)
  mutating func stringToken() throws(InputError) -> Token {
    let start = index + 1
    let place = quoteOrBackslash(from: start)
    if place < end, base[place] == UInt8(ascii: "\"") {
      index = place + 1
      return Token(start: start, count: place - start)
    }
    return try longStringToken(from: start, plain: place)
  }

  /// Consumes a string that has escapes or goes beyond the bytes at hand, and is plain up to an index.
  @inline(never)
  private mutating func longStringToken(from opening: Int, plain: Int) throws(InputError) -> Token {
    var start = opening
    var hasEscapes = false
    index = plain
    while true {
      index = quoteOrBackslash(from: index)
      if index < end {
        if base[index] == UInt8(ascii: "\"") {
          defer { index += 1 }
          return Token(start: start, count: index - start, hasEscapes: hasEscapes)
        }
        hasEscapes = true
        // The escaped byte may be in the next block.
        if index + 1 < end {
          index += 2
          continue
        }
      }
      guard try refill(keeping: start) else { throw cutShort(expected: "the end of a text") }
      start = input.position
    }
  }

  /// Passes over a string without holding it, the next byte being its opening quote.
  mutating func skipString() throws(InputError) {
    index += 1
    while true {
      index = quoteOrBackslash(from: index)
      if index < end {
        if base[index] == UInt8(ascii: "\"") {
          index += 1
          return
        }
        if index + 1 < end {
          index += 2
          continue
        }
      }
      guard try refill(keeping: index) else { throw cutShort(expected: "the end of a text") }
    }
  }

  /// The index of the first quote or backslash among the bytes at hand, or their end.
  @inline(__always)
  private func quoteOrBackslash(from start: Int) -> Int {
    var place = start
    while place < end {
      let bytes = eightBytes(base + place)
      let found =
        firstNought(bytes ^ repeated(UInt8(ascii: "\""))) | firstNought(bytes ^ repeated(UInt8(ascii: "\\")))
      if found != 0 { return min(place + found.trailingZeroBitCount >> 3, end) }
      place += 8
    }
    return end
  }

  private mutating func word(_ word: StaticString) throws(InputError) {
    while end - index < word.utf8CodeUnitCount, try refill(keeping: index) {}
    let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    let found = UnsafeBufferPointer(start: base + index, count: min(wanted.count, end - index))
    guard found.elementsEqual(wanted) else {
      if wanted.starts(with: found) { throw cutShort(expected: "\(word)") }
      throw unexpected("\(word)")
    }
    index += wanted.count
  }
}

/// A string's bytes with its escapes resolved.
private func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var index = 0

  /// The hexadecimal digits that stand at `place`.
  func hexadecimal(at place: Int, digits: Int = 4) -> UInt32? {
    guard place + digits <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[place..<(place + digits)] {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  func append(_ scalar: UInt32) {
    result.append(contentsOf: Array(String(Character(UnicodeScalar(scalar) ?? "\u{FFFD}")).utf8))
  }

  while index < bytes.count {
    let byte = bytes[index]
    index += 1
    guard byte == UInt8(ascii: "\\"), index < bytes.count else {
      result.append(byte)
      continue
    }
    let escape = bytes[index]
    index += 1
    switch escape {
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    // The quote is JavaScript's: JSON in the script of a page may have it.
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"): result.append(escape)
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal(at: index) else {
        append(0xFFFD)
        continue
      }
      index += 4
      // A high surrogate counts only together with the low one behind it.
      if unit & 0xFC00 == 0xD800, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
        bytes[index + 1] == UInt8(ascii: "u"), let low = hexadecimal(at: index + 2), low & 0xFC00 == 0xDC00
      {
        index += 6
        append(0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF))
      } else {
        append(unit)
      }
    case UInt8(ascii: "x"):
      // JavaScript's too: two digits.
      guard let value = hexadecimal(at: index, digits: 2) else {
        append(0xFFFD)
        continue
      }
      index += 2
      append(value)
    default: append(0xFFFD)
    }
  }
  return String(decoding: result, as: UTF8.self)
}
