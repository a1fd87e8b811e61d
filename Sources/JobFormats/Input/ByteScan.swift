// Bytes looked at many at a time. Whatever is here stays inside what it is given, or inside ``ByteReader/padding``.

/// Eight bytes as one number, the first of them lowest, wherever they stand.
@inline(__always)
func eightBytes(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
  UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
}

/// A word of eight equal bytes.
@inline(__always)
func repeated(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

/// A word whose lowest bit set stands in the first byte that is nought; 0 if there is none.
///
/// Bytes behind the first may be marked wrongly (A. Mycroft's test; H. S. Warren, Hacker's Delight, 6-1).
@inline(__always)
func firstNought(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 }

/// A word with the high bit of each byte that is nought, and no other.
///
/// No carry leaves a byte, so it is exact for all of them (H. S. Warren, Hacker's Delight, 6-1).
@inline(__always)
func noughts(_ word: UInt64) -> UInt64 {
  let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  return ~(((word & low) &+ low) | word | low)
}

/// How many line feeds there are.
func newlines(_ bytes: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
  var total = 0
  var index = 0
  let feed = repeated(UInt8(ascii: "\n"))
  while count - index >= 8 {
    // Each byte of this counts the line feeds in its place: 255 at most before it has to be emptied.
    var counts: UInt64 = 0
    for _ in 0..<min(255, (count - index) / 8) {
      counts &+= noughts(eightBytes(bytes + index) ^ feed) >> 7
      index += 8
    }
    let pairs = (counts & 0x00FF_00FF_00FF_00FF) &+ (counts >> 8 & 0x00FF_00FF_00FF_00FF)
    total += Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) >> 48)
  }
  while index < count {
    if bytes[index] == UInt8(ascii: "\n") { total += 1 }
    index += 1
  }
  return total
}
