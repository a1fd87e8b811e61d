/// A recorded job, as the comparison of time limits reads it; times in seconds.
public struct TimeoutRecord: Sendable, Equatable {
  /// What it ran.
  public var executable: String
  /// Who launched it; empty where the record does not say.
  public var user = ""
  /// When it started.
  public var started: Double
  /// How long it ran.
  public var runtime: Double
  /// The limit that it had.
  public var limit: Double
  /// Its cores or processors.
  public var cores = 1.0
  /// The size of its inputs in bytes.
  public var input: Double?
  /// Whether it ended well.
  public var isDone = true

  /// A job of which only this is known.
  public init(executable: String, started: Double, runtime: Double, limit: Double) {
    self.executable = executable
    self.started = started
    self.runtime = runtime
    self.limit = limit
  }
}

/// The recorded jobs of one file.
public struct TimeoutLog: Sendable, Equatable {
  /// What a file tells of.
  public enum Kind: String, Sendable {
    /// The log of a batch system: users ask for a limit for each job.
    case batch
    /// The trace of a workflow: its author gave each process a limit.
    case workflow
  }

  /// The file as it was named.
  public var file: String
  /// What it tells of.
  public var kind: Kind
  /// Its jobs, in the order of the file.
  public var records: [TimeoutRecord]
  /// Rows that lack a runtime, a start or a limit.
  public var skipped = 0

  /// A log of its parts.
  public init(file: String, kind: Kind, records: [TimeoutRecord], skipped: Int = 0) {
    self.file = file
    self.kind = kind
    self.records = records
    self.skipped = skipped
  }
}
