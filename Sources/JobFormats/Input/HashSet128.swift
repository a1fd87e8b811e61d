/// A set of 128-bit hashes, such as those of all rows of a file, to find what comes again.
///
/// Open addressing with linear probing, at most half full; the hashes are their own places.
///
/// - Complexity: O(1) an insertion, about one miss of the processor's cache; 32 to 64 bytes an element.
struct HashSet128: ~Copyable {
  /// How many there are, but for nought.
  private(set) var count = 0
  private var slots: UnsafeMutablePointer<UInt128>
  private var mask: Int
  /// Whether nought, which marks an empty slot, was inserted.
  private var hasZero = false

  init() {
    mask = 1023
    slots = Self.emptySlots(1024)
  }

  deinit { slots.deallocate() }

  /// Adds a hash; false if it was there.
  mutating func insert(_ hash: UInt128) -> Bool {
    guard hash != 0 else {
      defer { hasZero = true }
      return !hasZero
    }
    if count &* 2 > mask { grow() }
    guard place(hash) else { return false }
    count &+= 1
    return true
  }

  @inline(__always) private func place(_ hash: UInt128) -> Bool {
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index] != 0 {
      if slots[index] == hash { return false }
      index = (index &+ 1) & mask
    }
    slots[index] = hash
    return true
  }

  private mutating func grow() {
    let old = slots
    let capacity = mask + 1
    mask = 2 * capacity - 1
    slots = Self.emptySlots(2 * capacity)
    for index in 0..<capacity where old[index] != 0 { _ = place(old[index]) }
    old.deallocate()
  }

  private static func emptySlots(_ count: Int) -> UnsafeMutablePointer<UInt128> {
    let slots = UnsafeMutablePointer<UInt128>.allocate(capacity: count)
    slots.initialize(repeating: 0, count: count)
    return slots
  }
}
