import TestSupport
import Testing

/// The validator that the documents' tests rest on: it must be able to fail.
@Suite struct JSONSchemaTests {
  private static let schema = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:test", "title": "t", "description": "d",
      "type": "object", "required": ["name", "count", "cost"], "additionalProperties": false,
      "properties": {
        "name": {"type": "string"},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "cost": {"type": ["number", "null"]},
        "kind": {"enum": ["a", "b"]},
        "schema": {"const": "x/1"},
        "day": {"type": ["string", "null"], "format": "date"},
        "is_spot": {"type": "boolean"},
        "by_name": {"type": "object", "additionalProperties": {"type": "integer"}},
        "times": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/times"}]},
        "either": {"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 5}]},
        "list": {"type": "array", "items": {"$ref": "#/$defs/times"}}
      },
      "$defs": {
        "times": {
          "type": "object", "required": ["mean", "max"], "additionalProperties": false,
          "properties": {"mean": {"type": "number"}, "max": {"type": "number"}}
        }
      }
    }
    """

  private func check(_ document: String) throws -> JSONSchema.Outcome {
    try JSONSchema(JSONTree(parsing: Self.schema)).check(JSONTree(parsing: document))
  }

  @Test(arguments: [
    #""cost": null"#, #""cost": 1.5, "kind": "b", "schema": "x/1""#, #""cost": -1, "day": "2026-03-01""#,
    #""cost": 0, "day": null, "is_spot": false"#, #""cost": 0, "by_name": {"a": 1, "b c": 2.0}"#,
    #""cost": 0, "times": null"#, #""cost": 0, "times": {"mean": 1, "max": 2}"#, #""cost": 0, "either": 4"#,
    #""cost": 0, "either": 5.5"#, #""cost": 0, "list": []"#, #""cost": 0, "list": [{"mean": 1, "max": 2}]"#,
  ])
  func aDocumentThatFitsHasNoViolation(members: String) throws {
    let found = try check(#"{"name": "", "count": 1, \#(members)}"#)
    #expect(found.violations.isEmpty, "\(found.violations)")
  }

  @Test(arguments: [
    ("[]", "/: expected object, found an array of 0"),
    (#"{"name": "", "count": 1}"#, #"/: the key "cost" is missing"#),
    (#"{"name": "", "count": 1, "cost": 1, "more": 1}"#, #"/: the key "more" is not in the schema"#),
    (#"{"name": null, "count": 1, "cost": 1}"#, "/name: expected string, found null"),
    (#"{"name": "", "count": 1.5, "cost": 1}"#, "/count: expected integer, found 1.5"),
    (#"{"name": "", "count": true, "cost": 1}"#, "/count: expected integer, found true"),
    (#"{"name": "", "count": 1, "cost": false}"#, "/cost: expected number or null, found false"),
    (#"{"name": "", "count": 1, "cost": "1"}"#, #"/cost: expected number or null, found "1""#),
    (#"{"name": "", "count": 0, "cost": 1}"#, "/count: expected at least 1.0, found 0.0"),
    (#"{"name": "", "count": 10, "cost": 1}"#, "/count: expected at most 9.0, found 10.0"),
    (#"{"name": "", "count": 1, "cost": 1, "is_spot": 1}"#, "/is_spot: expected boolean, found 1.0"),
    (#"{"name": "", "count": 1, "cost": 1, "kind": "c"}"#, #"/kind: expected "a" or "b", found "c""#),
    (#"{"name": "", "count": 1, "cost": 1, "schema": "x/2"}"#, #"/schema: expected "x/1", found "x/2""#),
    (
      #"{"name": "", "count": 1, "cost": 1, "day": "1.3.2026"}"#,
      #"/day: expected a day as YYYY-MM-DD, found "1.3.2026""#
    ),
    (#"{"name": "", "count": 1, "cost": 1, "by_name": {"a/b": "1"}}"#, #"/by_name/a~1b: expected integer, found "1""#),
    (#"{"name": "", "count": 1, "cost": 1, "times": {"mean": 1}}"#, #"/times: the key "max" is missing"#),
    (#"{"name": "", "count": 1, "cost": 1, "either": 5}"#, "/either: fits 2 of 2 alternatives, and may fit only one"),
    (#"{"name": "", "count": 1, "cost": 1, "either": 4.5}"#, "/either: expected at least 5.0, found 4.5"),
    (
      #"{"name": "", "count": 1, "cost": 1, "list": [{"mean": 1, "max": null}]}"#,
      "/list/0/max: expected number, found null"
    ),
  ])
  func oneThatDoesNotIsNamedWithItsPlace(document: String, violation: String) throws {
    #expect(try check(document).violations.map(\.description) == [violation])
  }

  @Test func allViolationsAreNamed() throws {
    let found = try check(#"{"count": "1", "cost": [], "x": 0, "times": {"a": 1}}"#)
    #expect(
      found.violations.map(\.description) == [
        #"/: the key "name" is missing"#, #"/: the key "x" is not in the schema"#,
        "/cost: expected number or null, found an array of 0", #"/count: expected integer, found "1""#,
        #"/times: the key "a" is not in the schema"#, #"/times: the key "max" is missing"#,
        #"/times: the key "mean" is missing"#,
      ])
  }

  @Test func propertiesThatADocumentHasAreCounted() throws {
    let schema = try JSONSchema(JSONTree(parsing: Self.schema))
    let met = try check(#"{"name": "", "count": 1, "cost": null, "times": {"mean": 1, "max": 1}}"#).met
    #expect(
      met == [
        "/properties/name", "/properties/count", "/properties/cost", "/properties/times",
        "/$defs/times/properties/mean",
        "/$defs/times/properties/max",
      ])
    #expect(schema.properties.count == 13)
    #expect(met.isSubset(of: schema.properties))
  }

  @Test(arguments: [
    (#"{"pattern": "^a"}"#, #"/: unknown keyword "pattern""#),
    (#"{"properties": {"a": {"exclusiveMinimum": 0}}}"#, #"/properties/a: unknown keyword "exclusiveMinimum""#),
    (#"{"$defs": {"a": {"typ": "string"}}}"#, #"/$defs/a: unknown keyword "typ""#),
    (##"{"items": {"$ref": "#/$defs/a"}}"##, #"/items: no definition "a""#),
    (#"{"$ref": "other.json"}"#, ##"/: $ref: only #/$defs/… is understood, found "other.json""##),
    (##"{"$defs": {"a": {"$ref": "#/$defs/a"}}}"##, #"/$defs/a: the reference to "a" leads back to itself"#),
    (#"{"type": "text"}"#, #"/: type: unknown type "text""#),
    (#"{"required": ["a"]}"#, #"/: required: there is no property "a""#),
    (#"{"format": "uri"}"#, #"/: format: only "date" is understood, found "uri""#),
    (#"{"items": true}"#, "/items: expected an object, found true"),
    (#"{"minimum": "1"}"#, #"/: minimum: expected a number, found "1""#),
    (#"{"enum": []}"#, "/: enum: expected a list that is not empty, found an array of 0"),
  ])
  func aSchemaThatIsNotUnderstoodIsRefused(schema: String, fault: String) throws {
    let found = #expect(throws: JSONSchema.Fault.self) { try JSONSchema(JSONTree(parsing: schema)) }
    #expect(found?.description == fault)
  }
}
