/// Bars, one a band: upright, or lying where the bands stand at the vertical axis. Layers are stacked, or side by side.
public struct BarMark: PlotMark, RowHeight {
  /// A value for each band.
  public struct Layer: Sendable {
    /// Its name in the legend.
    public var name: String
    /// By band; nil where there is none.
    public var values: [Double?]
    /// Which of the theme's colours, from 1.
    public var series: Int

    /// A value for each band.
    public init(_ name: String, _ values: [Double?], series: Int) {
      self.name = name
      self.values = values
      self.series = SeriesNumber.held(series)
    }
  }

  /// The layers, from the axis outwards; those below nought are stacked downwards.
  public var layers: [Layer]

  /// Simple bars.
  public init(_ values: [Double?], series: Int = 1) { layers = [Layer("", values, series: series)] }

  /// Stacked bars.
  public init(stacked layers: [Layer]) { self.layers = layers }

  /// A group of bars for each band, a layer beside the other.
  public init(grouped layers: [Layer]) {
    self.layers = layers
    isGrouped = true
  }

  private var isGrouped = false

  var rowHeight: Double { isGrouped ? Double(max(1, layers.count)) * 17 + 12 : 26 }

  private var bandCount: Int { layers.map(\.values.count).max() ?? 0 }

  /// The ends of a band's stack below and above nought; nil if the band has no values.
  private func ends(_ band: Int) -> (low: Double, high: Double)? {
    var ends: (low: Double, high: Double)?
    for layer in layers where layer.values.indices.contains(band) {
      guard let value = layer.values[band].flatMap(PlotMath.drawable) else { continue }
      let old = ends ?? (0, 0)
      if isGrouped {
        ends = (min(old.low, value), max(old.high, value))
        continue
      }
      ends = value < 0 ? (old.low + value, old.high) : (old.low, old.high + value)
    }
    return ends
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent {
    let all = (0..<bandCount).compactMap(ends)
    let lowest = all.map(\.low).min() ?? 0
    // A bar below nought has its label beyond its end, which needs room.
    let low = lowest < 0 && isLabelled ? lowest * (axes.isHorizontal ? 1.2 : 1.08) : lowest
    var extent = axes.extent(of: all.isEmpty ? [] : all.map(\.high) + [low], fromZero: true)
    extent.leftOut = layers.reduce(0) { $0 + $1.values.filter { $0.map { !$0.isFinite } ?? false }.count }
    return extent
  }

  /// One line of values is written at its bars, as long as they are few.
  private var isLabelled: Bool { bandCount * (isGrouped ? layers.count : 1) <= 40 }

  /// What a legend says.
  public var keys: [PlotKey] {
    layers.filter { !$0.name.isEmpty }.map { PlotKey(name: $0.name, swatch: .area($0.series)) }
  }

  /// Room for the values that are written beside it.
  public func labelRoom(on axes: PlotAxes) -> Double {
    guard isLabelled else { return 0 }
    guard axes.isHorizontal else { return 6 }
    let texts = (0..<bandCount).compactMap { ends($0).map { axes.values.text($0.high) } }
    return (texts.map { TypeWidth.of($0, size: 11) }.max() ?? 0) + 10
  }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    let names = canvas.axes.bands.bandNames ?? []
    let values = canvas.values
    if isGrouped { return drawGroups(names, on: &canvas) }
    let thickness = min(canvas.bands.bandWidth * 0.72, 44)
    let zero = values.held(values.base)
    for band in 0..<min(bandCount, names.count) {
      var (low, high) = (0.0, 0.0)
      let centre = canvas.bands.position(Double(band))
      for layer in layers where layer.values.indices.contains(band) {
        guard let value = layer.values[band].flatMap(PlotMath.drawable) else { continue }
        let from = value < 0 ? low : high
        if value < 0 { low += value } else { high += value }
        let box = canvas.box(
          across: centre, thickness: thickness, from: from == 0 ? zero : values.position(from),
          to: values.position(from + value))
        let name = layer.name.isEmpty ? names[band] : "\(names[band]) · \(layer.name)"
        canvas.rectangle(
          box, layers.count > 1 ? "f sep k\(layer.series)" : "f k\(layer.series)",
          title: "\(name): \(canvas.axes.values.text(value))")
      }
      if let ends = ends(band) { label(ends, centre: centre, on: &canvas) }
    }
  }

  /// The bars of a band around its middle, the first layer first.
  private func drawGroups(_ names: [String], on canvas: inout PlotCanvas) {
    let values = canvas.values
    let step = min(canvas.bands.bandWidth * 0.8, 44) / Double(max(1, layers.count))
    for band in 0..<min(bandCount, names.count) {
      let first = canvas.bands.position(Double(band)) - step * Double(layers.count - 1) / 2
      for (index, layer) in layers.enumerated() where layer.values.indices.contains(band) {
        guard let value = layer.values[band].flatMap(PlotMath.drawable) else { continue }
        let centre = first + step * Double(index)
        canvas.rectangle(
          canvas.box(
            across: centre, thickness: step * 0.88, from: values.held(values.base), to: values.position(value)),
          "f k\(layer.series)", title: "\(names[band]) · \(layer.name): \(canvas.axes.values.text(value))")
        if step >= 11 { label((min(0, value), max(0, value)), centre: centre, on: &canvas) }
      }
    }
  }

  private func label(_ ends: (low: Double, high: Double), centre: Double, on canvas: inout PlotCanvas) {
    let sum = ends.low + ends.high
    let isDown = ends.high == 0 && ends.low < 0
    // Parts on both sides of nought have no single end to write a sum at.
    guard isLabelled, ends.low == 0 || isDown else { return }
    let text = canvas.axes.values.text(sum)
    let end = canvas.values.position(sum)
    if canvas.axes.isHorizontal {
      let x = isDown ? end - 5 : canvas.clear(of: text, from: end + 5)
      canvas.overlay.label(
        text, ["x": x, "y": centre + 4, "font-size": 11, "class": isDown ? "e halo" : "halo"])
    } else if TypeWidth.of(text, size: 11) <= canvas.bands.bandWidth {
      canvas.overlay.label(text, ["x": centre, "y": end + (isDown ? 13 : -5), "font-size": 11, "class": "c halo"])
    }
  }
}
