import JobModel

/// A row of sacct that is a try of a job, with what must be known until its steps are in.
struct SacctRow {
  var job: Job
  var line: Int
  /// The hash of the row as it stands in the file.
  var hash: UInt128
  /// What the row says it took, also of a job that has not ended.
  var elapsed: SimDuration?
  /// Processor time of all its steps, where the row has it.
  var cpuTime: SimDuration?
  /// How often it had been queued again before this try.
  var restarts: Int?

  /// Whether two rows tell of one try.
  ///
  /// Slurm gives a job that it queues again a later submission ("now + 1"), so that the records differ.
  func isSameTry(as other: SacctRow) -> Bool {
    if hash == other.hash { return true }
    if let submitted = job.submitted, let otherSubmitted = other.job.submitted {
      guard submitted == otherSubmitted else { return false }
      return job.started == nil || other.job.started == nil || job.started == other.job.started
    }
    return job.started != nil && job.started == other.job.started
  }

  /// What orders the tries of a job.
  var order: Int64 { (job.submitted ?? job.started)?.milliseconds ?? .max }
}

/// A row of sacct that is a step of a job.
struct SacctStep {
  var line: Int
  var hash: UInt128
  var start: SimTime?
  var peakMemory: Bytes?
  var cpuTime: SimDuration?
  var read: Bytes?
  var written: Bytes?
  var ranOutOfMemory = false
}
