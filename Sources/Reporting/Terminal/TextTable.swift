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
    /// Whether its cells are told apart by their inside, as instance types are: they are cut only when nothing else is left.
    public var isWhole: Bool
    /// Columns with a number are left out before names are cut to a stump, the least number first.
    public var spare: Int?

    /// A column.
    public init(_ title: String, _ alignment: Alignment = .right, isWhole: Bool = false, spare: Int? = nil) {
      self.title = title
      self.alignment = alignment
      self.isWhole = isWhole
      self.spare = spare
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
  /// Columns that can be spared go before it is narrower than this.
  private static let readable = 12

  /// The lines, the head first (left out if all titles are empty), none wider than the style's width.
  /// - Complexity: O(cells).
  public func lines(_ style: Style) -> [String] {
    let cells = alignedCells()
    let fitted = fitted(cells, limit: style.width - indentation)
    var lines: [String] = []
    let margin = String(repeating: " ", count: indentation)
    if columns.contains(where: { !$0.title.isEmpty }) {
      let head = columns.map { Cell(VisibleText.visible($0.title), .faint) }
      lines.append(margin + line(head, fitted, style) + (fitted.count < columns.count ? Self.more : ""))
    }
    for row in cells { lines.append(margin + line(row, fitted, style)) }
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

  /// The columns that fit, which may be fewer than there are, and their widths.
  ///
  /// What can be spared is left out first, if names would be cut to a stump otherwise. Then the widest text gives way. When
  /// all texts are short, columns are left out from the right: half a number is a wrong one. Columns that are kept whole give
  /// way last. Only the last two are cut whatever they hold.
  private func fitted(_ cells: [[Cell]], limit: Int) -> [Fitted] {
    var all = columns.enumerated().map { Fitted(column: $0, width: VisibleText.width($1.title)) }
    for row in cells {
      for (index, cell) in row.enumerated() { all[index].width = max(all[index].width, VisibleText.width(cell.text)) }
    }
    var kept = all
    func room(_ kept: [Fitted]) -> Int { limit - (kept.count < columns.count ? Self.moreWidth : 0) }
    func isName(_ column: Column) -> Bool { column.alignment == .left && !column.isWhole }
    let spare = columns.indices.filter { columns[$0].spare != nil }
      .sorted { (columns[$0].spare ?? 0, $0) < (columns[$1].spare ?? 0, $1) }
    var left: Set<Int> = []
    for next in spare {
      var cut = kept
      shrink(&cut, to: room(kept), Self.readable, isName)
      guard Self.total(cut) > room(cut) else { break }
      left.insert(next)
      kept = all.filter { !left.contains($0.column) }
    }
    shrink(&kept, to: room(kept), Self.narrowest, isName)
    while kept.count > 2, Self.total(kept) > room(kept),
      let last = kept.lastIndex(where: { $0.column > 0 && !columns[$0.column].isWhole })
    {
      kept.remove(at: last)
    }
    shrink(&kept, to: room(kept), Self.narrowest) { _ in true }
    while kept.count > 2, Self.total(kept) > room(kept) { kept.removeLast() }
    return kept
  }

  /// A column that is shown.
  private struct Fitted {
    var column: Int
    var width: Int
  }

  private func shrink(_ fitted: inout [Fitted], to limit: Int, _ least: Int, _ isShrinkable: (Column) -> Bool) {
    while true {
      let excess = Self.total(fitted) - limit
      let candidates = fitted.indices.filter {
        isShrinkable(columns[fitted[$0].column]) && fitted[$0].width > least
      }
      guard excess > 0, let widest = candidates.max(by: { fitted[$0].width < fitted[$1].width }) else { break }
      let next = candidates.filter { $0 != widest }.map { fitted[$0].width }.max() ?? 0
      let width = fitted[widest].width
      fitted[widest].width = max(least, width - excess, min(next, width - 1))
    }
  }

  private static func total(_ fitted: [Fitted]) -> Int {
    fitted.reduce(gap * max(0, fitted.count - 1)) { $0 + $1.width }
  }

  /// The head of a table of which columns were left out ends in this.
  private static let more = "  …"
  private static let moreWidth = 3

  private func line(_ row: [Cell], _ fitted: [Fitted], _ style: Style) -> String {
    var out = ""
    var pendingSpaces = 0
    for (place, shown) in fitted.enumerated() {
      let cell = row[shown.column]
      let isLeft = columns[shown.column].alignment == .left
      let text =
        isLeft
        ? VisibleText.shortenedInside(cell.text, to: shown.width) : VisibleText.shortened(cell.text, to: shown.width)
      let padding = shown.width - VisibleText.width(text)
      pendingSpaces += (place > 0 ? Self.gap : 0) + (isLeft ? 0 : padding)
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
