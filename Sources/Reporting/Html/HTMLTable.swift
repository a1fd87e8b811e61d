import JobModel

/// A table of a page: heads that say what stands below, numbers to the right, a caption.
public struct HTMLTable: Sendable {
  /// A column.
  public struct Column: Sendable {
    /// What its cells are.
    public enum Kind: Sendable {
      /// Text, to the left.
      case text
      /// Figures, to the right.
      case number
      /// Sentences, which need more room.
      case prose
      /// Lists of names, which need it too, and in which nothing is set as code.
      case names

      /// What the style sheet calls it.
      var attribute: String {
        switch self {
        case .text: ""
        case .number: " class=\"n\""
        case .prose, .names: " class=\"p\""
        }
      }
    }

    /// Its head.
    public var name: String
    /// What its cells are.
    public var kind: Kind
    /// The page with the rows in order of this column, where a server orders them.
    var order: Order?

    /// How a server orders the rows by a column.
    struct Order {
      /// The page that the head leads to.
      var address: String
      /// Whether the rows are in this order now; nil for another one.
      var isAscending: Bool?
    }

    /// A column.
    public init(_ name: String, _ kind: Kind = .text) {
      self.name = name
      self.kind = kind
    }
  }

  /// A cell: what it shows, and the number by which it is sorted.
  public struct Cell: Sendable, ExpressibleByStringLiteral {
    /// What it shows.
    public var text: String
    /// By what it is sorted; nil for its text.
    public var key: Double?
    /// A small line before the text.
    public var sparkline: Sparkline?
    /// The page of a server that the text leads to.
    var link: String?
    /// The field of a form and its value that a box before the text stands for.
    var box: (field: String, value: String)?

    /// A cell.
    public init(_ text: String, key: Double? = nil, sparkline: Sparkline? = nil) {
      self.text = text
      self.key = key
      self.sparkline = sparkline
    }

    /// A cell of text.
    public init(stringLiteral value: String) { self.init(value) }

    /// A figure in a unit; a dash where it is not known.
    public init(_ value: Double?, _ unit: PlotUnit) {
      self.init(value.map { unit.text($0) } ?? Figures.none, key: value ?? -.infinity)
    }
  }

  /// What the table shows.
  public var caption: String
  /// Its columns; the first names the row.
  public var columns: [Column]
  /// Its rows; what a row lacks is empty, what it has too much is left out.
  public var rows: [[Cell]]
  /// How many rows are shown; the caption says if there are more.
  public var limit: Int
  /// A table of more rows scrolls in a window of its own, so that what follows is found.
  static let fullHeight = 40
  /// Whether it is names and values, which wrap where there is no room.
  var isPairs = false
  /// What the page's script shows below the table when a row is opened; the page is whole without.
  public var drill: Drill?

  /// The details of rows: a small table for each.
  public struct Drill: Sendable {
    /// What the details are: `Jobs`.
    public var name: String
    /// The heads of the small tables.
    public var columns: [String]
    /// The rows of the small table of each row; none has no button.
    public var details: [[[String]]]

    /// Details of rows.
    public init(_ name: String, columns: [String], details: [[[String]]]) {
      self.name = name
      self.columns = columns
      self.details = details
    }

    /// The details as a block of data. Nothing in it can end the block: `<` is escaped.
    func block(id: String, rows: Int) -> String {
      func cell(_ text: String) -> JSONValue { .string(HTMLText.shown(text)) }
      let value = JSONValue.pairs([
        "name": cell(name), "columns": .array(columns.map(cell)),
        "details": .array(details.prefix(rows).map { .array($0.map { .array($0.map(cell)) }) }),
      ])
      let text = value.compactText.replacing("<", with: "\\u003c")
      return "<script type=\"application/json\" data-drill=\"\(id)\">\(text)</script>\n"
    }
  }
  /// Whether the order is the server's, which has more rows than these: the page's script leaves it alone.
  var isServersOrder = false

  /// A table.
  public init(_ caption: String, _ columns: [Column], rows: [[Cell]] = [], limit: Int = 1000) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.limit = limit
  }

  /// A table of what was assumed, or of any names and values.
  public init(_ caption: String, pairs: [(name: String, value: String)], heads: (String, String) = ("What", "Value")) {
    self.init(caption, [Column(heads.0), Column(heads.1)], rows: pairs.map { [Cell($0.name), Cell($0.value)] })
    isPairs = true
  }

  /// What the style sheet and the page's script call it.
  private var attributes: String {
    let names =
      (isPairs ? ["pairs"] : []) + (isServersOrder ? ["ordered"] : [])
      + (columns.contains { $0.kind == .prose || $0.kind == .names } && columns.count > 2 ? ["wide-text"] : [])
    return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
  }

  /// The table in its own scroll container, so that a wide one never widens the page.
  ///
  /// - Parameters:
  ///   - id: the start of the names of its parts.
  ///   - isNamed: whether a heading above says what the caption says, which then is there only to be read aloud.
  func html(id: String, isNamed: Bool = false) -> String {
    let shown = rows.prefix(max(0, limit))
    let more =
      shown.count < rows.count
      ? (caption.hasSuffix(".") ? "" : ".")
        + " The first \(Figures.count(shown.count)) of \(Figures.count(rows.count)) rows." : ""
    var out =
      "<div class=\"scroll\(shown.count > Self.fullHeight && !isServersOrder ? " tall" : "")\" role=\"region\" tabindex=\"0\" aria-labelledby=\"\(id)-h\">\n<table id=\"\(id)\"\(attributes)>\n"
      + "<caption id=\"\(id)-h\"><span class=\"cap\(isNamed && more.isEmpty ? " same" : "")\">"
      + "\(HTMLText.words(caption, limit: 600))\(more)</span></caption>\n<thead><tr>"
    for column in columns {
      let sorted = column.order?.isAscending.map { " aria-sort=\"\($0 ? "ascending" : "descending")\"" } ?? ""
      out += "<th scope=\"col\"\(column.kind.attribute)\(sorted)>\(column.html)</th>"
    }
    out += "</tr></thead>\n<tbody>\n"
    for (number, row) in shown.enumerated() {
      out += "<tr>"
      for (index, column) in columns.enumerated() {
        let cell = index < row.count ? row[index] : Cell("")
        let tag = index == 0 ? "th scope=\"row\"" : "td"
        let key = cell.key.map { $0.isFinite ? " data-v=\"\($0.description)\"" : " data-v=\"\"" } ?? ""
        let spark = cell.sparkline?.svg(id: "\(id)-\(number)-\(index)") ?? ""
        out +=
          "<\(tag)\(column.kind.attribute)\(key)>\(spark)\(cell.html(column.kind))"
          + "</\(index == 0 ? "th" : "td")>"
      }
      out += "</tr>\n"
    }
    out += "</tbody>\n</table>\n</div>\n"
    if let drill, drill.details.prefix(shown.count).contains(where: { !$0.isEmpty }) {
      out += drill.block(id: id, rows: shown.count)
    }
    return out
  }
}

extension HTMLTable.Column {
  /// The head's text, with what it leads to.
  fileprivate var html: String {
    order.map { HTMLText.link(HTMLText.isolated(name), to: $0.address) } ?? HTMLText.isolated(name)
  }
}

extension HTMLTable.Cell {
  /// The cell's text, with what it leads to and the box before it.
  fileprivate func html(_ kind: HTMLTable.Column.Kind) -> String {
    let shown =
      switch kind {
      case .prose: HTMLText.prose(text)
      case .number: HTMLText.isolated(HTMLText.withMinus(text))
      case .text, .names: HTMLText.isolated(text, limit: kind == .names ? 800 : HTMLText.usualLimit)
      }
    let linked = link.map { HTMLText.link(shown.isEmpty ? "(no name)" : shown, to: $0) } ?? shown
    guard let box else { return linked }
    return "<input type=\"checkbox\" name=\"\(HTMLText.escaped(box.field))\" "
      + "value=\"\(HTMLText.escaped(box.value, limit: .max))\" aria-label=\"\(HTMLText.escaped(text))\">\(linked)"
  }
}
