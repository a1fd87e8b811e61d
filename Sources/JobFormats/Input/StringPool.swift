import Glibc

/// Strings that were read lately, so that a thousand records of one project hold its name once.
///
/// A fixed number of places, the newest wins: bounded memory, and a miss costs no more than making the string.
struct StringPool {
  private var places = [String](repeating: "", count: 256)

  /// The text of `bytes`, shared with an equal one if that was read lately.
  mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Strings up to 15 bytes have no storage to share.
    if bytes.count <= 15 { return String(decoding: bytes, as: UTF8.self) }
    let place = Int(truncatingIfNeeded: ContentHash.of(UnsafeRawBufferPointer(bytes))) & 255
    let isSame = places[place].utf8.withContiguousStorageIfAvailable { known in
      guard known.count == bytes.count, let a = known.baseAddress, let b = bytes.baseAddress else { return false }
      return memcmp(a, b, bytes.count) == 0
    }
    if isSame == true { return places[place] }
    let text = String(decoding: bytes, as: UTF8.self)
    places[place] = text
    return text
  }
}
