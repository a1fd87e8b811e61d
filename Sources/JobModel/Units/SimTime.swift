/// A point in time: whole milliseconds since the Unix epoch in a history, since the launch in a plan.
public struct SimTime: Sendable, Hashable, Comparable, Codable {
  /// Milliseconds since the origin.
  public var milliseconds: Int64

  /// The largest magnitude accepted from input, as for ``SimDuration/limit``.
  public static var limit: SimTime { SimTime(milliseconds: SimDuration.limit.milliseconds) }
  /// The origin.
  public static let zero = SimTime(milliseconds: 0)

  /// A point so many milliseconds after the origin.
  @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Earlier before later.
  @inlinable public static func < (a: SimTime, b: SimTime) -> Bool { a.milliseconds < b.milliseconds }
  /// The point a duration later, saturating.
  @inlinable public static func + (a: SimTime, b: SimDuration) -> SimTime {
    SimTime(milliseconds: saturatingSum(a.milliseconds, b.milliseconds))
  }
  /// The point a duration earlier, saturating.
  @inlinable public static func - (a: SimTime, b: SimDuration) -> SimTime {
    SimTime(milliseconds: saturatingDifference(a.milliseconds, b.milliseconds))
  }
  /// The time from `b` to `a`, saturating.
  @inlinable public static func - (a: SimTime, b: SimTime) -> SimDuration {
    SimDuration(milliseconds: saturatingDifference(a.milliseconds, b.milliseconds))
  }
}
