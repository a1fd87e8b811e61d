import Glibc

/// Strings that were read lately, so that a thousand records of one project hold its name once.
///
/// A fixed number of places, the newest wins: bounded memory, and a miss costs no more than making the string.
struct StringPool {
  private var places = [String](repeating: "", count: size)
  private static let size = 1024

  /// The text of `bytes`, shared with an equal one if that was read lately.
  mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Strings up to 15 bytes have no storage to share.
    guard bytes.count > 15, let start = bytes.baseAddress else { return String(decoding: bytes, as: UTF8.self) }
    let last = start + (bytes.count - 8)
    var hash = eightBytes(start) ^ (eightBytes(start + 8) &* 0x9E37_79B9_7F4A_7C15)
    hash = (hash ^ (eightBytes(last) &* 0xC2B2_AE3D_27D4_EB4F) ^ UInt64(bytes.count)) &* 0xD6E8_FEB8_6659_FD93
    let place = Int(truncatingIfNeeded: hash >> 40) & (Self.size - 1)
    let isSame = places[place].utf8.withContiguousStorageIfAvailable { known in
      guard known.count == bytes.count, let a = known.baseAddress else { return false }
      return memcmp(a, start, bytes.count) == 0
    }
    if isSame == true { return places[place] }
    let text = String(decoding: bytes, as: UTF8.self)
    places[place] = text
    return text
  }
}
