/// Choices by two costs, and those of them that no other choice beats in both.
public struct ParetoMark: PlotMark {
  /// A choice.
  public struct Choice: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// What it takes; less is better along both axes.
    public var point: PlotPoint
    /// Whether it is the choice of today; a ring.
    public var isCurrent: Bool
    /// Whether it is the one that is proposed; a large point.
    public var isProposed: Bool

    /// A choice.
    public init(_ name: String, _ x: Double, _ y: Double, isCurrent: Bool = false, isProposed: Bool = false) {
      self.name = name
      point = PlotPoint(x, y)
      self.isCurrent = isCurrent
      self.isProposed = isProposed
    }
  }

  /// All choices.
  public var choices: [Choice]
  /// What the front is called.
  public var frontName: String
  /// Which of the theme's colours the front has, from 1.
  public var series: Int

  /// Choices, and what their front is called.
  public init(_ choices: [Choice], frontName: String = "no other is better in both", series: Int = 1) {
    self.choices = choices
    self.frontName = frontName
    self.series = SeriesNumber.held(series)
  }

  /// The choices that no other beats: none is at most as large in both and smaller in one. From left to right.
  ///
  /// - Complexity: O(n log n).
  public var front: [Choice] {
    let finite = choices.filter { $0.point.x.isFinite && $0.point.y.isFinite }
    var front: [Choice] = []
    for choice in finite.sorted(by: { ($0.point.x, $0.point.y) < ($1.point.x, $1.point.y) }) {
      if let last = front.last, choice.point.y >= last.point.y, choice.point != last.point { continue }
      front.append(choice)
    }
    return front
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent {
    let points = choices.map(\.point)
    var extent = axes.extent(of: points)
    // A little room around the outermost, so that no point and no name lies on the frame.
    func widen(_ span: inout PlotExtent.Span, isLogarithmic: Bool) {
      guard !isLogarithmic, let range = span.all, range.upperBound > range.lowerBound else { return }
      let room = (range.upperBound / 16 - range.lowerBound / 16)
      let low = range.lowerBound - room
      for bound in [range.lowerBound >= 0 ? max(0, low) : low, range.upperBound + room] where bound.isFinite {
        span.add(bound)
      }
    }
    widen(&extent.x, isLogarithmic: axes.x.isLogarithmic)
    widen(&extent.y, isLogarithmic: axes.y.isLogarithmic)
    return extent
  }

  /// What a legend says.
  public var keys: [PlotKey] {
    var keys = [PlotKey(name: frontName, swatch: .dot(series))]
    if front.count < choices.count { keys.append(PlotKey(name: "beaten", swatch: .ring(7))) }
    if choices.contains(where: \.isCurrent) { keys.append(PlotKey(name: "now", swatch: .ring(2))) }
    if choices.contains(where: \.isProposed) { keys.append(PlotKey(name: "proposed", swatch: .dot(3))) }
    return keys
  }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    let front = front.filter { canvas.axes.holds($0.point.x, $0.point.y) }
    let best = Set(front.map { [$0.point.x, $0.point.y] })
    let beaten = choices.filter { !best.contains([$0.point.x, $0.point.y]) }
    if beaten.count <= 300 {
      for choice in beaten where canvas.axes.holds(choice.point.x, choice.point.y) {
        circle(choice, 3, "o k7", on: &canvas)
      }
    } else {
      PointMark("", beaten.map(\.point), series: 7).draw(on: &canvas)
    }
    // What can be had for so much: the front's steps.
    var path = SVGPath()
    LineMark.trace(front.map(\.point), shape: .steps, on: canvas, into: &path)
    canvas.path(path, "l thin dash k\(series)")
    for choice in front.prefix(500) where !choice.isProposed { circle(choice, 4.5, "f sep k\(series)", on: &canvas) }
    let marked = choices.filter {
      ($0.isCurrent || $0.isProposed) && canvas.axes.holds($0.point.x, $0.point.y)
    }
    for choice in marked where choice.isProposed { circle(choice, 5.5, "f sep k3", on: &canvas) }
    for choice in marked where choice.isCurrent { circle(choice, 8, "ring k2", on: &canvas) }
    label(marked + front.filter { !$0.isCurrent && !$0.isProposed }, on: &canvas)
  }

  private func circle(_ choice: Choice, _ radius: Double, _ classes: String, on canvas: inout PlotCanvas) {
    let title =
      "\(choice.name): \(canvas.axes.x.text(choice.point.x)), \(canvas.axes.y.text(choice.point.y))"
    canvas.writer.element(
      "circle",
      [
        "cx": canvas.x.position(choice.point.x), "cy": canvas.y.position(choice.point.y), "r": radius,
        "class": classes,
      ], title: title)
  }

  /// Writes the names of the front at a corner of their points, where no other name or point of it is.
  private func label(_ front: [Choice], on canvas: inout PlotCanvas) {
    var taken = front.map { choice in
      PlotBox(
        x: canvas.x.position(choice.point.x) - 4, y: canvas.y.position(choice.point.y) - 4, width: 8, height: 8)
    }
    for choice in front.prefix(40) {
      let name = TypeWidth.fitted(choice.name, to: canvas.isNarrow ? 150 : 220, size: 11)
      let (x, y) = (canvas.x.position(choice.point.x), canvas.y.position(choice.point.y))
      let width = TypeWidth.of(name, size: 11)
      let gap = choice.isCurrent || choice.isProposed ? 11.0 : 7
      // The front's steps leave a point to the right and reach it from above.
      let places = [
        (x + gap, y - gap - 9), (x - gap - width, y + gap - 3), (x - gap - width, y - gap - 9), (x + gap, y + gap - 3),
      ]
      for place in places {
        let box = PlotBox(x: place.0, y: place.1, width: width, height: 12)
        guard box.x >= canvas.left, box.x + box.width <= canvas.right + 12, box.y >= canvas.top - 12,
          box.y + box.height <= canvas.bottom, !taken.contains(where: { $0.overlaps(box) })
        else { continue }
        taken.append(box)
        canvas.overlay.label(
          name, ["x": box.x, "y": box.y + 10, "class": "halo", "font-size": 11],
          title: name == choice.name ? nil : choice.name)
        break
      }
    }
  }
}

extension PlotBox {
  func overlaps(_ other: PlotBox) -> Bool {
    x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
  }
}
