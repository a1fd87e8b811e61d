/// How wide text is, near enough to lay it out: the widths of Helvetica, which the sans-serifs of screens resemble.
///
/// They are made a little wider, since some fonts are; a label then has room to spare rather than too little.
enum TypeWidth {
  /// Thousandths of the size for the characters from space to tilde (Adobe's metrics of Helvetica).
  private static let widths: [Double] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
  ]
  private static let margin = 1.08

  /// The width in pixels of a line of text of a size in pixels.
  static func of(_ text: String, size: Double = 12) -> Double {
    text.unicodeScalars.reduce(0) { $0 + of($1) } * size * margin / 1000
  }

  private static func of(_ scalar: Unicode.Scalar) -> Double {
    if (0x20...0x7E).contains(scalar.value) { return widths[Int(scalar.value) - 0x20] }
    return scalar.value < 0x1100 ? 600 : Double(max(1, VisibleText.width(Character(scalar)))) * 600
  }

  /// The text, or both its ends with `…` between them, so that it fits; empty if not even that does.
  static func fitted(_ text: String, to width: Double, size: Double = 12) -> String {
    // What no plot has room for needs no measuring.
    let text = String(text.unicodeScalars.count > 400 ? VisibleText.shortenedInside(text, to: 400) : text)
    if of(text, size: size) <= width { return text }
    var length = text.unicodeScalars.count
    while length > 4 {
      length -= max(1, length / 20)
      let short = VisibleText.shortenedInside(text, to: length)
      if of(short, size: size) <= width { return short }
    }
    return of("…", size: size) <= width ? "…" : ""
  }
}
