import JobModel
import Testing

@testable import JobFormats

/// Whatever looks at several bytes at once, against the plain way.
@Suite("Bytes of fields")
struct FieldBytesTests {
  private func digits(_ bytes: [UInt8]) -> Int64? { bytes.withUnsafeBufferPointer { FieldValue.digits($0) } }

  @Test("digits of every length, and none with another byte at any place")
  func everyLength() {
    #expect(digits([]) == nil)
    for length in 1...20 {
      for first in 0...9 {
        var bytes = (0..<length).map { UInt8(ascii: "0") + UInt8((first + 7 * $0) % 10) }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(digits(bytes) == (length <= 18 ? Int64(text) : nil), "\(text)")
        for place in 0..<length {
          let digit = bytes[place]
          for other: UInt8 in [0, 0x20, 0x2D, 0x2E, 0x2F, 0x3A, 0x40, 0x70, 0xB5, 0xFF] {
            bytes[place] = other
            #expect(digits(bytes) == nil, "\(text), \(other) at \(place)")
          }
          bytes[place] = digit
        }
      }
    }
  }

  @Test("a factor gives what it gives with numbers of twice the width")
  func times() throws {
    for text in ["0", "5", "0.5", "1.5", "2.5", "0.125", "99.9", "123456789012345678", "0.000000000000000001", "17.35"]
    {
      let short = try #require(ShortDecimal(text.utf8))
      for factor: UInt64 in [1, 2, 1000, 86_400_000, 1 << 30, 1 << 60, 1_000_000_000] {
        let product = UInt128(short.digits) * UInt128(factor)
        let divisor = (0..<short.scale).reduce(UInt128(1)) { power, _ in power * 10 }
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
        let isUp = remainder * 2 > divisor || (remainder * 2 == divisor && quotient % 2 == 1)
        #expect(short.times(factor) == Int64(exactly: quotient + (isUp ? 1 : 0)), "\(text) × \(factor)")
      }
    }
  }

  @Test("shared texts are the texts, at every length and of any bytes")
  func pool() {
    var pool = StringPool()
    for round in 0..<3 {
      for length in 0...40 {
        for seed in 0..<40 {
          // Some differ in one byte only, some are no UTF-8.
          var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: length)
          if length > 0 { bytes[seed % length] = UInt8(truncatingIfNeeded: seed * 61 + round) }
          let text = bytes.withUnsafeBufferPointer { pool.string($0) }
          #expect(Array(text.utf8) == Array(String(decoding: bytes, as: UTF8.self).utf8))
        }
      }
    }
  }

  @Test("a register of rows finds what comes again, and nothing else")
  func rows() {
    for keys in [
      ["1", "2", "3", "2", "4", "1", "5"], ["job-1", "job-3", "job-2", "job-4"], ["a", "b", "a", "7", "7", "8"],
    ] {
      var register = RowRegister()
      var model: Set<String> = []
      for (place, key) in (keys + keys).enumerated() {
        // Some rows of one key are different rows.
        let row = place % 3 == 0 ? key + ",x" : key
        let isNew = Array(key.utf8).withUnsafeBufferPointer { register.insert(ContentHash.of(row), first: $0) }
        #expect(isNew == model.insert(row).inserted, "\(row) at \(place)")
      }
    }
  }
}
