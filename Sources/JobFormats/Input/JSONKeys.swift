/// The keys of an object that a reader knows, found from their bytes without making a String.
public struct JSONKeys<Field: RawRepresentable & CaseIterable & Sendable>: Sendable where Field.RawValue == String {
  private struct Entry: Sendable {
    var name: [UInt8]
    var field: Field
  }

  private let slots: [Entry?]
  private let mask: Int

  /// The keys of an enumeration whose raw values are the names.
  public init() {
    var size = 8
    while size < Field.allCases.count * 4 { size *= 2 }
    var slots = [Entry?](repeating: nil, count: size)
    for field in Field.allCases {
      let name = Array(field.rawValue.utf8)
      var index = name.withUnsafeBufferPointer(Self.hash) & (size - 1)
      while slots[index] != nil { index = (index + 1) & (size - 1) }
      slots[index] = Entry(name: name, field: field)
    }
    self.slots = slots
    mask = size - 1
  }

  /// The field of a key, or nil if nobody asked for it.
  func field(_ name: UnsafeBufferPointer<UInt8>) -> Field? {
    var index = Self.hash(name) & mask
    while let entry = slots[index] {
      if entry.name.count == name.count && entry.name.elementsEqual(name) { return entry.field }
      index = (index + 1) & mask
    }
    return nil
  }

  /// Length, ends and middle: cheap, and enough to keep some dozens of names apart.
  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    guard let first = name.first, let last = name.last else { return 0 }
    return name.count &* 131 &+ Int(first) &* 31 &+ Int(last) &* 17 &+ Int(name[name.count / 2]) &* 7
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
