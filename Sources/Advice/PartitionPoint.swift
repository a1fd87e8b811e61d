extension RandomAccessCollection where Index == Int {
  /// The first place whose element does not stand before what is sought, in a collection where all that do come first.
  ///
  /// - Complexity: O(log n).
  @inline(__always)
  func partitionPoint(where standsBefore: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if standsBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
