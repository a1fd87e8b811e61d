import JobModel

/// The rows of a table that were met, to find those that come again byte for byte.
///
/// A row whose first field is new, because it ends with a number above all before it (``RisingKeys``), is new without a
/// search. Such rows are only noted, one after the other, and searched from the first row on that is not in order.
///
/// - Complexity: O(1) a row, 16 bytes a row in order, up to 64 others.
struct RowRegister: ~Copyable {
  private var noted = DigestLog()
  private var set = DigestSet()
  private var firstFields = RisingKeys()

  /// Notes a row by its hash and its first field; false if it was there before.
  mutating func insert(_ hash: UInt128, first: UnsafeBufferPointer<UInt8>) -> Bool {
    if firstFields.isNew(first) {
      noted.append(hash)
      return true
    }
    if noted.count > 0 { noted.empty(into: &set) }
    return set.insert(hash)
  }

  /// Notes the rows of a part of the table; in order the places, counted from 0, of those that were there before.
  ///
  /// - Parameter rows: their hashes, with their first fields as keys.
  mutating func insert(_ rows: RisingLog) -> [Int] {
    if firstFields.add(rows.keys, areNew: rows.isRising) {
      noted.append(rows.digests)
      return []
    }
    noted.empty(into: &set)
    return rows.digests.insert(into: &set)
  }
}
