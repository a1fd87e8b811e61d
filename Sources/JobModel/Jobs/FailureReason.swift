/// Why a try failed, in the platform's own words; an open list like ``JobState``.
public struct FailureReason: Sendable, Hashable, CustomStringConvertible {
  /// The platform's word, such as `AppInsufficientResourceError`.
  public let name: String

  /// A reason by its name; see ``isKnown``.
  public init(_ name: some StringProtocol) { self.name = String(name) }

  /// A reason by its name, without a detour over generics.
  public init(_ name: String) { self.name = name }

  /// The program said that it failed.
  public static let appError = FailureReason("AppError")
  /// The program ended with an error code.
  public static let appInternalError = FailureReason("AppInternalError")
  /// Memory or disk ran out.
  public static let appInsufficientResourceError = FailureReason("AppInsufficientResourceError")
  /// A token was refused.
  public static let authError = FailureReason("AuthError")
  /// The tree's cost limit was passed.
  public static let costLimitExceeded = FailureReason("CostLimitExceeded")
  /// The billing account's limit was passed.
  public static let spendingLimitExceeded = FailureReason("SpendingLimitExceeded")
  /// A job of another tree that it needed failed.
  public static let dependencyUnsatisfiable = FailureReason("DependencyUnsatisfiable")
  /// The platform could not run the job.
  public static let executionError = FailureReason("ExecutionError")
  /// An output file was never closed.
  public static let incompleteUploads = FailureReason("IncompleteUploads")
  /// An input was wrong.
  public static let inputError = FailureReason("InputError")
  /// The job manager failed.
  public static let jmInternalError = FailureReason("JMInternalError")
  /// The older name of ``jmInternalError``; not charged.
  public static let internalError = FailureReason("InternalError")
  /// It ran longer than its timeout.
  public static let jobTimeoutExceeded = FailureReason("JobTimeoutExceeded")
  /// Another job of the same tree failed.
  public static let jobTreeFailure = FailureReason("JobTreeFailure")
  /// The organisation's contract ended.
  public static let orgExpired = FailureReason("OrgExpired")
  /// An output was wrong.
  public static let outputError = FailureReason("OutputError")
  /// The tree was not final within its time. The platform has no word for it: it takes the tree's access away, and this
  /// program takes that for an end of the tree.
  public static let treeTimeExceeded = FailureReason("TreeTimeExceeded")
  /// The cloud took the spot worker back.
  public static let spotInstanceInterruption = FailureReason("SpotInstanceInterruption")
  /// The worker stopped answering; not charged.
  public static let unresponsiveWorker = FailureReason("UnresponsiveWorker")

  /// All that the platform's error page names.
  public static let known: Set<FailureReason> = [
    .appError, .appInternalError, .appInsufficientResourceError, .authError, .costLimitExceeded, .spendingLimitExceeded,
    .dependencyUnsatisfiable, .executionError, .incompleteUploads, .inputError, .jmInternalError, .internalError,
    .jobTimeoutExceeded, .jobTreeFailure, .orgExpired, .outputError, .spotInstanceInterruption, .unresponsiveWorker,
  ]

  /// The reasons that a restart policy may name.
  ///
  /// Source: the run specification's `restartOn` keys.
  public static let restartable: Set<FailureReason> = [
    .unresponsiveWorker, .executionError, .jmInternalError, .appInternalError, .appInsufficientResourceError,
    .jobTimeoutExceeded, .spotInstanceInterruption,
  ]

  /// Whether the platform's documentation names it.
  public var isKnown: Bool { Self.known.contains(self) }

  /// The platform's word.
  public var description: String { name }
}
