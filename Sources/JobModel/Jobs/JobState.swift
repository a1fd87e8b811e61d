/// The state of a job or an analysis, in the platform's own words.
///
/// Source: the platform's job life cycle page and its Java client; the list is open, since a history may hold a state
/// that was added later: it is kept, and counted as a warning by the reader.
public struct JobState: Sendable, Hashable, CustomStringConvertible {
  /// A word of the documentation, or any other.
  ///
  /// Histories hold millions of states, which are compared far more often than they are shown: the words of the
  /// documentation are numbers here.
  @usableFromInline enum Word: Sendable, Hashable {
    case done, running, runnable, failed, terminated, restarted, waitingOnOutput,
      restartable, waitingOnInput, idle, unresponsive, terminating, debugHold, inProgress, partiallyFailed
    case other(String)
  }

  @usableFromInline let word: Word

  /// A state by its name; see ``isKnown``.
  public init(_ name: some StringProtocol) { self.init(String(name)) }

  /// A state by its name, without a detour over generics.
  public init(_ name: String) {
    switch name {
    case "done": word = .done
    case "running": word = .running
    case "runnable": word = .runnable
    case "failed": word = .failed
    case "terminated": word = .terminated
    case "restarted": word = .restarted
    case "waiting_on_output": word = .waitingOnOutput
    case "restartable": word = .restartable
    case "waiting_on_input": word = .waitingOnInput
    case "idle": word = .idle
    case "unresponsive": word = .unresponsive
    case "terminating": word = .terminating
    case "debug_hold": word = .debugHold
    case "in_progress": word = .inProgress
    case "partially_failed": word = .partiallyFailed
    default: word = .other(name)
    }
  }

  @inlinable init(word: Word) { self.word = word }

  /// The platform's word, such as `waiting_on_input`.
  public var name: String {
    switch word {
    case .done: "done"
    case .running: "running"
    case .runnable: "runnable"
    case .failed: "failed"
    case .terminated: "terminated"
    case .restarted: "restarted"
    case .waitingOnOutput: "waiting_on_output"
    case .restartable: "restartable"
    case .waitingOnInput: "waiting_on_input"
    case .idle: "idle"
    case .unresponsive: "unresponsive"
    case .terminating: "terminating"
    case .debugHold: "debug_hold"
    case .inProgress: "in_progress"
    case .partiallyFailed: "partially_failed"
    case .other(let name): name
    }
  }

  /// Not yet ready to be looked at.
  @inlinable public static var idle: JobState { JobState(word: .idle) }
  /// Waits for another job's output or an explicit dependency.
  @inlinable public static var waitingOnInput: JobState { JobState(word: .waitingOnInput) }
  /// Waits for a worker; free.
  @inlinable public static var runnable: JobState { JobState(word: .runnable) }
  /// Has a worker; charged.
  @inlinable public static var running: JobState { JobState(word: .running) }
  /// Its code has ended and it waits for descendants; free.
  @inlinable public static var waitingOnOutput: JobState { JobState(word: .waitingOnOutput) }
  /// Ended well.
  @inlinable public static var done: JobState { JobState(word: .done) }
  /// Ended badly, with a ``FailureReason``.
  @inlinable public static var failed: JobState { JobState(word: .failed) }
  /// Ended from outside.
  @inlinable public static var terminated: JobState { JobState(word: .terminated) }
  /// Failed, and about to be tried again.
  @inlinable public static var restartable: JobState { JobState(word: .restartable) }
  /// An earlier try, replaced by a later one; final for that try.
  @inlinable public static var restarted: JobState { JobState(word: .restarted) }
  /// Its worker does not answer.
  @inlinable public static var unresponsive: JobState { JobState(word: .unresponsive) }
  /// Being ended from outside; still charged.
  @inlinable public static var terminating: JobState { JobState(word: .terminating) }
  /// Kept after a failure so that somebody can look.
  @inlinable public static var debugHold: JobState { JobState(word: .debugHold) }
  /// An analysis at work.
  @inlinable public static var inProgress: JobState { JobState(word: .inProgress) }
  /// An analysis of which a stage failed while others go on.
  @inlinable public static var partiallyFailed: JobState { JobState(word: .partiallyFailed) }

  /// All that the documentation names, those first that histories are full of.
  private static let known: [JobState] = [
    .done, .running, .runnable, .failed, .terminated, .restarted, .waitingOnOutput, .restartable, .waitingOnInput,
    .idle, .unresponsive, .terminating, .debugHold, .inProgress, .partiallyFailed,
  ]

  /// The words that the documentation names, those first that histories are full of.
  public static var knownNames: [String] { known.map(\.name) }

  /// Whether the platform's documentation names it.
  @inlinable public var isKnown: Bool {
    if case .other = word { false } else { true }
  }

  /// Whether nothing more can happen to the try.
  @inlinable public var isFinal: Bool {
    switch word {
    case .done, .failed, .terminated, .restarted: true
    default: false
    }
  }

  /// The platform's word.
  public var description: String { name }
}
