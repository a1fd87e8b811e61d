/// A JSON value whose objects keep the order in which they were written.
///
/// Foundation's encoder sorts or shuffles keys and turns amounts into `Double`; a result that must be the same bytes
/// from run to run, to the last digit of an amount, needs neither.
public enum JSONValue: Sendable, Equatable {
  /// A key and its value.
  public struct Member: Sendable, Equatable {
    /// The key.
    public var key: String
    /// What stands under it.
    public var value: JSONValue

    /// A key and its value.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// Nothing known; "no price" is this, never nought.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int64)
  /// A number as text that is already valid JSON; ``number(_:)`` checks text from outside.
  case decimal(String)
  /// A number; written as the shortest text that reads back as the same, and as `null` if it is not finite.
  case double(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Keys in order.
  case object([Member])

  /// An object of the pairs given, in their order.
  public static func pairs(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(pairs.map { Member($0.key, $0.value) })
  }

  /// What stands under a key of an object; nil if this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}

extension JSONValue {
  /// The text as a number if it is written as JSON writes one and a `Double` can hold its size, else as a string.
  public static func number(_ text: String) -> JSONValue {
    isNumber(text) ? .decimal(text) : .string(text)
  }

  private static func isNumber(_ text: String) -> Bool {
    var rest = text.utf8[...]
    func digits() -> Int {
      let before = rest.count
      rest = rest.drop { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      return before - rest.count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let leadingNought = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !leadingNought || whole == 1 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty && Double(text)?.isFinite == true
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  /// Text.
  public init(stringLiteral value: String) { self = .string(value) }
}
