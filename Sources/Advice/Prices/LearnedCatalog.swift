public import JobModel

/// A catalog made of the rates that a user's own jobs were charged.
public enum LearnedCatalog {
  /// What the catalog is called.
  public static let name = "learned"

  /// The catalog of the region and currency in which most jobs were charged; nil of no rates.
  ///
  /// What a machine offers is taken from `references`, the first that has the type; a type that none has gets the vCPUs
  /// and the memory that its name tells, and is named in the warnings.
  public static func make(
    from rates: [LearnedRate], references: [Catalog]
  ) -> (catalog: Catalog, warnings: [String])? {
    var places: [String: Int] = [:]
    for rate in rates { places[place(rate), default: 0] += rate.jobs }
    guard let main = places.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key,
      let first = rates.first(where: { place($0) == main })
    else { return nil }
    var catalog = Catalog(name: name, provider: "dnanexus")
    catalog.region = first.region
    catalog.currency = first.currency
    var warnings: [String] = []
    if places.count > 1 {
      let others = places.filter { $0.key != main }.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value) jobs)" }
      warnings.append("learned rates of \(main) are used, not those of \(others.joined(separator: ", "))")
    }
    // All the machines of the place's own catalog can be planned on; only those seen have a price.
    let base = references.first { $0.isDNAnexus && $0.region == first.region } ?? references.first { $0.isDNAnexus }
    for type in base?.typeList ?? [] {
      var unpriced = type
      unpriced.onDemand = nil
      unpriced.spot = nil
      unpriced.priceSource = nil
      unpriced.priceDate = nil
      catalog.set(unpriced)
    }
    for rate in rates where place(rate) == main {
      var type =
        catalog.type(named: rate.instanceType) ?? references.lazy.compactMap { $0.type(named: rate.instanceType) }.first
      if type == nil {
        type = guessed(rate.instanceType)
        warnings.append("\(rate.instanceType) is in no catalog: its vCPUs and memory are taken from its name")
      }
      guard var known = type else { continue }
      let price = HourlyPrice(perHour: rate.ratePerHour)
      if rate.priceModel == .spot { known.spot = price } else { known.onDemand = price }
      known.priceSource = "learned from \(rate.jobs) jobs"
      known.priceDate = rate.lastDay
      catalog.set(known)
      catalog.pricesAsOf = [catalog.pricesAsOf, rate.lastDay].compactMap { $0 }.max()
    }
    catalog.sources = ["what \(rates.filter { place($0) == main }.reduce(0) { $0 + $1.jobs }) past jobs were charged"]
    return (catalog, warnings)
  }

  private static func place(_ rate: LearnedRate) -> String { "\(rate.region ?? "unknown region") \(rate.currency)" }

  /// What a DNAnexus name tells: `mem2_ssd1_v2_x8` has 8 vCPUs and about 4 GiB for each.
  ///
  /// mem1 has about 2 GiB a core, mem2 4, mem3 8, mem4 and up 14 (reference/dnanexus.md, section 3).
  static func guessed(_ name: String) -> InstanceType {
    let parts = name.split(separator: "_")
    let cores = parts.last { $0.count > 1 && $0.first == "x" && $0.dropFirst().allSatisfy(\.isNumber) }
    let vcpus = cores.flatMap { Double($0.dropFirst()) } ?? 1
    let perCore: Double =
      if name.contains("mem1") { 2 } else if name.contains("mem2") { 4 } else if name.contains("mem3") { 8 } else { 14 }
    let bounded = min(max(1, vcpus), 4096)
    return InstanceType(name: name, vcpus: bounded, memory: Bytes(gibibytes: bounded * perCore) ?? Bytes(1 << 30))
  }
}
