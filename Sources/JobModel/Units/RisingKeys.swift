/// Notices keys that cannot have come before, because a number at their end rises: `1, 2, 3` or `job-1, job-2`.
///
/// Most tables are numbered in their order. Their keys need no search among those before, which in a set of millions
/// misses the processor's cache each time and cost more than all else of reading a row.
public struct RisingKeys: Sendable {
  /// What stands before the number in the first key that has one, and so in all that rise.
  private var prefix: [UInt8]?
  private var lowest: Int64 = -1
  private var highest: Int64 = -1

  /// No key was seen.
  public init() {}

  /// Whether a key is sure to be none of those asked about before; false says nothing.
  ///
  /// It has the first key's beginning and a number above all before. A key that came before had that number too, so it
  /// was below none of those.
  ///
  /// - Complexity: O(length).
  public mutating func isNew(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = key.count
    var number: Int64 = 0
    var power: Int64 = 1
    while start > 0 && key.count - start < 18 {
      let digit = key[start - 1] &- UInt8(ascii: "0")
      if digit > 9 { break }
      number &+= Int64(digit) &* power
      power &*= 10
      start -= 1
    }
    guard start < key.count, number > highest else { return false }
    if let prefix {
      guard prefix.count == start else { return false }
      for place in 0..<start where prefix[place] != key[place] { return false }
    } else {
      prefix = Array(key[..<start])
      lowest = number
    }
    highest = number
    return true
  }

  /// Takes in the keys of a later part that `later` was asked about; whether they are sure to be none of those before.
  ///
  /// - Parameter areNew: whether each of them was new to `later`.
  public mutating func add(_ later: RisingKeys, areNew: Bool) -> Bool {
    guard let laterPrefix = later.prefix else { return areNew }
    guard let prefix else {
      self = later
      return areNew
    }
    guard prefix == laterPrefix else {
      // Among them may be any number with this beginning.
      giveUp()
      return false
    }
    let follows = later.lowest > highest
    highest = max(highest, later.highest)
    return areNew && follows
  }

  /// There are keys that were not asked about: from now on nothing is sure.
  public mutating func giveUp() { highest = .max }
}
