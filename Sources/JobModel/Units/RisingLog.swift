/// Hashes of keys in their order, and whether it can be seen from the keys that all of them are different.
///
/// A part of a file is read into one of these without knowing the parts before it; whoever has those then asks
/// ``RisingKeys/add(_:areNew:)`` once for the whole part, and not once for each key.
public struct RisingLog: Sendable {
  /// The hashes, in order.
  public private(set) var digests = DigestLog()
  /// What is known of the keys.
  public private(set) var keys = RisingKeys()
  /// Whether each key is sure to be new among those before it.
  public private(set) var isRising = true

  /// No keys.
  public init() {}

  /// Adds a key's hash.
  ///
  /// - Parameter key: the key's bytes, or the part of them that may rise; nil if it says nothing.
  @inline(__always) public mutating func append(_ digest: UInt128, key: UnsafeBufferPointer<UInt8>?) {
    digests.append(digest)
    let isNew = key.map { keys.isNew($0) } ?? false
    if !isNew { isRising = false }
  }
}
