/// A JSON document that keeps the order of its keys.
indirect enum EmittedJSON {
  case text(String)
  case number(Int64)
  case array([EmittedJSON])
  case object([(key: String, value: EmittedJSON)])

  /// The document with two spaces a level and a newline at its end.
  var pretty: String {
    var out = ""
    write(to: &out, indent: 0)
    return out + "\n"
  }

  /// The document on one line without spaces.
  var compact: String {
    var out = ""
    write(to: &out, indent: nil)
    return out
  }

  private func write(to out: inout String, indent: Int?) {
    switch self {
    case .text(let text): Self.write(text, to: &out)
    case .number(let number): out += String(number)
    case .array(let values):
      Self.write(values, "[", "]", to: &out, indent: indent) { $0.write(to: &$1, indent: $2) }
    case .object(let pairs):
      Self.write(pairs, "{", "}", to: &out, indent: indent) { pair, out, inner in
        Self.write(pair.key, to: &out)
        out += inner == nil ? ":" : ": "
        pair.value.write(to: &out, indent: inner)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: String, _ close: String, to out: inout String, indent: Int?,
    each: (Item, inout String, Int?) -> Void
  ) {
    out += open
    for (place, item) in items.enumerated() {
      if place > 0 { out += "," }
      startLine(indent.map { $0 + 1 }, to: &out)
      each(item, &out, indent.map { $0 + 1 })
    }
    if !items.isEmpty { startLine(indent, to: &out) }
    out += close
  }

  private static func startLine(_ indent: Int?, to out: inout String) {
    if let indent { out += "\n" + String(repeating: "  ", count: indent) }
  }

  private static func write(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      // All of these lie below U+10000, so that four digits are enough.
      case _ where EmitComment.isHarmful(scalar):
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
