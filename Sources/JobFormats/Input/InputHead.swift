/// The beginning of an input, by which its format is recognised.
public struct InputHead: Sendable {
  /// How much of an input is looked at.
  public static let length = 64 * 1024

  /// The first bytes, without a byte order mark.
  public let bytes: [UInt8]

  /// A head of these bytes; a byte order mark (UTF-8) is dropped.
  public init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// The first byte that is no white space.
  public var firstVisible: UInt8? { bytes.first { $0 > UInt8(ascii: " ") } }

  /// Whether nothing but white space is there.
  public var isEmpty: Bool { firstVisible == nil }

  /// The first line that is not empty, without its end.
  public var firstLine: ArraySlice<UInt8> {
    let text = bytes.drop { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let line = text.prefix { $0 != UInt8(ascii: "\n") }
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }

  /// Whether a text stands anywhere in the head.
  ///
  /// - Complexity: O(head × text).
  public func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, bytes.count >= wanted.count else { return wanted.isEmpty }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
      if bytes[start..<(start + wanted.count)].elementsEqual(wanted) { return true }
    }
    return false
  }

  /// The first characters for a message, with everything that does not print as a space.
  public func printable(_ count: Int = 60) -> String {
    String(
      String(decoding: bytes.prefix(count), as: UTF8.self).unicodeScalars.map { scalar -> Character in
        scalar.value < 32 || scalar.value == 127 ? " " : Character(scalar)
      })
  }
}
