/// A JSON Schema (draft 2020-12), of which a small part is understood and all else is refused.
///
/// Understood are `type`, `required`, `properties`, `additionalProperties`, `items`, `enum`, `const`, `$ref` to
/// `#/$defs/…`, `minimum`, `maximum`, `anyOf`, `oneOf` and `format: date`. A schema with any other keyword cannot be
/// read, so that no schema promises what nobody checks.
///
///     let schema = try JSONSchema(JSONTree(parsing: text))
///     for violation in schema.check(document).violations { … }
public struct JSONSchema: Sendable {
  /// Something in a schema that is not understood, with its place.
  public struct Fault: Error, Equatable, CustomStringConvertible {
    /// Where in the schema: a JSON pointer.
    public var pointer: String
    /// What is wrong there.
    public var message: String

    /// `/properties/a: unknown keyword "pattern"`.
    public var description: String { "\(pointer.isEmpty ? "/" : pointer): \(message)" }
  }

  /// A place of a document that the schema does not allow.
  public struct Violation: Hashable, CustomStringConvertible, Sendable {
    /// Where in the document: a JSON pointer.
    public var pointer: String
    /// What was expected and what was found.
    public var message: String
    /// Whether the value is of another type altogether.
    var isOtherType = false

    /// `/tasks/0/cost: expected number, found "1"`.
    public var description: String { "\(pointer.isEmpty ? "/" : pointer): \(message)" }
  }

  /// What a check found.
  public struct Outcome: Sendable {
    /// All that the schema does not allow, in the document's order of pointers.
    public internal(set) var violations: [Violation] = []
    /// The properties of the schema, as pointers into it, for which the document has a value.
    public internal(set) var met: Set<String> = []
  }

  private let root: SchemaRules
  private let definitions: [String: SchemaRules]

  /// Reads a schema.
  ///
  /// - Throws: ``Fault`` for whatever is not understood.
  public init(_ document: JSONTree) throws {
    var found: [String: SchemaRules] = [:]
    for (name, definition) in document["$defs"]?.members ?? [:] {
      found[name] = try SchemaRules(definition, at: "/$defs" + JSONTree.step(name))
    }
    definitions = found
    root = try SchemaRules(document, at: "", isRoot: true)
    for rules in [root] + definitions.values.sorted(by: { $0.pointer < $1.pointer }) {
      try checkReferences(rules)
    }
  }

  /// All properties that the schema knows, as pointers into it.
  public var properties: Set<String> {
    Set(([root] + definitions.values).flatMap(\.descendants).flatMap { $0.properties.values.map(\.pointer) })
  }

  /// Compares a document with the schema.
  public func check(_ document: JSONTree) -> Outcome {
    var outcome = check(document, root, at: "")
    outcome.violations.sort { ($0.pointer, $0.message) < ($1.pointer, $1.message) }
    return outcome
  }

  /// Every reference leads to a definition, and none back to itself without a step into the document.
  private func checkReferences(_ rules: SchemaRules) throws {
    for inner in rules.descendants {
      var seen: Set<String> = []
      var next = inner.reference
      while let name = next {
        guard let target = definitions[name] else {
          throw Fault(pointer: inner.pointer, message: "no definition \"\(name)\"")
        }
        guard seen.insert(name).inserted else {
          throw Fault(pointer: inner.pointer, message: "the reference to \"\(name)\" leads back to itself")
        }
        next = target.reference
      }
    }
  }

  private func check(_ value: JSONTree, _ rules: SchemaRules, at pointer: String) -> Outcome {
    var outcome = Outcome()
    func violate(_ message: String, isOtherType: Bool = false) {
      outcome.violations.append(Violation(pointer: pointer, message: message, isOtherType: isOtherType))
    }
    func add(_ inner: Outcome) {
      outcome.violations += inner.violations
      outcome.met.formUnion(inner.met)
    }
    if let name = rules.reference, let target = definitions[name] { add(check(value, target, at: pointer)) }
    if let types = rules.types, !types.contains(where: { $0.allows(value) }) {
      violate("expected \(types.map(\.rawValue).joined(separator: " or ")), found \(value)", isOtherType: true)
      return outcome
    }
    if let choices = rules.choices, !choices.contains(value) {
      violate("expected \(choices.map(\.description).joined(separator: " or ")), found \(value)")
    }
    if rules.isDate, let text = value.text, !SchemaRules.isDate(text) {
      violate("expected a day as YYYY-MM-DD, found \(value)")
    }
    if let number = value.number {
      if let least = rules.minimum, number < least { violate("expected at least \(least), found \(number)") }
      if let most = rules.maximum, number > most { violate("expected at most \(most), found \(number)") }
    }
    if let members = value.members {
      for key in rules.required where members[key] == nil { violate("the key \"\(key)\" is missing") }
      for (key, member) in members {
        let place = pointer + JSONTree.step(key)
        if let known = rules.properties[key] {
          outcome.met.insert(known.pointer)
          add(check(member, known, at: place))
        } else if let additional = rules.additional {
          add(check(member, additional, at: place))
        } else if rules.isClosed {
          violate("the key \"\(key)\" is not in the schema")
        }
      }
    }
    if let items = rules.items {
      for (index, element) in (value.elements ?? []).enumerated() {
        add(check(element, items, at: "\(pointer)/\(index)"))
      }
    }
    for (alternatives, isExclusive) in [(rules.anyOf, false), (rules.oneOf, true)] where !alternatives.isEmpty {
      let results = alternatives.map { check(value, $0, at: pointer) }
      let fitting = results.filter(\.violations.isEmpty)
      if isExclusive && fitting.count > 1 {
        violate("fits \(fitting.count) of \(results.count) alternatives, and may fit only one")
      }
      if fitting.isEmpty, let nearest = results.min(by: { $0.distance(from: pointer) < $1.distance(from: pointer) }) {
        // The nearest one says what is wrong; what is wrong beside the others helps nobody.
        add(nearest)
      } else {
        fitting.forEach(add)
      }
    }
    return outcome
  }
}

extension JSONSchema.Outcome {
  /// How far from fitting: another type at this very place is farther than any number of faults inside.
  fileprivate func distance(from pointer: String) -> Int {
    violations.contains { $0.isOtherType && $0.pointer == pointer } ? .max : violations.count
  }
}
