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

  /// The text for running text and cells: escaped, and kept from turning its neighbours if it is written right to left.
  public static func isolated(_ text: String, limit: Int = usualLimit) -> String {
    let escaped = escaped(text, limit: limit)
    return text.unicodeScalars.contains(where: isRightToLeft) ? "<bdi>\(escaped)</bdi>" : escaped
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
    default:
      if !isHarmful(scalar) { return out.append(scalar) }
      if let picture = picture(of: scalar) { return out.append(picture) }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      out.append(contentsOf: "⟨U+\(padded)⟩".unicodeScalars)
    }
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
