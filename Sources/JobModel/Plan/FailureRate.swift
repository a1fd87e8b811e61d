/// How often tries fail for each reason, besides what their memory, their timeout and the spot market do to them.
public typealias FailureRates = [FailureReason: FailureRate]

/// How often a try fails for one reason.
///
/// Where several things would end a try, the first in time does.
public struct FailureRate: Sendable, Hashable {
  /// The rate of an exponential time to failure while a try runs; nil is never.
  public var perHour: Double?
  /// The probability, 0 to 1, that a try fails, at a uniformly drawn part of its runtime; nil is never.
  public var perTry: Double?

  /// A rate, a probability, or both.
  public init(perHour: Double? = nil, perTry: Double? = nil) {
    self.perHour = perHour
    self.perTry = perTry
  }
}

extension FailureReason {
  /// The reasons for which a try can fail by itself, in an order that never changes: draws depend on the place.
  ///
  /// The others follow from something that a plan or a scenario says: a timeout, the spot market, a limit, another job.
  public static let spontaneous: [FailureReason] = [
    .appError, .appInternalError, .appInsufficientResourceError, .authError, .executionError, .incompleteUploads,
    .inputError, .internalError, .jmInternalError, .outputError, .unresponsiveWorker,
  ]
}
