public import JobModel

/// Reads instance catalogs: which machines there are and what an hour of them costs.
public enum CatalogDocument {
  static let keys = ["name", "provider", "region", "currency", "prices_as_of", "sources", "billing", "types"]
  static let billingKeys = [
    "minimum", "granularity", "share", "free_failure_reasons", "spot_interruptions_charged", "discount",
    "storage_gib_hour",
  ]
  static let typeKeys = [
    "name", "family", "vcpu", "memory_gib", "usable_memory_gib", "disk_gb", "usable_disk_gb", "gpus", "gpu_model",
    "arch", "on_demand", "spot", "price_source", "price_date", "os",
  ]

  /// Reads a catalog.
  ///
  /// - Parameter name: What it is to be called; nil takes its `name:`, or the file's name.
  /// - Throws: ``InputError`` for the first fault, with its line and its key.
  /// - Complexity: O(bytes).
  public static func read(_ bytes: [UInt8], file: String, name: String?) throws(InputError) -> Catalog {
    let tree = try YAMLTree(readingSome: bytes, file: file, expected: "an instance catalog")
    let root = YAMLField(document: tree, file: file)
    let hint =
      "a catalog looks like `provider: dnanexus`, `currency: USD`, `types: [{name: …, vcpu: 4, memory_gib: 8}]`"
    guard case .mapping = tree.content else { throw root.unexpected("an instance catalog", hint: hint) }
    let fields = try YAMLFields(root, known: keys, expected: "an instance catalog")
    let written = try fields["name"]?.text("the catalog's name")
    let provider = try fields.required("provider", expected: "such as dnanexus or aws")
    var catalog = Catalog(
      name: name ?? written ?? stem(of: file, else: "catalog"), provider: try provider.text("a provider"))
    catalog.region = try fields["region"]?.text("a region")
    catalog.currency = try fields["currency"].map { (field) throws(InputError) in try currency(field) }
    catalog.pricesAsOf = try fields["prices_as_of"]?.day()
    catalog.sources = try fields["sources"]?.texts(of: "texts that name sources") ?? []
    if let billing = fields["billing"] { catalog.billing = try self.billing(billing, catalog.currency) }
    let list = try fields.required("types", expected: "the list of instance types")
    for entry in try list.list(of: "instance types") {
      let type = try self.type(entry, currency: catalog.currency)
      guard catalog.add(type) else {
        throw entry.error("there are two types of this name; names must be unique")
      }
    }
    guard !catalog.typeList.isEmpty else { throw list.error("expected at least one type, found none") }
    return catalog
  }

  private static func currency(_ field: YAMLField) throws(InputError) -> Currency {
    let text = try field.text("a currency code such as USD")
    do throws(InputValueError) {
      return try Currency(text)
    } catch {
      throw field.error("\(error)")
    }
  }

  private static func billing(_ field: YAMLField, _ currency: Currency?) throws(InputError) -> Billing {
    let fields = try YAMLFields(field, known: billingKeys, expected: "a mapping such as {minimum: 60s}")
    var billing = Billing()
    if let minimum = fields["minimum"] { billing.minimum = try minimum.duration() }
    if let granularity = fields["granularity"] { billing.granularity = try granularity.positiveDuration() }
    if let share = fields["share"] { billing.share = try share.choice(Billing.Share.self) }
    if let charged = fields["spot_interruptions_charged"] { billing.spotInterruptionsCharged = try charged.flag() }
    if let reasons = fields["free_failure_reasons"] {
      let names = FailureReason.known.map(\.name).sorted()
      billing.freeFailureReasons = []
      for entry in try reasons.list(of: "failure reasons") {
        guard let name = entry.tree.text, names.contains(name) else {
          throw entry.unknown("a failure reason of the platform", among: names)
        }
        billing.freeFailureReasons.insert(FailureReason(name))
      }
    }
    if let field = fields["storage_gib_hour"] {
      let expected = "a price per GiB-hour such as 0.0002"
      let price = try field.decimal(expected)
      guard price.digits >= 0, price.approximate <= 1e9 else { throw field.unexpected(expected) }
      guard currency != nil else {
        throw field.error(
          "this price needs `currency` at the top of the catalog, found none", hint: "for example `currency: USD`")
      }
      billing.storagePerGiBHour = price
    }
    if let field = fields["discount"] {
      let expected = "a discount from 0 to below 1, such as 0.2 for 20 %"
      billing.discount = try field.decimal(expected)
      guard billing.discount.digits >= 0, billing.discount.approximate < 1 else { throw field.unexpected(expected) }
    }
    return billing
  }

  private static func type(_ entry: YAMLField, currency: Currency?) throws(InputError) -> InstanceType {
    let fields = try YAMLFields(
      entry, known: typeKeys, expected: "a type such as {name: c5.large, vcpu: 2, memory_gib: 4}")
    let name = try fields.required("name", expected: "the provider's name for the type").text("a type's name")
    let vcpus = try fields.required("vcpu", expected: "the number of vCPUs")
      .number(1e-6...1e6, "a number of vCPUs above 0")
    let memoryField = try fields.required("memory_gib", expected: "the memory in GiB")
    let memory = try size(memoryField, unit: 1 << 30, "a number of GiB")
    guard memory.count > 0 else { throw memoryField.unexpected("a number of GiB above 0") }
    var type = InstanceType(
      name: name, family: try fields["family"]?.text("a family's name"), vcpus: vcpus, memory: memory)
    if let field = fields["usable_memory_gib"] {
      type.usableMemory = try size(field, unit: 1 << 30, "a number of GiB")
      guard type.usableMemory.count > 0, type.usableMemory <= memory else {
        throw field.unexpected("usable memory above 0 and at most the nominal \(memory)")
      }
    }
    type.disk = try fields["disk_gb"].map { (field) throws(InputError) in
      try size(field, unit: 1_000_000_000, "a number of GB (10^9 bytes)")
    }
    type.usableDisk = type.disk
    if let field = fields["usable_disk_gb"] {
      let usable = try size(field, unit: 1_000_000_000, "a number of GB (10^9 bytes)")
      if let disk = type.disk, usable > disk { throw field.unexpected("usable disk of at most the nominal \(disk)") }
      type.usableDisk = usable
    }
    type.gpus = try fields["gpus"]?.integer(0...1_000_000, of: "a number of GPUs") ?? 0
    type.gpuModel = try fields["gpu_model"]?.text("a GPU's name")
    type.architecture = try fields["arch"]?.text("an architecture such as x86_64")
    type.onDemand = try fields["on_demand"].map { (field) throws(InputError) in try price(field, currency) }
    type.spot = try fields["spot"].map { (field) throws(InputError) in try price(field, currency) }
    type.priceSource = try fields["price_source"]?.text("a source")
    type.priceDate = try fields["price_date"]?.day()
    type.operatingSystem = try fields["os"]?.text("an operating system")
    return type
  }

  /// Reads so many GiB or GB as whole bytes, rounded once.
  private static func size(_ field: YAMLField, unit: Int64, _ expected: String) throws(InputError) -> Bytes {
    let number = try field.decimal(expected)
    guard number.digits >= 0, let count = number.nanos(times: unit, dividedBy: 1_000_000_000),
      count <= Bytes.limit.count
    else { throw field.unexpected("\(expected), up to an exbibyte") }
    return Bytes(count)
  }

  private static func price(_ field: YAMLField, _ currency: Currency?) throws(InputError) -> HourlyPrice {
    let expected = "a price per hour such as 0.272"
    let number = try field.decimal(expected)
    guard let price = HourlyPrice(perHour: number), number.approximate <= 1e9 else {
      throw field.unexpected("\(expected), from 0 to 1000000000")
    }
    guard currency != nil else {
      throw field.error(
        "this price needs `currency` at the top of the catalog, found none", hint: "for example `currency: USD`")
    }
    return price
  }
}
