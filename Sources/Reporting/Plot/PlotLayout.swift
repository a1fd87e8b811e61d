/// Where the parts of a plot stand: margins as wide as their text, and the scales between them.
struct PlotLayout {
  let plot: Plot
  let width: Double
  let height: Double
  let x: PlotScale
  let y: PlotScale
  let xTicks: Ticks
  let yTicks: Ticks
  let isNarrow: Bool
  /// Names beside the ends of lines, or none if a legend has them.
  let endLabels: [PlotEndLabel]
  let legend: PlotLegend
  /// The upright references, each with the row of labels that it is in.
  let uprights: [(value: Double, label: String, row: Int)]

  static let small = 11.0

  /// The pixels at which the room between the axes ends.
  var top: Double { min(y.start, y.end) }
  var bottom: Double { max(y.start, y.end) }

  init(_ plot: Plot, extent: PlotExtent, width: Double) {
    self.plot = plot
    self.width = width
    isNarrow = width < 480
    var extent = extent
    for reference in plot.references {
      switch reference.place {
      case .x(let value): extent.x.add(value)
      case .y(let value): extent.y.add(value)
      }
    }
    let axes = plot.axes
    let room = plot.marks.map { $0.labelRoom(on: axes) }.max() ?? 0

    let ends = plot.marks.flatMap(\.endLabels)
    let widest = ends.map { TypeWidth.of($0.name) }.max() ?? 0
    let areDirect = !isNarrow && ends.count > 1 && ends.count <= 8 && widest <= 150
    endLabels = areDirect ? ends : []
    let keys = plot.marks.flatMap(\.keys)
    let isNamed = areDirect ? Set(ends.map(\.name)) : []
    let left = keys.filter { !isNamed.contains($0.name) }
    legend = PlotLegend(keys.count > 1 || keys.contains { $0.isState } ? left : [], width: width)

    let areaHeight = Self.areaHeight(plot, isNarrow: isNarrow, isEmpty: plot.isEmpty(extent))
    var vertical = plot.y.scale(extent.y, from: areaHeight, to: 0)
    var yTicks = plot.y.ticks(vertical, wanted: max(2, Int(areaHeight / 48)))
    if plot.y.bounds == nil {
      vertical = Self.rounded(vertical, to: yTicks, of: plot.y)
      yTicks = plot.y.ticks(vertical, wanted: max(2, Int(areaHeight / 48)))
    }
    self.yTicks = yTicks
    let start = Self.leftMargin(plot, yTicks, width: width)

    let beside = areDirect ? widest + 10 : 0
    let isLying = axes.isHorizontal
    let end = width - max(beside, isLying ? room : 0, 14)
    var horizontal = plot.x.scale(extent.x, from: start, to: max(end, start + 40))
    let wanted = max(2, Int((horizontal.end - start) / (plot.x.unit == .date ? 92 : 84)))
    if isLying && plot.x.bounds == nil {
      horizontal = Self.rounded(horizontal, to: plot.x.ticks(horizontal, wanted: wanted), of: plot.x, onlyLow: true)
    }
    xTicks = plot.x.ticks(horizontal, wanted: wanted)

    uprights = Self.rows(plot.references, on: horizontal, width: width)
    let top =
      legend.height + (plot.y.fullLabel.isEmpty ? 0 : 18) + Double((uprights.map(\.row).max() ?? -1) + 1) * 15
      + (isLying ? 0 : room) + 8
    let hasContext = xTicks.ticks.contains { !$0.context.isEmpty }
    let bottom = 20 + (hasContext ? 14 : 0) + (plot.x.fullLabel.isEmpty ? 0.0 : 18)
    vertical.start += top
    vertical.end += top
    // The first of named rows stands at the top, as in a table; numbers grow upwards.
    if plot.y.bandNames != nil { swap(&vertical.start, &vertical.end) }
    x = horizontal
    y = vertical
    height = top + areaHeight + bottom
  }

  private static func areaHeight(_ plot: Plot, isNarrow: Bool, isEmpty: Bool) -> Double {
    if isEmpty { return 24 }
    if let height = plot.height, height.isFinite { return min(max(height, 20), 2000) }
    guard let rows = plot.y.bandNames?.count else { return isNarrow ? 200 : 260 }
    let row = plot.marks.map { ($0 as? any RowHeight)?.rowHeight ?? 26 }.max() ?? 26
    return min(max(Double(rows) * row, 30), 560)
  }

  /// The scale with its ends moved out to round numbers, so that a tick ends it.
  private static func rounded(
    _ scale: PlotScale, to ticks: Ticks, of axis: PlotAxis, onlyLow: Bool = false
  ) -> PlotScale {
    guard scale.kind == .linear, axis.unit != .date, ticks.ticks.count > 1 else { return scale }
    let (first, second) = (ticks.ticks[0].value, ticks.ticks[1].value)
    let last = ticks.ticks[ticks.ticks.count - 1].value
    let step = second - first
    var scale = scale
    if scale.low < first - step * 1e-6 { scale.low = first - step }
    if scale.high > last + step * 1e-6, !onlyLow { scale.high = last + step }
    return scale
  }

  private static func leftMargin(_ plot: Plot, _ ticks: Ticks, width: Double) -> Double {
    let labels: [Double]
    if let names = plot.y.bandNames {
      let most = min(width * 0.36, 240)
      // Where rows are thinner than text there are no names.
      labels = names.count > 200 ? [] : names.map { min(TypeWidth.of($0), most) }
    } else {
      labels = ticks.ticks.map { TypeWidth.of($0.label, size: small) }
    }
    return max(12, (labels.max() ?? 0) + 10)
  }

  /// The upright references from left to right, each with the row of its label: the lowest one in which no line runs
  /// through it. A line reaches up to its own label, so those that a label spans are in lower rows.
  private static func rows(
    _ references: [PlotReference], on scale: PlotScale, width: Double
  ) -> [(value: Double, label: String, row: Int)] {
    let upright = references.compactMap { reference -> (value: Double, label: String)? in
      guard case .x(let value) = reference.place, value.isFinite else { return nil }
      return (value, TypeWidth.fitted(reference.label, to: width * 0.6, size: small))
    }.sorted { $0.value < $1.value }
    let places = upright.map { scale.held($0.value) }
    let spans = zip(upright, places).map { item, place -> ClosedRange<Double> in
      let text = TypeWidth.of(item.label, size: small)
      let from = labelStart(place, text, width: width)
      return (from - 4)...(from + text + 4)
    }
    var rows = [Int](repeating: 0, count: upright.count)
    // Labels to the right of their lines from the right; those at the edge, which stand to the left, from the left.
    let isLeft = zip(spans, places).map { $0.upperBound < $1 + 4 }
    let order = places.indices.reversed().filter { !isLeft[$0] } + places.indices.filter { isLeft[$0] }
    var done: [Int] = []
    for index in order {
      var least = 0
      for other in done where spans[index].contains(places[other]) { least = max(least, rows[other] + 1) }
      // Nor may two labels overlap.
      while done.contains(where: { rows[$0] == least && spans[$0].overlaps(spans[index]) }) { least += 1 }
      rows[index] = least
      done.append(index)
    }
    return zip(upright, rows).map { ($0.value, $0.label, $1) }
  }

  /// Where a label over an upright line starts, so that it stays within the picture.
  static func labelStart(_ place: Double, _ text: Double, width: Double) -> Double {
    place + 5 + text <= width ? place + 5 : max(2, place - 5 - text)
  }

  /// Where marks are cut: a little outside of the axes, so that a point on the edge is whole.
  func clip(_ id: String) -> String {
    var out = SVGWriter()
    out.open("clipPath", ["id": "\(id)-c"])
    out.element(
      "rect", ["x": x.start - 5, "y": top - 5, "width": x.end - x.start + 10, "height": bottom - top + 10])
    out.close("clipPath")
    return out.text
  }
}

/// A mark that wants rows of another height than names do.
protocol RowHeight {
  var rowHeight: Double { get }
}

extension PlotKey {
  var isState: Bool {
    if case .state = swatch { return true }
    return false
  }
}
