public import JobModel

/// How often machines were taken back, from what past jobs saw: the Gamma posterior of a constant rate.
///
/// With a Gamma(a, b) prior, k interruptions in h hours make Gamma(a + k, b + h). The prior here is Jeffreys' for a
/// constant rate, a = ½ and b = 0: it brings no figure of its own, and without any hours there is no rate at all.
public struct InterruptionRate: Sendable, Hashable {
  /// How many spot tries were taken back.
  public private(set) var interruptions = 0
  /// How many hours machines of the spot market were held.
  public private(set) var hours = 0.0
  /// How many spot tries these are.
  public private(set) var tries = 0
  /// a and b of what is believed beforehand.
  public let prior: (shape: Double, hours: Double)

  /// Nothing seen.
  public init(priorShape: Double = 0.5, priorHours: Double = 0) {
    prior = (max(0, priorShape), max(0, priorHours))
  }

  /// So many interruptions in so many hours.
  public init(interruptions: Int, hours: Double, tries: Int = 0) {
    self.init()
    self.interruptions = max(0, interruptions)
    self.hours = hours.isFinite ? max(0, hours) : 0
    self.tries = tries
  }

  /// The same tries, with something else believed beforehand.
  init(_ seen: InterruptionRate, priorShape: Double, priorHours: Double) {
    self.init(priorShape: priorShape, priorHours: priorHours)
    (interruptions, hours, tries) = (seen.interruptions, seen.hours, seen.tries)
  }

  /// Adds a try; it counts if it ran on spot and its time is known. Cached and unfinished ones say nothing.
  ///
  /// - Returns: whether it counts.
  @discardableResult
  public mutating func observe(_ job: Job) -> Bool {
    guard job.recordedPriceModel == .spot || job.failureReason == .spotInstanceInterruption else { return false }
    return observe(time: job.workerTime ?? job.runtime, wasInterrupted: job.failureReason == .spotInstanceInterruption)
  }

  /// Adds a try that ran on spot for a time.
  @discardableResult
  public mutating func observe(time: SimDuration?, wasInterrupted: Bool) -> Bool {
    guard let time, time > .zero else { return false }
    hours += time.inHours
    tries += 1
    if wasInterrupted { interruptions += 1 }
    return true
  }

  /// The posterior's a + k and b + h; nil if no hour was seen and none is believed.
  public var posterior: (shape: Double, hours: Double)? {
    let exposure = prior.hours + hours
    guard exposure > 0 else { return nil }
    return (prior.shape + Double(interruptions), exposure)
  }

  /// The posterior mean, per hour; nil without any hours.
  public var mean: Double? { posterior.map { $0.shape / $0.hours } }

  /// The rate that is not passed with this probability; nil without any hours.
  public func quantile(_ probability: Double) -> Double? {
    posterior.map { GammaDistribution(shape: $0.shape).quantile(probability) / $0.hours }
  }

  /// `3 interruptions in 210 hours of 45 spot tries`.
  public var evidence: String {
    let time = SimDuration(seconds: hours * 3600).map(\.description) ?? "\(hours) hours"
    return "\(interruptions) \(interruptions == 1 ? "interruption" : "interruptions") in \(time) of \(tries) spot "
      + (tries == 1 ? "try" : "tries")
  }

  /// Equal counts and equal beliefs.
  public static func == (a: Self, b: Self) -> Bool {
    a.interruptions == b.interruptions && a.hours == b.hours && a.tries == b.tries && a.prior == b.prior
  }

  /// Hashes the counts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(interruptions)
    hasher.combine(hours)
  }
}
