import JobModel

extension YAMLTree {
  /// The document as YAML text that reads back as the same tree, lines and comments apart.
  var yaml: String {
    var text = ""
    write(to: &text, indent: 0)
    if !text.hasSuffix("\n") { text += "\n" }
    return text
  }

  private func write(to text: inout String, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    switch content {
    case .scalar: text += inline
    case .sequence(let entries) where entries.isEmpty: text += "[]"
    case .mapping(let pairs) where pairs.isEmpty: text += "{}"
    case .sequence(let entries):
      for entry in entries {
        if entry.isInline {
          text += "\(margin)- \(entry.inline)\n"
        } else {
          // The first line of what the entry holds stands behind the dash, which takes the place of its margin.
          var nested = ""
          entry.write(to: &nested, indent: indent + 2)
          text += "\(margin)- \(nested.dropFirst(indent + 2))"
        }
      }
    case .mapping(let pairs):
      for pair in pairs {
        text += "\(margin)\(YAMLText.scalar(pair.key)):"
        if pair.value.isInline {
          text += pair.value.isNull ? "\n" : " \(pair.value.inline)\n"
        } else {
          text += "\n"
          pair.value.write(to: &text, indent: indent + 2)
        }
      }
    }
  }

  /// Whether it fits behind its key: everything but lists and mappings that hold something.
  private var isInline: Bool {
    switch content {
    case .scalar: true
    case .sequence(let entries): entries.isEmpty
    case .mapping(let pairs): pairs.isEmpty
    }
  }

  private var inline: String {
    switch content {
    case .scalar where isNull: "null"
    case .scalar(let text, isQuoted: true): YAMLText.quoted(text)
    case .scalar(let text, isQuoted: false): ["true", "false"].contains(text) ? text : YAMLText.scalar(text)
    case .sequence: "[]"
    case .mapping: "{}"
    }
  }
}

/// Texts as YAML writes them.
enum YAMLText {
  /// The text as it is where that is safe in every place, in double quotes otherwise.
  static func scalar(_ text: String) -> String {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last, isWord(first), isWord(last), bytes.count <= 200,
      bytes.allSatisfy({ isWord($0) || inside.contains($0) }), !text.contains("- "),
      !["null", "true", "false", "yes", "no", "on", "off"].contains(text.lowercased())
    else { return quoted(text) }
    return text
  }

  /// The text in double quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value): result += escape("x", scalar.value, 2)
      case "\u{FFFE}", "\u{FFFF}": result += escape("u", scalar.value, 4)
      // What turns or hides its neighbours would make a plan look like another one.
      case _ where scalar.isHarmful:
        result += escape("u", scalar.value, 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func escape(_ letter: String, _ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return "\\\(letter)" + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static let inside: Set<UInt8> = Set(" -+/".utf8)

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
