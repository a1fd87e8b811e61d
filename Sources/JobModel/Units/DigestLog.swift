/// Hashes one behind the other, in pieces: one long array would be copied whenever it grows, and touch each time as much
/// new memory as it holds.
///
/// - Complexity: O(1) to append, 16 bytes a hash.
public struct DigestLog: Sendable {
  /// Those that are full, and those of logs that were added.
  private var full: [[UInt128]] = []
  private var countOfFull = 0
  private var last: [UInt128] = []
  private static let pieceSize = 8192

  /// No hashes.
  public init() {}

  /// How many there are.
  public var count: Int { countOfFull + last.count }

  /// Adds a hash.
  public mutating func append(_ digest: UInt128) {
    if last.count == Self.pieceSize { close() }
    if last.isEmpty { last.reserveCapacity(full.isEmpty ? 16 : Self.pieceSize) }
    last.append(digest)
  }

  /// Adds the hashes of another log behind these.
  ///
  /// - Complexity: O(1) for each piece of it.
  public mutating func append(_ later: DigestLog) {
    if !last.isEmpty { close() }
    full.append(contentsOf: later.full)
    countOfFull += later.countOfFull
    last = later.last
  }

  private mutating func close() {
    full.append(last)
    countOfFull += last.count
    last = []
  }

  /// Adds all hashes to a set; in order the places of those that were there already, or came before in this log.
  public func insert(into set: inout DigestSet) -> [Int] {
    var known: [Int] = []
    var before = 0
    for piece in full + [last] {
      _ = set.insert(contentsOf: piece) { known.append(before + $0) }
      before += piece.count
    }
    return known.sorted()
  }

  /// Moves all hashes into a set, and keeps none.
  public mutating func empty(into set: inout DigestSet) {
    _ = insert(into: &set)
    self = DigestLog()
  }
}
