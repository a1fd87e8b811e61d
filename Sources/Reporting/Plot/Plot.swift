/// A plot: two axes, and marks between them. It becomes SVG whose colours are the page's.
///
///     let plot = Plot(
///       "Cost of 1,000 simulated runs",
///       x: PlotAxis("Cost", .values(.money(.gbp))), y: PlotAxis("Runs", .values(.count)),
///       marks: [HistogramMark(costs)], references: [PlotReference(.x(40), "limit 40.00 GBP")])
///     let svg = plot.svg(id: "cost", width: 760)
///
/// Any numbers may come in: what has no place (not finite, or not above 0 on an axis with logarithms) is counted in
/// ``leftOut``, and a plot of nothing says "no data". Equal plots give equal bytes.
public struct Plot: Sendable {
  /// What it shows: the name that a screen reader says.
  public var title: String
  /// What is to be seen on it, in a sentence or two; for who cannot see it.
  public var summary: String
  /// The horizontal axis.
  public var x: PlotAxis
  /// The vertical axis.
  public var y: PlotAxis
  /// What is drawn, in this order.
  public var marks: [any PlotMark]
  /// Lines at values that matter.
  public var references: [PlotReference]
  /// How many pixels there are between top and bottom; nil leaves it to what is drawn.
  public var height: Double?

  /// A plot.
  public init(
    _ title: String, summary: String = "", x: PlotAxis, y: PlotAxis, marks: [any PlotMark],
    references: [PlotReference] = [], height: Double? = nil
  ) {
    self.title = title
    self.summary = summary
    self.x = x
    self.y = y
    self.marks = marks
    self.references = references
    self.height = height
  }

  var axes: PlotAxes { PlotAxes(x: x, y: y) }

  /// What the axes must reach.
  var extent: PlotExtent {
    var extent = PlotExtent()
    for mark in marks { extent.add(mark.extent(on: axes)) }
    return extent
  }

  /// How many values have no place on the plot.
  public var leftOut: Int { extent.leftOut }

  /// Says how many values are missing from the picture; nil if none.
  public var note: String? {
    let count = leftOut
    guard count > 0 else { return nil }
    let reason = x.isLogarithmic || y.isLogarithmic ? "not finite, or not above 0" : "not finite"
    return "\(Figures.counted(count, "value")) \(count == 1 ? "is" : "are") \(reason), and left out."
  }

  /// Whether nothing can be drawn.
  func isEmpty(_ extent: PlotExtent) -> Bool {
    func lacks(_ axis: PlotAxis, _ span: PlotExtent.Span) -> Bool {
      axis.bandNames.map(\.isEmpty) ?? ((axis.isLogarithmic ? span.positive : span.all) == nil)
    }
    return marks.isEmpty || lacks(x, extent.x) || lacks(y, extent.y)
  }

  /// The plot as an `svg` element.
  ///
  /// - Parameters:
  ///   - id: the start of the names of its parts; each plot of a page needs another.
  ///   - width: in pixels; below 480 it is laid out for a telephone.
  /// - Complexity: O(number of values); the text grows with the pixels and not with the values.
  public func svg(id: String, width: Double = 760) -> String {
    let id = Self.identifier(id)
    let extent = extent
    let layout = PlotLayout(self, extent: extent, width: width.isFinite ? min(max(width, 160), 4000) : 760)
    var body = PlotCanvas(axes: axes, x: layout.x, y: layout.y, id: id, isNarrow: layout.isNarrow)
    body.width = layout.width
    body.uprights = layout.uprights.map { layout.x.held($0.value) }
    let hasNone = isEmpty(extent)
    if hasNone {
      body.writer.label(
        "no data", ["x": layout.width / 2, "y": layout.height / 2 + 4, "class": "m c"])
    } else {
      layout.drawGrid(on: &body)
      let isCut = x.bounds != nil || y.bounds != nil
      if isCut { body.writer.open("g", ["clip-path": "url(#\(id)-c)"]) }
      for mark in marks { mark.draw(on: &body) }
      if isCut { body.writer.close("g") }
      layout.drawAxes(on: &body)
      layout.drawReferences(on: &body)
      body.writer.raw(body.overlay.text)
      layout.drawKeys(on: &body)
    }
    var out = SVGWriter()
    out.open(
      "svg",
      [
        "class": "plot", "viewBox": "0 0 \(layout.width.svgText) \(layout.height.svgText)", "width": layout.width,
        "height": layout.height, "role": "img", "aria-labelledby": "\(id)-t \(id)-d",
        "xmlns": "http://www.w3.org/2000/svg",
      ])
    out.plain("title", ["id": "\(id)-t"], title)
    let parts = [summary, note ?? "", hasNone ? "There is no data." : ""].filter { !$0.isEmpty }
    out.plain("desc", ["id": "\(id)-d"], parts.joined(separator: " "))
    let clip = hasNone || (x.bounds == nil && y.bounds == nil) ? "" : layout.clip(id)
    let definitions = body.definitions + clip
    if !definitions.isEmpty { out.raw("<defs>\(definitions)</defs>\n") }
    out.raw(body.writer.text)
    out.close("svg")
    return out.text
  }

  /// A name that is allowed for an element, whatever comes in.
  static func identifier(_ text: String) -> String {
    let kept = text.utf8.prefix(60).map { byte -> Character in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
      return isPlain ? Character(Unicode.Scalar(byte)) : "-"
    }
    let first = kept.first.map { $0.isLetter } ?? false
    return (first ? "" : "p") + String(kept)
  }
}
