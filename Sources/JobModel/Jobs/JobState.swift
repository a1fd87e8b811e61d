/// The state of a job or an analysis, in the platform's own words.
///
/// Source: the platform's job life cycle page and its Java client; the list is open, since a history may hold a state
/// that was added later: it is kept, and counted as a warning by the reader.
public struct JobState: Sendable, Hashable, CustomStringConvertible {
  /// The platform's word, such as `waiting_on_input`.
  public let name: String

  /// A state by its name; see ``isKnown``.
  public init(_ name: some StringProtocol) { self.name = String(name) }

  /// A state by its name, without a detour over generics: histories name millions.
  public init(_ name: String) { self.name = name }

  /// Not yet ready to be looked at.
  public static let idle = JobState("idle")
  /// Waits for another job's output or an explicit dependency.
  public static let waitingOnInput = JobState("waiting_on_input")
  /// Waits for a worker; free.
  public static let runnable = JobState("runnable")
  /// Has a worker; charged.
  public static let running = JobState("running")
  /// Its code has ended and it waits for descendants; free.
  public static let waitingOnOutput = JobState("waiting_on_output")
  /// Ended well.
  public static let done = JobState("done")
  /// Ended badly, with a ``FailureReason``.
  public static let failed = JobState("failed")
  /// Ended from outside.
  public static let terminated = JobState("terminated")
  /// Failed, and about to be tried again.
  public static let restartable = JobState("restartable")
  /// An earlier try, replaced by a later one; final for that try.
  public static let restarted = JobState("restarted")
  /// Its worker does not answer.
  public static let unresponsive = JobState("unresponsive")
  /// Being ended from outside; still charged.
  public static let terminating = JobState("terminating")
  /// Kept after a failure so that somebody can look.
  public static let debugHold = JobState("debug_hold")
  /// An analysis at work.
  public static let inProgress = JobState("in_progress")
  /// An analysis of which a stage failed while others go on.
  public static let partiallyFailed = JobState("partially_failed")

  /// All that the documentation names, those first that histories are full of.
  private static let known: [JobState] = [
    .done, .running, .runnable, .failed, .terminated, .restarted, .waitingOnOutput, .restartable, .waitingOnInput,
    .idle, .unresponsive, .terminating, .debugHold, .inProgress, .partiallyFailed,
  ]

  /// The words that the documentation names, those first that histories are full of.
  public static var knownNames: [String] { known.map(\.name) }

  /// Whether the platform's documentation names it.
  public var isKnown: Bool { Self.known.contains { $0.name == name } }

  /// Whether nothing more can happen to the try.
  public var isFinal: Bool { self == .done || self == .failed || self == .terminated || self == .restarted }

  /// The platform's word.
  public var description: String { name }
}
