/// Where marks are drawn: the scales, and the elements so far.
public struct PlotCanvas: Sendable {
  var writer = SVGWriter()
  /// Text of marks, which stands above all lines.
  var overlay = SVGWriter()
  let axes: PlotAxes
  let x: PlotScale
  let y: PlotScale
  /// The start of all names of elements, unique on the page.
  let id: String
  /// Whether there is no room for text that is not needed.
  let isNarrow: Bool
  /// The pixels of the upright lines that are drawn over the marks.
  var uprights: [Double] = []
  /// How wide the picture is.
  var width = 0.0
  /// The states whose patterns are used.
  private(set) var states: Set<PlotState> = []

  init(axes: PlotAxes, x: PlotScale, y: PlotScale, id: String, isNarrow: Bool) {
    self.axes = axes
    self.x = x
    self.y = y
    self.id = id
    self.isNarrow = isNarrow
  }

  /// The pixels between the axes.
  var left: Double { min(x.start, x.end) }
  var right: Double { max(x.start, x.end) }
  var top: Double { min(y.start, y.end) }
  var bottom: Double { max(y.start, y.end) }

  /// The scale of values, where the other one has bands.
  var values: PlotScale { axes.isHorizontal ? x : y }
  /// The scale of bands.
  var bands: PlotScale { axes.isHorizontal ? y : x }

  /// A rectangle along the axis of values: from one pixel to another, centred on a pixel across.
  ///
  /// Sizes below a pixel are drawn as one, so that what is there is seen.
  func box(across centre: Double, thickness: Double, from a: Double, to b: Double) -> PlotBox {
    let (low, size) = (min(a, b), max(abs(b - a), 0.5))
    let thickness = max(thickness, 1)
    return axes.isHorizontal
      ? PlotBox(x: low, y: centre - thickness / 2, width: size, height: thickness)
      : PlotBox(x: centre - thickness / 2, y: low, width: thickness, height: size)
  }

  /// A place by its pixel along the axis of values and the one across.
  func place(along: Double, across: Double) -> (x: Double, y: Double) {
    axes.isHorizontal ? (along, across) : (across, along)
  }

  /// Where a label of small text begins so that no upright line runs through it: there, or behind the line, as long as
  /// it stays in the picture.
  func clear(of text: String, from start: Double) -> Double {
    let length = TypeWidth.of(text, size: 11)
    var x = start
    for line in uprights.sorted() where line > x - 4 && line < x + length + 2 { x = line + 5 }
    return x + length <= width ? x : start
  }

  mutating func rectangle(_ box: PlotBox, _ classes: String, title: String? = nil) {
    writer.element(
      "rect", ["x": box.x, "y": box.y, "width": box.width, "height": box.height, "class": classes], title: title)
  }

  mutating func path(_ path: SVGPath, _ classes: String, title: String? = nil) {
    if !path.isEmpty { writer.element("path", ["d": PathText(path), "class": classes], title: title) }
  }

  /// Lays a state's pattern over what was drawn.
  mutating func pattern(_ state: PlotState, over path: SVGPath) {
    guard state.pattern != nil, !path.isEmpty else { return }
    states.insert(state)
    writer.element("path", ["d": PathText(path), "fill": "url(#\(id)-s\(state.rawValue))"])
  }

  /// The patterns that were used, as definitions.
  var definitions: String {
    var out = SVGWriter()
    for state in PlotState.allCases where states.contains(state) {
      guard let lines = state.pattern else { continue }
      out.open(
        "pattern", ["id": "\(id)-s\(state.rawValue)", "width": 6, "height": 6, "patternUnits": "userSpaceOnUse"])
      out.element("path", ["d": lines, "class": "p"])
      out.close("pattern")
    }
    return out.text
  }
}

/// A rectangle in pixels.
struct PlotBox: Sendable, Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double
}

/// A path as an attribute: as long as it is, and in need of no escaping.
struct PathText: SVGAttribute {
  let svgText: String
  init(_ path: SVGPath) { svgText = path.text }
}
