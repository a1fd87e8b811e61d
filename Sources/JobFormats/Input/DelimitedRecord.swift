/// A record of ``DelimitedRows``, as it lies there; valid until the next one is read.
struct DelimitedRecord {
  /// The line on which it begins, counted from 1.
  let line: Int
  /// How many fields it has.
  let count: Int
  private let bytes: UnsafePointer<UInt8>?
  private let bounds: UnsafePointer<Int>

  /// - Parameter bounds: of each field its first byte and the one behind its last.
  @inline(__always) init(line: Int, count: Int, bytes: UnsafePointer<UInt8>?, bounds: UnsafePointer<Int>) {
    self.line = line
    self.count = count
    self.bytes = bytes
    self.bounds = bounds
  }

  /// A field, quotes taken away.
  ///
  /// - Precondition: `index` is below ``count``.
  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    @inline(__always) get {
      precondition(index >= 0 && index < count)
      let start = bounds[2 &* index]
      return UnsafeBufferPointer(start: bytes.map { $0 + start }, count: bounds[2 &* index &+ 1] &- start)
    }
  }
}
