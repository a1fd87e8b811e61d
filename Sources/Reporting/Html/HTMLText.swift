import JobModel

/// Text from outside made fit for a page: it is shown, and never acts.
///
/// Markup and quotes are escaped, for text and for attributes in double quotes alike. What a page would act on instead
/// of showing it stands as a picture (`␀`) or as its code (`⟨U+202E⟩`), so that two names that differ look different.
public enum HTMLText {
  /// How many characters (code points) of a text are shown unless somebody says otherwise.
  public static let usualLimit = 240

  /// The text as it stands in HTML, SVG, or one of their attributes.
  ///
  /// - Parameter limit: how many code points are shown; of a longer text the beginning, `…` and its whole length.
  /// - Complexity: O(length of the text).
  public static func escaped(_ text: String, limit: Int = usualLimit) -> String {
    var out = String.UnicodeScalarView()
    var count = 0
    var end: Int?
    for scalar in text.unicodeScalars {
      if count == limit { end = count }
      count += 1
      if end == nil { append(scalar, to: &out) }
    }
    guard end != nil else { return String(out) }
    return String(out) + "… (\(Figures.count(count)) characters)"
  }

  /// The text with nothing in it that a page would act on, but with its markup: for scripts, which show it as text.
  static func shown(_ text: String, limit: Int = usualLimit) -> String {
    var out = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      count += 1
      if count <= limit { appendShown(scalar, to: &out) }
    }
    return String(out) + (count > limit ? "… (\(Figures.count(count)) characters)" : "")
  }

  /// The text for cells, which hold a name or a figure: escaped, and kept from turning its neighbours if it is written
  /// right to left.
  public static func isolated(_ text: String, limit: Int = usualLimit) -> String {
    let escaped = escaped(text, limit: limit)
    return text.unicodeScalars.contains(where: isRightToLeft) ? "<bdi>\(escaped)</bdi>" : escaped
  }

  /// The text for headings and captions: words of the page, which go from left to right, around names that need not.
  static func words(_ text: String, limit: Int = usualLimit) -> String {
    let escaped = escaped(text, limit: limit)
    return text.unicodeScalars.contains(where: isRightToLeft) ? "<bdi dir=\"ltr\">\(escaped)</bdi>" : escaped
  }

  /// The text for sentences: isolated, with figures that keep to their per cent sign, days in one piece, and with what stands between two
  /// backticks set as code.
  public static func prose(_ text: String, limit: Int = 4000) -> String {
    let parts = words(text, limit: limit).split(separator: "`", omittingEmptySubsequences: false)
    var out = ""
    for (index, part) in parts.enumerated() {
      // Without a second one a backtick is a backtick.
      let isCode = index % 2 == 1 && index + 1 < parts.count
      if index % 2 == 1 && !isCode { out += "`" }
      out += isCode ? "<code>\(part)</code>" : keptTogether(part)
    }
    return out
  }

  /// A figure that begins with a hyphen, with a minus sign instead, which is as wide as a plus.
  static func withMinus(_ text: String) -> String {
    let bytes = text.utf8
    guard bytes.first == 0x2D, let next = bytes.dropFirst().first, (0x30...0x39).contains(next) else { return text }
    return "−" + text.dropFirst()
  }

  /// A figure and its per cent sign are not parted by the end of a line, and a day such as 2026-03-01 is not broken.
  private static func keptTogether(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    func isDigit(_ place: Int) -> Bool { bytes.indices.contains(place) && (0x30...0x39).contains(bytes[place]) }
    func isDay(_ place: Int) -> Bool {
      guard !isDigit(place - 1), !isDigit(place + 10) else { return false }
      return (0..<10).allSatisfy {
        $0 == 4 || $0 == 7 ? bytes.indices.contains(place + $0) && bytes[place + $0] == 0x2D : isDigit(place + $0)
      }
    }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 16)
    var place = 0
    while place < bytes.count {
      if isDigit(place), isDay(place) {
        out += Array("<time>".utf8) + bytes[place..<(place + 10)] + Array("</time>".utf8)
        place += 10
        continue
      }
      let isBeforeSign =
        bytes[place] == 0x20 && isDigit(place - 1) && bytes.indices.contains(place + 1) && bytes[place + 1] == 0x25
      out += isBeforeSign ? Array("\u{A0}".utf8) : [bytes[place]]
      place += 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A link of a server's page.
  ///
  /// - Parameter html: what it shows, escaped.
  static func link(_ html: String, to address: String) -> String {
    "<a href=\"\(escaped(address, limit: .max))\">\(html)</a>"
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout String.UnicodeScalarView) {
    switch scalar {
    case "&": out.append(contentsOf: "&amp;".unicodeScalars)
    case "<": out.append(contentsOf: "&lt;".unicodeScalars)
    case ">": out.append(contentsOf: "&gt;".unicodeScalars)
    case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
    case "'": out.append(contentsOf: "&#39;".unicodeScalars)
    default: appendShown(scalar, to: &out)
    }
  }

  private static func appendShown(_ scalar: Unicode.Scalar, to out: inout String.UnicodeScalarView) {
    if !isHarmful(scalar) { return out.append(scalar) }
    if let picture = picture(of: scalar) { return out.append(picture) }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    out.append(contentsOf: "⟨U+\(padded)⟩".unicodeScalars)
  }

  private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0...0x1F: Unicode.Scalar(0x2400 + scalar.value)
    case 0x7F: "\u{2421}"
    default: nil
    }
  }

  /// What a terminal would act on, and what only a browser does.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isHarmful { return true }
    switch scalar.value {
    case 0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x3164, 0xFFA0: return true  // nothing to see
    case 0x206A...0x206F: return true  // deprecated controls of shapes and digits
    case 0xFFF0...0xFFF8, 0xE0000...0xE0FFF: return true  // tags: hidden text
    case 0xFDD0...0xFDEF: return true
    default: return scalar.value & 0xFFFE == 0xFFFE  // no characters, and not allowed in a document
    }
  }

  /// The blocks of scripts that are written from right to left (Unicode's DerivedBidiClass.txt, R and AL).
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
