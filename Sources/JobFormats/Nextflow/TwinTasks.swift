import JobModel

/// Finds runs of Nextflow among several files that hold the same tasks: the trace and the report of one run.
///
/// Reused results are left out: they have the hash of the run that made them.
struct TwinTasks {
  private var runs: [String: String] = [:]
  private var found: Set<String> = []

  /// Takes a job into account; a warning if it is the first of its run that another run holds too.
  mutating func add(_ job: Job) -> String? {
    guard !job.isCached, job.key.id.utf8.contains(UInt8(ascii: "/")) else { return nil }
    guard let other = runs[job.key.id] else {
      runs[job.key.id] = job.key.run
      return nil
    }
    guard other != job.key.run, found.insert(job.key.run).inserted else { return nil }
    return
      "run \(job.key.run) holds tasks of run \(other): a trace and a report of one run count twice; give one of them"
  }
}
