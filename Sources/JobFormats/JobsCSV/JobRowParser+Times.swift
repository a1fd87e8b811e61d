import JobModel

extension JobRowParser {
  /// Tables often have starts in whole seconds, rounded down, and submissions in milliseconds.
  private static let resolution: Int64 = 1000

  /// Puts the row's times and its state together; false if nothing says when or how long it ran.
  mutating func settle(_ row: inout Row) -> Bool {
    if row.started == nil, let submitted = row.submitted, let wait = row.wait {
      row.started = Self.sum(submitted, wait)
    }
    if let runtime = row.runtime {
      if row.stopped == nil, let started = row.started { row.stopped = Self.sum(started, runtime) }
      if row.started == nil, let stopped = row.stopped, stopped >= runtime { row.started = stopped - runtime }
    }
    let hasRun = row.runtime != nil || (row.started != nil && row.stopped != nil)
    if let lost = row.lostTime, !hasRun {
      report.skip("\(layout.labels[lost]) cannot be used, and nothing else says how long it ran", line: row.line)
      return false
    }
    guard let state = state(&row, hasRun: hasRun) else {
      report.skip("neither a runtime nor a start and a stop", line: row.line)
      return false
    }
    job.state = state
    if !layout.has(.failureReason) || job.failureReason == nil {
      job.failureReason = row.state.flatMap { meanings[$0].reason }
    }
    job.isCached = row.state.map { meanings[$0].isCached } ?? false
    job.submitted = row.submitted.map { SimTime(milliseconds: $0) }
    job.started = nil
    job.stopped = nil
    job.ended = nil
    job.runtime = nil
    if job.isCached {
      // The row tells of the run that made the result: here nothing ran.
      if let runtime = row.runtime { keep("cached_realtime_ms", String(runtime)) }
      return true
    }
    job.runtime = row.runtime.map { SimDuration(milliseconds: $0) }
    place(&row)
    if !hasRun && (state == .done || state == .failed) {
      report.warn("no runtime, and no start and stop: how long it ran is unknown", line: row.line)
    }
    return true
  }

  /// The sum of two times, each within the limit; nil if it is beyond.
  private static func sum(_ a: Int64, _ b: Int64) -> Int64? {
    a + b <= SimTime.limit.milliseconds ? a + b : nil
  }

  /// The state that a row tells or, where it tells none, shows; nil if it shows nothing.
  private mutating func state(_ row: inout Row, hasRun: Bool) -> JobState? {
    if let told = row.state {
      let isTimed = hasRun || row.submitted != nil || row.started != nil || row.stopped != nil
      guard isTimed || meanings[told].isCached || !meanings[told].state.isFinal else { return nil }
      return meanings[told].needsRun && !hasRun ? .terminated : meanings[told].state
    }
    if layout.has(.failureReason) && job.failureReason != nil { return .failed }
    if layout.has(.exitCode), let code = job.exitCode, code != 0 { return .failed }
    if hasRun { return .done }
    if row.started != nil { return .running }
    if row.stopped != nil { return .terminated }
    // Only a table that would tell a start can show that there was none yet.
    return row.submitted != nil && (layout.has(.started) || layout.has(.wait)) ? .runnable : nil
  }

  /// Writes the times, and leaves out what cannot be.
  private mutating func place(_ row: inout Row) {
    var stopped = row.stopped
    if let time = stopped, !job.state.isFinal, row.state != nil, job.state.isKnown {
      report.warn("a stop, and a state that has not ended: the stop is kept as a property", line: row.line)
      keep("stopped_ms", String(time))
      stopped = nil
    }
    if let started = row.started, let time = stopped, time < started {
      report.warn("stopped before started: both are left out", line: row.line)
      return
    }
    job.started = row.started.map { SimTime(milliseconds: $0) }
    job.ended = stopped.map { SimTime(milliseconds: $0) }
    // What was ended without a start never held a worker.
    job.stopped = row.started == nil && job.state == .terminated ? nil : job.ended
    guard let submitted = row.submitted else { return }
    if let started = row.started, started < submitted {
      if submitted - started <= Self.resolution {
        job.submitted = job.started
      } else {
        report.warn("started before submitted: the submission is left out", line: row.line)
        job.submitted = nil
      }
    } else if row.started == nil, let time = stopped, time < submitted {
      report.warn("stopped before submitted: the stop is left out", line: row.line)
      job.stopped = nil
      job.ended = nil
    }
  }
}
