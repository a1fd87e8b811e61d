/// A value for each pair of bands, as a shade; in words on the cells where there is room.
public struct HeatMapMark: PlotMark, RowHeight {
  /// By row and column of the axes' bands; nil where there is none, which is drawn as a hatched cell, or not at all.
  public var cells: [[Double?]]
  /// What the values are.
  public var unit: PlotUnit
  /// What the values are called in titles and in the legend.
  public var name: String

  /// Whether a cell without a value stays blank: nothing is there, rather than not known.
  public var hasBlanks: Bool

  /// A map.
  public init(_ name: String, _ cells: [[Double?]], unit: PlotUnit, blanks: Bool = false) {
    hasBlanks = blanks
    self.name = name
    self.cells = cells
    self.unit = unit
  }

  var rowHeight: Double { cells.count <= 16 ? 26 : max(1, 480 / Double(max(1, cells.count))) }

  private var range: ClosedRange<Double>? {
    var span = PlotExtent.Span()
    for row in cells { for case .some(let value) in row { span.add(value) } }
    return span.all
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent {
    var extent = PlotExtent()
    extent.leftOut = cells.reduce(0) { $0 + $1.filter { $0.map { !$0.isFinite } ?? false }.count }
    if let range {
      // Both axes have names, and are empty without them; a value says that there is something to draw.
      extent.x.add(range.lowerBound)
      extent.y.add(range.lowerBound)
    }
    return extent
  }

  /// Above the cells stands what their shades mean.
  public func labelRoom(on axes: PlotAxes) -> Double { 26 }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    guard let range else { return }
    let rows = canvas.axes.y.bandNames ?? []
    let columns = canvas.axes.x.bandNames ?? []
    // More cells than pixels: the greatest value of those that share one.
    let groups = (
      rows: min(rows.count, max(1, Int((canvas.bottom - canvas.top) / 3))),
      columns: min(columns.count, max(1, Int((canvas.right - canvas.left) / 3)))
    )
    let isGrouped = groups.rows < rows.count || groups.columns < columns.count
    var values = [Double?](repeating: nil, count: max(1, groups.rows * groups.columns))
    for (row, line) in cells.prefix(rows.count).enumerated() {
      for (column, cell) in line.prefix(columns.count).enumerated() {
        guard let value = cell.flatMap(PlotMath.drawable) else { continue }
        let place = row * groups.rows / rows.count * groups.columns + column * groups.columns / columns.count
        values[place] = max(values[place] ?? value, value)
      }
    }
    let width = (canvas.right - canvas.left) / Double(max(1, groups.columns))
    let height = (canvas.bottom - canvas.top) / Double(max(1, groups.rows))
    // Words on all cells or on none.
    let widest = values.compactMap { $0 }.map { TypeWidth.of(unit.text($0), size: 11) }.max() ?? 0
    let hasTitles = !isGrouped && rows.count * columns.count <= 600
    let hasWords = hasTitles && height >= 14 && widest <= width - 3
    let gap = min(width, height) >= 8 ? 1.0 : 0
    for row in 0..<groups.rows {
      for column in 0..<groups.columns {
        let box = PlotBox(
          x: canvas.left + Double(column) * width, y: canvas.top + Double(row) * height, width: width - gap,
          height: height - gap)
        guard let value = values[row * groups.columns + column] else {
          if !isGrouped, !hasBlanks { drawMissing(box, on: &canvas) }
          continue
        }
        let step = Self.step(value, in: range)
        canvas.rectangle(
          box, "r\(step)", title: hasTitles ? "\(rows[row]), \(columns[column]): \(unit.text(value))" : nil)
        let text = unit.text(value)
        if hasWords {
          canvas.overlay.label(
            text,
            [
              "x": box.x + box.width / 2, "y": box.y + box.height / 2 + 4, "font-size": 11,
              "class": step < PlotTheme.cellSteps ? "c lo" : "c hi",
            ])
        }
      }
    }
    drawRamp(range, on: &canvas)
  }

  /// Which of the theme's shades a value has.
  static func step(_ value: Double, in range: ClosedRange<Double>) -> Int {
    let count = PlotTheme.light.ramp.count
    let span = range.upperBound / 2 - range.lowerBound / 2
    guard span > 0 else { return count / 2 }
    let share = (value / 2 - range.lowerBound / 2) / span
    return min(count - 1, max(0, Int(share * Double(count))))
  }

  private func drawMissing(_ box: PlotBox, on canvas: inout PlotCanvas) {
    var path = SVGPath()
    path.move(box.x + 3, box.y + box.height - 3)
    path.line(box.x + box.width - 3, box.y + 3)
    canvas.path(path, "g")
  }

  private func drawRamp(_ range: ClosedRange<Double>, on canvas: inout PlotCanvas) {
    let count = PlotTheme.light.ramp.count
    let size = 16.0
    let y = canvas.top - 22
    let ends = (unit.text(range.lowerBound), unit.text(range.upperBound))
    let title = name.isEmpty ? "" : name + " "
    let text = TypeWidth.of(ends.1, size: 11)
    let right = canvas.right - text - 6
    let left = right - Double(count) * size
    for index in 0..<count {
      canvas.rectangle(PlotBox(x: left + Double(index) * size, y: y, width: size, height: 10), "r\(index)")
    }
    canvas.overlay.label(title + ends.0, ["x": left - 6, "y": y + 9, "class": "m e", "font-size": 11])
    canvas.overlay.label(ends.1, ["x": right + 6, "y": y + 9, "class": "m", "font-size": 11])
  }
}
