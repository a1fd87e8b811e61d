/// Boxes by Tukey: quartiles, the median, whiskers to the last value within one and a half box lengths, and the rest as
/// points; one a band.
public struct BoxMark: PlotMark {
  /// The figures of a box.
  public struct Item: Sendable, Equatable {
    /// The lower whisker's end.
    public var low: Double
    /// The quartile below which a quarter lies.
    public var lowerQuartile: Double
    /// The median.
    public var median: Double
    /// The quartile above which a quarter lies.
    public var upperQuartile: Double
    /// The upper whisker's end.
    public var high: Double
    /// What lies beyond the whiskers.
    public var outliers: [Double]
    /// How many values it is made of.
    public var count: Int

    /// The box of values; nil if none is finite. Quartiles are interpolated (type 7 of Hyndman and Fan).
    public init?(of values: [Double]) {
      let sorted = values.compactMap(PlotMath.drawable).sorted()
      guard let q1 = PlotMath.quantile(sorted, 0.25), let q2 = PlotMath.quantile(sorted, 0.5),
        let q3 = PlotMath.quantile(sorted, 0.75)
      else { return nil }
      let reach = 1.5 * (q3 - q1)
      let inside = sorted.filter { $0 >= q1 - reach && $0 <= q3 + reach }
      (lowerQuartile, median, upperQuartile) = (q1, q2, q3)
      low = inside.first ?? q1
      high = inside.last ?? q3
      outliers = sorted.filter { $0 < q1 - reach || $0 > q3 + reach }
      count = sorted.count
    }

    var ends: [Double] { [low, lowerQuartile, median, upperQuartile, high] }
  }

  /// By band; nil where there is none.
  public var items: [Item?]
  /// Which of the theme's colours, from 1.
  public var series: Int
  private let leftOut: Int

  /// The boxes of samples, one a band.
  public init(_ samples: [[Double]], series: Int = 1) {
    items = samples.map { Item(of: $0) }
    leftOut = samples.reduce(0) { $0 + $1.filter { !$0.isFinite }.count }
    self.series = SeriesNumber.held(series)
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent {
    let all = items.compactMap { $0 }
    // The ends of the sorted outliers stand for all of them.
    var extent = axes.extent(
      of: all.flatMap { $0.ends + [$0.outliers.first, $0.outliers.last].compactMap { $0 } })
    extent.leftOut += leftOut
    return extent
  }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    let names = canvas.axes.bands.bandNames ?? []
    let thickness = min(canvas.bands.bandWidth * 0.55, 26)
    for (band, item) in items.prefix(names.count).enumerated() {
      guard let item, !canvas.axes.values.isLogarithmic || item.low > 0 else { continue }
      let centre = canvas.bands.position(Double(band))
      let ends = item.ends.map { canvas.values.position($0) }
      var whiskers = SVGPath()
      for (from, to) in [(ends[0], ends[1]), (ends[3], ends[4])] {
        let (a, b) = (canvas.place(along: from, across: centre), canvas.place(along: to, across: centre))
        whiskers.move(a.x, a.y)
        whiskers.line(b.x, b.y)
      }
      canvas.path(whiskers, "l thin k\(series)")
      let unit = canvas.axes.values
      let title =
        "\(names[band]), \(Figures.counted(item.count, "value")): median \(unit.text(item.median)), half from "
        + "\(unit.text(item.lowerQuartile)) to \(unit.text(item.upperQuartile))"
      canvas.rectangle(
        canvas.box(across: centre, thickness: thickness, from: ends[1], to: ends[3]), "f h k\(series)", title: title)
      canvas.rectangle(
        canvas.box(across: centre, thickness: thickness, from: ends[2] - 1.25, to: ends[2] + 1.25), "f k\(series)")
      drawOutliers(item.outliers, centre: centre, on: &canvas)
    }
  }

  private func drawOutliers(_ outliers: [Double], centre: Double, on canvas: inout PlotCanvas) {
    var path = SVGPath()
    var last = -Double.infinity
    for value in outliers where value > 0 || !canvas.axes.values.isLogarithmic {
      let along = canvas.values.position(value)
      // Sorted, so that those on one pixel follow each other.
      guard abs(along - last) >= 1 else { continue }
      last = along
      let place = canvas.place(along: along, across: centre)
      path.dot(place.x, place.y)
    }
    if !path.isEmpty {
      canvas.writer.element("path", ["d": PathText(path), "class": "d k\(series)", "stroke-width": 3.5])
    }
  }
}
