/// An amount of memory or disk in bytes.
public struct Bytes: Sendable, Hashable, Comparable, Codable {
  /// The number of bytes.
  public var count: Int64

  /// The largest amount accepted from input: half an exbibyte.
  public static var limit: Bytes { Bytes(1 << 59) }

  /// So many bytes.
  @inlinable public init(_ count: Int64) { self.count = count }

  /// So many GiB (2^30 bytes), to the nearest byte; nil if not finite, negative or above ``limit``.
  public init?(gibibytes: Double) {
    guard gibibytes >= 0, let count = checkedInteger(gibibytes * 0x1p30), count <= Self.limit.count else { return nil }
    self.count = count
  }

  /// So many GB (10^9 bytes), to the nearest byte; nil if not finite, negative or above ``limit``.
  public init?(gigabytes: Double) {
    guard gigabytes >= 0, let count = checkedInteger(gigabytes * 1e9), count <= Self.limit.count else { return nil }
    self.count = count
  }

  /// The amount in GiB.
  @inlinable public var inGibibytes: Double { Double(count) / 0x1p30 }

  /// Smaller before larger.
  @inlinable public static func < (a: Bytes, b: Bytes) -> Bool { a.count < b.count }
}
