/// A 128-bit hash of bytes that is the same on every machine and in every version: for recognising rows and files
/// that are equal, not against forgery.
///
/// Two lanes of 64-bit multiply-and-fold over 16 bytes a step, in the manner of wyhash (Wang Yi, 2019).
struct ContentHash {
  /// The hash of `bytes`.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt128 {
    var low: UInt64 = 0xA076_1D64_78BD_642F ^ UInt64(bytes.count)
    var high: UInt64 = 0xE703_7ED1_A0B4_28DB
    var index = 0
    while index + 16 <= bytes.count {
      let a = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let b = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self))
      low = fold(low ^ a, b ^ 0x8EBC_6AF0_9C88_C6E3)
      high = fold(high ^ b, a ^ 0x5899_65CC_7537_4CC3) &+ low
      index += 16
    }
    var tail: (UInt64, UInt64) = (0, 0)
    for (place, byte) in bytes[index...].enumerated() {
      if place < 8 { tail.0 |= UInt64(byte) << (8 * place) } else { tail.1 |= UInt64(byte) << (8 * (place - 8)) }
    }
    low = fold(low ^ tail.0, tail.1 ^ 0x1D8E_4E27_C47D_124F)
    high = fold(high ^ tail.1, tail.0 ^ 0xEB44_ACCA_B455_D165) &+ low
    return UInt128(fold(high, 0x9E37_79B9_7F4A_7C15 ^ low)) << 64 | UInt128(fold(low, 0xBF58_476D_1CE4_E5B9 ^ high))
  }

  /// The hash of an array.
  static func of(_ bytes: [UInt8]) -> UInt128 { bytes.withUnsafeBytes { of($0) } }

  /// The hash of a text's UTF-8.
  static func of(_ text: String) -> UInt128 {
    var text = text
    return text.withUTF8 { of(UnsafeRawBufferPointer($0)) }
  }

  /// The first 16 hexadecimal digits of the hash: enough to tell files apart.
  static func shortText(_ bytes: [UInt8]) -> String {
    let text = String(UInt64(truncatingIfNeeded: of(bytes) >> 64), radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }

  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    // The plain product is added so that a factor of nought does not forget the other one.
    return high ^ low ^ (a &+ b)
  }
}
