extension Job {
  /// What is known of a try from what was stored and what comes in.
  ///
  /// The newer of the two stands: the one that the platform changed later, where both say; else a final state beats one
  /// that is not; of two that ended alike the one that comes in, so that times which were read on a wrong clock can be
  /// corrected; else the one that was heard of later, then the one that comes in. What the newer one leaves out is kept from the older one: a
  /// description without a price must not lose the price of another. How it ended is kept only where both ended alike. Merging the outcome with either
  /// of the two again changes nothing, unless the two contradict each other with equal right.
  public static func merging(stored: Job, incoming: Job) -> Job {
    if let old = stored.modified, let new = incoming.modified, old != new {
      return new > old ? incoming.filled(from: stored) : stored.filled(from: incoming)
    }
    let incomingIsNewer =
      stored.state.isFinal == incoming.state.isFinal
      ? (stored.state == incoming.state && incoming.state.isFinal)
        || (incoming.lastHeardOf ?? .min) >= (stored.lastHeardOf ?? .min)
      : incoming.state.isFinal
    return incomingIsNewer ? incoming.filled(from: stored) : stored.filled(from: incoming)
  }

  /// Whether a record with the same key tells of another job: ids that do not tell jobs apart. Those of a platform do,
  /// though its records of one job may name what ran in two ways.
  public func isOther(than stored: Job) -> Bool { !key.run.isEmpty && executable != stored.executable }

  /// The run of jobs of Slurm whose cluster nobody told: ids of two clusters may be equal.
  public static let unknownCluster = "slurm"

  /// The key under which a record stands that has the id of another job on another cluster; nil if it is the same job.
  ///
  /// They are told apart by when they were submitted. The same job on another clock, which somebody corrects, is as long
  /// after its submission and as long.
  public func keyBeside(_ stored: Job) -> JobKey? {
    guard key.run == Self.unknownCluster, let submitted, let other = stored.submitted, submitted != other else {
      return nil
    }
    func wait(_ job: Job) -> Int64? {
      guard let started = job.started, let submitted = job.submitted else { return nil }
      return saturatingDifference(started.milliseconds, submitted.milliseconds)
    }
    if executable == stored.executable, user == stored.user, wait(self) == wait(stored), workerTime == stored.workerTime
    {
      return nil
    }
    return JobKey(run: "\(Self.unknownCluster)-\(submitted.milliseconds)", id: key.id, tryNumber: key.tryNumber)
  }

  /// Milliseconds of the last thing known to have happened.
  private var lastHeardOf: Int64? {
    let times = [submitted, runnable, started, stopped, ended] + transitions.map(\.time)
    return times.compactMap { $0?.milliseconds }.max()
  }

  /// This job with what it leaves out taken from an older record of it.
  private func filled(from older: Job) -> Job {
    var job = self
    job.fill(\.executableID, from: older)
    job.fill(\.function, from: older)
    job.fill(\.stage, from: older)
    job.fill(\.user, from: older)
    job.fill(\.project, from: older)
    job.fill(\.billTo, from: older)
    job.fill(\.folder, from: older)
    job.fill(\.region, from: older)
    if job.tags.isEmpty { job.tags = older.tags }
    if job.properties.isEmpty { job.properties = older.properties }

    if job.state == older.state {
      job.fill(\.failureReason, from: older)
      job.fill(\.failureMessage, from: older)
      job.fill(\.exitCode, from: older)
    }

    job.fill(\.submitted, from: older)
    job.fill(\.runnable, from: older)
    job.fill(\.started, from: older)
    job.fill(\.stopped, from: older)
    job.fill(\.ended, from: older)
    job.fill(\.runtime, from: older)
    if job.transitions.isEmpty { job.transitions = older.transitions }
    job.fill(\.modified, from: older)
    if job.state.isFinal {
      job.observedUntil = nil
    } else if let other = older.observedUntil {
      job.observedUntil = max(job.observedUntil ?? other, other)
    }

    job.fill(\.instanceType, from: older)
    // One is what is said of a job of which the number is not known.
    if job.nodes == 1 { job.nodes = older.nodes }
    job.fill(\.vcpus, from: older)
    job.fill(\.memoryRequested, from: older)
    job.fill(\.diskRequested, from: older)
    job.fill(\.timeLimit, from: older)
    job.fill(\.priority, from: older)
    job.fill(\.finalPriority, from: older)
    job.fill(\.priceModel, from: older)
    job.fill(\.rank, from: older)
    job.fill(\.restartPolicy, from: older)

    job.fill(\.cost, from: older)
    if job.cost == nil || job.cost?.currency == older.spotSavings?.currency { job.fill(\.spotSavings, from: older) }
    job.fill(\.costLimit, from: older)

    job.fill(\.parent, from: older)
    job.fill(\.parentTry, from: older)
    job.fill(\.origin, from: older)
    job.fill(\.root, from: older)
    job.fill(\.analysis, from: older)
    job.fill(\.detachedFrom, from: older)
    if job.dependencies.isEmpty { job.dependencies = older.dependencies }
    if job.inputFiles.isEmpty { job.inputFiles = older.inputFiles }
    job.usage = usage.filled(from: older.usage)
    return job
  }

  private mutating func fill<Value>(_ field: WritableKeyPath<Job, Value?>, from older: Job) {
    if self[keyPath: field] == nil { self[keyPath: field] = older[keyPath: field] }
  }
}

extension Usage {
  fileprivate func filled(from older: Usage) -> Usage {
    var usage = self
    // Whether peaks are lower bounds belongs to whoever measured them.
    if peakMemory == nil && peakDisk == nil { usage.peaksAreLowerBounds = older.peaksAreLowerBounds }
    usage.cpuPercent = cpuPercent ?? older.cpuPercent
    usage.peakMemory = peakMemory ?? older.peakMemory
    usage.peakDisk = peakDisk ?? older.peakDisk
    usage.input = input ?? older.input
    usage.read = read ?? older.read
    usage.written = written ?? older.written
    return usage
  }
}
