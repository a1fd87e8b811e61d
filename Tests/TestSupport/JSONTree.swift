import Foundation

/// A JSON document as it was read: truth values and numbers are told apart, a key with `null` is there.
public enum JSONTree: Sendable, Equatable {
  /// `null`.
  case null
  /// True or false.
  case bool(Bool)
  /// Any number; whole ones of more than 53 bits lose their last digits.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSONTree])
  /// Values by key.
  case object([String: JSONTree])

  /// The document that this text is.
  ///
  /// - Throws: `DecodingError` for what is no JSON.
  public init(parsing text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }

  /// What stands under a key of an object.
  public subscript(key: String) -> JSONTree? { members?[key] }

  /// The values of an object by key; nil for anything else.
  public var members: [String: JSONTree]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The values of an array; nil for anything else.
  public var elements: [JSONTree]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text; nil for anything else.
  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number; nil for anything else.
  public var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The object with another value under a key, or without the key.
  public func setting(_ key: String, to value: JSONTree?) -> JSONTree {
    var members = members ?? [:]
    members[key] = value
    return .object(members)
  }

  /// The document with another value at a JSON pointer that is in it.
  public func replacing(_ pointer: String, with value: JSONTree, from own: String = "") -> JSONTree {
    if pointer == own { return value }
    guard pointer.hasPrefix(own + "/") else { return self }
    switch self {
    case .array(let elements):
      return .array(elements.enumerated().map { $1.replacing(pointer, with: value, from: "\(own)/\($0)") })
    case .object(let members):
      let replaced = members.map { ($0, $1.replacing(pointer, with: value, from: own + Self.step($0))) }
      return .object(Dictionary(uniqueKeysWithValues: replaced))
    default: return self
    }
  }

  /// This value and all that is in it, each with its JSON pointer, in the pointers' order.
  public func walk(from pointer: String = "") -> [(pointer: String, value: JSONTree)] {
    var all = [(pointer: pointer, value: self)]
    for (index, element) in (elements ?? []).enumerated() { all += element.walk(from: "\(pointer)/\(index)") }
    for (key, member) in (members ?? [:]).sorted(by: { $0.key < $1.key }) {
      all += member.walk(from: pointer + Self.step(key))
    }
    return all
  }

  /// A key as a step of a JSON pointer (RFC 6901).
  public static func step(_ key: String) -> String {
    "/" + key.replacingOccurrences(of: "~", with: "~0").replacingOccurrences(of: "/", with: "~1")
  }
}

extension JSONTree: Decodable {
  /// Reads any value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONTree].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }
}

extension JSONTree: CustomStringConvertible {
  /// The value in short, for messages.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): "\"\(text)\""
    case .array(let elements): "an array of \(elements.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}
