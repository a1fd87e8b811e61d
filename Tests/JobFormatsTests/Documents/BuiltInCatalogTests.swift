import Foundation
import InstanceCatalog
import JobModel
import Testing
import TestSupport

@testable import JobFormats

@Suite("The built-in catalogs")
struct BuiltInCatalogTests {
  private func read(_ name: String) throws -> Catalog {
    let builtIn = try #require(BuiltInCatalog.named(name))
    return try CatalogDocument.read(builtIn.yaml, file: "\(name).yaml", name: nil)
  }

  @Test(
    "Each is read under its own name and reads back from what is written", arguments: BuiltInCatalog.all.map(\.name))
  func readable(name: String) throws {
    let catalog = try read(name)
    #expect(catalog.name == name)
    #expect(!catalog.sources.isEmpty)
    let written = CatalogWriter.yaml(catalog)
    #expect(try CatalogDocument.read(Array(written.utf8), file: "again.yaml", name: nil) == catalog)
    #expect(CatalogWriter.yaml(try CatalogDocument.read(Array(written.utf8), file: "again.yaml", name: nil)) == written)
  }

  @Test(
    "Each has the types it says it has",
    arguments: [
      ("dnanexus-aws", 220), ("precisionfda-aws-us-east-1", 16), ("ukb-rap-aws-eu-west-2", 161),
      ("aws-us-east-1", 422), ("aws-eu-central-1", 413),
    ])
  func counts(name: String, types: Int) throws {
    #expect(try read(name).typeList.count == types)
  }

  @Test("The real job of precisionFDA costs what was charged, to the last digit of a nano-dollar")
  func realJob() throws {
    // mem1_ssd1_x8_fedramp, 177.239 s, totalPrice 0.05632261555555556.
    let rate = try #require(try read("precisionfda-aws-us-east-1").price(of: "mem1_ssd1_x8_fedramp", .onDemand))
    #expect(rate.cost(ofMilliseconds: 177_239) == 56_322_616)
  }

  @Test("No finding hints at a slip in the figures", arguments: BuiltInCatalog.all.map(\.name))
  func checked(name: String) throws {
    let findings = CatalogCheck(try read(name), on: try SimTime(parsing: "2026-09-01")).findings
    // Ages, missing prices and lower memory are facts about these catalogs; the rest would be faults.
    let faults: Set<CatalogCheck.Kind> = [
      .spotAboveOnDemand, .freeMachine, .missingDate, .futureDate, .missingSource, .priceFallsWithSize,
    ]
    #expect(findings.filter { faults.contains($0.kind) && $0.severity == .warning } == [])
  }

  /// The rows of a CSV file of the real data, by column.
  private func rows(_ name: String) throws -> [[String: String]] {
    let folder = try #require(realData)
    let text = try String(contentsOf: folder.appendingPathComponent("catalog/\(name)"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      // Quoted fields hold commas: split only outside quotes.
      var fields = [""]
      var quoted = false
      for character in line {
        if character == "\"" {
          quoted.toggle()
        } else if character == "," && !quoted {
          fields.append("")
        } else {
          fields[fields.count - 1].append(character)
        }
      }
      return fields
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }

  @Test("The types of DNAnexus are those of the data, with their memory", .enabled(if: realData != nil))
  func typesOfTheData() throws {
    let catalog = try read("dnanexus-aws")
    let rows = try rows("dnanexus_instance_types.csv")
    #expect(rows.count == 220)
    // Slips of the toolkit's list, which the catalog sets right and says so.
    let corrected = ["mem2_ssd1_v2_x48": 192.0, "azure:mem3_ssd2_gpu4_x64": 448]
    for row in rows {
      let type = try #require(catalog.typeList.first { $0.name == row["name"] }, "\(row)")
      #expect(type.vcpus == Double(row["vcpu"] ?? ""))
      let memory = corrected[type.name] ?? Double(row["memory_gib"] ?? "")
      #expect(type.memory == memory.flatMap { Bytes(gibibytes: $0) }, "\(type.name)")
      #expect(type.onDemand == nil && type.spot == nil)
    }
  }

  @Test("Every price is one of the data, and none is a price of something else", .enabled(if: realData != nil))
  func pricesOfTheData() throws {
    let rows = try rows("dnanexus_prices.csv")
    for (catalogName, programme) in [
      ("precisionfda-aws-us-east-1", "precisionFDA aws:us-east-1"),
      ("ukb-rap-aws-eu-west-2", "UK Biobank RAP aws:eu-west-2"),
    ] {
      let catalog = try read(catalogName)
      let known = rows.filter { $0["region_or_programme"] == programme }
      #expect(!known.isEmpty)
      for row in known {
        let type = try #require(catalog.typeList.first { $0.name == row["name"] }, "\(row)")
        let isSpot = row["price_kind"]?.hasPrefix("spot") == true
        #expect((isSpot ? type.spot : type.onDemand) == price(row["price_per_hour"] ?? ""), "\(row)")
        #expect(row["currency"]?.hasPrefix(catalog.currency?.code ?? "none") == true)
      }
      let prices = catalog.typeList.reduce(0) { $0 + ($1.onDemand == nil ? 0 : 1) + ($1.spot == nil ? 0 : 1) }
      #expect(prices == known.count, "\(catalogName) holds prices that the data does not")
    }
  }
}
