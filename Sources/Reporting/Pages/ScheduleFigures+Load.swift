import JobModel

/// Queue and workers over time.
extension ScheduleFigures {
  /// More steps than these are shown by their peaks over slices of time, where two lines are compared.
  private static let mostSteps = 2000
  /// Into how many slices of time.
  private static let slices = LoadPoint.stretches / 2

  /// What waited and ran when.
  ///
  /// - Complexity: O(tries · log tries).
  func load() -> Series {
    var events: [StepEvent] = []
    events.reserveCapacity(schedule.count * 3)
    for row in 0..<schedule.count where isTimed(row) {
      StepEvent.append(
        ready: schedule.submitted[row], started: schedule.started[row], stopped: schedule.stopped[row],
        milliVCPUs: 0, nanosPerHour: 0, to: &events)
    }
    return Series(events)
  }

  /// How many tries ran and waited, beside what was recorded.
  func overTime(_ page: inout HTMLPage) {
    let rows = load().rows
    guard !rows.isEmpty else { return page.paragraph("No try got a worker.") }
    guard rows.contains(where: { $0.running > 0 || $0.queued > 0 }) else {
      return page.paragraph("No try waited or ran for any time.")
    }
    let most = rows.max { $0.running < $1.running }
    let queue = rows.max { $0.queued < $1.queued }
    var caption = ""
    if let most {
      caption +=
        "At most \(Figures.counted(Int(clamping: most.running), "try", "tries")) ran at once, first after "
        + "\(Figures.duration(saturatingDifference(most.time, first)))"
    }
    if let queue, queue.queued > 0 {
      caption +=
        "; at most \(Figures.count(queue.queued)) were submitted and not started, first after "
        + "\(Figures.duration(saturatingDifference(queue.time, first)))"
    }
    let never = (0..<schedule.count).count { !isTimed($0) }
    if never > 0 {
      caption +=
        ". \(Figures.counted(never, "try", "tries")) without a start or an end \(never == 1 ? "is" : "are") not in it"
    }
    let axis = PlotAxis("Time since the first submission", .values(.duration))
    let recorded = run.recorded?.load ?? []
    func line(_ name: String, _ points: [PlotPoint], _ series: Int) -> LineMark {
      LineMark(name, points, shape: .steps, series: series)
    }
    let running = line("running", rows.map { PlotPoint(since($0.time), Double($0.running)) }, 1)
    let queued = line("not started", rows.map { PlotPoint(since($0.time), Double($0.queued)) }, 2)
    guard !recorded.isEmpty else {
      let waiting = LineMark(queued.name, queued.points, shape: .steps, series: 2, isDashed: true)
      return page.figure(
        Plot(
          "Tries that are submitted and that run", summary: caption + ".", x: axis,
          y: PlotAxis("Tries", .values(.count), hasZero: true), marks: [waiting, running]), caption: caption + ".",
        table: peaks([("simulated", summary(rows.map { (running: $0.running, queued: $0.queued) }))]))
    }
    let pairs: [(title: String, simulated: LineMark, recorded: [PlotPoint])] = [
      ("Tries that run", running, recorded.map { PlotPoint(since($0.time), Double($0.running)) }),
      (
        "Tries that are submitted and not started", queued,
        recorded.map { PlotPoint(since($0.time), Double($0.queued)) }
      ),
    ]
    let table = peaks([
      ("recorded", summary(recorded.map { (running: $0.running, queued: $0.queued) })),
      ("simulated", summary(rows.map { (running: $0.running, queued: $0.queued) })),
    ])
    for (index, pair) in pairs.enumerated() {
      var text = index == 0 ? caption + ". The area behind is what the history records." : "The area: recorded."
      var (was, now) = (pair.recorded, pair.simulated.points)
      // More steps than pixels are a hatching that hides one line behind the other; their peaks can be compared.
      if max(was.count, now.count) > Self.mostSteps, let peaks = StepPeaks(of: [was, now], slices: Self.slices) {
        (was, now) = (peaks.points[0], peaks.points[1])
        text += " Shown is the most that each came to in every \(Figures.duration(checkedInteger(peaks.width)))."
      }
      page.figure(
        Plot(
          pair.title, summary: "A line: simulated; an area behind it: recorded.", x: axis,
          y: PlotAxis("Tries", .values(.count), hasZero: true),
          marks: [
            AreaMark("recorded", was, shape: .steps, series: 7), line("simulated", now, pair.simulated.series),
          ], height: 190), caption: text, table: index == 0 ? table : nil)
    }
  }

  private func summary(_ rows: [(running: Int64, queued: Int64)]) -> (running: Int64, queued: Int64) {
    (rows.map(\.running).max() ?? 0, rows.map(\.queued).max() ?? 0)
  }

  /// The peaks, which are what the lines are looked at for.
  private func peaks(_ lines: [(name: String, peak: (running: Int64, queued: Int64))]) -> HTMLTable {
    HTMLTable(
      "Most tries at once", [.init("Load"), .number("Running"), .number("Submitted and not started")],
      rows: lines.map { [.init($0.name), .count($0.peak.running), .count($0.peak.queued)] })
  }
}
