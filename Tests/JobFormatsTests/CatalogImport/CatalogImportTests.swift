import Foundation
import InstanceCatalog
import JobModel
import TestSupport
import Testing

@testable import JobFormats

private let types = """
  {"region": "aws:us-east-1", "availableInstanceTypes": {
    "mem1_ssd1_v2_x4": {"numCores": 4, "totalMemoryMB": 7677, "ephemeralStorageGB": 97, "os": [], "rank": 3},
    "mem1_ssd1_v2_x8": {"numCores": 8, "totalMemoryMB": 15360, "ephemeralStorageGB": 180}
  }}
  """
private let rates = """
  {"pricingModelsByRegion": {
    "aws:us-east-1": {"currency": {"dxCode": 0, "code": "USD"}, "computeRatesPerHour": {
      "mem1_ssd1_v2_x4": 0.272, "mem1_ssd1_v2_x8": "0.544000000000000000001"}},
    "aws:eu-west-2": {"computeRatesPerHour": {"mem1_ssd1_v2_x4": 9}}
  }}
  """
private let table = """
  InstanceType,vCPUs,MemoryGiB,Price,SpotPrice,Region,Arch
  c5.large,2.0,4.0,0.085,0.03,r-1,x86_64
  c5.large,2.0,4.0,0.085,0.02,r-1,x86_64
  c5.large,2.0,4.0,0.080,0.04,r-1,x86_64
  """

private func imported(
  _ texts: [String], over base: Catalog? = nil, day: String? = "2026-04-28",
  _ change: (inout CatalogImport.Options) -> Void = { _ in }
) throws -> (catalog: Catalog, notes: [String]) {
  var options = CatalogImport.Options()
  options.asOf = try day.map { try SimTime(parsing: $0) }
  change(&options)
  var files = CatalogImport(options)
  for (number, text) in texts.enumerated() { try files.add(ByteReader(text: text, name: "dir/f\(number).json")) }
  return try files.catalog(over: base)
}

private func again(_ catalog: Catalog) throws -> Catalog {
  try CatalogDocument.read(Array(CatalogWriter.yaml(catalog).utf8), file: "again.yaml", name: nil)
}

@Suite("Catalogs from what providers tell")
struct CatalogImportTests {
  @Test("Rates are laid over types, in whatever order the two files come")
  func ratesOverTypes() throws {
    for texts in [[types, rates], [rates, types], [types + rates]] {
      let (catalog, notes) = try imported(texts)
      #expect(catalog.provider == "dnanexus")
      #expect(catalog.region == "aws:us-east-1")
      #expect(catalog.currency == .usd)
      #expect(catalog.name == "f0")
      let type = try #require(catalog.type(named: "mem1_ssd1_v2_x8"))
      #expect(type.memory == Bytes(15360 << 20))
      #expect(type.disk == Bytes(180 << 30))
      #expect(type.onDemand == price("0.544000000000000000001"))
      #expect(type.spot == nil)
      #expect(notes.count == 1, "\(notes)")
      #expect(try again(catalog) == catalog)
      #expect(CatalogCheck(catalog, on: try SimTime(parsing: "2026-05-01")).findings.isEmpty)
    }
  }

  @Test("Whose the machines are, where their names tell")
  func providers() {
    let names: [(String, String?)] = [
      ("c5.large", "aws"), ("n2d-highmem-8", "gcp"), ("f1-micro", "gcp"), ("ct5lp-hightpu-1t", "gcp"),
      ("Standard_D2s_v3", "azure"), ("VM.Standard.E4.Flex$_2_8", "oci"), ("bx2-2x8", nil), ("s-2vcpu-4gb", nil),
      ("1x_A100-80GB_SECURE", nil), ("gpu_1x_a10", nil), ("gpu-h100-sxm_1gpu-16vcpu", nil),
    ]
    for (name, provider) in names { #expect(MachineFamily.provider(of: [name]) == provider, "\(name)") }
    #expect(MachineFamily.family(of: "VM.Standard.E4.Flex$_2_8") == "VM.Standard.E4.Flex")
    #expect(MachineFamily.family(of: "BM.GPU.A10.4") == "BM.GPU.A10")
    #expect(MachineFamily.family(of: "VM.GPU3") == "VM.GPU3")
  }

  @Test("Google's machines cost what they and the GPUs that belong to them cost")
  func ownGPUs() throws {
    let google = """
      InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,AvailabilityZone,Price,SpotPrice
      a2-highgpu-2g,24.0,170.0,,,,r-1,r-1-a,1.47,0.73
      a2-ultragpu-1g,12.0,170.0,,,,r-1,r-1-a,1.09,0.54
      g2-standard-24,24.0,96.0,,,,r-1,r-1-a,0.90,
      n1-standard-4,4.0,15.0,,,,r-1,r-1-a,0.19,0.04
      ,,,A100,2.0,A100,r-1,r-1-a,5.86,2.50
      ,,,A100,2.0,A100,r-1,r-1-b,5.86,2.20
      ,,,A100,1.0,A100,r-1,r-1-a,2.93,1.25
      ,,,L4,2,L4,r-1,r-1-a,1.1,0.4
      ,,,A100-80GB,1.0,A100-80GB,r-2,r-2-a,3.9,1.9
      """
    let (catalog, notes) = try imported([google]) { $0.region = "r-1" }
    // 1.47 + 5.86 on demand; the cheapest zones on spot: 0.73 + 2.20.
    let two = try #require(catalog.type(named: "a2-highgpu-2g"))
    #expect(two.gpus == 2 && two.gpuModel == "A100")
    #expect(two.onDemand == price("7.33") && two.spot == price("2.93"))
    let small = try #require(catalog.type(named: "g2-standard-24"))
    #expect(small.gpus == 2 && small.onDemand == price("2") && small.spot == nil)
    // Its GPU has no price in this region: no price is better than that of the half of it.
    #expect(catalog.type(named: "a2-ultragpu-1g")?.onDemand == nil)
    #expect(notes.contains { $0.contains("no price for a2-ultragpu-1g") }, "\(notes)")
    #expect(catalog.type(named: "n1-standard-4")?.onDemand == price("0.19"))
    #expect(try again(catalog) == catalog)
  }

  @Test("What a job gets completes what a catalog says of the machine")
  func overTheBuiltIn() throws {
    let known = try #require(BuiltInCatalog.named("dnanexus-aws"))
    let base = try CatalogDocument.read(known.yaml, file: known.name, name: known.name)
    let (catalog, _) = try imported([types, rates], over: base)
    #expect(catalog.typeList.map(\.name) == base.typeList.map(\.name))
    let type = try #require(catalog.type(named: "mem1_ssd1_v2_x8"))
    #expect(type.memory == Bytes(16 << 30))
    #expect(type.usableMemory == Bytes(15360 << 20))
    #expect(type.disk == Bytes(200_000_000_000))
    #expect(type.usableDisk == Bytes(180 << 30))
    #expect(catalog.pricedTypeCount == 2)
    #expect(try again(catalog) == catalog)
  }

  @Test("Prices of the base stay with their day and their source")
  func pricesOfTheBase() throws {
    let base = try JobFormatsTests.catalog(
      """
      provider: dnanexus
      currency: USD
      prices_as_of: 2025-01-02
      sources: ["who knows"]
      types:
        - {name: mem1_ssd1_v2_x4, vcpu: 4, memory_gib: 8, on_demand: 1, spot: 0.5}
        - {name: old_x2, vcpu: 2, memory_gib: 4, on_demand: 2}
      """, name: "base")
    let (catalog, notes) = try imported([rates], over: base) { $0.region = "aws:us-east-1" }
    let new = try #require(catalog.type(named: "mem1_ssd1_v2_x4"))
    #expect(new.onDemand == price("0.272") && new.spot == price("0.5") && new.priceDate == nil)
    let old = try #require(catalog.type(named: "old_x2"))
    #expect(old.onDemand == price("2") && old.priceDate?.dateText == "2025-01-02" && old.priceSource == "catalog base")
    #expect(
      notes.contains { $0.contains("1 left out: rates of types whose vCPUs and memory nobody says (mem1_ssd1_v2_x8)") })
    #expect(catalog.sources == ["who knows", "f0.json: pricingModelsByRegion of a DNAnexus account"])
  }

  @Test("A catalog is not completed by another provider's, region's or currency's figures")
  func anotherWorld() throws {
    let base = try JobFormatsTests.catalog(
      """
      provider: dnanexus
      region: aws:us-east-1
      currency: USD
      prices_as_of: 2025-01-02
      types: [{name: mem1_ssd1_v2_x4, vcpu: 4, memory_gib: 8, on_demand: 1}]
      """, name: "base")
    func fault(_ texts: [String], _ change: (inout CatalogImport.Options) -> Void) -> String {
      do { return "no error, but \(try imported(texts, over: base, change))" } catch { return "\(error)" }
    }
    #expect(
      fault([rates]) { $0.region = "aws:eu-west-2" }.contains(
        "expected region aws:us-east-1, as in base, found region aws:eu-west-2"))
    #expect(
      fault([table]) { $0.region = "r-1" }.contains("expected machines of dnanexus, as in base, found those of aws"))
    #expect(fault([rates]) { $0.provider = "aws" }.contains("found those of aws"))
    #expect(
      fault([types]) {
        $0.region = "aws:us-east-1"
        $0.currency = .eur
      }.contains("expected prices in USD, as in base, found prices in EUR"))
    let (_, notes) = try imported([types.replacing("\"region\"", with: "\"other\"")], over: base)
    #expect(notes.contains("nobody says a region: aws:us-east-1, as in base"))
  }

  @Test("Of several zones: the most common price on demand, the lowest on spot")
  func zones() throws {
    let (catalog, _) = try imported([table])
    let type = try #require(catalog.type(named: "c5.large"))
    #expect(type.onDemand == price("0.085") && type.spot == price("0.02"))
    #expect(catalog.provider == "aws" && catalog.region == "r-1")
  }

  @Test("Families differ in size only")
  func families() {
    let expected = [
      "c5d.xlarge": "c5d", "u-12tb1.112xlarge": "u-12tb1", "n2-highmem-8": "n2-highmem", "a2-highgpu-1g": "a2-highgpu",
      "e2-micro": "e2", "c3-standard-4-lssd": "c3-standard-lssd", "Standard_D2s_v3": "Standard_Ds_v3",
      "Standard_E64-16s_v3": "Standard_Es_v3", "Basic_A0": "Basic_A", "Standard_": "Standard_", "8": "8", "-": "-",
    ]
    for (name, family) in expected { #expect(MachineFamily.family(of: name) == family, "\(name)") }
  }

  @Test("Nothing is dated by the clock, and nothing is priced in a currency that nobody named")
  func refusals() {
    func fault(_ texts: [String], day: String? = "2026-04-28") -> String {
      do { return "no error, but \(try imported(texts, day: day))" } catch { return "\(error)" }
    }
    #expect(fault([types, rates], day: nil).contains("expected --as-of"))
    #expect(!fault([types], day: nil).contains("--as-of"))
    #expect(fault([rates]).contains("expected --region, since there are rates of 2 regions"))
    #expect(fault([types, rates.replacing("\"USD\"", with: "\"?\"")]).contains("expected --currency"))
    #expect(fault([types, table]).contains("these machines are of aws"))
    #expect(fault(["{\"name\": 1}"]).contains("expected JSON with availableInstanceTypes"))
    #expect(fault([""]).contains("found nothing"))
    #expect(fault(["{\"availableInstanceTypes\": []}"]).contains("f0.json"))
  }

  @Test("A file cut short is refused, or says what its whole lines say", arguments: 0..<3)
  func prefixes(file: Int) throws {
    let text = Array([types, rates, table][file].utf8)
    for end in 0..<text.count {
      var files = CatalogImport()
      do throws(InputError) {
        try files.add(ByteReader(bytes: Array(text[..<end]), name: "cut"))
        // Only a table has a meaning without its end.
        #expect(file == 2, "\(end) bytes of file \(file)")
      } catch {
        #expect(error.file == "cut")
      }
    }
  }

  @Test("Whatever the numbers, reading ends in a catalog that reads back, or in an error")
  func mutations() throws {
    var random = SeededGenerator(seed: 7)
    let pieces = ["1e300", "-1", "0", "9223372036854775807", "\"\"", "null", "NaN", "[]", "{}", "\"x\"", "1e-9", ","]
    var read = 0
    for round in 0..<1500 {
      var text = Array([types, rates, table][round % 3].utf8)
      for _ in 0...random.below(3) {
        let place = random.below(text.count)
        text.replaceSubrange(
          place..<min(text.count, place + random.below(6)), with: Array(pieces[random.below(pieces.count)].utf8))
      }
      do {
        let parts =
          round % 3 == 2 ? [String(decoding: text, as: UTF8.self)] : [types, String(decoding: text, as: UTF8.self)]
        let (catalog, _) = try imported(parts)
        #expect(try again(catalog) == catalog, "round \(round)")
        read += 1
      } catch is InputError {
        continue
      }
    }
    #expect(read > 100)
  }

  @Test("The table of EC2's machines", .enabled(if: realData != nil))
  func realTable() throws {
    let path = try #require(realData).appendingPathComponent("catalog/aws_vms.csv").path
    for (region, rows) in [("us-east-1", 505), ("eu-central-1", 494)] {
      var options = CatalogImport.Options()
      options.region = region
      options.asOf = try SimTime(parsing: "2025-04-04")
      var files = CatalogImport(options)
      try files.add(try ByteReader(.file(path)))
      let (catalog, notes) = try files.catalog()
      // The README's counts; every row is a type of its own, since prices are regional.
      #expect(catalog.typeList.count == rows)
      #expect(notes.contains("aws_vms.csv: \(999 - rows) rows of other regions left out"))
      #expect(try again(catalog) == catalog)
      #expect(catalog.type(named: "c5.12xlarge")?.vcpus == 48)
      #expect(catalog.type(named: "c5d.large")?.disk == Bytes(50_000_000_000))
    }
  }
}
