import Glibc

/// Strings that were read lately, so that a thousand records of one project hold its name once.
///
/// A fixed number of places, the newest wins: bounded memory, and a miss costs no more than making the string.
struct StringPool {
  private var places = [String](repeating: "", count: size)
  private static let size = 1024
  /// Texts of 4 to 15 bytes, with those bytes and their number.
  private var shorts = [(low: UInt64, high: UInt64, text: String)](repeating: (0, 0, ""), count: shortSize)
  private static let shortSize = 256

  /// The text of `bytes`, shared with an equal one if that was read lately.
  mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.count > 15, let start = bytes.baseAddress else { return short(bytes) }
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

  /// A text without storage: nothing to share, but bytes that were looked at need not be checked again for UTF-8.
  private mutating func short(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.count >= 4, let start = bytes.baseAddress else { return String(decoding: bytes, as: UTF8.self) }
    let raw = UnsafeRawPointer(start)
    let low: UInt64
    var high = UInt64(bytes.count) &<< 56
    // Loads that may overlap, so that no byte outside is touched; the number of bytes tells what they mean.
    if bytes.count >= 8 {
      low = eightBytes(start)
      high |= eightBytes(start + (bytes.count - 8)) &>> UInt64(8 * (16 - bytes.count))
      if bytes.count == 8 { high = 8 &<< 56 }
    } else {
      low =
        UInt64(raw.loadUnaligned(as: UInt32.self))
        | UInt64(raw.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)) &<< 32
    }
    let mixed = (low ^ high &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    let place = Int(truncatingIfNeeded: mixed >> 48) & (Self.shortSize - 1)
    if shorts[place].low == low && shorts[place].high == high { return shorts[place].text }
    let text = String(decoding: bytes, as: UTF8.self)
    shorts[place] = (low, high, text)
    return text
  }
}
