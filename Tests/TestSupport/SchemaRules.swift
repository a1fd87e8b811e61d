import Foundation

/// One schema within a ``JSONSchema``, its keywords read.
struct SchemaRules: Sendable {
  /// The word of `type`.
  enum Kind: String, Sendable {
    case null, boolean, integer, number, string, array, object

    /// Whether a value is of this type; `3.0` is an integer, as the standard says.
    func allows(_ value: JSONTree) -> Bool {
      switch (self, value) {
      case (.null, .null), (.boolean, .bool), (.number, .number), (.string, .string), (.array, .array),
        (.object, .object):
        true
      case (.integer, .number(let number)): number.rounded() == number
      default: false
      }
    }
  }

  /// Where it stands in the schema.
  let pointer: String
  private(set) var types: [Kind]?
  private(set) var required: [String] = []
  private(set) var properties: [String: SchemaRules] = [:]
  /// Whether keys outside of ``properties`` are refused.
  private(set) var isClosed = false
  /// What values under keys outside of ``properties`` must be.
  var additional: SchemaRules? { additionalRules.first }
  /// What the elements of an array must be.
  var items: SchemaRules? { itemRules.first }
  private(set) var choices: [JSONTree]?
  private(set) var reference: String?
  private(set) var minimum: Double?
  private(set) var maximum: Double?
  private(set) var isDate = false
  private(set) var anyOf: [SchemaRules] = []
  private(set) var oneOf: [SchemaRules] = []
  // A struct cannot hold itself, but an array of itself.
  private var additionalRules: [SchemaRules] = []
  private var itemRules: [SchemaRules] = []

  /// Reads a schema; its definitions are left to the caller.
  init(_ document: JSONTree, at pointer: String, isRoot: Bool = false) throws {
    self.pointer = pointer
    guard let keywords = document.members else { throw fault("expected an object, found \(document)") }
    for (keyword, value) in keywords.sorted(by: { $0.key < $1.key }) {
      let place = pointer + JSONTree.step(keyword)
      switch keyword {
      case "title", "description": _ = try text(value, keyword)
      case "$schema", "$id", "$defs":
        guard isRoot else { throw fault("\"\(keyword)\" is understood at the root only") }
      case "type": types = try (value.elements ?? [value]).map(kind)
      case "required": required = try list(value, keyword).map { try text($0, keyword) }
      case "properties":
        guard let members = value.members else { throw fault("properties: expected an object, found \(value)") }
        for (key, member) in members { properties[key] = try SchemaRules(member, at: place + JSONTree.step(key)) }
      case "additionalProperties":
        if case .bool(let isOpen) = value { isClosed = !isOpen } else { additionalRules = [try Self(value, at: place)] }
      case "items": itemRules = [try Self(value, at: place)]
      case "enum": choices = try list(value, keyword)
      case "const": choices = [value]
      case "$ref": reference = try definition(value)
      case "minimum": minimum = try number(value, keyword)
      case "maximum": maximum = try number(value, keyword)
      case "format":
        guard value == .string("date") else { throw fault("format: only \"date\" is understood, found \(value)") }
        isDate = true
      case "anyOf": anyOf = try alternatives(value, at: place)
      case "oneOf": oneOf = try alternatives(value, at: place)
      default: throw fault("unknown keyword \"\(keyword)\"")
      }
    }
    for key in required where properties[key] == nil { throw fault("required: there is no property \"\(key)\"") }
  }

  /// Itself and all schemas inside, references not followed.
  var descendants: [SchemaRules] {
    let inner = properties.values.sorted { $0.pointer < $1.pointer } + additionalRules + itemRules + anyOf + oneOf
    return [self] + inner.flatMap(\.descendants)
  }

  /// Whether a text is a day such as `2026-03-01`.
  static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 45 || (48...57).contains($0) }),
      let month = Int(parts[1]), let day = Int(parts[2])
    else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
  }

  private func fault(_ message: String) -> JSONSchema.Fault { JSONSchema.Fault(pointer: pointer, message: message) }

  private func text(_ value: JSONTree, _ keyword: String) throws -> String {
    guard let text = value.text else { throw fault("\(keyword): expected text, found \(value)") }
    return text
  }

  private func number(_ value: JSONTree, _ keyword: String) throws -> Double {
    guard let number = value.number else { throw fault("\(keyword): expected a number, found \(value)") }
    return number
  }

  private func list(_ value: JSONTree, _ keyword: String) throws -> [JSONTree] {
    guard let list = value.elements, !list.isEmpty else {
      throw fault("\(keyword): expected a list that is not empty, found \(value)")
    }
    return list
  }

  private func alternatives(_ value: JSONTree, at place: String) throws -> [SchemaRules] {
    try list(value, "alternatives").enumerated().map { try SchemaRules($1, at: "\(place)/\($0)") }
  }

  private func kind(_ value: JSONTree) throws -> Kind {
    guard let kind = Kind(rawValue: try text(value, "type")) else { throw fault("type: unknown type \(value)") }
    return kind
  }

  private func definition(_ value: JSONTree) throws -> String {
    let prefix = "#/$defs/"
    let target = try text(value, "$ref")
    guard target.hasPrefix(prefix) else { throw fault("$ref: only \(prefix)… is understood, found \(value)") }
    return String(target.dropFirst(prefix.count))
  }
}
