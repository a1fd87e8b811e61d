public import JobModel

/// Which jobs are asked for; what is nil does not choose.
public struct JobFilter: Sendable, Hashable {
  /// Fits the executable's name.
  public var executable: Glob?
  /// The run in whose scope the ids are; empty for ids that are unique in the world.
  public var run: String?
  /// Submitted (or, where that is not known, started or ended) at this time or later.
  public var since: SimTime?
  /// Submitted (or, where that is not known, started or ended) before this time.
  public var until: SimTime?
  /// Any try of one of these ids.
  public var ids: [String]?
  /// Fits the name of the state.
  public var state: Glob?
  /// Fits the failure reason.
  public var failureReason: Glob?
  /// Fits the user's name.
  public var user: Glob?
  /// Fits the project.
  public var project: Glob?
  /// Fits the instance type.
  public var instanceType: Glob?
  /// Fits one of the tags.
  public var tag: Glob?
  /// Stands somewhere in the job's id or name; capital and small letters of ASCII are alike.
  public var text: String?
  /// As ``text``, or somewhere in the name of its executable, user, instance type, state or failure reason.
  public var anywhere: String?
  /// Leaves analyses out.
  public var isWithoutAnalyses = false

  /// Chooses all jobs until something is set.
  public init(
    executable: Glob? = nil, run: String? = nil, since: SimTime? = nil, until: SimTime? = nil, ids: [String]? = nil
  ) {
    self.executable = executable
    self.run = run
    self.since = since
    self.until = until
    self.ids = ids
  }
}
