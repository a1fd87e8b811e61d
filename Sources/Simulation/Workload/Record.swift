import JobModel

/// What a history knows of its jobs beyond what a plan says; every column has an element per job.
struct Record: Sendable {
  /// The number of the recorded try.
  var tryNumber: [Int32] = []
  /// The memory, in bytes, that a job needs on another machine than its own; -1 is not more than it has.
  var memory: [Int64] = []
  /// Milliseconds from runnable to running; -1 is simulated.
  var wait: [Int64] = []
  /// How the try ended: an index into ``outcomes``. It stands unless something simulated ends the try before.
  var outcome: [Int32] = []
  /// The outcomes that occur; done is first.
  var outcomes: [Schedule.Outcome] = [Schedule.Outcome(state: .done)]
  /// Milliseconds from submission to runnable that are not a wait for a worker.
  var lead: [Int64] = []
  /// The submission as recorded, for jobs whose readiness hangs on others; `Int64.min` where it follows from ``lead``.
  var fixedSubmission: [Int64] = []
  /// The parent that cannot be final before the job is; -1 is none.
  var parent: [Int32] = []
  /// Milliseconds that a parent which waits for its children runs on after the last of them; -1 is a parent that does
  /// not wait, or no parent.
  var tail: [Int64] = []
  /// The tree whose jobs fall together when one fails in the simulation but not in the record.
  var tree: [Int32] = []
  /// The jobs of each tree.
  var treeMembers = Adjacency()
  /// The jobs that each job launched: the other direction of ``parent``.
  var kids = Adjacency()
  /// When the time of each tree is over, as the platform counts trees; `Int64.max` is never, empty is without a limit.
  var deadlines: [Int64] = []
  /// The jobs of each such tree.
  var launchMembers = Adjacency()
  /// What each job asked for, where that is recorded; for a shared cluster, and empty without one.
  var asked: [Asked] = []
  /// Whether a later try of the same job is recorded: it is what follows, however this one ends.
  var isRetried: [Bool] = []
  /// Whether the job never got a worker: cached, or ended before it began.
  var neverRan: [Bool] = []

  /// What a job asked its cluster for.
  struct Asked: Sendable {
    /// Thousandths of a core.
    var cores: Int64?
    /// Bytes.
    var memory: Int64?
    /// Milliseconds.
    var time: Int64?
  }
}
