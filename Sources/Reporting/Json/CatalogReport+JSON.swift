public import JobModel

/// Instance catalogs, their checks and learned rates, as documents, tables or screens.
public enum CatalogReport {
  /// The document of the catalogs there are: `purser/catalog-list/1`. Ages are left out, they change by the day.
  public static func json(list catalogs: [Catalog]) -> JSONValue {
    .pairs([
      "schema": "purser/catalog-list/1", "catalogs": .array(catalogs.map { .object(head($0)) }),
    ])
  }

  /// The document of one catalog and some of its types: `purser/catalog/1`. Prices are list prices, per hour.
  public static func json(show catalog: Catalog, types: [InstanceType]) -> JSONValue {
    .object(
      [JSONValue.Member("schema", "purser/catalog/1")] + head(catalog)
        + RunReport.members([
          "billing": billing(catalog.billing), "sources": .texts(catalog.sources),
          "instance_types": .array(types.map(type)),
        ]))
  }

  /// The document of a check: `purser/catalog-check/1`.
  public static func json(check catalog: String, findings: [CatalogCheck.Finding]) -> JSONValue {
    .pairs([
      "schema": "purser/catalog-check/1", "catalog": .string(catalog),
      "findings": .array(
        findings.map {
          .pairs([
            "kind": .string($0.kind.rawValue), "severity": .string($0.severity.rawValue),
            "instance_type": .text($0.type),
            "message": .string($0.message),
          ])
        }),
    ])
  }

  /// The document of rates learned from bills: `purser/learned-rates/1`.
  public static func json(learned rates: [LearnedRate]) -> JSONValue {
    .pairs([
      "schema": "purser/learned-rates/1",
      "rates": .array(
        rates.map {
          .pairs([
            "instance_type": .string($0.instanceType), "price_model": .string($0.priceModel.rawValue),
            "region": .text($0.region), "currency": .string($0.currency.code), "rate_per_hour": decimal($0.ratePerHour),
            "jobs": .count($0.jobs), "first_day": .day($0.firstDay), "last_day": .day($0.lastDay),
            "disagreements": .count($0.disagreements), "lowest_per_hour": decimal($0.lowest),
            "highest_per_hour": decimal($0.highest),
          ])
        }),
    ])
  }

  private static func head(_ catalog: Catalog) -> [JSONValue.Member] {
    RunReport.members([
      "name": .string(catalog.name), "provider": .string(catalog.provider), "region": .text(catalog.region),
      "currency": .text(catalog.currency?.code), "prices_as_of": .day(catalog.pricesAsOf),
      "types": .count(catalog.typeList.count), "priced_types": .count(catalog.pricedTypeCount),
    ])
  }

  private static func type(_ type: InstanceType) -> JSONValue {
    .pairs([
      "name": .string(type.name), "family": .string(type.family), "vcpus": .double(type.vcpus),
      "memory_bytes": .integer(type.memory.count), "usable_memory_bytes": .integer(type.usableMemory.count),
      "disk_bytes": type.disk.map { .integer($0.count) } ?? .null,
      "usable_disk_bytes": type.usableDisk.map { .integer($0.count) } ?? .null, "gpus": .count(type.gpus),
      "gpu_model": .text(type.gpuModel), "architecture": .text(type.architecture),
      "operating_system": .text(type.operatingSystem), "on_demand_per_hour": decimal(type.onDemand?.perHour),
      "spot_per_hour": decimal(type.spot?.perHour), "price_source": .text(type.priceSource),
      "price_date": .day(type.priceDate),
    ])
  }

  private static func billing(_ billing: Billing) -> JSONValue {
    .pairs([
      "minimum_s": .seconds(billing.minimum.milliseconds), "granularity_s": .seconds(billing.granularity.milliseconds),
      "share": .string(billing.share.rawValue),
      "free_failure_reasons": .texts(billing.freeFailureReasons.map(\.name).sorted()),
      "spot_interruptions_charged": .bool(billing.spotInterruptionsCharged), "discount": decimal(billing.discount),
      "storage_per_gib_hour": decimal(billing.storagePerGiBHour),
    ])
  }

  static func decimal(_ number: DecimalNumber?) -> JSONValue { number.map { .decimal($0.description) } ?? .null }
}
