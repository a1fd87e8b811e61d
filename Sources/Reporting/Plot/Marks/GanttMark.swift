/// Who did what when: a row a job, a bar a state.
///
/// Where there are more rows than pixels, or more bars than can be told apart, rows are drawn together: each pixel shows
/// the most telling state of any of its jobs (failed before done before waiting), so nothing that went wrong is hidden.
public struct GanttMark: PlotMark, RowHeight {
  /// A state of a job from one time to another.
  public struct Span: Sendable, Equatable {
    /// The index of the job's row.
    public var row: Int
    /// When it began, on the horizontal axis.
    public var start: Double
    /// When it ended.
    public var end: Double
    /// What it was doing.
    public var state: PlotState

    /// A state of a job from one time to another.
    public init(row: Int, from start: Double, to end: Double, _ state: PlotState) {
      self.row = row
      self.start = start
      self.end = end
      self.state = state
    }
  }

  /// What is drawn; what ends before it begins is drawn backwards.
  public var spans: [Span]

  /// More spans than these are drawn without a title each.
  static let mostTitles = 300
  /// More spans than these are drawn as pixels.
  static let mostBars = 3000

  /// Whether states are told, by the legend and by titles; not where all spans are of one kind.
  public var showsStates: Bool

  /// A chart of spans; the vertical axis has the rows as bands.
  public init(_ spans: [Span], showsStates: Bool = true) {
    self.spans = spans
    self.showsStates = showsStates
  }

  var rowHeight: Double {
    let rows = (spans.lazy.map(\.row).max() ?? 0) + 1
    return rows <= 12 ? 26 : rows <= 25 ? 20 : rows <= 40 ? 14 : max(1, 560 / Double(rows))
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent {
    var extent = PlotExtent()
    let rows = axes.y.bandNames?.count ?? 0
    for span in spans {
      guard axes.holds(span.start, 1), axes.holds(span.end, 1), span.row >= 0, span.row < rows else {
        extent.leftOut += 1
        continue
      }
      extent.x.add(span.start)
      extent.x.add(span.end)
    }
    return extent
  }

  /// What a legend says.
  public var keys: [PlotKey] {
    guard showsStates else { return [] }
    let used = Set(spans.lazy.map(\.state))
    return PlotState.allCases.filter(used.contains).map { PlotKey(name: $0.name, swatch: .state($0)) }
  }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    let rows = canvas.axes.y.bandNames ?? []
    let shown = spans.filter {
      canvas.axes.holds($0.start, 1) && canvas.axes.holds($0.end, 1) && rows.indices.contains($0.row)
    }
    if canvas.y.bandWidth < 2 || shown.count > Self.mostBars {
      drawTogether(shown, rows: rows.count, on: &canvas)
    } else {
      drawBars(shown, names: rows, on: &canvas)
    }
  }

  private func drawBars(_ spans: [Span], names: [String], on canvas: inout PlotCanvas) {
    let full = canvas.y.bandWidth > 6 ? min(canvas.y.bandWidth * 0.68, 18) : canvas.y.bandWidth * 0.9
    for state in PlotState.allCases.sorted(by: { $0.rank < $1.rank }) {
      var path = SVGPath()
      let mine = spans.filter { $0.state == state }
      for span in mine {
        let (a, b) = (canvas.x.position(span.start), canvas.x.position(span.end))
        let thickness = state == .waiting ? max(1.5, full * 0.2) : full
        let centre = canvas.y.position(Double(span.row))
        path.rectangle(min(a, b), centre - thickness / 2, max(abs(b - a), 1), thickness)
      }
      canvas.path(path, "f k\(state.series)")
      canvas.pattern(state, over: path)
    }
    guard spans.count <= Self.mostTitles else { return }
    let unit = canvas.axes.x
    for span in spans {
      let (a, b) = (canvas.x.position(span.start), canvas.x.position(span.end))
      let length: String
      switch unit.unit {
      case .date: length = ", " + PlotUnit.duration.text(span.end - span.start)
      case .duration: length = ", " + PlotUnit.duration.text(span.end - span.start)
      default: length = ""
      }
      canvas.rectangle(
        PlotBox(
          x: min(a, b), y: canvas.y.position(Double(span.row)) - full / 2, width: max(abs(b - a), 3), height: full),
        "hit",
        title:
          "\(names[span.row]) · \(showsStates ? span.state.name + " " : "")from \(unit.text(span.start)) to \(unit.text(span.end))\(length)"
      )
    }
  }

  /// Rows of a pixel or more, each the most telling state of its jobs.
  private func drawTogether(_ spans: [Span], rows: Int, on canvas: inout PlotCanvas) {
    let columns = Decimation.columns(of: canvas.x)
    let area = canvas.bottom - canvas.top
    let groups = max(1, min(rows, Int(area / 3)))
    let size = area / Double(groups)
    let states = PlotState.allCases
    // How many jobs begin (and end) a state at each pixel; their running sum is how many are in it.
    var changes = [Int32](repeating: 0, count: groups * states.count * (columns + 1))
    for span in spans {
      let group = min(groups - 1, span.row * groups / max(1, rows))
      let ends = [span.start, span.end].map { Decimation.column(of: $0, on: canvas.x, columns: columns) }
      let first = (group * states.count + span.state.rawValue) * (columns + 1)
      changes[first + min(ends[0], ends[1])] &+= 1
      changes[first + max(ends[0], ends[1]) + 1] &-= 1
    }
    let order = states.sorted { $0.rank > $1.rank }
    var paths = [SVGPath](repeating: SVGPath(), count: states.count)
    let width = (canvas.right - canvas.left) / Double(columns)
    for group in 0..<groups {
      var active = [Int32](repeating: 0, count: states.count)
      var current: PlotState?
      var began = 0
      func flush(_ end: Int) {
        guard let current, end > began else { return }
        paths[current.rawValue].rectangle(
          canvas.left + Double(began) * width, canvas.top + Double(group) * size, Double(end - began) * width,
          size > 4 ? size * 0.8 : size)
      }
      for column in 0..<columns {
        for state in states {
          active[state.rawValue] &+= changes[(group * states.count + state.rawValue) * (columns + 1) + column]
        }
        let next = order.first { active[$0.rawValue] > 0 }
        if next != current {
          flush(column)
          current = next
          began = column
        }
      }
      flush(columns)
    }
    for state in states {
      canvas.path(paths[state.rawValue], state == .waiting ? "f w k\(state.series)" : "f k\(state.series)")
      canvas.pattern(state, over: paths[state.rawValue])
    }
    canvas.overlay.label(
      "\(Figures.counted(rows, "row")), about \(Figures.count((rows + groups - 1) / groups)) a line",
      ["x": canvas.left, "y": canvas.top - 4, "class": "m", "font-size": 11])
  }
}
