/// When a failed try is followed by another one.
///
/// Source: `executionPolicy` of the platform's run specification. A retry starts over; the 30 days of the tree go on.
public struct RestartPolicy: Sendable, Hashable {
  /// How many failures of each reason are followed by a new try; `*` stands for every reason not named.
  public var restartOn: [FailureReason: Int]
  /// The most restarts in all; the platform allows 9.
  public var maxRestarts: Int
  /// After running out of memory, try the next larger type of the family.
  public var largerType: Bool
  /// After so many spot tries, the next is on demand; nil leaves it to the scenario.
  public var maxSpotTries: Int?

  /// The name that stands for every reason not named.
  public static let anyReason = FailureReason("*")

  /// The most restarts that the platform accepts.
  public static let platformMaximum = 9

  /// What the platform does when nobody set anything.
  ///
  /// The three counts stood in four real job descriptions of 2021 to 2024 whose users had set none; a spot interruption
  /// is followed by another try until ``platformMaximum``.
  public static let platformDefault = RestartPolicy(
    restartOn: [.unresponsiveWorker: 2, .jmInternalError: 1, .executionError: 1, .spotInstanceInterruption: 9])

  /// A policy.
  public init(
    restartOn: [FailureReason: Int], maxRestarts: Int = platformMaximum, largerType: Bool = false,
    maxSpotTries: Int? = nil
  ) {
    self.restartOn = restartOn
    self.maxRestarts = maxRestarts
    self.largerType = largerType
    self.maxSpotTries = maxSpotTries
  }

  /// How many failures for `reason` are followed by a new try, `*` included; 0 for a reason that never is.
  public func restarts(on reason: FailureReason) -> Int {
    min(restartOn[reason] ?? restartOn[Self.anyReason] ?? 0, maxRestarts)
  }
}
