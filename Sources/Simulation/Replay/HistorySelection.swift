import JobModel

/// The jobs of a history that a replay can run, and why the others were left out.
struct HistorySelection {
  /// The jobs, in the history's order.
  private(set) var jobs: [Job] = []
  private(set) var dropped: [DroppedJobs] = []
  private var places: [String: Int] = [:]
  /// How many are there only as cached results: free, and without a try.
  private(set) var cached = 0
  /// How many ended before they got a worker.
  private(set) var neverStarted = 0

  init(_ history: History) {
    var kept: [Int] = []
    for (index, job) in history.jobs.enumerated() {
      if job.kind == .analysis {
        drop("analyses (their jobs are counted)")
      } else if job.isCached {
        cached += 1
        kept.append(index)
      } else if !job.state.isFinal {
        drop("not ended when the history was written (\(job.state))")
      } else if job.started != nil && job.stopped == nil && job.runtime == nil {
        drop("started, but no end or runtime is recorded")
      } else {
        if job.started == nil && job.runtime == nil { neverStarted += 1 }
        kept.append(index)
      }
    }
    // A history of which all is kept is shared, not copied: jobs are large.
    jobs = kept.count == history.jobs.count ? history.jobs : kept.map { history.jobs[$0] }
  }

  private mutating func drop(_ reason: String) {
    if let index = places[reason] {
      dropped[index].count += 1
    } else {
      places[reason] = dropped.count
      dropped.append(DroppedJobs(reason: reason, count: 1))
    }
  }
}

extension Job {
  /// Whether it never held a worker: cached, or ended before it began.
  var neverHeldWorker: Bool { isCached || (started == nil && runtime == nil) }

  /// When it began to wait for a worker, as recorded.
  var recordedReady: Int64? {
    let time = (runnable ?? submitted ?? started ?? stopped)?.milliseconds
    // A worker that started before the job was runnable (the two can come from different clocks): no wait.
    if let time, let started { return min(time, started.milliseconds) }
    return time
  }

  /// When it let its worker go, as recorded.
  var recordedStop: Int64? {
    if let stopped { return stopped.milliseconds }
    guard let ready = recordedReady else { return nil }
    if neverHeldWorker { return ready }
    return saturatingSum(started?.milliseconds ?? ready, runtime?.milliseconds ?? 0)
  }

  /// How long it held its worker, as recorded; never negative.
  var recordedRun: Int64 {
    if neverHeldWorker { return 0 }
    if let started, let stopped { return max(0, (stopped - started).milliseconds) }
    return max(0, runtime?.milliseconds ?? 0)
  }
}
