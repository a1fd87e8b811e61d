/// Puts a screen together line by line and keeps every line within the width.
struct ScreenWriter {
  let style: Style
  private(set) var lines: [String] = []

  init(_ style: Style) { self.style = style }

  /// The screen's text.
  var text: String { lines.joined(separator: "\n") }

  /// An empty line, but never at the top and never two.
  mutating func gap() {
    if let last = lines.last, !last.isEmpty { lines.append("") }
  }

  /// A table.
  mutating func add(_ table: TextTable) { lines += table.lines(style) }

  /// A sentence, folded between words where it is too long; further lines are indented.
  mutating func add(_ text: String, _ emphasis: Style.Emphasis = .none, indentation: Int = 0, hanging: Int = 2) {
    let words = VisibleText.visible(text).split(separator: " ").map(String.init)
    var line = String(repeating: " ", count: indentation)
    var used = indentation
    var isEmpty = true
    // No-break spaces hold words together here, and are plain spaces to those who copy the line.
    func flush() {
      lines.append(style.apply(emphasis, VisibleText.replacing("\u{A0}", with: " ", in: line)))
    }
    for word in words {
      let fitted = VisibleText.shortened(word, to: style.width - indentation - hanging)
      let width = VisibleText.width(fitted)
      if !isEmpty && used + 1 + width > style.width {
        flush()
        line = String(repeating: " ", count: indentation + hanging)
        used = indentation + hanging
        isEmpty = true
      }
      line += isEmpty ? fitted : " " + fitted
      used += (isEmpty ? 0 : 1) + width
      isEmpty = false
    }
    flush()
  }

  /// A command to type; where it is too long it is folded between its parts as a shell takes it, with `\` at the ends.
  mutating func add(command parts: [String], indentation: Int) {
    let parts = parts.map(VisibleText.visible)
    // Two columns for ` \`, two for the further lines' indentation.
    guard parts.allSatisfy({ VisibleText.width($0) + indentation + 4 <= style.width }) else {
      return add(parts.joined(separator: " "), .strong, indentation: indentation)
    }
    var line = ""
    var margin = indentation
    for (index, part) in parts.enumerated() {
      let end = index == parts.count - 1 ? 0 : 2
      if !line.isEmpty, margin + VisibleText.width(line) + 1 + VisibleText.width(part) + end > style.width {
        lines.append(style.apply(.strong, String(repeating: " ", count: margin) + line + " \\"))
        line = ""
        margin = indentation + 2
      }
      line += line.isEmpty ? part : " " + part
    }
    lines.append(style.apply(.strong, String(repeating: " ", count: margin) + line))
  }

  /// Labelled sentences, one below the other: `Assumed: …`.
  mutating func add(label: String, _ texts: [String], _ emphasis: Style.Emphasis = .none) {
    let margin = label.count + 2
    for (index, text) in texts.enumerated() {
      if index == 0 {
        add("\(label): \(text)", emphasis, hanging: margin)
      } else {
        add(text, emphasis, indentation: margin, hanging: 0)
      }
    }
  }
}
