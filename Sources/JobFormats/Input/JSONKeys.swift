import Glibc

/// The keys of an object that a reader knows, found from their bytes without making a String.
///
/// A key is told by its length and its first and last eight bytes, which is all of it up to sixteen.
public struct JSONKeys<Field: RawRepresentable & CaseIterable & Sendable>: ~Copyable, @unchecked Sendable
where Field.RawValue == String {
  /// A place of the hash table; free if it has no field.
  private struct Slot {
    var first: UInt64 = 0
    var last: UInt64 = 0
    var count = 0
    var field: Field?
    var name: UnsafeMutablePointer<UInt8>?
  }

  // Written in init only: so it can be shared between threads.
  private let slots: UnsafeMutablePointer<Slot>
  private let mask: Int

  /// The keys of an enumeration whose raw values are the names.
  public init() {
    var size = 8
    while size < Field.allCases.count * 4 { size *= 2 }
    mask = size - 1
    slots = .allocate(capacity: size)
    slots.initialize(repeating: Slot(), count: size)
    for field in Field.allCases {
      let bytes = Array(field.rawValue.utf8)
      // Behind the name stands what a token has behind it too: bytes that can be loaded.
      let name = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 8)
      name.initialize(repeating: 0, count: bytes.count + 8)
      for (place, byte) in bytes.enumerated() { name[place] = byte }
      let (first, last) = Self.ends(name, count: bytes.count)
      var index = Self.hash(first, last, bytes.count) & mask
      while slots[index].field != nil { index = (index + 1) & mask }
      slots[index] = Slot(first: first, last: last, count: bytes.count, field: field, name: name)
    }
  }

  deinit {
    for index in 0...mask { slots[index].name?.deallocate() }
    slots.deinitialize(count: mask + 1)
    slots.deallocate()
  }

  /// The field of a key, or nil if nobody asked for it.
  ///
  /// - Precondition: eight bytes behind `name` can be loaded, as in a ``ByteReader``.
  @inline(__always)
  func field(_ name: UnsafePointer<UInt8>, count: Int) -> Field? {
    let (first, last) = Self.ends(name, count: count)
    var index = Self.hash(first, last, count) & mask
    while let field = slots[index].field {
      if slots[index].first == first, slots[index].last == last, slots[index].count == count {
        if count <= 16 { return field }
        if let known = slots[index].name, memcmp(known, name, count) == 0 { return field }
      }
      index = (index + 1) & mask
    }
    return nil
  }

  @inline(__always)
  private static func ends(_ name: UnsafePointer<UInt8>, count: Int) -> (first: UInt64, last: UInt64) {
    let first = eightBytes(name)
    if count >= 8 { return (first, eightBytes(name + (count - 8))) }
    let short = first & ((1 << (8 * UInt64(count))) - 1)
    return (short, short)
  }

  @inline(__always)
  private static func hash(_ first: UInt64, _ last: UInt64, _ count: Int) -> Int {
    let mixed = (first ^ (last &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(count)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: mixed >> 40)
  }
}

/// What an object gives next.
public enum JSONMember<Field: Sendable>: Sendable {
  /// A member with a known key; its value is read next.
  case field(Field)
  /// A member with another key; its value is read (or skipped) next.
  case unknown
  /// The object's end, which is consumed.
  case end
}

/// A number as it was written, so that the field decides what it can be.
public enum JSONNumber: Sendable, Equatable {
  /// A whole number that fits.
  case integer(Int64)
  /// Any other number: a fraction, an exponent, too many digits.
  case text(String)

  /// The number as text.
  public var text: String {
    switch self {
    case .integer(let value): String(value)
    case .text(let text): text
    }
  }
}
