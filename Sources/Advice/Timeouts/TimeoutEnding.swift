/// How a past run came to its end.
public enum TimeoutEnding: Sendable, Equatable {
  /// It did what it was to do.
  case finished
  /// Its time limit stopped it.
  case stoppedByLimit
  /// It failed or was terminated for another reason.
  case failed
  /// It runs still.
  case running
}
