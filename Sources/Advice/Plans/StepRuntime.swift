import JobModel

/// How long the jobs of a step take, and where that is from.
struct StepRuntime {
  /// The runtime, as it is written into a plan.
  var distribution: Distribution
  /// What it rests on, in words.
  var remarks: [String]
  /// The past jobs that it is taken from, where the step's own record says nothing.
  var past: [UsageRow] = []

  /// What the record of the step's own jobs says; nil where it tells no runtime.
  ///
  /// Of jobs that were done, else of those that failed or had not ended, else of the runs whose results were reused.
  static func recorded(_ rows: [Job], _ kinds: [JobKey: UnendedJobs.Kind]) -> StepRuntime? {
    var remarks: [String] = []
    let cached = rows.count { $0.isCached }
    if cached > 0 { remarks.append("\(cached) of its jobs were reused results: in the plan they run") }
    let ran = rows.filter { !$0.isCached && $0.workerTime != nil }
    let done = ran.filter { $0.state == .done }
    let running = ran.count { kinds[$0.key] == .running }
    let failed = ran.count - done.count - running
    let untold = rows.filter { !$0.isCached && $0.workerTime == nil }
    var values = times(done)
    if values.isEmpty {
      values = times(ran)
      if !values.isEmpty {
        remarks.append(
          running == 0
            ? "none of its jobs was done: the time until they failed is taken"
            : failed == 0
              ? "none of its jobs had ended: the time that they had so far is taken, which is too short"
              : "none of its jobs was done: the time until they failed, or that they had so far, is taken, which is too "
                + "short")
      }
    } else {
      if failed > 0 { remarks.append("\(failed) of its jobs failed: their times are not taken") }
      if running > 0 { remarks.append("\(running) of its jobs had not ended: their times are not taken") }
    }
    if values.isEmpty {
      values = rows.filter(\.isCached).compactMap(runtimeOfOriginal)
      if !values.isEmpty { remarks.append("its times are those of the run that made the results") }
    }
    if !untold.isEmpty {
      remarks.append(
        "\(untold.count) of its jobs \(untold.count == 1 ? "tells" : "tell") no runtime (\(absence(untold, kinds))): in the "
          + "plan \(untold.count == 1 ? "it runs" : "they run") like the others")
    }
    guard let (distribution, words) = fit(values) else { return nil }
    return StepRuntime(distribution: distribution, remarks: remarks + ["runtime: \(words)"])
  }

  /// What past jobs of the same executable say; nil where none of them tells a runtime.
  ///
  /// - Parameter place: where they are, such as `the history`.
  static func past(_ rows: [UsageRow], of executable: String, in place: String) -> StepRuntime? {
    let done = rows.filter { $0.state == .done && !$0.isCached }
    guard let (distribution, words) = fit(done.compactMap(\.knownRuntime?.milliseconds)) else {
      return nil
    }
    return StepRuntime(
      distribution: distribution,
      remarks: ["none of its jobs ran here: runtime of \"\(executable)\" in \(place), \(words)"], past: done)
  }

  /// Why no job of a step has a runtime, in words.
  static func absence(_ rows: [Job], _ kinds: [JobKey: UnendedJobs.Kind]) -> String {
    var counts: [(words: String, count: Int)] = []
    for job in rows {
      let words = reason(job, kinds[job.key])
      if let place = counts.firstIndex(where: { $0.words == words }) {
        counts[place].count += 1
      } else {
        counts.append((words, 1))
      }
    }
    return counts.map { "\($0.count) \($0.words)" }.joined(separator: ", ")
  }

  private static func reason(_ job: Job, _ kind: UnendedJobs.Kind?) -> String {
    switch kind {
    case .waiting?: return "had no worker yet"
    case .withoutEnd?: return "began, with no end on record"
    case .running?, nil: break
    }
    if job.isCached { return "reused, with no runtime of the run that made the result" }
    if job.workerTime != nil { return "ended before its start" }
    switch job.state {
    case .done: return "done, with no times on record"
    case .terminated: return "cancelled before it began"
    default: return "failed before it began"
    }
  }

  private static func times(_ jobs: [Job]) -> [Int64] {
    jobs.compactMap(\.workerTime?.milliseconds).filter { $0 >= 0 }
  }

  private static func fit(_ values: [Int64]) -> (distribution: Distribution, words: String)? {
    SampleFit.distribution(of: values.map { min($0, SimDuration.limit.milliseconds) })
  }

  /// How long the run took that made a reused result, where the history says it.
  private static func runtimeOfOriginal(_ job: Job) -> Int64? {
    job.properties.first { $0.name == "cached_realtime_ms" }.flatMap { Int64($0.value) }.flatMap { $0 >= 0 ? $0 : nil }
  }
}
