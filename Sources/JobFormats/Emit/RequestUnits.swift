import JobModel

/// Requests in the whole units that schedulers take: rounded up, and never nought, which often means "no limit".
enum RequestUnits {
  /// The longest timeout of DNAnexus, in minutes: 30 days.
  static let platformMinutes: Int64 = 30 * 24 * 60

  /// Whole minutes, at least 1.
  static func minutes(_ time: SimDuration) -> Int64 { ceiling(time.milliseconds, 60_000) }

  /// Whole MiB, at least 1.
  static func mebibytes(_ size: Bytes) -> Int64 { ceiling(size.count, 1 << 20) }

  /// Whole cores, at least 1; nil for what is no number.
  static func cores(_ vcpus: Double?) -> Int64? {
    guard let vcpus, let cores = checkedInteger(vcpus.rounded(.up)) else { return nil }
    return max(1, cores)
  }

  /// Days, hours and minutes.
  static func split(minutes: Int64) -> (days: Int64, hours: Int64, minutes: Int64) {
    (minutes / 1440, minutes / 60 % 24, minutes % 60)
  }

  private static func ceiling(_ amount: Int64, _ unit: Int64) -> Int64 { amount <= unit ? 1 : (amount - 1) / unit + 1 }
}
