import JobModel

/// Text from outside made fit for a terminal: nothing in it can move the cursor, and its width is known.
public enum VisibleText {
  /// The text with every harmful character shown as a picture of it (`␛`), or as `�` where there is none.
  ///
  /// Text of any length may come in: what lies beyond 4,000 characters is cut off, since no screen shows it.
  public static func visible(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      if count == 4000 {
        out.append("…")
        break
      }
      count += 1
      out.append(scalar.isHarmful ? picture(of: scalar) : scalar)
    }
    return String(out)
  }

  /// A sentence folded between words to a width, its further lines indented by two.
  public static func folded(_ text: String, width: Int) -> String {
    var screen = ScreenWriter(Style(isStyled: false, width: max(20, width)))
    screen.add(text)
    return screen.text
  }

  /// The same of a text of many lines, whole: a table for other programs that is printed on a terminal.
  public static func visibleLines(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.isHarmful && $0 != "\n" }) else { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { out.append(scalar.isHarmful && scalar != "\n" ? picture(of: scalar) : scalar) }
    return String(out)
  }

  private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0...0x1F: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    default: "\u{FFFD}"
    }
  }

  /// How many cells of a terminal the text takes.
  static func width(_ text: String) -> Int {
    // Nearly all names are plain ASCII, where a byte is a cell.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + width($1) }
  }

  /// How many cells one character takes: 2 for wide East Asian ones and emoji, 0 for a lone combining mark.
  static func width(_ character: Character) -> Int {
    var widest = 0
    var scalars = 0
    for scalar in character.unicodeScalars {
      // U+FE0F asks for the coloured, wide form of what stands before it; two regional letters make a flag.
      if scalar.value == 0xFE0F && scalars > 0 { return 2 }
      widest = max(widest, width(scalar))
      scalars += 1
    }
    return widest
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.value {
    // East Asian Width W and F (Unicode's EastAsianWidth.txt), the blocks of it.
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The beginning of the text that fits, with `…` where something was cut off; made visible before.
  static func shortened(_ text: String, to limit: Int) -> String {
    guard width(text) > limit || hasLongCharacter(text) else { return text }
    guard limit > 0 else { return "" }
    var out = ""
    var used = 0
    var cut = false
    for character in text {
      let next = width(character)
      if used + next > limit {
        cut = true
        break
      }
      out += tamed(character)
      used += next
    }
    guard cut else { return out }
    while used + 1 > limit, let last = out.popLast() { used -= width(last) }
    return out + "…"
  }

  /// Both ends of the text with `…` between them; made visible before.
  ///
  /// Names of types and of scattered jobs differ at their ends: `mem1_…_x16` says more than `mem1_ssd1…`.
  static func shortenedInside(_ text: String, to limit: Int) -> String {
    guard width(text) > limit || hasLongCharacter(text) else { return text }
    guard width(text) > limit, limit >= 6 else { return shortened(text, to: limit) }
    let tailLimit = (limit - 1) / 2
    var tail = ""
    var used = 0
    for character in text.reversed() {
      let next = width(character)
      if used + next > tailLimit { break }
      tail = tamed(character) + tail
      used += next
    }
    // `shortened` ends in the one `…` that is wanted, since the text is longer than what is left for its head.
    return shortened(text, to: limit - used) + tail
  }

  /// A letter can carry thousands of marks, which no width shows; an honest one has a handful.
  private static let longestCharacter = 16

  private static func hasLongCharacter(_ text: String) -> Bool {
    text.unicodeScalars.count > longestCharacter && text.contains { $0.unicodeScalars.count > longestCharacter }
  }

  private static func tamed(_ character: Character) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: character.unicodeScalars.prefix(longestCharacter))
    return String(scalars)
  }

  /// A word as a shell takes it: as it is where it is plain, else in single quotes.
  static func shellWord(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-_./,=:@%+".utf8.contains(byte)
    }
    if plain && !word.isEmpty { return word }
    return "'" + replacing("'", with: "'\\''", in: visible(word)) + "'"
  }

  /// The text with a character code replaced wherever it stands.
  ///
  /// By code and not by `Character`: a quote with an accent on it is another `Character`, and still a quote to a shell.
  static func replacing(_ scalar: Unicode.Scalar, with replacement: String, in text: String) -> String {
    var out = String.UnicodeScalarView()
    for next in text.unicodeScalars {
      if next == scalar { out.append(contentsOf: replacement.unicodeScalars) } else { out.append(next) }
    }
    return String(out)
  }
}
