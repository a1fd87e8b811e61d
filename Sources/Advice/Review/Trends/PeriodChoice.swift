public import JobModel

/// Which two periods a review compares.
public enum PeriodChoice: Sendable, Hashable {
  /// These.
  case pair(PeriodPair)
  /// None, for this reason.
  case none(String)

  /// Four weeks, so that both periods have as many weekends.
  static let long = SimDuration.hours(28 * 24)
  static let short = SimDuration.hours(7 * 24)
  /// The history may begin so much of a period after the earlier one does: few histories begin at midnight.
  static let slack = 20.0

  /// The periods of a review.
  ///
  /// With `since` the later one goes from there to `until`, or to the end of the history; else it is the last four weeks, or
  /// the last week where the history is shorter than eight weeks.
  /// - Parameters:
  ///   - first: the first moment of the history.
  ///   - last: the last one.
  public init(since: SimTime?, until: SimTime?, first: SimTime?, last: SimTime?) {
    guard let first, let last, first <= last else {
      self = .none("the history tells no times")
      return
    }
    var end = min(until ?? .init(milliseconds: .max), last + SimDuration(milliseconds: 1))
    // Whole days, where nobody says which.
    if since == nil, until == nil { end = Self.midnight(after: last) }
    let known = end - first
    let length: SimDuration
    if let since {
      length = end - since
    } else if known >= Self.long + Self.long {
      length = Self.long
    } else if known >= Self.short + Self.short {
      length = Self.short
    } else {
      self = .none("the history is shorter than two weeks")
      return
    }
    guard length > .zero else {
      self = .none("the history ends on \(last.dateText), before the period")
      return
    }
    let start = end - length
    let earlier = start - length
    guard earlier < start, start < end else {
      self = .none("there is no period of that length before")
      return
    }
    guard Double((first - earlier).milliseconds) <= Double(length.milliseconds) / Self.slack else {
      self = .none(
        "the history begins on \(first.dateText), and the period before would begin on \(earlier.dateText)")
      return
    }
    self = .pair(PeriodPair(before: earlier..<start, now: start..<end))
  }

  /// The first midnight (UTC) after a moment.
  private static func midnight(after time: SimTime) -> SimTime {
    let day: Int64 = 86_400_000
    let rest = (time.milliseconds % day + day) % day
    return time + SimDuration(milliseconds: day - rest)
  }
}
