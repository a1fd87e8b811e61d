/// How one amount becomes another: each band adds or takes, and totals stand on the ground.
public struct WaterfallMark: PlotMark {
  /// A step.
  public enum Step: Sendable, Equatable {
    /// The amount so far is set to this.
    case total(Double)
    /// This is added; below nought it is taken away.
    case change(Double)
  }

  /// By band.
  public var steps: [Step]

  /// How a step is drawn and what a legend calls it.
  public struct Look: Sendable, Equatable {
    /// Its name in the legend.
    public var name: String
    /// Which of the theme's colours, from 1.
    public var series: Int

    /// A name and a colour.
    public init(_ name: String, series: Int) {
      self.name = name
      self.series = SeriesNumber.held(series)
    }
  }

  /// By band; without one a step is a total, more or less.
  public var looks: [Look]

  /// Steps, by band.
  public init(_ steps: [Step], looks: [Look] = []) {
    self.steps = steps
    self.looks = looks
  }

  private func look(_ band: Int, _ span: (from: Double, to: Double, isTotal: Bool)) -> Look {
    if looks.indices.contains(band) { return looks[band] }
    return span.isTotal
      ? Look("total", series: 7) : span.to < span.from ? Look("less", series: 3) : Look("more", series: 2)
  }

  /// From where to where each step goes; nil for what is not finite.
  private var spans: [(from: Double, to: Double, isTotal: Bool)?] {
    var amount = 0.0
    return steps.map { step in
      switch step {
      case .total(let value):
        guard let value = PlotMath.drawable(value) else { return nil }
        amount = value
        return (0, value, true)
      case .change(let value):
        guard let value = PlotMath.drawable(value) else { return nil }
        let from = amount
        amount += value
        return (from, amount, false)
      }
    }
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent {
    var extent = axes.extent(of: spans.compactMap { $0 }.flatMap { [$0.from, $0.to] }, fromZero: true)
    extent.leftOut += spans.filter { $0 == nil }.count
    return extent
  }

  /// What a legend says.
  public var keys: [PlotKey] {
    var used: [Look] = []
    for (band, span) in spans.enumerated() {
      guard let span else { continue }
      let look = look(band, span)
      if !used.contains(look) { used.append(look) }
    }
    // What the bars begin with comes first, then what is added, then what is taken.
    let order = ["total": 0, "more": 1, "less": 2]
    if looks.isEmpty { used.sort { order[$0.name, default: 3] < order[$1.name, default: 3] } }
    return used.map { PlotKey(name: $0.name, swatch: .area($0.series)) }
  }

  /// Room for the values that are written beside it.
  public func labelRoom(on axes: PlotAxes) -> Double {
    guard axes.isHorizontal else { return 6 }
    return (spans.compactMap { $0 }.map { TypeWidth.of(text($0, axes.values), size: 11) }.max() ?? 0) + 10
  }

  /// A change has its sign, so that its colour is not alone in saying it.
  private func text(_ span: (from: Double, to: Double, isTotal: Bool), _ axis: PlotAxis) -> String {
    if span.isTotal { return axis.text(span.to) }
    let change = span.to - span.from
    return change < 0 ? "−" + axis.text(-change) : "+" + axis.text(change)
  }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    let names = canvas.axes.bands.bandNames ?? []
    let thickness = min(canvas.bands.bandWidth * 0.66, 40)
    let spans = spans
    var links = SVGPath()
    for band in 0..<min(spans.count, names.count) {
      guard let span = spans[band] else { continue }
      let centre = canvas.bands.position(Double(band))
      let (from, to) = (canvas.values.position(span.from), canvas.values.position(span.to))
      canvas.rectangle(
        canvas.box(across: centre, thickness: thickness, from: from, to: to), "f k\(look(band, span).series)",
        title: "\(names[band]): \(text(span, canvas.axes.values))")
      if band + 1 < min(spans.count, names.count) {
        let next = canvas.bands.position(Double(band + 1))
        let (a, b) = (canvas.place(along: to, across: centre), canvas.place(along: to, across: next))
        links.move(a.x, a.y)
        links.line(b.x, b.y)
      }
    }
    canvas.path(links, "x")
    for (band, span) in spans.prefix(names.count).enumerated() {
      guard let span, canvas.bands.bandWidth >= 12 else { continue }
      label(span, centre: canvas.bands.position(Double(band)), on: &canvas)
    }
  }

  private func label(_ span: (from: Double, to: Double, isTotal: Bool), centre: Double, on canvas: inout PlotCanvas) {
    let text = text(span, canvas.axes.values)
    let end = canvas.values.position(max(span.from, span.to))
    if canvas.axes.isHorizontal {
      canvas.overlay.label(text, ["x": end + 5, "y": centre + 4, "font-size": 11, "class": "halo"])
    } else if TypeWidth.of(text, size: 11) <= canvas.bands.bandWidth {
      canvas.overlay.label(text, ["x": centre, "y": end - 5, "font-size": 11, "class": "c halo"])
    }
  }
}
