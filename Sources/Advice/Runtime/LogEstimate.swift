/// An estimate of the logarithm of something positive: a runtime or a ratio of runtimes.
public struct LogEstimate: Sendable, Equatable {
  /// The natural logarithm.
  public var log: Double
  /// How far off it may be: the variance of the logarithm.
  public var variance: Double

  /// An estimate of its parts.
  public init(log: Double, variance: Double) {
    self.log = log
    self.variance = variance
  }

  /// What several independent estimates of one thing come to: their mean, each weighted by one over its variance.
  /// Equal variances give the plain mean of the logarithms; nil for none.
  public static func pooled(_ estimates: [LogEstimate]) -> LogEstimate? {
    guard !estimates.isEmpty else { return nil }
    // An estimate without any doubt would have infinite weight.
    let weights = estimates.map { 1 / max($0.variance, 1e-9) }
    let total = weights.reduce(0, +)
    let sum = zip(weights, estimates).reduce(0) { $0 + $1.0 * $1.1.log }
    return LogEstimate(log: sum / total, variance: 1 / total)
  }
}
