/// The names of what is drawn, in rows above the plot.
struct PlotLegend {
  private let rows: [[(key: PlotKey, name: String, x: Double)]]

  private static let swatch = 18.0
  private static let gap = 16.0
  private static let rowHeight = 18.0

  /// Rows that are not wider than the plot; each name once.
  init(_ keys: [PlotKey], width: Double) {
    var rows: [[(key: PlotKey, name: String, x: Double)]] = []
    var place = 0.0
    var seen: Set<String> = []
    for key in keys where seen.insert(key.name).inserted {
      let name = TypeWidth.fitted(key.name, to: min(width - Self.swatch - 4, 260))
      let size = Self.swatch + TypeWidth.of(name)
      if rows.isEmpty || place + size > width {
        rows.append([])
        place = 0
      }
      rows[rows.count - 1].append((key, name, place))
      place += size + Self.gap
    }
    self.rows = rows
  }

  /// How many pixels it takes, with the room below.
  var height: Double { rows.isEmpty ? 0 : Double(rows.count) * Self.rowHeight + 6 }

  func draw(on canvas: inout PlotCanvas) {
    for (row, keys) in rows.enumerated() {
      let middle = Double(row) * Self.rowHeight + 8
      for item in keys {
        Self.draw(item.key.swatch, x: item.x, middle: middle, on: &canvas)
        canvas.writer.label(
          item.name, ["x": item.x + Self.swatch, "y": middle + 4],
          title: item.name == item.key.name ? nil : item.key.name)
      }
    }
  }

  private static func draw(_ swatch: PlotKey.Swatch, x: Double, middle: Double, on canvas: inout PlotCanvas) {
    let square = PlotBox(x: x, y: middle - 6, width: 12, height: 12)
    switch swatch {
    case .area(let series): canvas.rectangle(square, "f k\(series)")
    case .faint(let series): canvas.rectangle(square, "f h k\(series)")
    case .dot(let series):
      canvas.writer.element("circle", ["cx": x + 6, "cy": middle, "r": 4, "class": "f k\(series)"])
    case .ring(let series):
      canvas.writer.element("circle", ["cx": x + 6, "cy": middle, "r": 3, "class": "o k\(series)"])
    case .line(let series, let isDashed):
      var path = SVGPath()
      path.move(x, middle)
      path.line(x + 13, middle)
      canvas.path(path, isDashed ? "l dash k\(series)" : "l k\(series)")
    case .state(let state):
      var path = SVGPath()
      if state == .waiting {
        path.rectangle(x, middle - 1.5, 13, 3)
      } else {
        path.rectangle(square.x, square.y, square.width, square.height)
      }
      canvas.path(path, "f k\(state.series)")
      canvas.pattern(state, over: path)
    }
  }
}
