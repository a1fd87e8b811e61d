/// Fewer points for the same picture: what lies between the extremes of a column of pixels cannot be seen.
enum Decimation {
  /// The first, the least, the greatest and the last point of each column, in their order.
  ///
  /// A line through them covers the pixels that a line through all of them covers, so no peak is lost.
  /// - Parameters:
  ///   - points: with `x` ascending.
  ///   - scale: where `x` stands; a column is one pixel of it.
  /// - Complexity: O(number of points); at most four points a column come back.
  static func extremes(_ points: [PlotPoint], on scale: PlotScale) -> [PlotPoint] {
    let columns = columns(of: scale)
    guard points.count > 4 * columns else { return points }
    var kept: [PlotPoint] = []
    var group = -1
    var picks = (first: 0, least: 0, greatest: 0, last: 0)
    func flush() {
      guard group >= 0 else { return }
      var last = -1
      for index in [picks.first, min(picks.least, picks.greatest), max(picks.least, picks.greatest), picks.last]
      where index > last {
        kept.append(points[index])
        last = index
      }
    }
    for (index, point) in points.enumerated() {
      let place = column(of: point.x, on: scale, columns: columns)
      if place != group {
        flush()
        group = place
        picks = (index, index, index, index)
        continue
      }
      if point.y < points[picks.least].y { picks.least = index }
      if point.y > points[picks.greatest].y { picks.greatest = index }
      picks.last = index
    }
    flush()
    return kept
  }

  /// How many columns of a pixel a scale has.
  static func columns(of scale: PlotScale) -> Int { max(1, Int(min(abs(scale.end - scale.start), 10_000))) }

  /// The column of a value, held within them.
  static func column(of value: Double, on scale: PlotScale, columns: Int) -> Int {
    let share = (scale.position(value) - scale.start) / (scale.end - scale.start)
    guard share > 0 else { return 0 }
    return share < 1 ? min(columns - 1, Int(share * Double(columns))) : columns - 1
  }
}
