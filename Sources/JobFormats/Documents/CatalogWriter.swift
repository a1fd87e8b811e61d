public import JobModel

/// Writes instance catalogs.
public enum CatalogWriter {
  /// The catalog as YAML that ``CatalogDocument/read(_:file:name:)`` reads back as the same value; one type a line.
  ///
  /// Equal catalogs give equal text.
  /// - Complexity: O(number of types).
  public static func yaml(_ catalog: Catalog) -> String {
    var text = """
      # An instance catalog: which machines there are and what an hour of them costs.
      #
      # vcpu, memory_gib (2^30 bytes) and disk_gb (10^9 bytes) are nominal; usable_… is what a job was seen to get.
      # on_demand and spot are prices per hour. A type without a price is listed and never chosen.
      # prices_as_of is the day of the prices, price_date that of a type where it is another.

      name: \(YAMLText.scalar(catalog.name))
      provider: \(YAMLText.scalar(catalog.provider))

      """
    if let region = catalog.region { text += "region: \(YAMLText.scalar(region))\n" }
    if let currency = catalog.currency { text += "currency: \(currency)\n" }
    if let day = catalog.pricesAsOf { text += "prices_as_of: \(day.dateText)\n" }
    let billing = self.billing(catalog.billing)
    if !billing.isEmpty { text += "billing: {\(billing.joined(separator: ", "))}\n" }
    if !catalog.sources.isEmpty {
      text += "sources:\n" + catalog.sources.map { "  - \(YAMLText.quoted($0))\n" }.joined()
    }
    text += "\ntypes:\n"
    for type in catalog.typeList { text += "  - {\(self.type(type).joined(separator: ", "))}\n" }
    return text
  }

  /// The rules that differ from the default ones.
  private static func billing(_ billing: Billing) -> [String] {
    let usual = Billing()
    var parts: [String] = []
    if billing.minimum != usual.minimum { parts.append("minimum: \(billing.minimum.exactText)") }
    if billing.granularity != usual.granularity { parts.append("granularity: \(billing.granularity.exactText)") }
    if billing.share != usual.share { parts.append("share: \(billing.share.rawValue)") }
    if billing.freeFailureReasons != usual.freeFailureReasons {
      let names = billing.freeFailureReasons.map { YAMLText.scalar($0.name) }.sorted()
      parts.append("free_failure_reasons: [\(names.joined(separator: ", "))]")
    }
    if billing.spotInterruptionsCharged != usual.spotInterruptionsCharged {
      parts.append("spot_interruptions_charged: \(billing.spotInterruptionsCharged)")
    }
    if billing.discount != usual.discount { parts.append("discount: \(billing.discount)") }
    if let price = billing.storagePerGiBHour { parts.append("storage_gib_hour: \(price)") }
    return parts
  }

  private static func type(_ type: InstanceType) -> [String] {
    var parts = [
      "name: \(YAMLText.scalar(type.name))", "vcpu: \(short(type.vcpus))", "memory_gib: \(gibibytes(type.memory))",
    ]
    if type.usableMemory != type.memory { parts.append("usable_memory_gib: \(gibibytes(type.usableMemory))") }
    if let disk = type.disk { parts.append("disk_gb: \(gigabytes(disk))") }
    if let usable = type.usableDisk, usable != type.disk { parts.append("usable_disk_gb: \(gigabytes(usable))") }
    if type.gpus != 0 { parts.append("gpus: \(type.gpus)") }
    if let model = type.gpuModel { parts.append("gpu_model: \(YAMLText.scalar(model))") }
    parts.append("family: \(YAMLText.scalar(type.family))")
    if let architecture = type.architecture { parts.append("arch: \(YAMLText.scalar(architecture))") }
    if let price = type.onDemand { parts.append("on_demand: \(price.perHour)") }
    if let price = type.spot { parts.append("spot: \(price.perHour)") }
    if let source = type.priceSource { parts.append("price_source: \(YAMLText.quoted(source))") }
    if let day = type.priceDate { parts.append("price_date: \(day.dateText)") }
    if let system = type.operatingSystem { parts.append("os: \(YAMLText.scalar(system))") }
    return parts
  }

  /// The shortest decimal that reads back as the number, without `.0`.
  private static func short(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Bytes as GiB: exact below 2^53 bytes, as no machine has more.
  private static func gibibytes(_ bytes: Bytes) -> String { short(bytes.inGibibytes) }

  /// Bytes as GB, exact: a byte is a nano-gigabyte.
  private static func gigabytes(_ bytes: Bytes) -> String { Money.decimalText(nanos: bytes.count) }
}
