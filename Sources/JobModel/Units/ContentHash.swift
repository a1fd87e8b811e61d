/// A 128-bit hash of bytes that is the same on every machine and in every version: for recognising rows and files
/// that are equal, not against forgery.
///
/// Two lanes of 64-bit multiply-and-fold over 16 bytes a step, in the manner of wyhash (Wang Yi, 2019).
public struct ContentHash {
  /// The hash of `bytes`.
  ///
  /// - Parameter seed: a hash of what stands before them, if they are part of something.
  public static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt128 = 0) -> UInt128 {
    var low: UInt64 = 0xA076_1D64_78BD_642F ^ UInt64(bytes.count) ^ UInt64(truncatingIfNeeded: seed)
    var high: UInt64 = 0xE703_7ED1_A0B4_28DB ^ UInt64(truncatingIfNeeded: seed >> 64)
    var index = 0
    while index + 16 <= bytes.count {
      let a = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let b = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self))
      low = fold(low ^ a, b ^ 0x8EBC_6AF0_9C88_C6E3)
      high = fold(high ^ b, a ^ 0x5899_65CC_7537_4CC3) &+ low
      index += 16
    }
    let tail = tail(bytes, from: index)
    low = fold(low ^ tail.0, tail.1 ^ 0x1D8E_4E27_C47D_124F)
    high = fold(high ^ tail.1, tail.0 ^ 0xEB44_ACCA_B455_D165) &+ low
    return UInt128(fold(high, 0x9E37_79B9_7F4A_7C15 ^ low)) << 64 | UInt128(fold(low, 0xBF58_476D_1CE4_E5B9 ^ high))
  }

  /// The last bytes, fewer than 16, as two numbers, the first byte lowest; nought behind them.
  @inline(__always) private static func tail(
    _ bytes: UnsafeRawBufferPointer, from index: Int
  ) -> (UInt64, UInt64) {
    func eight(_ place: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
    func four(_ place: Int) -> UInt64 {
      UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    }
    let count = bytes.count - index
    if count == 0 { return (0, 0) }
    // Loads that overlap what was looked at before, shifted to where they belong: no loop over bytes.
    if count >= 8 { return (eight(index), eight(bytes.count - 8) >> UInt64(8 * (16 - count))) }
    if bytes.count >= 8 { return (eight(bytes.count - 8) >> UInt64(8 * (8 - count)), 0) }
    if count >= 4 { return (four(index) | four(bytes.count - 4) << UInt64(8 * (count - 4)), 0) }
    var last: UInt64 = 0
    for place in 0..<count { last |= UInt64(bytes[index + place]) << UInt64(8 * place) }
    return (last, 0)
  }

  /// The hash of an array.
  public static func of(_ bytes: [UInt8]) -> UInt128 { bytes.withUnsafeBytes { of($0) } }

  /// The hash of a text's UTF-8.
  public static func of(_ text: String, seed: UInt128 = 0) -> UInt128 {
    text.utf8.withContiguousStorageIfAvailable { of(UnsafeRawBufferPointer($0), seed: seed) }
      ?? Array(text.utf8).withUnsafeBytes { of($0, seed: seed) }
  }

  /// The first 16 hexadecimal digits of the hash: enough to tell files apart.
  public static func shortText(_ bytes: [UInt8]) -> String {
    let text = String(UInt64(truncatingIfNeeded: of(bytes) >> 64), radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }

  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    // The plain product is added so that a factor of nought does not forget the other one.
    return high ^ low ^ (a &+ b)
  }
}
