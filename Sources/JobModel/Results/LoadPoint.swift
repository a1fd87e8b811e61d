/// How many tries waited and ran from an instant on.
public struct LoadPoint: Sendable, Hashable, Codable {
  /// Milliseconds on the history's own clock.
  public var time: Int64
  /// Tries that were submitted and had not started.
  public var queued: Int64
  /// Tries that ran.
  public var running: Int64

  /// The load from `time` on.
  public init(time: Int64, queued: Int64, running: Int64) {
    self.time = time
    self.queued = queued
    self.running = running
  }

  /// How many stretches of equal length a thinned load has; each keeps three points at most.
  public static let stretches = 300

  /// The load of a series, thinned so that it can be kept with a run: of each of ``stretches`` stretches of time the last
  /// point and those with the most running and the most queued.
  ///
  /// So the peaks stay, to the instant, and between two points nothing was greater than both and their stretch's peaks.
  /// - Complexity: O(rows).
  public static func thinned(_ series: Series) -> [LoadPoint] {
    let rows = series.rows
    func point(_ row: Series.Row) -> LoadPoint { LoadPoint(time: row.time, queued: row.queued, running: row.running) }
    guard rows.count > 3 * stretches, let first = rows.first, let last = rows.last else { return rows.map(point) }
    let span = max(1, saturatingDifference(last.time, first.time))
    var kept: [LoadPoint] = []
    var begin = 0
    while begin < rows.count {
      func stretch(_ index: Int) -> Int64 {
        let (high, low) = saturatingDifference(rows[index].time, first.time).multipliedFullWidth(by: Int64(stretches))
        return span.dividingFullWidth((high, low)).quotient
      }
      let number = stretch(begin)
      var (end, busiest, longest) = (begin, begin, begin)
      while end < rows.count, stretch(end) == number {
        if rows[end].running > rows[busiest].running { busiest = end }
        if rows[end].queued > rows[longest].queued { longest = end }
        end += 1
      }
      for index in Set([busiest, longest, end - 1]).sorted() { kept.append(point(rows[index])) }
      begin = end
    }
    return kept
  }
}
