import JobModel

/// Turns times that name no zone into points in time, and says whose clock was taken: the one that was named, else this
/// machine's.
struct ShownClock {
  private let clock: LocalClock
  private let isAssumed: Bool
  private var isUsed = false
  /// The quarter of an hour last asked for, and how far the clock stood from Greenwich: zones change at its ends only.
  private var quarter: Int64?
  private var shift: Int64 = 0

  private static let quarterLength: Int64 = 900_000

  init(_ clock: LocalClock?) {
    self.clock = clock ?? .machine
    isAssumed = clock == nil
  }

  /// When the clock showed `shown`.
  mutating func time(shown: SimTime) -> SimTime {
    isUsed = true
    let asked = shown.milliseconds / Self.quarterLength
    if asked != quarter || shown.milliseconds < 0 {
      quarter = asked
      shift = saturatingDifference(shown.milliseconds, clock.time(shown: shown).milliseconds)
    }
    return SimTime(milliseconds: saturatingDifference(shown.milliseconds, shift))
  }

  /// Says which zone was taken because nobody named one.
  func report(in report: inout ImportReport) {
    guard isAssumed && isUsed else { return }
    report.warn("times name no zone: they are read in this machine's, \(clock.name); --time-zone names another")
  }
}
