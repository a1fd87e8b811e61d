/// How a provider turns time on a machine into money.
///
/// Defaults are DNAnexus' rules: to the millisecond, no minimum, no rounding of time; `InternalError` and
/// `UnresponsiveWorker` are not charged, an interrupted spot try is.
public struct Billing: Sendable, Hashable {
  /// What part of a machine a job pays for.
  public enum Share: String, Sendable, Hashable, CaseIterable {
    /// The whole worker.
    case worker
    /// The cores it asked for, or those that have the memory it asked for, of all the machine's cores.
    case vcpu
  }

  /// The shortest time that is charged.
  public var minimum: SimDuration = .zero
  /// Time is rounded up to a multiple of this.
  public var granularity = SimDuration(milliseconds: 1)
  /// Whether a job pays for its worker or for its cores.
  public var share: Share = .worker
  /// Tries that fail for these reasons cost nothing.
  public var freeFailureReasons: Set<FailureReason> = [.internalError, .jmInternalError, .unresponsiveWorker]
  /// Whether the time of an interrupted spot try is charged.
  public var spotInterruptionsCharged = true
  /// What a GiB-hour of a run's own storage costs; nil is "no price". It is stated beside the cost, never in it.
  public var storagePerGiBHour: DecimalNumber?
  /// What the contract takes off list prices, 0..<1.
  public var discount = DecimalNumber.zero

  /// The default rules.
  public init() {}

  /// Whether a try that ended like this is charged at all.
  public func isCharged(_ reason: FailureReason?) -> Bool {
    guard let reason else { return true }
    if reason == .spotInstanceInterruption { return spotInterruptionsCharged }
    return !freeFailureReasons.contains(reason)
  }

  /// The time charged for `milliseconds` on a machine: at least ``minimum``, rounded up to ``granularity``.
  ///
  /// No time at all is free: a try that never ran is not charged the minimum.
  public func chargedMilliseconds(_ milliseconds: Int64) -> Int64 {
    guard milliseconds > 0 else { return 0 }
    let floor = max(milliseconds, minimum.milliseconds)
    let step = max(1, granularity.milliseconds)
    let remainder = floor % step
    return remainder == 0 ? floor : saturatingSum(floor, step - remainder)
  }
}
