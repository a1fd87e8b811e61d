/// A set of 128-bit hashes that are spread evenly already: they are their own place in the table.
///
/// It takes 16 bytes a place and has up to four places for three hashes, a third of what a `Set<UInt128>` takes in time.
public struct DigestSet: Sendable {
  /// Places by the low bits of the hash, or behind that one if it is taken; nought is free.
  private var places: [UInt128] = Array(repeating: 0, count: 1024)
  private var holdsNought = false
  /// How many hashes it holds.
  public private(set) var count = 0

  /// How many places are looked at together: as many as fit into the processor's cache.
  private static let batchSize = 2048

  /// The empty set.
  public init() {}

  /// Adds a hash; false if it is there.
  ///
  /// - Complexity: O(1) amortised.
  public mutating func insert(_ digest: UInt128) -> Bool {
    if digest == 0 {
      if holdsNought { return false }
      holdsNought = true
      count += 1
      return true
    }
    if count >= places.count / 4 * 3 { grow() }
    let isNew = Self.insert(digest, &places)
    if isNew { count += 1 }
    return isNew
  }

  /// Adds many hashes; how many of them were not there.
  ///
  /// One at a time each waits for memory, which in a set of millions is most of the time. Here they are looked at
  /// together first: those looks do not depend on each other, so the processor waits for many of them at once.
  ///
  /// - Parameter known: told the place of each hash that was there already, or came before in the same array; not in
  ///   order.
  /// - Complexity: O(hashes) amortised.
  public mutating func insert(contentsOf digests: [UInt128], known: (Int) -> Void = { _ in }) -> Int {
    let before = count
    var others: [Int] = []
    others.reserveCapacity(min(digests.count, Self.batchSize))
    for start in stride(from: 0, to: digests.count, by: Self.batchSize) {
      let mask = places.count - 1
      for index in start..<min(start + Self.batchSize, digests.count) {
        let digest = digests[index]
        if digest == 0 || places[Int(truncatingIfNeeded: digest) & mask] != digest {
          others.append(index)
        } else {
          known(index)
        }
      }
      for index in others where !insert(digests[index]) { known(index) }
      others.removeAll(keepingCapacity: true)
    }
    return count - before
  }

  /// Whether it holds a hash.
  ///
  /// - Complexity: O(1) on average.
  public func contains(_ digest: UInt128) -> Bool {
    if digest == 0 { return holdsNought }
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: digest) & mask
    while places[place] != 0 {
      if places[place] == digest { return true }
      place = (place + 1) & mask
    }
    return false
  }

  private static func insert(_ digest: UInt128, _ places: inout [UInt128]) -> Bool {
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: digest) & mask
    while places[place] != 0 {
      if places[place] == digest { return false }
      place = (place + 1) & mask
    }
    places[place] = digest
    return true
  }

  private mutating func grow() {
    var larger = [UInt128](repeating: 0, count: places.count * 2)
    for digest in places where digest != 0 { _ = Self.insert(digest, &larger) }
    places = larger
  }
}
