import Glibc

/// The keys of an object that a reader knows, found from their bytes without making a String.
public struct JSONKeys<Field: RawRepresentable & CaseIterable & Sendable>: Sendable where Field.RawValue == String {
  /// A place of the hash table: where the name stands in ``names``, and which field it is; free if the field is -1.
  private struct Slot: Sendable {
    var start: Int32 = 0
    var count: Int32 = 0
    var field: Int32 = -1
  }

  private let slots: [Slot]
  private let names: [UInt8]
  private let fields: [Field]

  /// The keys of an enumeration whose raw values are the names.
  public init() {
    var size = 8
    while size < Field.allCases.count * 4 { size *= 2 }
    var slots = [Slot](repeating: Slot(), count: size)
    var names: [UInt8] = []
    for (place, field) in Field.allCases.enumerated() {
      let name = Array(field.rawValue.utf8)
      var index = name.withUnsafeBufferPointer(Self.hash) & (size - 1)
      while slots[index].field >= 0 { index = (index + 1) & (size - 1) }
      slots[index] = Slot(
        start: Int32(clamping: names.count), count: Int32(clamping: name.count), field: Int32(clamping: place))
      names.append(contentsOf: name)
    }
    self.slots = slots
    self.names = names
    fields = Array(Field.allCases)
  }

  /// The field of a key, or nil if nobody asked for it.
  func field(_ name: UnsafeBufferPointer<UInt8>) -> Field? {
    var index = Self.hash(name) & (slots.count - 1)
    while slots[index].field >= 0 {
      let slot = slots[index]
      if Int(slot.count) == name.count && isName(at: Int(slot.start), name) { return fields[Int(slot.field)] }
      index = (index + 1) & (slots.count - 1)
    }
    return nil
  }

  private func isName(at start: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    names.withUnsafeBufferPointer { names in
      guard let wanted = names.baseAddress, let found = name.baseAddress else { return name.isEmpty }
      return memcmp(wanted + start, found, name.count) == 0
    }
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
