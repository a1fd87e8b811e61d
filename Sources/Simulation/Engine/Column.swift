/// A fixed number of values in memory of its own, without bounds checks: the engine's state, one column a fact.
///
/// Indices come from the workload, which is checked when it is made, never from input.
struct Column<Element: BitwiseCopyable>: ~Copyable {
  private let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating value: Element, count: Int) {
    self.count = count
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: value, count: count)
  }

  deinit { base.deallocate() }

  subscript(index: Int) -> Element {
    @inline(__always) get { base[index] }
    @inline(__always) nonmutating set { base[index] = newValue }
  }

  /// Sets all to one value.
  func fill(_ value: Element) { base.update(repeating: value, count: count) }

  /// Sets all to the values of an array of the same length.
  func copy(_ values: [Element]) {
    values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.update(from: start, count: min(count, source.count)) }
    }
  }
}
