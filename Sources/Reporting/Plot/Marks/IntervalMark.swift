/// Intervals with a mark inside, one a band: p5 to p95 and the median.
public struct IntervalMark: PlotMark {
  /// An interval.
  public struct Item: Sendable, Equatable {
    /// The lower end.
    public var low: Double
    /// What lies between: the median.
    public var middle: Double
    /// The upper end.
    public var high: Double

    /// An interval.
    public init(_ low: Double, _ middle: Double, _ high: Double) {
      self.low = low
      self.middle = middle
      self.high = high
    }

    var all: [Double] { [low, middle, high] }
  }

  /// By band; nil where there is none.
  public var items: [Item?]
  /// Which of the theme's colours, from 1.
  public var series: Int

  /// Intervals.
  public init(_ items: [Item?], series: Int = 1) {
    self.items = items
    self.series = SeriesNumber.held(series)
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent { axes.extent(of: items.compactMap { $0 }.flatMap(\.all)) }

  /// Room for the values that are written beside it.
  public func labelRoom(on axes: PlotAxes) -> Double {
    guard axes.isHorizontal else { return 6 }
    let texts = items.compactMap { $0.map { axes.values.text($0.middle) } }
    return (texts.map { TypeWidth.of($0, size: 11) }.max() ?? 0) + 12
  }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    let names = canvas.axes.bands.bandNames ?? []
    let thickness = min(canvas.bands.bandWidth * 0.3, 9)
    for (band, item) in items.prefix(names.count).enumerated() {
      guard let item, item.all.allSatisfy({ canvas.axes.holds($0, $0) || $0.isFinite && !isLogarithmic(canvas) })
      else { continue }
      let centre = canvas.bands.position(Double(band))
      let ends = item.all.map { canvas.values.position($0) }
      let unit = canvas.axes.values
      let title = "\(names[band]): \(unit.text(item.middle)), from \(unit.text(item.low)) to \(unit.text(item.high))"
      canvas.rectangle(
        canvas.box(across: centre, thickness: thickness, from: ends[0], to: ends[2]), "f h k\(series)", title: title)
      canvas.rectangle(
        canvas.box(across: centre, thickness: thickness + 8, from: ends[1] - 1.25, to: ends[1] + 1.25),
        "f k\(series)", title: title)
      guard canvas.axes.isHorizontal, canvas.bands.bandWidth >= 13 else { continue }
      let text = unit.text(item.middle)
      canvas.overlay.label(
        text,
        [
          "x": canvas.clear(of: text, from: max(ends[0], ends[2]) + 7), "y": centre + 4, "font-size": 11,
          "class": "halo",
        ])
    }
  }

  private func isLogarithmic(_ canvas: PlotCanvas) -> Bool { canvas.axes.values.isLogarithmic }
}
