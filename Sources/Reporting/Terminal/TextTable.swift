/// A table in aligned columns that fits a width and whose cells cannot drive the terminal.
public struct TextTable: Sendable {
  /// Where a cell's text stands.
  public enum Alignment: Sendable, Hashable {
    /// At the left: names. Such columns give way when the table is too wide.
    case left
    /// At the right: counts and times.
    case right
    /// At the right, with decimal points one below the other: amounts.
    case point
  }

  /// A column's head.
  public struct Column: Sendable, Hashable {
    /// What it holds, with its unit.
    public var title: String
    /// Where its cells stand.
    public var alignment: Alignment

    /// A column.
    public init(_ title: String, _ alignment: Alignment = .right) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// A cell: text and its look.
  public struct Cell: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// What it says; control characters are made visible.
    public var text: String
    /// How it looks.
    public var emphasis: Style.Emphasis

    /// A cell.
    public init(_ text: String, _ emphasis: Style.Emphasis = .none) {
      self.text = text
      self.emphasis = emphasis
    }

    /// A cell without emphasis.
    public init(stringLiteral value: String) { self.init(value) }
  }

  /// The columns, left to right.
  public let columns: [Column]
  /// The rows, top to bottom, each as long as there are columns.
  public private(set) var rows: [[Cell]] = []
  /// How far the whole table is moved to the right.
  public var indentation = 0

  /// A table without rows.
  public init(_ columns: [Column], indentation: Int = 0) {
    self.columns = columns
    self.indentation = indentation
  }

  /// Adds a row; what is missing stays empty, what is too much is left out.
  public mutating func add(_ cells: [Cell]) {
    var row = cells.prefix(columns.count).map { Cell(VisibleText.visible($0.text), $0.emphasis) }
    while row.count < columns.count { row.append("") }
    rows.append(row)
  }

  /// Two columns of a table stand so far apart.
  private static let gap = 2
  /// A text column gives way down to this.
  private static let narrowest = 8

  /// The lines, the head first (left out if all titles are empty), none wider than the style's width.
  /// - Complexity: O(cells).
  public func lines(_ style: Style) -> [String] {
    let cells = alignedCells()
    let widths = fittedWidths(cells, limit: style.width - indentation)
    var lines: [String] = []
    let margin = String(repeating: " ", count: indentation)
    if columns.contains(where: { !$0.title.isEmpty }) {
      let head = columns.map { Cell(VisibleText.visible($0.title), .faint) }
      lines.append(margin + line(head, widths, style) + (widths.count < columns.count ? Self.more : ""))
    }
    for row in cells { lines.append(margin + line(row, widths, style)) }
    return lines
  }

  /// The cells with amounts padded so that their points stand one below the other.
  private func alignedCells() -> [[Cell]] {
    var cells = rows
    for (index, column) in columns.enumerated() where column.alignment == .point {
      func fraction(_ text: String) -> Int? {
        // Only numbers: "no price" has no point to align.
        guard let first = text.unicodeScalars.first, "+-0123456789".unicodeScalars.contains(first) else { return nil }
        let number = text.prefix { $0 != " " }
        return number.lastIndex(of: ".").map { number.distance(from: $0, to: number.endIndex) } ?? 0
      }
      let widest = rows.lazy.compactMap { fraction($0[index].text) }.max() ?? 0
      for row in cells.indices {
        guard let own = fraction(cells[row][index].text) else { continue }
        cells[row][index].text += String(repeating: " ", count: widest - own)
      }
    }
    return cells
  }

  /// The widths of the columns that fit, which may be fewer than there are.
  ///
  /// The widest text gives way first. When all texts are short, columns are left out from the right: half a number is a
  /// wrong one. Only the last two are cut whatever they hold.
  private func fittedWidths(_ cells: [[Cell]], limit: Int) -> [Int] {
    var widths = columns.map { VisibleText.width($0.title) }
    for row in cells {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], VisibleText.width(cell.text)) }
    }
    shrink(&widths, to: limit) { $0 == .left }
    while widths.count > 2, Self.total(widths) > limit - (widths.count < columns.count ? Self.moreWidth : 0) {
      widths.removeLast()
    }
    shrink(&widths, to: limit - (widths.count < columns.count ? Self.moreWidth : 0)) { _ in true }
    return widths
  }

  private func shrink(_ widths: inout [Int], to limit: Int, _ isShrinkable: (Alignment) -> Bool) {
    while true {
      let excess = Self.total(widths) - limit
      let candidates = widths.indices.filter { isShrinkable(columns[$0].alignment) && widths[$0] > Self.narrowest }
      guard excess > 0, let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      let next = candidates.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
      widths[widest] = max(Self.narrowest, widths[widest] - excess, min(next, widths[widest] - 1))
    }
  }

  private static func total(_ widths: [Int]) -> Int { widths.reduce(gap * max(0, widths.count - 1), +) }

  /// The head of a table of which columns were left out ends in this.
  private static let more = "  …"
  private static let moreWidth = 3

  private func line(_ row: [Cell], _ widths: [Int], _ style: Style) -> String {
    var out = ""
    var pendingSpaces = 0
    for (index, cell) in row.prefix(widths.count).enumerated() {
      let text =
        columns[index].alignment == .left
        ? VisibleText.shortenedInside(cell.text, to: widths[index])
        : VisibleText.shortened(cell.text, to: widths[index])
      let padding = widths[index] - VisibleText.width(text)
      let isLeft = columns[index].alignment == .left
      pendingSpaces += (index > 0 ? Self.gap : 0) + (isLeft ? 0 : padding)
      if !text.isEmpty {
        // Spaces are written only before something, so that no line ends in them.
        let ink = text.reversed().drop { $0 == " " }.reversed()
        out += String(repeating: " ", count: pendingSpaces) + style.apply(cell.emphasis, String(ink))
        pendingSpaces = text.count - ink.count
      }
      if isLeft { pendingSpaces += padding }
    }
    return out
  }
}
