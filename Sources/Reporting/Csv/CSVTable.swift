import JobModel

/// A table for spreadsheets and data frames: a head with units in the names, then rows.
///
/// Quoting is RFC 4180's, lines end in LF. Text that a spreadsheet would take for a formula gets an apostrophe in front.
public struct CSVTable: Sendable, Equatable {
  /// What stands in a field.
  public enum Cell: Sendable, Equatable {
    /// Text from anywhere, quoted and made harmless as needed.
    case text(String)
    /// A number that was written by the program.
    case number(String)
    /// Nothing known.
    case empty
  }

  /// The names of the columns.
  public let header: [String]
  /// The rows, each as long as the header.
  public private(set) var rows: [[Cell]] = []

  /// A table without rows.
  public init(header: [String]) { self.header = header }

  /// Adds a row; what is missing stays empty, what is too much is left out.
  public mutating func add(_ cells: [Cell]) {
    var row = Array(cells.prefix(header.count))
    while row.count < header.count { row.append(.empty) }
    rows.append(row)
  }

  /// The table, a row a line, without a newline at the end.
  /// - Complexity: O(length of the text).
  public var text: String {
    var out = header.map(Self.field).joined(separator: ",")
    for row in rows {
      out += "\n"
      for (index, cell) in row.enumerated() {
        if index > 0 { out += "," }
        switch cell {
        case .text(let text): out += Self.field(text)
        case .number(let text): out += text
        case .empty: break
        }
      }
    }
    return out
  }

  /// Text as a field: an apostrophe before what a spreadsheet would compute, quotes where RFC 4180 asks for them.
  static func field(_ text: String) -> String {
    let safe = isFormula(text) ? "'" + text : text
    let needsQuotes = safe.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
    }
    guard needsQuotes else { return safe }
    return "\"" + VisibleText.replacing("\"", with: "\"\"", in: safe) + "\""
  }

  /// Whether a spreadsheet could take the text for a formula; plain numbers such as `-1.5` are none, and neither is `-`
  /// alone, the name of standard input.
  private static func isFormula(_ text: String) -> Bool {
    guard text != "-", let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) else { return false }
    let rest = text.utf8.dropFirst()
    let isNumber =
      (first == UInt8(ascii: "-") || first == UInt8(ascii: "+")) && !rest.isEmpty
      && rest.allSatisfy { ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: ".") }
    return !isNumber
  }
}

extension CSVTable.Cell {
  static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .empty }
  static func count(_ value: Int) -> Self { .number(String(value)) }
  static func count(_ value: Int64?) -> Self { value.map { .number(String($0)) } ?? .empty }
  static func amount(_ nanos: Int64?) -> Self { nanos.map { .number(Money.decimalText(nanos: $0)) } ?? .empty }
  static func seconds(_ time: Int64?) -> Self { time.map { .number(Figures.secondsText($0)) } ?? .empty }
  static func day(_ time: SimTime?) -> Self { text(time?.dateText) }
  static func decimal(_ number: DecimalNumber?) -> Self { number.map { .number($0.description) } ?? .empty }
  static func fraction(_ value: Double?) -> Self {
    value.map { $0.isFinite ? .number($0.description) : .empty } ?? .empty
  }
}
