import Glibc

extension ByteReader {
  /// Moves behind the next place where `text` stands; false, and to the end, if it stands nowhere.
  ///
  /// - Complexity: O(bytes); nothing of what is passed over is held.
  func skip(past text: StaticString) throws(InputError) -> Bool {
    let count = text.utf8CodeUnitCount
    let first = Int32(text.utf8Start.pointee)
    while true {
      while end - position >= count, let found = memchr(base + position, first, end - position - count + 1) {
        position = UnsafeMutablePointer(found.assumingMemoryBound(to: UInt8.self)) - base
        if memcmp(base + position, text.utf8Start, count) == 0 {
          position += count
          return true
        }
        position += 1
      }
      // Of what is left no more than the beginning of the text can count.
      position = max(position, end - count + 1)
      guard try more() else {
        position = end
        return false
      }
    }
  }

  /// The next byte that is no white space, not consumed; nil at the end.
  func peekVisible() throws(InputError) -> UInt8? {
    while true {
      while position < end {
        if base[position] > UInt8(ascii: " ") { return base[position] }
        position += 1
      }
      guard try more() else { return nil }
    }
  }

  /// Consumes the next visible byte if it is this one.
  func take(_ byte: UInt8) throws(InputError) -> Bool {
    guard try peekVisible() == byte else { return false }
    position += 1
    return true
  }

  /// Reads to the end and lets everything go, so that damaged compressed data is noticed.
  func drain() throws(InputError) {
    repeat { position = end } while try more()
  }
}
