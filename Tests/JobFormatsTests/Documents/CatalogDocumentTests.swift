import JobModel
import Testing

@testable import JobFormats

private let fullCatalog = """
  name: mine
  provider: DNAnexus
  region: "aws:us-east-1"
  currency: usd
  prices_as_of: 2026-04-28
  billing: {minimum: 60s, granularity: 1s, share: vcpu, free_failure_reasons: [AppError],
            spot_interruptions_charged: false, discount: 0.15, storage_gib_hour: 0.0001918}
  sources: ["a rate card", "a: colon"]
  types:
    - {name: mem1_ssd1_v2_x4, vcpu: 4, memory_gib: 8, usable_memory_gib: 7.497, disk_gb: 100, usable_disk_gb: 97.5,
       family: fam, on_demand: 0.1234567890123456789, spot: 0.05, price_source: "card: p. 3", price_date: 2025-06-30,
       os: linux}
    - {name: g5.xlarge, vcpu: 0.5, memory_gib: 3.75, gpus: 1, gpu_model: "NVIDIA A10G", arch: x86_64}
  """

@Suite("An instance catalog is read as it is written")
struct CatalogDocumentTests {
  @Test("Every key of the format is read")
  func everyKey() throws {
    let read = try catalog(fullCatalog)
    #expect(read.name == "mine")
    #expect(read.isDNAnexus)
    #expect(read.region == "aws:us-east-1")
    #expect(read.currency == .usd)
    #expect(read.pricesAsOf?.dateText == "2026-04-28")
    #expect(read.sources == ["a rate card", "a: colon"])
    var billing = Billing()
    billing.minimum = .minutes(1)
    billing.granularity = .seconds(1)
    billing.share = .vcpu
    billing.freeFailureReasons = [.appError]
    billing.spotInterruptionsCharged = false
    billing.discount = try DecimalNumber(parsing: "0.15")
    billing.storagePerGiBHour = try DecimalNumber(parsing: "0.0001918")
    #expect(read.billing == billing)

    var first = InstanceType(name: "mem1_ssd1_v2_x4", family: "fam", vcpus: 4, memory: Bytes(8 << 30))
    first.usableMemory = Bytes(8_049_842_455)  // 7.497 × 2^30 = 8049842454.528
    first.disk = Bytes(100_000_000_000)
    first.usableDisk = Bytes(97_500_000_000)
    first.onDemand = price("0.1234567890123456789")
    first.spot = price("0.05")
    first.priceSource = "card: p. 3"
    first.priceDate = try SimTime(parsing: "2025-06-30")
    first.operatingSystem = "linux"
    var second = InstanceType(name: "g5.xlarge", vcpus: 0.5, memory: Bytes(15 << 28))
    second.gpus = 1
    second.gpuModel = "NVIDIA A10G"
    second.architecture = "x86_64"
    #expect(read.typeList == [first, second])
    #expect(read.typeList[1].family == "g5")
    #expect(read.typeList[0].onDemand?.perHour.description == "0.1234567890123456789")
  }

  @Test("Little is needed: a provider and types; prices and disks may be missing")
  func minimal() throws {
    let read = try catalog("provider: home\ntypes:\n- {name: box, vcpu: 1, memory_gib: 1, on_demand: ~}\n")
    #expect(read.name == "prices")
    #expect(read.currency == nil)
    #expect(read.billing == Billing())
    #expect(read.typeList[0].onDemand == nil)
    #expect(read.typeList[0].usableDisk == nil)
    #expect(try catalog("provider: home\nname: b\ntypes: [{name: x, vcpu: 1, memory_gib: 1}]", name: "c").name == "c")
  }

  @Test(
    "A fault in a type is named with its line and key",
    arguments: [
      ("vcpu: 0, memory_gib: 1", #"types.box.vcpu: expected a number of vCPUs above 0, found "0""#),
      ("vcpu: .nan, memory_gib: 1", #"types.box.vcpu: expected a number of vCPUs above 0, found ".nan""#),
      ("vcpu: 1", "types.box: expected `memory_gib`, the memory in GiB, found no such key"),
      ("vcpu: 1, memory_gib: 0", #"types.box.memory_gib: expected a number of GiB above 0, found "0""#),
      ("vcpu: 1, memory_gib: -1", #"types.box.memory_gib: expected a number of GiB, up to an exbibyte, found "-1""#),
      ("vcpu: 1, memory_gib: 1e300", #"types.box.memory_gib: expected a number of GiB, found "1e300""#),
      ("vcpu: 1, memory_gib: 4 GiB", #"types.box.memory_gib: expected a number of GiB, found "4 GiB""#),
      (
        "vcpu: 1, memory_gib: 4, usable_memory_gib: 5",
        #"types.box.usable_memory_gib: expected usable memory above 0 and at most the nominal 4 GiB, found "5""#
      ),
      (
        "vcpu: 1, memory_gib: 4, disk_gb: 5, usable_disk_gb: 6",
        #"types.box.usable_disk_gb: expected usable disk of at most the nominal 4.7 GiB, found "6""#
      ),
      (
        "vcpu: 1, memory_gib: 4, on_demand: -0.1",
        #"types.box.on_demand: expected a price per hour such as 0.272, from 0 to 1000000000, found "-0.1""#
      ),
      (
        "vcpu: 1, memory_gib: 4, spot: 2e9",
        #"types.box.spot: expected a price per hour such as 0.272, from 0 to 1000000000, found "2e9""#
      ),
      (
        "vcpu: 1, memory_gib: 4, spot: cheap",
        #"types.box.spot: expected a price per hour such as 0.272, found "cheap""#
      ),
      (
        "vcpu: 1, memory_gib: 4, price_date: 2025-02-30",
        #"types.box.price_date: expected a date such as 2026-04-28, found "2025-02-30""#
      ),
      (
        "vcpu: 1, memory_gib: 4, gpus: two",
        #"types.box.gpus: expected a number of GPUs from 0 to 1000000, found "two""#
      ),
      ("vcpus: 1, memory_gib: 4", "types.box.vcpus: unknown key `vcpus`; did you mean `vcpu`?"),
    ])
  func typeFaults(line: String, expected: String) {
    let text = "provider: p\ncurrency: USD\ntypes:\n  - {name: box, \(line)}\n"
    #expect(catalogFault(text) == "prices.yaml:4: \(expected)")
  }

  @Test(
    "A fault of the catalog is named with its line and key",
    arguments: [
      ("currency: dollars", #"currency: expected a currency code such as USD, found "dollars""#),
      ("prices_as_of: yesterday", #"prices_as_of: expected a date such as 2026-04-28, found "yesterday""#),
      (
        "prices_as_of: 2026-04-28 10:00", #"prices_as_of: expected a date such as 2026-04-28, found "2026-04-28 10:00""#
      ),
      (
        "billing: {storage_gib_hour: -1}",
        #"billing.storage_gib_hour: expected a price per GiB-hour such as 0.0002, found "-1""#
      ),
      (
        "billing: {discount: 1}",
        #"billing.discount: expected a discount from 0 to below 1, such as 0.2 for 20 %, found "1""#
      ),
      (
        "billing: {discount: -0.1}",
        #"billing.discount: expected a discount from 0 to below 1, such as 0.2 for 20 %, found "-0.1""#
      ),
      ("billing: {granularity: 0s}", #"billing.granularity: expected a duration above 0s, found "0s""#),
      ("billing: {share: core}", #"billing.share: expected one of worker, vcpu, found "core""#),
      (
        "billing: {free_failure_reasons: [AppErr]}",
        #"billing.free_failure_reasons[0]: expected a failure reason of the platform, found "AppErr"; did you mean "AppError"?"#
      ),
      ("types: []", "types: expected at least one type, found none"),
      ("types: {a: 1}", "types: expected a list of instance types, found a mapping with a"),
      ("regoin: x", "regoin: unknown key `regoin`; did you mean `region`?"),
    ])
  func faults(line: String, expected: String) {
    let types = line.hasPrefix("types") ? "" : "types: [{name: a, vcpu: 1, memory_gib: 1}]"
    #expect(catalogFault("provider: p\n\n\(line)\n\(types)\n") == "prices.yaml:3: \(expected)")
  }

  @Test("A price needs a currency, a name stands once, and the rest is said as well")
  func whole() {
    #expect(
      catalogFault(
        "provider: p\ntypes:\n- {name: a, vcpu: 1, memory_gib: 1}\n- {name: b, vcpu: 1, memory_gib: 1, spot: 0.1}")
        == "prices.yaml:4: types.b.spot: this price needs `currency` at the top of the catalog, found none; "
        + "for example `currency: USD`")
    #expect(
      catalogFault("provider: p\ntypes:\n- {name: a, vcpu: 1, memory_gib: 1}\n- {name: a, vcpu: 2, memory_gib: 1}")
        == "prices.yaml:4: types.a: there are two types of this name; names must be unique")
    #expect(
      catalogFault("types: []") == "prices.yaml:1: expected `provider`, such as dnanexus or aws, found no such key")
    #expect(catalogFault("") == "prices.yaml: expected an instance catalog, found an empty file")
    #expect(
      catalogFault("name,vcpu\na,1").hasPrefix("prices.yaml:1: expected an instance catalog, found \"name,vcpu a,1\"; ")
    )
  }

  @Test("What is written reads back as the same catalog")
  func roundTrip() throws {
    let read = try catalog(fullCatalog)
    #expect(try catalog(CatalogWriter.yaml(read)) == read)
    var odd = try catalog(
      "provider: \"a: b\"\nname: \"learned: {x}\"\ntypes: [{name: \"a, b\", vcpu: 1, memory_gib: 0.000000001}]")
    odd.billing.freeFailureReasons = []
    #expect(try catalog(CatalogWriter.yaml(odd)) == odd)
  }

  @Test("A catalog is written with one type a line")
  func writing() throws {
    let text = CatalogWriter.yaml(try catalog(fullCatalog))
    #expect(
      text.split(separator: "\n").drop { !$0.hasPrefix("name:") }.joined(separator: "\n") == """
        name: mine
        provider: DNAnexus
        region: "aws:us-east-1"
        currency: USD
        prices_as_of: 2026-04-28
        billing: {minimum: 1m, granularity: 1s, share: vcpu, free_failure_reasons: [AppError], \
        spot_interruptions_charged: false, discount: 0.15, storage_gib_hour: 0.0001918}
        sources:
          - "a rate card"
          - "a: colon"
        types:
          - {name: mem1_ssd1_v2_x4, vcpu: 4, memory_gib: 8, usable_memory_gib: 7.497000000439584, disk_gb: 100, \
        usable_disk_gb: 97.5, family: fam, on_demand: 0.1234567890123456789, spot: 0.05, \
        price_source: "card: p. 3", price_date: 2025-06-30, os: linux}
          - {name: g5.xlarge, vcpu: 0.5, memory_gib: 3.75, gpus: 1, gpu_model: NVIDIA A10G, family: g5, arch: x86_64}
        """)
  }
}
