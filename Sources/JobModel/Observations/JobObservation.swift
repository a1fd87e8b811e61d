/// What a log or a metrics table tells of one job, as it is read: a sample, an event, or how far it goes.
public struct JobLogEntry: Sendable, Equatable {
  /// What is told.
  public enum Content: Sendable, Equatable {
    /// What the worker used at one time.
    case sample(UsageSample)
    /// A line that tells of trouble or of the end.
    case event(LogEvent)
    /// The first and the last time at which the log tells anything of the job.
    case span(ClosedRange<SimTime>)
  }

  /// The job.
  public var job: String
  /// Its try, if the log says it.
  public var tryNumber: Int?
  /// What is told.
  public var content: Content

  /// An entry about a job.
  public init(job: String, tryNumber: Int?, content: Content) {
    self.job = job
    self.tryNumber = tryNumber
    self.content = content
  }
}

/// All that logs and metrics tell of one try of a job.
public struct JobObservation: Sendable, Equatable {
  /// The job.
  public var job: String
  /// The try; nil where no log says it.
  public var tryNumber: Int?
  /// The first and the last time at which a log tells anything of the job.
  public var span: ClosedRange<SimTime>?
  /// What its worker used, by time.
  public var samples: [UsageSample] = []
  /// What went wrong, by time.
  public var events: [LogEvent] = []

  /// An observation of a job of which nothing was seen yet.
  public init(job: String, tryNumber: Int? = nil) {
    self.job = job
    self.tryNumber = tryNumber
  }

  /// Takes in what an entry about this job tells; a sample or an event that is there already is left alone.
  ///
  /// - Complexity: O(samples and events so far).
  public mutating func add(_ content: JobLogEntry.Content) {
    switch content {
    case .sample(let sample):
      if !samples.contains(where: { $0.isSame(as: sample) }) { samples.append(sample) }
    case .event(let event):
      if !events.contains(where: { $0.isSame(as: event) }) { events.append(event) }
    case .span(let new):
      span = span.map { min($0.lowerBound, new.lowerBound)...max($0.upperBound, new.upperBound) } ?? new
    }
  }

  /// The figures of the samples and events together.
  public var usage: ObservedUsage {
    var usage = ObservedUsage(firstHeard: span?.lowerBound)
    for sample in samples { usage.add(sample) }
    for event in events { usage.add(event) }
    return usage
  }
}
