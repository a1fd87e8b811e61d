import Foundation
public import JobModel

/// A wall clock somewhere: turns times that were written without a zone into points in time.
public struct LocalClock: Sendable, Equatable {
  /// The zone's name, such as `Europe/London`.
  public let name: String
  private let zone: TimeZone

  /// Greenwich without summer time.
  public static let utc = LocalClock(TimeZone(secondsFromGMT: 0) ?? .current, name: "UTC")

  /// The clock of this machine.
  public static var machine: LocalClock { LocalClock(.current, name: TimeZone.current.identifier) }

  /// The clock of a zone of the tz database (`Europe/London`), of `UTC`, or so far ahead of it (`+01:00`).
  ///
  /// - Throws: ``InputValueError`` for names that the database does not hold.
  public init(named name: String) throws(InputValueError) {
    if name == "UTC" || name == "Z" {
      self = .utc
    } else if let seconds = Self.offset(name), let zone = TimeZone(secondsFromGMT: seconds) {
      self.init(zone, name: name)
    } else if let zone = TimeZone(identifier: name) {
      self.init(zone, name: zone.identifier)
    } else {
      throw InputValueError(expected: "a time zone such as Europe/London, UTC or +01:00", found: name)
    }
  }

  private init(_ zone: TimeZone, name: String) {
    self.name = name
    self.zone = zone
  }

  /// The point in time at which this clock shows what a clock in Greenwich shows at `shown`.
  ///
  /// An hour that the clock shows twice is taken as the earlier one; one that it skips, as if it had not skipped.
  public func time(shown: SimTime) -> SimTime {
    func offset(_ milliseconds: Int64) -> Int64 {
      let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      return Int64(zone.secondsFromGMT(for: date)) * 1000
    }
    // The offset an hour's change before and after: of both guesses the earlier that is right.
    let early = saturatingDifference(shown.milliseconds, offset(saturatingDifference(shown.milliseconds, 86_400_000)))
    if saturatingSum(early, offset(early)) == shown.milliseconds { return SimTime(milliseconds: early) }
    let late = saturatingDifference(shown.milliseconds, offset(saturatingSum(shown.milliseconds, 86_400_000)))
    if saturatingSum(late, offset(late)) == shown.milliseconds { return SimTime(milliseconds: late) }
    return SimTime(milliseconds: early)
  }

  private static func offset(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 6 || bytes.count == 3, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      let hours = number(bytes[1...2]), hours <= 14
    else { return nil }
    var minutes = 0
    if bytes.count == 6 {
      guard bytes[3] == UInt8(ascii: ":"), let value = number(bytes[4...5]), value < 60 else { return nil }
      minutes = value
    }
    let seconds = hours * 3600 + minutes * 60
    return bytes[0] == UInt8(ascii: "-") ? -seconds : seconds
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
