/// A Nextflow configuration taken apart as Groovy would: comments, strings and braces are told from each other.
struct GroovyConfig {
  struct Fault: Error { let message: String }

  /// What stands behind `withName:` and the directives in its braces.
  private(set) var selectors: [(pattern: String, directives: [String: String])] = []

  init(parsing text: String) throws {
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      let code = try Self.withoutComment(String(line)).trimmed
      if !code.isEmpty { lines.append(code) }
    }
    if lines.isEmpty { return }
    guard lines.removeFirst() == "process {", lines.popLast() == "}" else { throw Fault(message: "no process scope") }
    while !lines.isEmpty {
      let head = lines.removeFirst()
      guard head.hasPrefix("withName: '"), head.hasSuffix("' {") else { throw Fault(message: "no selector: \(head)") }
      var directives: [String: String] = [:]
      while let line = lines.first, line != "}" {
        lines.removeFirst()
        guard let equals = line.firstIndex(of: "=") else { throw Fault(message: "no directive: \(line)") }
        let value = String(line[line.index(after: equals)...]).trimmed
        guard Self.isBalanced(value) else { throw Fault(message: "braces: \(line)") }
        guard directives.updateValue(value, forKey: String(line[..<equals]).trimmed) == nil else {
          throw Fault(message: "twice: \(line)")
        }
      }
      guard lines.first == "}" else { throw Fault(message: "no end of \(head)") }
      lines.removeFirst()
      selectors.append((try Self.string(String(head.dropFirst(10).dropLast(2))), directives))
    }
  }

  /// The line up to `//` outside of a string; a string must end on its line.
  private static func withoutComment(_ line: String) throws -> String {
    var code = ""
    var scalars = Array(line.unicodeScalars)[...]
    var inString = false
    while let scalar = scalars.popFirst() {
      if scalar.value < 0x20 { throw Fault(message: "control character in \(line)") }
      if !inString && scalar == "/" && scalars.first == "/" {
        // Groovy decodes \u000a even here.
        var previous: Unicode.Scalar = " "
        for next in scalars {
          if previous == "\\" && next == "u" { throw Fault(message: "an escape in a comment: \(line)") }
          previous = next
        }
        return code
      }
      code.unicodeScalars.append(scalar)
      if scalar == "'" { inString.toggle() }
      if inString && scalar == "\\" {
        guard let next = scalars.popFirst() else { break }
        guard "\\'".unicodeScalars.contains(next) else { throw Fault(message: "unknown escape in \(line)") }
        code.unicodeScalars.append(next)
      }
    }
    if inString { throw Fault(message: "a string does not end: \(line)") }
    return code
  }

  /// The text of a string in single quotes.
  static func string(_ literal: String) throws -> String {
    var scalars = Array(literal.unicodeScalars)[...]
    guard scalars.popFirst() == "'", scalars.popLast() == "'" else { throw Fault(message: "no string: \(literal)") }
    var text = String.UnicodeScalarView()
    while let scalar = scalars.popFirst() {
      if scalar == "'" { throw Fault(message: "a quote in \(literal)") }
      text.append(scalar == "\\" ? scalars.popFirst() ?? scalar : scalar)
    }
    return String(text)
  }

  private static func isBalanced(_ value: String) -> Bool {
    var open: [Character] = []
    for character in value {
      if let place = "([{".firstIndex(of: character) { open.append(")]}"[place]) }
      if ")]}".contains(character), open.popLast() != character { return false }
    }
    return open.isEmpty
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
