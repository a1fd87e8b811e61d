/// A field of a form.
struct FormField {
  /// What it takes.
  enum Kind {
    case text
    /// One of these words, or none of them.
    case choice([String], any: String)
  }

  /// What stands above it.
  var label: String
  /// The parameter that it sets.
  var name: String
  /// What it holds now.
  var value: String
  /// What it takes.
  var kind = Kind.text
  /// What could be typed.
  var example = ""

  /// - Parameter isFirst: whether it takes the whole width.
  fileprivate func html(isFirst: Bool) -> String {
    let name = HTMLText.escaped(name)
    let begin = "<label\(isFirst ? " class=\"first\"" : "")>\(HTMLText.escaped(label))"
    switch kind {
    case .text:
      let hint = example.isEmpty ? "" : " placeholder=\"\(HTMLText.escaped(example))\""
      return begin
        + "<input type=\"\(isFirst ? "search" : "text")\" name=\"\(name)\" value=\"\(HTMLText.escaped(value, limit: .max))\""
        + "\(hint) maxlength=\"\(FormField.lengthLimit)\" autocomplete=\"off\" spellcheck=\"false\"></label>\n"
    case .choice(let words, let any):
      // What was asked for is kept, also where it is none of the words, such as a pattern.
      let all = value.isEmpty || words.contains(value) ? words : [value] + words
      let options = all.map { word in
        "<option value=\"\(HTMLText.escaped(word, limit: .max))\"\(word == value ? " selected" : "")>"
          + "\(HTMLText.escaped(word, limit: 60))</option>"
      }
      return begin + "<select name=\"\(name)\"><option value=\"\">\(HTMLText.escaped(any))</option>"
        + options.joined() + "</select></label>\n"
    }
  }

  /// How many characters a field takes.
  static let lengthLimit = 500
}

extension HTMLPage {
  /// A form that leads to a page with what was filled in as its parameters; the first field is the widest.
  ///
  /// - Parameter kept: parameters that stay as they are.
  mutating func form(
    _ address: String, _ fields: [FormField], kept: [(String, String)] = [], button: String, reset: String?
  ) {
    body += "<form method=\"get\" action=\"\(HTMLText.escaped(address))\" role=\"search\">\n<div class=\"fields\">\n"
    for (index, field) in fields.enumerated() { body += field.html(isFirst: index == 0) }
    body += "</div>\n"
    for item in kept {
      body +=
        "<input type=\"hidden\" name=\"\(HTMLText.escaped(item.0))\" value=\"\(HTMLText.escaped(item.1, limit: .max))\">"
    }
    body += "<div class=\"actions\"><button type=\"submit\">\(HTMLText.escaped(button))</button>"
    if let reset { body += HTMLText.link("Clear", to: reset) }
    body += "</div>\n</form>\n"
  }

  /// A form around a table whose rows can be ticked.
  mutating func ticking(_ table: HTMLTable, leadsTo address: String, button: String, hint: String) {
    body += "<form method=\"get\" action=\"\(HTMLText.escaped(address))\">\n"
    self.table(table)
    body +=
      "<div class=\"actions\"><button type=\"submit\">\(HTMLText.escaped(button))</button>"
      + "<span>\(HTMLText.escaped(hint))</span></div>\n</form>\n"
  }

  /// Links in a row, such as what to look at next.
  mutating func links(_ items: [(text: String, address: String)]) {
    guard !items.isEmpty else { return }
    body +=
      "<p class=\"links\">"
      + items.map { HTMLText.link(HTMLText.isolated($0.text), to: $0.address) }.joined(separator: " · ") + "</p>\n"
  }

  /// Which part of a long list this is, and the parts before and after it.
  ///
  /// - Parameter address: the page that begins behind so many rows.
  mutating func pager(_ range: PageRange, of what: String, address: (Int) -> String) {
    guard range.offset > 0 || range.shown < range.total else { return }
    body += "<nav class=\"pager\" aria-label=\"Parts of the list\">"
    body += "<p>\(HTMLText.escaped(range.text(of: what)))</p>"
    if let first = range.first { body += HTMLText.link("« First", to: address(first)) }
    if let previous = range.previous { body += HTMLText.link("‹ Previous", to: address(previous)) }
    if let next = range.next { body += HTMLText.link("Next ›", to: address(next)) }
    if let last = range.last { body += HTMLText.link("Last »", to: address(last)) }
    body += "</nav>\n"
  }
}

/// A part of a long list.
struct PageRange {
  /// How many rows come before it.
  var offset: Int
  /// How many it has.
  var shown: Int
  /// How many a part has at most.
  var limit: Int
  /// How many there are.
  var total: Int

  private var lastStart: Int { total > 0 && limit > 0 ? (total - 1) / limit * limit : 0 }

  /// Where the other parts begin; nil where this is that part.
  var first: Int? { offset > 0 ? 0 : nil }
  var previous: Int? { offset > 0 ? max(0, min(offset - limit, lastStart)) : nil }
  var next: Int? { offset < total && total - offset > shown && shown > 0 ? offset + shown : nil }
  var last: Int? { next != nil && lastStart > offset ? lastStart : nil }

  func text(of what: String) -> String {
    shown == 0
      ? "None of \(Figures.count(total)) \(what) comes after the first \(Figures.count(offset))"
      : "\(Figures.count(offset + 1)) to \(Figures.count(offset + shown)) of \(Figures.count(total)) \(what)"
  }
}
