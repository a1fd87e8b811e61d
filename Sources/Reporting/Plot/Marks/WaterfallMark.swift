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

  /// Steps, by band.
  public init(_ steps: [Step]) { self.steps = steps }

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
    let spans = spans.compactMap { $0 }
    let used = [
      ("total", 7, spans.contains { $0.isTotal }), ("more", 2, spans.contains { !$0.isTotal && $0.to >= $0.from }),
      ("less", 3, spans.contains { !$0.isTotal && $0.to < $0.from }),
    ]
    return used.filter(\.2).map { PlotKey(name: $0.0, swatch: .area($0.1)) }
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
      let series = span.isTotal ? 7 : span.to < span.from ? 3 : 2
      canvas.rectangle(
        canvas.box(across: centre, thickness: thickness, from: from, to: to), "f k\(series)",
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
