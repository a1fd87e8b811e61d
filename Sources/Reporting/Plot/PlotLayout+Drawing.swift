extension PlotLayout {
  /// Fine lines that help the eye from ticks to marks; behind the marks.
  func drawGrid(on canvas: inout PlotCanvas) {
    var path = SVGPath()
    if plot.axes.isHorizontal {
      for tick in xTicks.ticks {
        path.move(x.held(tick.value), top)
        path.line(x.held(tick.value), bottom)
      }
    } else {
      for tick in yTicks.ticks {
        path.move(x.start, y.held(tick.value))
        path.line(x.end, y.held(tick.value))
      }
    }
    canvas.path(path, "g")
  }

  /// Base line, ticks and their labels, the axes' names.
  func drawAxes(on canvas: inout PlotCanvas) {
    var line = SVGPath()
    if plot.axes.isHorizontal {
      line.move(x.held(x.base), top)
      line.line(x.held(x.base), bottom)
    } else if plot.y.unit != nil {
      let base = y.kind == .linear ? y.held(y.base) : y.start
      line.move(x.start, base)
      line.line(x.end, base)
    }
    if plot.x.unit != nil && !plot.axes.isHorizontal {
      for tick in xTicks.ticks {
        line.move(x.held(tick.value), bottom)
        line.line(x.held(tick.value), bottom + 4)
      }
    }
    canvas.path(line, "x")
    if let names = plot.x.bandNames { drawNamesBelow(names, on: &canvas) } else { drawTicksBelow(on: &canvas) }
    if let names = plot.y.bandNames { drawNamesLeft(names, on: &canvas) } else { drawTicksLeft(on: &canvas) }
    if !plot.x.fullLabel.isEmpty {
      canvas.writer.label(
        TypeWidth.fitted(plot.x.fullLabel, to: x.end - x.start), ["x": x.end, "y": height - 5, "class": "m e"])
    }
    if !plot.y.fullLabel.isEmpty {
      canvas.writer.label(
        TypeWidth.fitted(plot.y.fullLabel, to: width), ["x": 0, "y": legend.height + 12, "class": "m"])
    }
  }

  private func drawTicksBelow(on canvas: inout PlotCanvas) {
    var free = -1000.0
    for tick in xTicks.ticks {
      let place = x.held(tick.value)
      let text = TypeWidth.of(tick.label, size: Self.small)
      // A label at the very end moves in rather than out of the picture.
      let centre = min(max(place, text / 2 + 1), width - text / 2 - 1)
      guard centre - text / 2 > free else { continue }
      let context = TypeWidth.of(tick.context, size: Self.small)
      free = centre + max(text, context) / 2 + 6
      canvas.writer.label(
        HTMLText.withMinus(tick.label), ["x": centre, "y": bottom + 17, "class": "m c", "font-size": 11])
      if !tick.context.isEmpty {
        canvas.writer.label(
          tick.context,
          [
            "x": min(max(centre, context / 2 + 1), width - context / 2 - 1), "y": bottom + 31, "class": "m c",
            "font-size": 11,
          ])
      }
    }
  }

  private func drawTicksLeft(on canvas: inout PlotCanvas) {
    for tick in yTicks.ticks {
      canvas.writer.label(
        HTMLText.withMinus(tick.label),
        ["x": x.start - 8, "y": y.held(tick.value) + 4, "class": "m e", "font-size": 11])
    }
  }

  private func drawNamesBelow(_ names: [String], on canvas: inout PlotCanvas) {
    // Of names that have no room every second stands, or every third.
    let widest = names.prefix(200).map { min(TypeWidth.of($0, size: Self.small), 56) }.max() ?? 0
    let every = max(1, Int((max(34, widest + 8) / max(x.bandWidth, 0.01)).rounded(.up)))
    for index in stride(from: 0, to: names.count, by: every) {
      let short = TypeWidth.fitted(names[index], to: x.bandWidth * Double(every) - 6, size: Self.small)
      canvas.writer.label(
        short, ["x": x.position(Double(index)), "y": bottom + 17, "class": "c", "font-size": 11],
        title: short == names[index] ? nil : names[index])
    }
  }

  private func drawNamesLeft(_ names: [String], on canvas: inout PlotCanvas) {
    guard names.count <= 200 else { return }
    let every = max(1, Int((13 / max(y.bandWidth, 0.01)).rounded(.up)))
    for index in stride(from: 0, to: names.count, by: every) {
      let short = TypeWidth.fitted(names[index], to: x.start - 9)
      canvas.writer.label(
        short, ["x": x.start - 9, "y": y.position(Double(index)) + 4, "class": "e"],
        title: short == names[index] ? nil : names[index])
    }
  }

  /// Limits and medians, over the marks, with their labels where nothing else is.
  func drawReferences(on canvas: inout PlotCanvas) {
    func base(_ item: (value: Double, label: String, row: Int)) -> Double { top - 6 - Double(item.row) * 15 }
    for item in uprights {
      let place = x.held(item.value)
      let base = base(item)
      var line = SVGPath()
      line.move(place, base - 9)
      line.line(place, bottom)
      canvas.path(line, "case")
      canvas.path(line, "ref", title: item.label)
    }
    // After all lines, so that none crosses a label.
    for item in uprights {
      let text = TypeWidth.of(item.label, size: Self.small)
      let from = Self.labelStart(x.held(item.value), text, width: width)
      canvas.writer.label(item.label, ["x": from, "y": base(item), "font-size": 11, "class": "halo"])
    }
    for reference in plot.references {
      guard case .y(let value) = reference.place, value.isFinite else { continue }
      let place = y.held(value)
      var line = SVGPath()
      line.move(x.start, place)
      line.line(x.end, place)
      canvas.path(line, "case")
      canvas.path(line, "ref", title: reference.label)
      // Most curves begin low, so that the left is free.
      canvas.overlay.label(
        TypeWidth.fitted(reference.label, to: x.end - x.start - 8, size: Self.small),
        ["x": x.start + 6, "y": place - 5, "class": "halo", "font-size": 11])
    }
  }

  /// Names beside the ends of lines, pushed apart where they would overlap; and the legend.
  func drawKeys(on canvas: inout PlotCanvas) {
    let sorted = endLabels.filter { plot.axes.holds($0.point.x, $0.point.y) }
      .sorted { (y.position($0.point.y), $0.name) < (y.position($1.point.y), $1.name) }
    var places: [Double] = []
    for label in sorted { places.append(max(y.held(label.point.y), (places.last ?? -1000) + 15)) }
    // If the lowest was pushed out below, all above it make room.
    var floor = bottom - 2
    for index in places.indices.reversed() {
      places[index] = min(places[index], floor)
      floor = places[index] - 15
    }
    for (label, place) in zip(sorted, places) {
      canvas.writer.element("circle", ["cx": x.end + 7, "cy": place, "r": 3, "class": "f k\(label.series)"])
      canvas.writer.label(label.name, ["x": x.end + 14, "y": place + 4, "class": "halo"])
    }
    legend.draw(on: &canvas)
  }
}
