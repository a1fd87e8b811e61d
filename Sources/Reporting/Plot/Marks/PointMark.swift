/// Points; where they are too many, the range of each column of pixels.
public struct PointMark: PlotMark {
  /// Its name in the legend.
  public var name: String
  /// The places.
  public var points: [PlotPoint]
  /// Which of the theme's colours, from 1.
  public var series: Int
  /// What each place is called, as far as there are names; told where places are few enough to be pointed at.
  public var names: [String] = []

  /// How many of the named places have their name written beside them: the first that have room.
  public var labelled = 0

  /// More places than these, after those that hide each other are gone, cannot be told apart.
  static let most = 4000

  /// Points.
  public init(_ name: String, _ points: [PlotPoint], series: Int = 1) {
    self.name = name
    self.points = points
    self.series = SeriesNumber.held(series)
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent { axes.extent(of: points) }

  /// What a legend says.
  public var keys: [PlotKey] { name.isEmpty ? [] : [PlotKey(name: name, swatch: .dot(series))] }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    let shown = points.filter { canvas.axes.holds($0.x, $0.y) }
    if shown.count <= 150 {
      label(on: &canvas)
      for (index, point) in points.enumerated() where canvas.axes.holds(point.x, point.y) {
        let name = names.indices.contains(index) ? names[index] : name
        let value = "\(canvas.axes.x.text(point.x)): \(canvas.axes.y.text(point.y))"
        canvas.writer.element(
          "circle",
          [
            "cx": canvas.x.position(point.x), "cy": canvas.y.position(point.y), "r": 3.5, "class": "f sep k\(series)",
          ], title: name.isEmpty ? value : "\(name) · \(value)")
      }
      return
    }
    // Those on the same pixel of two hide each other.
    struct Cell: Hashable { var x: Int32, y: Int32 }
    var cells: Set<Cell> = []
    var path = SVGPath()
    for point in shown {
      let (x, y) = (canvas.x.held(point.x), canvas.y.held(point.y))
      if cells.insert(Cell(x: Int32(x / 2), y: Int32(y / 2))).inserted {
        if cells.count > Self.most { return drawRanges(shown, on: &canvas) }
        path.dot(x, y)
      }
    }
    canvas.writer.element(
      "path", ["d": PathText(path), "class": "d k\(series)", "stroke-width": 3.5, "stroke-opacity": 0.6])
  }

  /// Writes names to the right of their points, else to the left, where no point and no other name is.
  private func label(on canvas: inout PlotCanvas) {
    guard labelled > 0 else { return }
    var taken = points.filter { canvas.axes.holds($0.x, $0.y) }.map {
      PlotBox(x: canvas.x.position($0.x) - 4, y: canvas.y.position($0.y) - 4, width: 8, height: 8)
    }
    for (point, name) in zip(points, names).prefix(labelled) where canvas.axes.holds(point.x, point.y) {
      let short = TypeWidth.fitted(name, to: canvas.isNarrow ? 90 : 160, size: 11)
      let (x, y, width) = (
        canvas.x.position(point.x), canvas.y.position(point.y), TypeWidth.of(short, size: 11)
      )
      // On the base line the name stands above it.
      let middle = y > canvas.bottom - 6 ? y - 9 : y
      for place in [(x + 7, middle), (x - 7 - width, middle), (x - width / 2, y - 12), (x - width / 2, y + 12)] {
        let box = PlotBox(x: place.0, y: place.1 - 6, width: width, height: 12)
        guard box.x >= canvas.left, box.x + box.width <= canvas.right + 10,
          box.y + box.height <= canvas.bottom, !taken.contains(where: { $0.overlaps(box) })
        else { continue }
        taken.append(box)
        canvas.overlay.label(
          short, ["x": place.0, "y": place.1 + 4, "class": "halo", "font-size": 11], title: short == name ? nil : name)
        break
      }
    }
  }

  /// For each column of two pixels a line from its least to its greatest value.
  private func drawRanges(_ shown: [PlotPoint], on canvas: inout PlotCanvas) {
    let columns = max(1, Decimation.columns(of: canvas.x) / 2)
    var ranges = [ClosedRange<Double>?](repeating: nil, count: columns)
    for point in shown {
      let column = Decimation.column(of: point.x, on: canvas.x, columns: columns)
      let old = ranges[column] ?? point.y...point.y
      ranges[column] = min(old.lowerBound, point.y)...max(old.upperBound, point.y)
    }
    var path = SVGPath()
    let size = (canvas.right - canvas.left) / Double(columns)
    for (column, range) in ranges.enumerated() {
      guard let range else { continue }
      let x = canvas.left + (Double(column) + 0.5) * size
      path.move(x, canvas.y.position(range.lowerBound))
      path.line(x, canvas.y.position(range.upperBound))
      if range.lowerBound == range.upperBound { path.dot(x, canvas.y.position(range.upperBound)) }
    }
    canvas.writer.element(
      "path", ["d": PathText(path), "class": "d k\(series)", "stroke-width": size, "stroke-opacity": 0.75],
      title: "\(name.isEmpty ? "" : name + " · ")\(Figures.counted(shown.count, "point")), least to greatest by column")
  }
}
