extension JSONValue {
  /// The document for files and pipes: two spaces a level, keys in the order given, no newline at the end.
  ///
  /// Equal values give equal bytes. Nothing in it can drive a terminal: control characters and marks that turn the
  /// direction of writing are escaped.
  /// - Complexity: O(length of the text).
  public var prettyText: String {
    var out: [UInt8] = []
    write(to: &out, indentation: 0)
    return String(decoding: out, as: UTF8.self)
  }

  /// The document on one line, without spaces.
  public var compactText: String {
    var out: [UInt8] = []
    write(to: &out, indentation: nil)
    return String(decoding: out, as: UTF8.self)
  }

  private func write(to out: inout [UInt8], indentation: Int?) {
    switch self {
    case .null: out += "null".utf8
    case .bool(let value): out += (value ? "true" : "false").utf8
    case .integer(let value): out += String(value).utf8
    case .decimal(let text): out += text.utf8
    // Swift's description is the shortest text that reads back as the same value; JSON has no word for the others.
    case .double(let value): out += (value.isFinite ? value.description : "null").utf8
    case .string(let text): Self.write(text, to: &out)
    case .array(let values):
      let inner = indentation.map { $0 + 1 }
      out.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        Self.startItem(index, inner, to: &out)
        value.write(to: &out, indentation: inner)
      }
      if !values.isEmpty { Self.startLine(indentation, to: &out) }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      let inner = indentation.map { $0 + 1 }
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        Self.startItem(index, inner, to: &out)
        Self.write(member.key, to: &out)
        out.append(UInt8(ascii: ":"))
        if inner != nil { out.append(UInt8(ascii: " ")) }
        member.value.write(to: &out, indentation: inner)
      }
      if !members.isEmpty { Self.startLine(indentation, to: &out) }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static func startItem(_ index: Int, _ indentation: Int?, to out: inout [UInt8]) {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    startLine(indentation, to: &out)
  }

  private static func startLine(_ indentation: Int?, to out: inout [UInt8]) {
    guard let indentation else { return }
    out.append(UInt8(ascii: "\n"))
    for _ in 0..<(2 * indentation) { out.append(UInt8(ascii: " ")) }
  }

  private static func write(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    // Nearly all text is plain, and plain text is copied as it is.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      out += text.utf8
    } else {
      for scalar in text.unicodeScalars { write(scalar, to: &out) }
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func write(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    switch scalar {
    case "\"": out += "\\\"".utf8
    case "\\": out += "\\\\".utf8
    case "\n": out += "\\n".utf8
    case "\r": out += "\\r".utf8
    case "\t": out += "\\t".utf8
    default:
      // All of these lie below U+10000, so that four digits are enough; the last two are no characters at all.
      if scalar.isHarmful || scalar.value == 0xFFFE || scalar.value == 0xFFFF {
        let digits = String(scalar.value, radix: 16)
        out += ("\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits).utf8
      } else {
        out += UTF8.encode(scalar).map { Array($0) } ?? []
      }
    }
  }
}
