import Glibc

/// What an object or an array meant when it was read last: the same bytes again need not be taken apart.
struct JSONMemo<Value> {
  fileprivate var bytes: [UInt8] = []
  fileprivate var value: Value?

  /// Longer ones are not worth comparing.
  fileprivate static var limit: Int { 1024 }
}

extension JSONPullReader {
  /// The place of the next byte in the whole input.
  var place: Int64 { input.offset(at: index) }

  /// What the next value means if it is, byte for byte, the one that was remembered; then it is consumed.
  ///
  /// - Precondition: ``peek()`` was asked and there is an object or an array, which ends itself.
  mutating func remembered<Value>(_ memo: borrowing JSONMemo<Value>) -> Value? {
    let count = memo.bytes.count
    guard count > 0, end - index >= count else { return nil }
    let isSame = memo.bytes.withUnsafeBytes { known in
      known.baseAddress.map { memcmp($0, base + index, count) == 0 } ?? false
    }
    guard isSame else { return nil }
    index += count
    return memo.value
  }

  /// Remembers what the value meant that was read since a place, if its bytes are still at hand.
  func remember<Value>(_ value: Value, since place: Int64, in memo: inout JSONMemo<Value>) {
    let start = place - input.offset(at: 0)
    guard start >= 0, start < Int64(index), index - Int(start) <= JSONMemo<Value>.limit else { return }
    memo.bytes = Array(UnsafeBufferPointer(start: base + Int(start), count: index - Int(start)))
    memo.value = value
  }
}
