/// A value of an attribute of SVG; texts are escaped, numbers are written to a tenth of a pixel.
protocol SVGAttribute {
  var svgText: String { get }
}

extension Double: SVGAttribute {
  /// To a tenth, the shortest way: `12`, `12.5`, `-0.3`; what is not finite or off every screen is held at its ends.
  var svgText: String {
    let held = isNaN ? 0 : Swift.min(Swift.max(self, -1e6), 1e6)
    let tenths = Int((held * 10).rounded())
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
  }
}

extension Int: SVGAttribute {
  var svgText: String { String(self) }
}

extension String: SVGAttribute {
  var svgText: String { HTMLText.escaped(self) }
}

/// Elements of SVG, one after the other, as text. Equal calls give equal text.
struct SVGWriter {
  typealias Attributes = KeyValuePairs<String, any SVGAttribute>

  private(set) var text = ""

  /// The start of an element that `close` ends.
  mutating func open(_ name: String, _ attributes: Attributes = [:]) {
    start(name, attributes)
    text += ">"
  }

  mutating func close(_ name: String) { text += "</\(name)>\n" }

  /// A whole element; with a title, which is what a reader sees who points at it.
  mutating func element(_ name: String, _ attributes: Attributes, title: String? = nil) {
    start(name, attributes)
    if let title {
      text += "><title>\(HTMLText.escaped(title))</title></\(name)>\n"
    } else {
      text += "/>\n"
    }
  }

  /// A line of text; with a title where the text was shortened.
  mutating func label(_ content: String, _ attributes: Attributes, title: String? = nil) {
    start("text", attributes)
    text += ">"
    if let title { text += "<title>\(HTMLText.escaped(title))</title>" }
    text += HTMLText.escaped(content) + "</text>\n"
  }

  /// An element with text in it and no more.
  mutating func plain(_ name: String, _ attributes: Attributes, _ content: String) {
    start(name, attributes)
    text += ">" + HTMLText.escaped(content, limit: 2000) + "</\(name)>\n"
  }

  /// What was made elsewhere, as it is.
  mutating func raw(_ markup: String) { text += markup }

  private mutating func start(_ name: String, _ attributes: Attributes) {
    text += "<" + name
    for (key, value) in attributes { text += " \(key)=\"\(value.svgText)\"" }
  }
}

/// The `d` of a path: absolute moves and lines, to a tenth of a pixel.
struct SVGPath {
  private(set) var text = ""
  private var last: (x: String, y: String)?

  var isEmpty: Bool { text.isEmpty }

  mutating func move(_ x: Double, _ y: Double) {
    last = (x.svgText, y.svgText)
    text += "M\(x.svgText) \(y.svgText)"
  }

  /// A line to a place; nothing if the pen is there.
  mutating func line(_ x: Double, _ y: Double) {
    let next = (x: x.svgText, y: y.svgText)
    guard let last else { return move(x, y) }
    if last == next { return }
    if last.y == next.y {
      text += "H\(next.x)"
    } else if last.x == next.x {
      text += "V\(next.y)"
    } else {
      text += "L\(next.x) \(next.y)"
    }
    self.last = next
  }

  /// A dot: a line of no length, which a round cap makes visible.
  mutating func dot(_ x: Double, _ y: Double) {
    move(x, y)
    text += "h0"
  }

  mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    text += "M\(x.svgText) \(y.svgText)h\(width.svgText)v\(height.svgText)h\((-width).svgText)z"
    last = nil
  }

  mutating func close() {
    text += "z"
    last = nil
  }
}
