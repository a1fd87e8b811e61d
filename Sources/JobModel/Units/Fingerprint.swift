/// A 128-bit hash of bytes that is the same for ever and everywhere: the name of a content, not a seal on it.
///
/// FNV-1a with 128 bits (G. Fowler, L. Noll, K.-P. Vo; offset basis and prime of draft-eastlake-fnv).
public struct Fingerprint: Sendable, Hashable {
  private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

  /// The fingerprint of nothing.
  public init() {}

  /// Adds bytes.
  public mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      state ^= UInt128(byte)
      state &*= 0x0000_0000_0100_0000_0000_0000_0000_013b
    }
  }

  /// Adds a text and its end, so that "ab", "c" differs from "a", "bc".
  public mutating func add(_ text: String) {
    add(text.utf8)
    add(CollectionOfOne(0xff))
  }

  /// Adds a number.
  public mutating func add(_ value: Int64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      add(CollectionOfOne(UInt8(truncatingIfNeeded: value >> Int64(shift))))
    }
  }

  /// The first 16 of 32 hexadecimal digits.
  public var shortText: String { String(fullText.prefix(16)) }

  /// All 32 hexadecimal digits.
  public var fullText: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 32 - digits.utf8.count) + digits
  }

  /// The two halves, for sets.
  public var value: UInt128 { state }
}
