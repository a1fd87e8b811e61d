/// What identifies a try of a job in a history: (run, id, try).
public struct JobKey: Sendable, Hashable, Comparable {
  /// The file or run in whose scope ``id`` is unique; empty for ids that are unique in the world (`job-…`).
  public var run: String
  /// The job's id, or the row's.
  public var id: String
  /// The try, counted from 0.
  public var tryNumber: Int

  /// A key of its three parts.
  public init(run: String = "", id: String, tryNumber: Int = 0) {
    self.run = run
    self.id = id
    self.tryNumber = tryNumber
  }

  /// A hash that tells keys apart, for a ``DigestSet``.
  public var digest: UInt128 { ContentHash.of(id, seed: Self.seed(run: run, tryNumber: tryNumber)) }

  /// What ``digest`` begins with, the same for all keys of a run and a try.
  static func seed(run: String, tryNumber: Int) -> UInt128 {
    ContentHash.of(run, seed: UInt128(truncatingIfNeeded: tryNumber))
  }

  /// By run, then id, then try.
  public static func < (a: JobKey, b: JobKey) -> Bool { (a.run, a.id, a.tryNumber) < (b.run, b.id, b.tryNumber) }
}
