/// A length of time in whole milliseconds; negative where clocks run back.
///
/// Sums saturate at ``limit`` instead of trapping: a value that large is refused at every input, so a saturated sum can
/// only come from adding thousands of absurd ones, and the simulator stops at its horizon before that.
public struct SimDuration: Sendable, Hashable, Comparable, Codable {
  /// The length in milliseconds.
  public var milliseconds: Int64

  /// The largest magnitude accepted from input: 2^53 - 1 ms, some 285,000 years, exact in a `Double`.
  public static var limit: SimDuration { SimDuration(milliseconds: (1 << 53) - 1) }
  /// No time at all.
  public static let zero = SimDuration(milliseconds: 0)

  /// A duration of so many milliseconds.
  @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// A duration of so many seconds, rounded to the nearest millisecond; nil if not finite or beyond ``limit``.
  public init?(seconds: Double) {
    guard let value = checkedInteger(seconds * 1000), value.magnitude <= Self.limit.milliseconds.magnitude else {
      return nil
    }
    milliseconds = value
  }

  /// Whole hours, for constants: `.hours(12)`.
  public static func hours(_ count: Int64) -> SimDuration {
    SimDuration(milliseconds: saturatingProduct(count, 3_600_000))
  }
  /// Whole minutes, for constants.
  public static func minutes(_ count: Int64) -> SimDuration {
    SimDuration(milliseconds: saturatingProduct(count, 60_000))
  }
  /// Whole seconds, for constants.
  public static func seconds(_ count: Int64) -> SimDuration {
    SimDuration(milliseconds: saturatingProduct(count, 1000))
  }

  /// The length in seconds.
  @inlinable public var inSeconds: Double { Double(milliseconds) / 1000 }
  /// The length in hours.
  @inlinable public var inHours: Double { Double(milliseconds) / 3_600_000 }

  /// Shorter before longer.
  @inlinable public static func < (a: SimDuration, b: SimDuration) -> Bool { a.milliseconds < b.milliseconds }
  /// The sum, saturating.
  @inlinable public static func + (a: SimDuration, b: SimDuration) -> SimDuration {
    SimDuration(milliseconds: saturatingSum(a.milliseconds, b.milliseconds))
  }
  /// The difference, saturating.
  @inlinable public static func - (a: SimDuration, b: SimDuration) -> SimDuration {
    SimDuration(milliseconds: saturatingDifference(a.milliseconds, b.milliseconds))
  }
}
