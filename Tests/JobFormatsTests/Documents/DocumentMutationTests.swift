import JobModel
import Testing
import TestSupport

@testable import JobFormats

/// A small catalog for mutation.
private let smallCatalog = """
  name: small
  provider: aws
  currency: USD
  prices_as_of: 2025-04-04
  billing: {minimum: 60s, granularity: 1s, free_failure_reasons: []}
  sources:
    - "a card"
  types:
    - {name: c5.large, vcpu: 2, memory_gib: 4, family: c5, arch: x86_64, on_demand: 0.097, spot: 0.03783}
    - {name: c5d.large, vcpu: 2, memory_gib: 4, disk_gb: 50, usable_disk_gb: 47, on_demand: 0.111,
       price_date: 2025-01-01}
  """

@Suite("Whatever stands in a document, reading it ends in a value or an error")
struct DocumentMutationTests {
  /// What is thrown in: signs of YAML, numbers out of any range, control characters, bytes that are no text.
  private static let pieces: [[UInt8]] =
    [
      ":", "- ", "{", "}", "[", "]", ",", "\"", "'", "|", ">", "&a ", "*a ", "? ", "!!str ", "#", "%", "@", "\t", "\n",
      "---\n", "...\n", "~", "null", "-1", "1e300", "9999999999999999999999", "NaN", "-0", "0x10", "..", "<<: *a\n",
      "é",
      "\\u0000", "\u{FEFF}", "\u{85}", "{median: 1, p95: 2}", "{from: history}", "[[[[[[[[", "name: ", "tasks: ",
    ].map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [7]]

  private static func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(4) {
      let place = random.below(bytes.count + 1)
      let end = min(bytes.count, place + random.below(12))
      switch random.below(5) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: pieces[random.below(pieces.count)], at: place)
      case 2: bytes.replaceSubrange(place..<end, with: pieces[random.below(pieces.count)])
      case 3 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      default: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
      }
    }
    return bytes
  }

  @Test("Two thousand mutations of a plan, a scenario and a catalog each", arguments: [UInt64(1)])
  func mutations(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var values = 0
    for round in 0..<2000 {
      let plan = Self.mutated(Array(designPlan.utf8), &random)
      let scenario = Self.mutated(Array(designScenario.utf8), &random)
      let catalog = Self.mutated(Array(smallCatalog.utf8), &random)
      let paths = ["tasks.regenie.timeout", "count", "limits.max_cost", "tasks.per-sample.work.items", "memory.median"]
      do throws(InputError) {
        let document = try PlanDocument(reading: plan, file: "plan.yaml")
        let path = paths[random.below(paths.count)]
        let value = String(decoding: Self.pieces[random.below(Self.pieces.count)], as: UTF8.self)
        let swept = try document.setting(path, to: value)
        let text = Array(swept.text.utf8)
        let expected = fault { () throws(InputError) in try swept.plan().plan.tasks.count }
        // What a sweep writes says the same as what it holds, lines apart.
        if expected.hasPrefix("no error") {
          let again = try PlanDocument(reading: text, file: "plan.yaml").plan().plan
          #expect(again == (try swept.plan().plan), "round \(round) of seed \(seed)")
        }
        _ = try document.plan()
        values += 1
      } catch {
        #expect(error.file == "plan.yaml" && !error.message.isEmpty, "round \(round) of seed \(seed)")
      }
      do throws(InputError) {
        _ = try ScenarioDocument(reading: scenario, file: "world.yaml").scenario()
        values += 1
      } catch {
        #expect(error.file == "world.yaml" && !error.message.isEmpty, "round \(round) of seed \(seed)")
      }
      do throws(InputError) {
        let read = try CatalogDocument.read(catalog, file: "prices.yaml", name: nil)
        let again = try CatalogDocument.read(Array(CatalogWriter.yaml(read).utf8), file: "prices.yaml", name: nil)
        #expect(again == read, "round \(round) of seed \(seed)")
        _ = CatalogCheck(read, on: .zero)
        values += 1
      } catch {
        #expect(error.file == "prices.yaml" && !error.message.isEmpty, "round \(round) of seed \(seed)")
      }
    }
    // Neither all refused nor all accepted: the mutations reach behind the parser.
    #expect(values > 300 && values < 5700)
  }
}
