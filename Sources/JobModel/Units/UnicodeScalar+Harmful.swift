extension Unicode.Scalar {
  /// Whether a character can drive a terminal, turn the direction of writing, break a line or hide: text from outside is
  /// never written with it as it is.
  @inlinable public var isHarmful: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F: true  // control characters, among them ESC and the one-byte CSI
    case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // direction of writing
    case 0x2028, 0x2029: true  // line and paragraph ends
    case 0x200B, 0x2060...0x2064, 0xFEFF, 0xFFF9...0xFFFB: true  // nothing to see, so names could only seem equal
    default: false
    }
  }
}
