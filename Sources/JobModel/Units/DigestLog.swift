/// Hashes one behind the other, in pieces: one long array would be copied whenever it grows, and touch each time as much
/// new memory as it holds.
///
/// - Complexity: O(1) to append, 16 bytes a hash.
public struct DigestLog: Sendable {
  private var full: [[UInt128]] = []
  private var last: [UInt128] = []
  private static let pieceSize = 8192

  /// No hashes.
  public init() {}

  /// How many there are.
  public var count: Int { full.count * Self.pieceSize + last.count }

  /// Adds a hash.
  public mutating func append(_ digest: UInt128) {
    if last.count == Self.pieceSize {
      full.append(last)
      last = []
    }
    if last.isEmpty { last.reserveCapacity(full.isEmpty ? 16 : Self.pieceSize) }
    last.append(digest)
  }

  /// Moves all hashes into a set, and keeps none.
  public mutating func empty(into set: inout DigestSet) {
    for piece in full { _ = set.insert(contentsOf: piece) }
    _ = set.insert(contentsOf: last)
    self = DigestLog()
  }
}
