/// Finds documents whose aliases could keep the YAML composer busy for ever, before it sees them.
///
/// Values are shared while a document is composed, so a bomb of aliases is harmless until it is written out, and that
/// is counted. Keys are not: the composer hashes each, written out in full. So a document is refused if its anchors and
/// aliases could expand beyond the limit *and* an alias could stand in a key. Both are judged by the bytes alone, on
/// the safe side: what looks like an anchor inside a quoted text counts too.
enum AliasGuard {
  /// Whether the bytes could be such a document.
  ///
  /// - Complexity: O(bytes).
  static func mayExplode(_ bytes: [UInt8], limit: Int) -> Bool {
    var anchors = 0
    var aliases = 0
    var keyLike = false
    var previous = UInt8(ascii: "\n")
    for index in bytes.indices {
      let byte = bytes[index]
      let starts = isSpace(previous) || opens.contains(previous)
      switch byte {
      case UInt8(ascii: "&") where starts: anchors += 1
      case UInt8(ascii: "*") where starts:
        aliases += 1
        // `*name:` ends with the name or is the key itself; both are found here.
        var end = index + 1
        while end < bytes.count, isName(bytes[end]) { end += 1 }
        if end < bytes.count, bytes[end] == UInt8(ascii: ":") { keyLike = true }
      case UInt8(ascii: "?") where starts: keyLike = true
      case UInt8(ascii: ":") where isSpace(previous) || closes.contains(previous): keyLike = true
      default: break
      }
      previous = byte
    }
    guard keyLike, anchors > 0, aliases > 0 else { return false }
    // With A anchors and n aliases the largest expansion has n/A aliases a level: (n/A)^A; the best A is at most n/e.
    var size = 1.0
    let levels = min(anchors, max(1, aliases * 10 / 27))
    for _ in 0..<levels {
      size *= max(1, (Double(aliases) / Double(levels)).rounded(.up))
      if size > Double(limit) { return true }
    }
    return false
  }

  private static let opens: Set<UInt8> = Set("[{,:-?".utf8)
  private static let closes: Set<UInt8> = Set("]}".utf8)

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
