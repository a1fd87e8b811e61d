/// A line the size of a word, without axes, for a cell of a table: its last value has a dot.
public struct Sparkline: Sendable {
  /// The values, evenly spaced; those that are not finite are left out.
  public var values: [Double]
  /// What it shows, for who cannot see it.
  public var title: String

  /// A small line.
  public init(_ values: [Double], title: String) {
    self.values = values
    self.title = title
  }

  /// The line as an `svg` element; empty text if there is nothing to draw.
  ///
  /// - Parameter id: the name of its title; each on a page needs another.
  public func svg(id: String, width: Double = 80, height: Double = 18) -> String {
    let points = values.enumerated().compactMap { index, value in
      PlotMath.drawable(value).map { PlotPoint(Double(index), $0) }
    }
    guard let least = points.map(\.y).min(), let greatest = points.map(\.y).max(), let last = points.last else {
      return ""
    }
    let id = Plot.identifier(id)
    let x = PlotScale(kind: .linear, low: 0, high: Double(max(1, values.count - 1)), start: 2, end: width - 3)
    let bounds = PlotScale.bounds(least...greatest, from: false, isLogarithmic: false)
    let y = PlotScale(kind: .linear, low: bounds.lowerBound, high: bounds.upperBound, start: height - 3, end: 3)
    var path = SVGPath()
    for point in Decimation.extremes(points, on: x) { path.line(x.position(point.x), y.position(point.y)) }
    var out = SVGWriter()
    out.open(
      "svg",
      [
        "class": "spark k1", "viewBox": "0 0 \(width.svgText) \(height.svgText)", "width": width, "height": height,
        "role": "img", "aria-labelledby": "\(id)-t", "xmlns": "http://www.w3.org/2000/svg",
      ])
    out.plain("title", ["id": "\(id)-t"], title)
    out.element("path", ["d": PathText(path), "class": "l"])
    out.element("circle", ["cx": x.position(last.x), "cy": y.position(last.y), "r": 2, "class": "f"])
    out.close("svg")
    return out.text
  }
}
