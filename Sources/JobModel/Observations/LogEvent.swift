/// A line of a job's log that tells of trouble, or of the end.
public struct LogEvent: Sendable, Equatable {
  /// What happened.
  public enum Kind: String, Sendable, CaseIterable {
    /// A process asked for memory that was not there: `… invoked oom-killer`.
    case oomKillerInvoked = "oom-killer-invoked"
    /// The kernel ended a process to get memory: `Out of memory: Killed process …`.
    case processKilled = "process-killed"
    /// The platform's remark on memory: `Out of memory error occurred during this job`.
    case memoryWarning = "memory-warning"
    /// The platform's remark on the disk: `Low disk space during this job`.
    case lowDiskSpace = "low-disk-space"
    /// A program could not write: `No space left on device`.
    case diskFull = "disk-full"
    /// The last line that the platform writes: `END_LOG`.
    case endOfLog = "end-of-log"
  }

  /// How many bytes of a line are kept.
  public static let textLimit = 500

  /// What happened.
  public var kind: Kind
  /// When; nil in front of the first line with a time.
  public var time: SimTime?
  /// How finely the time was written.
  public var precision = SimDuration(milliseconds: 1)
  /// The process that asked for memory or was killed.
  public var process: String?
  /// The resident memory of the process that was killed.
  public var memory: Bytes?
  /// The message as it stands behind time, name and level, cut at ``textLimit`` bytes.
  public var text: String

  /// An event of which only the line is known.
  public init(kind: Kind, time: SimTime?, text: String) {
    self.kind = kind
    self.time = time
    self.text = text
  }

  /// Whether two records are the same event: equal lines at a time that agrees as far as both were written.
  public func isSame(as other: LogEvent) -> Bool {
    guard kind == other.kind, text == other.text else { return false }
    guard let time, let otherTime = other.time else { return self.time == nil && other.time == nil }
    let coarse = max(precision, other.precision).milliseconds
    return floored(time, max(1, coarse)) == floored(otherTime, max(1, coarse))
  }
}
