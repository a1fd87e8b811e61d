extension JSONValue {
  /// The document for files and pipes: two spaces a level, keys in the order given, no newline at the end.
  ///
  /// Equal values give equal bytes. Nothing in it can drive a terminal: control characters and marks that turn the
  /// direction of writing are escaped.
  /// - Complexity: O(length of the text).
  public var prettyText: String {
    var out = ""
    write(to: &out, indentation: 0)
    return out
  }

  /// The document on one line, without spaces.
  public var compactText: String {
    var out = ""
    write(to: &out, indentation: nil)
    return out
  }

  private func write(to out: inout String, indentation: Int?) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .decimal(let text): out += text
    // Swift's description is the shortest text that reads back as the same value; JSON has no word for the others.
    case .double(let value): out += value.isFinite ? value.description : "null"
    case .string(let text): Self.write(text, to: &out)
    case .array(let values):
      let inner = indentation.map { $0 + 1 }
      out += "["
      for (index, value) in values.enumerated() {
        Self.startItem(index, inner, to: &out)
        value.write(to: &out, indentation: inner)
      }
      if !values.isEmpty { Self.startLine(indentation, to: &out) }
      out += "]"
    case .object(let members):
      let inner = indentation.map { $0 + 1 }
      out += "{"
      for (index, member) in members.enumerated() {
        Self.startItem(index, inner, to: &out)
        Self.write(member.key, to: &out)
        out += inner == nil ? ":" : ": "
        member.value.write(to: &out, indentation: inner)
      }
      if !members.isEmpty { Self.startLine(indentation, to: &out) }
      out += "}"
    }
  }

  private static func startItem(_ index: Int, _ indentation: Int?, to out: inout String) {
    if index > 0 { out += "," }
    startLine(indentation, to: &out)
  }

  private static func startLine(_ indentation: Int?, to out: inout String) {
    guard let indentation else { return }
    out += "\n"
    for _ in 0..<indentation { out += "  " }
  }

  private static func write(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        // All of these lie below U+10000, so that four digits are enough; the last two are no characters at all.
        if scalar.isHarmful || scalar.value == 0xFFFE || scalar.value == 0xFFFF {
          let digits = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    out += "\""
  }
}
