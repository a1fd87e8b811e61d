import JobModel

/// What the words for a job's state mean, in the tables that people keep.
///
/// Sources: the platform's states; Nextflow's trace; Slurm's job states (`squeue`, "JOB STATE CODES"); the event types
/// of the Google cluster-usage traces ("format + schema", 2011); Kubernetes' pod phases.
enum StateWords {
  /// What a word says.
  struct Meaning: Equatable {
    var state: JobState
    /// Why it failed, where the word says that too.
    var reason: FailureReason?
    var isCached = false
    /// Whether it is a figure by which it only ended well if it ran at all.
    var needsRun = false
  }

  private static let words: [String: Meaning] = {
    var words: [String: Meaning] = [:]
    func add(_ state: JobState, _ names: String...) {
      for name in names { words[name] = Meaning(state: state) }
    }
    add(.done, "completed", "complete", "success", "succeeded", "successful", "finished", "finish", "ok")
    add(.failed, "fail", "failure", "error", "node_fail", "boot_fail")
    add(
      .terminated, "kill", "killed", "cancelled", "canceled", "aborted", "evict", "evicted", "preempted", "lost")
    add(.runnable, "pending", "waiting", "queued", "submitted", "ready")
    words["timeout"] = Meaning(state: .failed, reason: .jobTimeoutExceeded)
    words["out_of_memory"] = Meaning(state: .failed, reason: .appInsufficientResourceError)
    words["cached"] = Meaning(state: .done, isCached: true)
    // The Standard Workload Format's status; 2 to 4 are parts of a job that was stopped in between.
    words["0"] = Meaning(state: .failed)
    words["1"] = Meaning(state: .done)
    for partial in ["2", "3", "4"] { words[partial] = Meaning(state: .done, needsRun: true) }
    words["5"] = Meaning(state: .terminated)
    return words
  }()

  /// What a word means, in any case of its letters; nil if nobody knows.
  static func meaning(of word: String) -> Meaning? {
    let small = word.lowercased()
    if let meaning = words[small] { return meaning }
    let state = JobState(small)
    if state.isKnown { return Meaning(state: state) }
    // Slurm says by whom: `CANCELLED by 1001`.
    if small.hasPrefix("cancelled by ") { return Meaning(state: .terminated) }
    return nil
  }
}
