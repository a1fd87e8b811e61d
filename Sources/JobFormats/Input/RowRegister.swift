/// The rows of a table that were met, to find those that come again byte for byte.
///
/// A row whose first field is a number above all before it is new without a search. Such rows are only noted, one after
/// the other, and searched from the first row on that is not in order: a search in a set of millions misses the
/// processor's cache each time, and cost more than all else of reading a log of numbered jobs.
///
/// - Complexity: O(1) a row, 16 bytes a row in order, up to 64 others.
struct RowRegister: ~Copyable {
  private var noted: ContiguousArray<UInt128> = []
  private var set = HashSet128()
  private var highest: Int64 = -1

  /// Notes a row by its hash and the number in its first field, if that is one; false if it was there before.
  mutating func insert(_ hash: UInt128, number: Int64?) -> Bool {
    if let number, number > highest {
      highest = number
      noted.append(hash)
      return true
    }
    if !noted.isEmpty {
      for hash in noted { _ = set.insert(hash) }
      noted.removeAll()
    }
    return set.insert(hash)
  }
}
