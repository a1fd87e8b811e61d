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

/// The whole number that bytes spell, with an optional minus sign; nil if they spell none or one beyond `Int64`.
func integerValue(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
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
