import JobModel

/// The jobs of a history that had not ended when it was written, or whose end is not in it, made fit for a plan.
///
/// A replay leaves them out; a plan must not, or a workflow that is looked at while it runs would lose its last steps.
/// What runs counts with the time that it had so far, which is a lower bound; what waits is a job that never ran.
struct UnendedJobs {
  /// What is known of such a job.
  enum Kind: Equatable {
    /// It ran: its time so far stands for its runtime.
    case running
    /// It had no worker yet.
    case waiting
    /// It began, and no end or runtime is recorded.
    case withoutEnd
  }

  /// The history, in which every job has come to an end or never began.
  private(set) var history: History
  /// The jobs that were changed.
  private(set) var kinds: [JobKey: Kind] = [:]

  /// - Complexity: O(n).
  init(_ history: History) {
    self.history = history
    for index in history.jobs.indices {
      var job = history.jobs[index]
      guard job.kind == .job, !job.isCached else { continue }
      if Self.hasEnd(job) {
        guard Self.isStageThatNeverRan(job) else { continue }
        job.runnable = job.ended ?? job.stopped
      } else {
        kinds[job.key] = Self.end(&job)
      }
      self.history.jobs[index] = job
    }
  }

  private static func hasEnd(_ job: Job) -> Bool {
    job.state.isFinal && (job.started == nil || job.stopped != nil || job.runtime != nil)
  }

  /// All stages of an analysis are created at its launch: one that ended before its inputs were ready tells by its end
  /// alone what it can have waited for.
  private static func isStageThatNeverRan(_ job: Job) -> Bool {
    job.analysis != nil && job.stage != nil && job.started == nil && job.runtime == nil && job.runnable == nil
      && (job.ended ?? job.stopped) != nil
  }

  /// Ends a job that has no end; nil if its own work was over.
  private static func end(_ job: inout Job) -> Kind? {
    let state = job.state
    if !state.isFinal { job.state = .terminated }
    if job.stopped != nil || job.runtime != nil {
      // It waits for what it launched, or for its next try.
      if state == .waitingOnOutput { job.state = .done }
      return nil
    }
    guard let started = job.started else {
      // Its inputs were not ready yet: all that had ended by then may be what it waited for.
      if state != .runnable { job.runnable = job.runnable ?? job.observedUntil }
      return .waiting
    }
    if !state.isFinal, state != .waitingOnOutput, let elapsed = elapsed(job) {
      job.stopped = started + elapsed
      return .running
    }
    job.submitted = job.submitted ?? job.runnable ?? started
    job.started = nil
    return .withoutEnd
  }

  private static func elapsed(_ job: Job) -> SimDuration? {
    guard let started = job.started, let seen = job.observedUntil, seen > started else { return nil }
    return seen - started
  }
}
