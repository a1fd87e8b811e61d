/// Areas on top of each other: parts of a whole over time.
public struct StackedAreaMark: PlotMark {
  /// A part.
  public struct Layer: Sendable {
    /// Its name in the legend.
    public var name: String
    /// A value for each place; what is missing, negative or not finite counts as nought.
    public var values: [Double]
    /// Which of the theme's colours, from 1.
    public var series: Int

    /// A part.
    public init(_ name: String, _ values: [Double], series: Int) {
      self.name = name
      self.values = values
      self.series = SeriesNumber.held(series)
    }
  }

  /// The places along the horizontal axis, ascending.
  public var places: [Double]
  /// The parts, from the bottom up.
  public var layers: [Layer]
  /// How it goes from one place to the next.
  public var shape: LineMark.Shape

  /// Parts of a whole.
  public init(places: [Double], layers: [Layer], shape: LineMark.Shape = .straight) {
    self.places = places
    self.layers = layers
    self.shape = shape
  }

  /// For each layer the height of its upper edge, the lowest layer first.
  private var edges: [[Double]] {
    var sums = [Double](repeating: 0, count: places.count)
    return layers.map { layer in
      for (index, value) in layer.values.prefix(places.count).enumerated() where value > 0 {
        sums[index] += PlotMath.drawable(value) ?? 0
      }
      return sums
    }
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent {
    var extent = axes.extent(of: zip(places, edges.last ?? []).map { PlotPoint($0, $1) })
    extent.y.hasZero = extent.y.all != nil
    extent.leftOut += layers.reduce(0) { $0 + $1.values.prefix(places.count).filter { !$0.isFinite || $0 < 0 }.count }
    return extent
  }

  /// What a legend says.
  public var keys: [PlotKey] { layers.reversed().map { PlotKey(name: $0.name, swatch: .area($0.series)) } }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    let edges = edges
    guard let top = edges.last else { return }
    // All layers keep the same places: those where the whole is least or greatest in its column.
    let kept = Self.kept(places, top, on: canvas)
    var lower = kept.map { PlotPoint(places[$0], 0) }
    for (layer, edge) in zip(layers, edges) {
      let upper = kept.map { PlotPoint(places[$0], edge[$0]) }
      var path = SVGPath()
      AreaMark.fill(upper: upper, lower: lower, shape: shape, on: canvas, into: &path)
      canvas.path(path, "f sep k\(layer.series)")
      lower = upper
    }
    for (layer, edge) in zip(layers, edges) {
      let most = canvas.isNarrow ? 12 : 24
      let every = max(1, (kept.count + most - 1) / most)
      for place in stride(from: 0, to: kept.count, by: every) {
        let index = kept[place]
        guard layer.values.indices.contains(index) else { continue }
        let value = canvas.axes.y.text(layer.values[index])
        canvas.writer.element(
          "circle",
          ["cx": canvas.x.position(places[index]), "cy": canvas.y.position(edge[index]), "r": 6, "class": "hit"],
          title: "\(layer.name) · \(canvas.axes.x.text(places[index])): \(value)")
      }
    }
  }

  private static func kept(_ places: [Double], _ top: [Double], on canvas: PlotCanvas) -> [Int] {
    let usable = places.indices.filter { canvas.axes.holds(places[$0], max(top[$0], 1)) }
      .sorted { (places[$0], $0) < (places[$1], $1) }
    let columns = Decimation.columns(of: canvas.x)
    guard usable.count > 4 * columns else { return usable }
    var groups: [Int: (first: Int, least: Int, greatest: Int, last: Int)] = [:]
    for index in usable {
      let column = Decimation.column(of: places[index], on: canvas.x, columns: columns)
      var group = groups[column] ?? (index, index, index, index)
      if top[index] < top[group.least] { group.least = index }
      if top[index] > top[group.greatest] { group.greatest = index }
      group.last = index
      groups[column] = group
    }
    let picked = Set(groups.values.flatMap { [$0.first, $0.least, $0.greatest, $0.last] })
    return usable.filter(picked.contains)
  }
}
