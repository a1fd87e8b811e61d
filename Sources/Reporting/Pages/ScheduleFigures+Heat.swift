import JobModel

/// What ran when, by executable: what can be seen of a run that has more jobs than a chart has rows.
extension ScheduleFigures {
  /// Fewer jobs than these can be told apart, or nearly so, in the chart below.
  private static let fewJobs = 200
  /// How many executables have a row.
  private static let heatRows = 15
  /// How many slices of time there are; fewer and larger ones where that makes round lengths.
  private static let heatColumns = 36

  /// The map; nothing where there are few jobs or only one executable.
  func heat(_ page: inout HTMLPage) {
    guard schedule.jobs.count > Self.fewJobs else { return }
    var load = [Double](repeating: 0, count: schedule.tasks.count)
    var end = 0.0
    let timed = (0..<schedule.count).filter(isTimed)
    for row in timed {
      let (from, to) = (since(schedule.started[row]), since(schedule.stopped[row]))
      load[Int(schedule.task[row])] += max(0, to - from)
      end = max(end, to)
    }
    let order = load.indices.filter { load[$0] > 0 }.sorted { load[$0] == load[$1] ? $0 < $1 : load[$0] > load[$1] }
    guard order.count > 1, end > 0, end.isFinite else { return }
    let named = order.prefix(Self.heatRows)
    var places = [Int](repeating: named.count, count: schedule.tasks.count)
    for (place, task) in named.enumerated() { places[task] = place }
    let names = named.map { schedule.tasks[$0] }

    let width = Self.slice(of: end)
    let columns = max(1, Int((end / width).rounded(.up)))
    var sums = [[Double]](repeating: [Double](repeating: 0, count: columns), count: names.count)
    for row in timed {
      let place = places[Int(schedule.task[row])]
      guard place < names.count else { continue }
      var from = since(schedule.started[row])
      let to = since(schedule.stopped[row])
      var column = min(columns - 1, max(0, Int(from / width)))
      while from < to {
        let border = column == columns - 1 ? to : min(to, max(from, Double(column + 1) * width))
        sums[place][column] += border - from
        from = border
        column = min(columns - 1, column + 1)
      }
    }
    // What did not run is blank, so that begins, ends and gaps are seen.
    let cells = sums.map { $0.map { $0 > 0 ? Self.rounded($0 / width) : nil } }
    let length = Figures.duration(checkedInteger(width))
    page.figure(
      Plot(
        "What ran when", summary: "A map: a row for each executable, a column for each \(length).",
        x: PlotAxis(
          "Time since the first submission",
          .bands((0..<columns).map { Figures.duration(checkedInteger(Double($0) * width)) })),
        y: PlotAxis("", .bands(names)), marks: [HeatMapMark("tries at once", cells, unit: .number, blanks: true)]),
      caption:
        "Tries that ran at once, mean over slices of \(length): the more, the stronger the shade; where there is none, "
        + "nothing ran. "
        + (order.count > named.count
          ? "The \(named.count) executables of \(Figures.count(order.count)) that ran longest."
          : "The executables that ran longest are on top."))
  }

  /// To two places that count: whole from ten up.
  private static func rounded(_ value: Double) -> Double {
    if value >= 10 { return value.rounded() }
    return value >= 1 ? (value * 10).rounded() / 10 : (value * 100).rounded(.up) / 100
  }

  /// A length of which at most so many cover the whole, and that people know.
  private static func slice(of whole: Double) -> Double {
    let minute = 60_000.0
    let lengths: [Double] = [
      minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, 60 * minute, 120 * minute, 180 * minute,
      360 * minute, 720 * minute, 1440 * minute, 2880 * minute, 7 * 1440 * minute, 14 * 1440 * minute,
      30 * 1440 * minute,
    ]
    return lengths.first { whole / $0 <= Double(heatColumns) } ?? whole / Double(heatColumns)
  }
}
