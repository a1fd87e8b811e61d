/// Bytes that are copied once and then only read, by whatever thread has them.
///
/// As with ``ByteReader``, some bytes behind the last can be loaded too; they are nought.
final class ByteBlock: @unchecked Sendable {
  // Unchecked, since a pointer says nothing of who writes: nobody does once this is made.

  /// Where the bytes are; a reader takes them from here, and changes none.
  let base: UnsafeMutablePointer<UInt8>
  /// How many bytes there are.
  let count: Int

  /// A copy of some bytes.
  init(_ start: UnsafePointer<UInt8>, count: Int) {
    base = .allocate(capacity: count + ByteReader.padding)
    base.initialize(from: start, count: count)
    (base + count).initialize(repeating: 0, count: ByteReader.padding)
    self.count = count
  }

  deinit { base.deallocate() }
}
