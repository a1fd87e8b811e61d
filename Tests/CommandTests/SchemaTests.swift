import Foundation
import TestSupport
import Testing

/// Every JSON document that a command writes is what its schema file says.
@Suite struct SchemaTests {
  private let documents: WrittenDocuments
  private let files: [String: SchemaFile]

  init() throws {
    documents = try WrittenDocuments.shared.get()
    files = try SchemaFile.all()
  }

  @Test func everyDocumentIsWhatItsSchemaSays() throws {
    for document in documents.all {
      let file = try #require(files[document.key], "\(document.command) writes \"\(document.key)\"")
      let violations = file.schema.check(document.tree).violations
      #expect(violations.isEmpty, "\(document.command): \(violations.map(\.description).joined(separator: "\n"))")
    }
  }

  @Test func everySchemaAndEveryPropertyInItIsMet() {
    #expect(Set(documents.all.map(\.key)) == Set(files.keys))
    for file in files.values {
      let met = documents.all.filter { $0.key == file.key }.map { file.schema.check($0.tree).met }
      let unmet = file.schema.properties.subtracting(met.reduce(into: Set()) { $0.formUnion($1) })
      #expect(unmet.isEmpty, "\(file.key): no command writes \(unmet.sorted().joined(separator: ", "))")
    }
  }

  @Test func aKeyTooManyOrTooFewIsAFault() throws {
    for document in documents.all {
      let schema = try #require(files[document.key]).schema
      for (pointer, value) in document.tree.walk() {
        // Of a list the first element is enough: the others are under the same part of the schema.
        guard let members = value.members, !isOpen(pointer, of: document),
          !pointer.split(separator: "/").contains(where: { Int($0) ?? 0 > 0 })
        else { continue }
        let more = document.tree.replacing(pointer, with: value.setting("nobody_knows_this", to: .null))
        #expect(!schema.check(more).violations.isEmpty, "\(document.key)\(pointer) allows any key")
        for key in members.keys where "\(document.key)\(pointer)/\(key)" != "purser/compare/1/comparisons" {
          let fewer = document.tree.replacing(pointer, with: value.setting(key, to: nil))
          #expect(!schema.check(fewer).violations.isEmpty, "\(document.key)\(pointer) needs no \(key)")
        }
      }
    }
  }

  /// Objects whose keys are data: of `result` its own schema says more.
  private func isOpen(_ pointer: String, of document: WrittenDocuments.Document) -> Bool {
    switch document.key {
    case "purser/run/1": pointer.hasPrefix("/result")
    case "purser/replay/1": pointer == "/dropped"
    default: pointer.hasSuffix("/values")
    }
  }

  @Test func noPriceAndNoLimitAreNull() throws {
    let bare = try documents.document(WrittenDocuments.bare).tree
    for key in ["cost", "currency", "cost_of_priced", "probability_over_max_cost", "probability_over_max_time"] {
      #expect(bare[key] == .null, "\(key)")
    }
    #expect(bare["tasks"]?.elements?.allSatisfy { $0["cost_mean"] == .null && $0["cost_share"] == .null } == true)
    let priced = try documents.document(WrittenDocuments.priced).tree
    #expect(priced["cost"]?["mean"]?.number ?? 0 > 0)
    #expect(priced["probability_over_max_cost"]?.number != nil && priced["probability_over_max_time"]?.number != nil)
    let half = try documents.document(WrittenDocuments.half).tree
    #expect(half["cost"] == .null && half["cost_of_priced"]?.number ?? 0 > 0 && half["unpriced_tries"] == .number(20))
    let replay = try documents.document(WrittenDocuments.bareReplay).tree
    #expect(replay["cost"] == .null && replay["recorded"]?["cost"] == .null && replay["critical_path_s"] == .null)
    let sweep = try documents.document(WrittenDocuments.bareSweep).tree
    #expect(sweep["sweep"]?.elements?.first?["cost"] == .null)
  }

  @Test func aRunIsTheSameWhereverItsFilesLieAndWheneverItIsShown() throws {
    let equal = [
      (WrittenDocuments.priced, WrittenDocuments.pricedFromRoot),
      (WrittenDocuments.bareReplay, WrittenDocuments.bareReplayFromRoot),
      (WrittenDocuments.failing, "purser runs show latest --json"),
    ]
    for (first, second) in equal {
      #expect(try documents.document(first).text == documents.document(second).text, "\(second)")
    }
    for document in documents.all {
      #expect(!document.text.contains(documents.place), "\(document.command) names the folder")
    }
  }

  @Test func everyFileIsNamedAsTheDocumentsItDescribes() {
    for file in files.values {
      let parts = file.key.split(separator: "/")
      #expect(file.tree["$id"] == .string("urn:\(parts.joined(separator: ":"))"), "\(file.key)")
      let kinds = file.tree.walk().filter { $0.pointer.hasSuffix("/properties/schema/const") }.map(\.value)
      #expect(!kinds.isEmpty && kinds.allSatisfy { $0 == .string(file.key) }, "\(file.key): \(kinds)")
    }
  }

  @Test func everyPropertyIsDescribedAndEveryObjectClosed() {
    for file in files.values {
      for (pointer, value) in file.tree.walk() {
        if value["type"] == .string("object") {
          #expect(value["additionalProperties"] != nil, "\(file.key)\(pointer) does not say what else it holds")
        }
        guard pointer.hasSuffix("/properties"), let properties = value.members else { continue }
        for (name, property) in properties {
          let place = "\(file.key)\(pointer)/\(name)"
          let description = property["description"]?.text ?? ""
          #expect(description.hasSuffix(".") && !description.contains(". "), "\(place): one sentence says what it is")
          #expect(name.utf8.allSatisfy { $0 == 95 || (48...57).contains($0) || (97...122).contains($0) }, "\(place)")
          if name.hasSuffix("_s") {
            #expect(description.contains("second") || property["$ref"] != nil, "\(place) names no unit")
          }
        }
      }
    }
  }

  @Test func estimatesAndReplaysDescribeTasksAlike() throws {
    let tasks = ["purser/estimate/1", "purser/replay/1"].map { files[$0]?.tree["$defs"]?["task"] }
    #expect(tasks[0] != nil && tasks[0] == tasks[1])
  }

  @Test func whatMayBeNullSomewhereIs() throws {
    // A column that a store may lack; and: a history that records hours and bills, but no times, is allowed for; the formats of these tests have none.
    // Neither has these tests a plan on a cluster, whose tasks name no machine, or one that is too large to simulate.
    let unwritten =
      ["first_day", "last_day"].map { "purser/learned-rates/1/$defs/rate/properties/\($0)" }
      + ["purser/findings/1/$defs/finding/properties/time_s"]
      + ["option/properties/instance_type", "outcome"].map { "purser/recommend-plan/1/$defs/\($0)" }
    for file in files.values.sorted(by: { $0.key < $1.key }) {
      for (pointer, value) in file.tree.walk() {
        guard let strict = value.withoutNull, !unwritten.contains(file.key + pointer) else { continue }
        let schema = try JSONSchema(file.tree.replacing(pointer, with: strict))
        let isNullSomewhere = documents.all.contains {
          $0.key == file.key && !schema.check($0.tree).violations.isEmpty
        }
        #expect(isNullSomewhere, "\(file.key)\(pointer) is null in no document")
      }
    }
  }
}

extension JSONTree {
  /// A schema that allows null, changed so that it does not; nil for any other value.
  fileprivate var withoutNull: JSONTree? {
    if let types = self["type"]?.elements, types.contains(.string("null")) {
      return setting("type", to: .array(types.filter { $0 != .string("null") }))
    }
    let null = JSONTree.object(["type": .string("null")])
    if let choices = self["anyOf"]?.elements, choices.contains(null) {
      return setting("anyOf", to: .array(choices.filter { $0 != null }))
    }
    return nil
  }
}
