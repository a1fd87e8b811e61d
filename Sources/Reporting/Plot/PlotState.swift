public import JobModel

/// What a job was doing, as plots tell it: each by a colour and by a pattern or a shape.
public enum PlotState: Int, Sendable, CaseIterable {
  /// Waits for a worker or for others; a thin line.
  case waiting
  /// Runs, or its end is not known.
  case running
  /// Ended well.
  case done
  /// Ended badly.
  case failed
  /// Ended, and was tried again.
  case retried
  /// Was ended from outside.
  case terminated
  /// Any other.
  case unknown

  /// The state of a job's record.
  public init(_ state: JobState) {
    switch state {
    case .idle, .waitingOnInput, .runnable: self = .waiting
    case .running, .waitingOnOutput, .unresponsive, .terminating, .debugHold: self = .running
    case .done: self = .done
    case .failed: self = .failed
    case .restartable, .restarted: self = .retried
    case .terminated: self = .terminated
    default: self = .unknown
    }
  }

  /// The word for it.
  public var name: String {
    switch self {
    case .waiting: "waiting"
    case .running: "running"
    case .done: "done"
    case .failed: "failed"
    case .retried: "tried again"
    case .terminated: "terminated"
    case .unknown: "other"
    }
  }

  /// Which of the theme's series it is drawn in.
  var series: Int {
    switch self {
    case .waiting, .unknown: 7
    case .running: 6
    case .done: 1
    case .failed: 2
    case .retried: 5
    case .terminated: 4
    }
  }

  /// What lies over the colour, in a tile of six pixels; nil for a plain area.
  var pattern: String? {
    switch self {
    case .done, .waiting: nil
    case .running: "M0 3h6"
    case .failed: "M-1 1l2-2M0 6l6-6M5 7l2-2"
    case .retried: "M-1 5l2 2M0 0l6 6M5-1l2 2"
    case .terminated: "M3 0v6"
    case .unknown: "M0 3h6M3 0v6"
    }
  }

  /// Which state is shown where many jobs share a pixel: trouble before work, work before waiting.
  var rank: Int {
    switch self {
    case .failed: 6
    case .terminated: 5
    case .retried: 4
    case .unknown: 3
    case .running: 2
    case .done: 1
    case .waiting: 0
    }
  }
}
