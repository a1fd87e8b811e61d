extension WaitFigures {
  /// The same figures as of ``init(_:)`` without sorting: by selection of the order statistics that they need.
  ///
  /// - Complexity: O(n) on average; the array is reordered.
  public init(selecting waits: inout [Int64]) {
    guard let last = waits.indices.last else {
      self.init(mean: 0, p50: 0, p95: 0, max: 0)
      return
    }
    var sum = Int128(0)
    var largest = Int64.min
    for wait in waits {
      sum += Int128(wait)
      if wait > largest { largest = wait }
    }
    let count = Int128(waits.count)
    func quantile(_ probability: Double, _ waits: inout [Int64]) -> Int64 {
      let position = probability * Double(last)
      let low = min(Int(position), last)
      let lower = select(low, &waits)
      guard low < last else { return lower }
      // What stands behind a selected element is not smaller: the next one is the least of it.
      let upper = waits[(low + 1)...].min() ?? lower
      return saturatingSum(
        lower, checkedInteger((position - Double(low)) * Double(saturatingDifference(upper, lower))) ?? 0)
    }
    let p50 = quantile(0.5, &waits)
    let p95 = quantile(0.95, &waits)
    self.init(mean: saturated((sum + (sum < 0 ? -1 : 1) * (count / 2)) / count), p50: p50, p95: p95, max: largest)
  }
}

/// The element that would stand at `index` if the array were sorted; it does afterwards, with nothing larger before it
/// and nothing smaller behind it (C. Hoare, Algorithm 65, 1961, with the median of three as pivot).
private func select(_ index: Int, _ values: inout [Int64]) -> Int64 {
  values.withUnsafeMutableBufferPointer { values in
    var low = 0
    var high = values.count - 1
    while low < high {
      let a = values[low]
      let b = values[(low + high) / 2]
      let c = values[high]
      let pivot = max(min(a, b), min(max(a, b), c))
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if index <= right { high = right } else if index >= left { low = left } else { break }
    }
    return values[index]
  }
}
