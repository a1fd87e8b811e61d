/// A page that is one file: no address of it leads outside, and without its script it is as readable.
///
///     var page = HTMLPage(title: "Estimate of plan.yaml", lead: "38.20 GBP, done in 5h 12m.")
///     page.section("Cost")
///     page.paragraph("Of 1,000 simulated runs 12 % cost more than 40.00 GBP.")
///     page.figure(
///       Plot(
///         "Cost of a run", x: PlotAxis("Cost", .values(.money(.gbp))), y: PlotAxis("Runs", .values(.count)),
///         marks: [HistogramMark(costs)], references: [PlotReference(.x(40), "limit 40.00 GBP")]),
///       caption: "Most runs stay below the limit.",
///       table: HTMLTable("Cost of a run", [.init("Quantile"), .init("Cost", .number)], rows: rows))
///     page.section("What was assumed")
///     page.assumptions([("Seed", "1"), ("Prices of", "2026-03-01")])
///     let text = page.html
///
/// All text that is handed in is escaped (``HTMLText``). Headings come in order, names of elements are unique, and the
/// page's policy allows its own style and script by their hashes and nothing else. Equal calls give equal bytes.
public struct HTMLPage: Sendable {
  /// The name of the page, and its first heading.
  public let title: String
  /// The answer, in a sentence or two.
  public let lead: String
  /// The language of the page's own words.
  public let language: String

  /// Where the page stands among a server's; nil for one that is a file.
  public var site: PageSite?

  var body = ""
  private var isInSection = false
  private(set) var sections: [(id: String, name: String)] = []
  private var count = 0

  /// An empty page.
  public init(title: String, lead: String = "", language: String = "en-GB") {
    self.title = title
    self.lead = lead
    self.language = language
  }

  /// Begins a section; what follows belongs to it.
  public mutating func section(_ heading: String) {
    endSection()
    let id = "section-\(sections.count + 1)"
    sections.append((id, heading))
    body += "<section aria-labelledby=\"\(id)\">\n<h2 id=\"\(id)\">\(HTMLText.words(heading))</h2>\n"
    isInSection = true
  }

  /// Begins a part of a section; outside of one it is a section.
  public mutating func subsection(_ heading: String) {
    guard isInSection else { return section(heading) }
    body += "<h3>\(HTMLText.words(heading))</h3>\n"
  }

  /// A paragraph; what stands between two backticks is set as code, here and in notes and lists.
  public mutating func paragraph(_ text: String) { body += "<p>\(HTMLText.prose(text))</p>\n" }

  /// What kind of thing follows, as a word set apart with its rank, and facts about it in a line.
  mutating func facts(_ word: String, rank: String, _ facts: [String]) {
    body +=
      "<p><span class=\"chip \(HTMLText.escaped(rank))\">\(HTMLText.isolated(word))</span> "
      + "\(HTMLText.prose(facts.joined(separator: " · ")))</p>\n"
  }

  /// A remark that is set apart: a caution, what to do next.
  public mutating func note(_ text: String) {
    body += "<p class=\"note\">\(HTMLText.prose(text))</p>\n"
  }

  /// A list of points.
  public mutating func list(_ items: [String]) {
    guard !items.isEmpty else { return }
    body += "<ul>\n" + items.map { "<li>\(HTMLText.prose($0))</li>\n" }.joined() + "</ul>\n"
  }

  /// Lines as they stand, such as a command to type; the page's script adds a button that copies them.
  ///
  /// - Parameter name: what they are, for who cannot see them.
  public mutating func code(_ text: String, name: String = "Code") {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    body +=
      "<div class=\"scroll code\" role=\"region\" tabindex=\"0\" aria-label=\"\(HTMLText.escaped(name))\"><pre><code>"
      + lines.map { HTMLText.escaped(String($0), limit: 4000) }.joined(separator: "\n") + "</code></pre></div>\n"
  }

  /// The few figures that matter most, large.
  public mutating func figures(_ items: [(name: String, value: String)]) {
    guard !items.isEmpty else { return }
    body += "<dl class=\"key\">\n"
    for item in items {
      body += "<div><dt>\(HTMLText.isolated(item.name))</dt><dd>\(HTMLText.isolated(item.value))</dd></div>\n"
    }
    body += "</dl>\n"
  }

  /// A table.
  public mutating func table(_ table: HTMLTable) {
    body += table.html(id: nextID("table"), isNamed: isJustSaid(table.caption))
  }

  /// Whether the heading of this section says the same.
  private func isJustSaid(_ text: String) -> Bool { isInSection && sections.last?.name == text }

  /// What was assumed, or what the result rests on: names and values.
  public mutating func assumptions(_ pairs: [(name: String, value: String)], caption: String = "What this rests on") {
    table(HTMLTable(caption, pairs: pairs))
  }

  /// A plot, what is to be seen on it, and the same numbers as a table that can be unfolded.
  ///
  /// The plot is laid out twice, for wide screens and for narrow ones, and the page shows the one that fits.
  public mutating func figure(_ plot: Plot, caption: String, table: HTMLTable? = nil) {
    let id = nextID("figure")
    body += "<figure>\n<p class=\"name\(isJustSaid(plot.title) ? " same" : "")\">\(HTMLText.words(plot.title))</p>\n"
    body += "<div class=\"wide\">\(plot.svg(id: id + "w", width: 760))</div>\n"
    body += "<div class=\"narrow\">\(plot.svg(id: id + "n", width: 360))</div>\n"
    let note = plot.note.map { " " + $0 } ?? ""
    body += "<figcaption>\(HTMLText.prose(caption))\(note)</figcaption>\n"
    if let table {
      body += "<details><summary>The same as a table</summary>\n\(table.html(id: id + "t"))</details>\n"
    }
    body += "</figure>\n"
  }

  /// The whole document.
  ///
  /// - Complexity: O(length of the page).
  public var html: String {
    var whole = self
    whole.endSection()
    return HTMLDocument(page: whole, body: whole.body).text
  }

  private mutating func endSection() {
    if isInSection { body += "</section>\n" }
    isInSection = false
  }

  private mutating func nextID(_ kind: String) -> String {
    count += 1
    return "\(kind)-\(count)"
  }
}
