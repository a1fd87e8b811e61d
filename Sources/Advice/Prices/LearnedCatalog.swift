public import JobModel

/// A catalog made of the rates that a user's own jobs were charged.
public enum LearnedCatalog {
  /// What the catalog is called.
  public static let name = "learned"

  /// The catalog of the currency in which most jobs were charged; nil of no rates.
  ///
  /// What a machine offers is taken from `references`, the first that has the type; a type that none has gets the vCPUs
  /// and the memory that its name tells, and is named in the warnings. Where regions differ in a rate, the one with the
  /// most jobs is taken, and the warnings say so.
  public static func make(
    from rates: [LearnedRate], references: [Catalog]
  ) -> (catalog: Catalog, warnings: [String])? {
    guard let currency = most(rates.map { ($0.currency.code, $0.jobs) }),
      let first = rates.first(where: { $0.currency.code == currency })
    else { return nil }
    var warnings: [String] = []
    let others = Set(rates.map(\.currency.code)).subtracting([currency]).sorted()
    if !others.isEmpty {
      warnings.append("learned rates in \(currency) are used, not those in \(others.joined(separator: ", "))")
    }
    let own = rates.filter { $0.currency.code == currency }
    let region = most(own.map { ($0.region ?? "", $0.jobs) }).flatMap { $0.isEmpty ? nil : $0 }
    var catalog = Catalog(name: name, provider: "dnanexus")
    catalog.region = region
    catalog.currency = first.currency
    // All the machines of the place's own catalog can be planned on; only those seen have a price.
    let base = references.first { $0.isDNAnexus && $0.region == region } ?? references.first { $0.isDNAnexus }
    for type in base?.typeList ?? [] { catalog.set(unpriced(type)) }
    // The rate with the most jobs comes last, and stays.
    for rate in own.sorted(by: { ($0.jobs, $1.region ?? "") < ($1.jobs, $0.region ?? "") }) {
      var type =
        catalog.type(named: rate.instanceType)
        ?? references.lazy.compactMap { $0.type(named: rate.instanceType) }.first.map(unpriced)
      if type == nil {
        type = guessed(rate.instanceType)
        warnings.append("\(rate.instanceType) is in no catalog: its vCPUs and memory are taken from its name")
      }
      guard var known = type else { continue }
      let price = HourlyPrice(perHour: rate.ratePerHour)
      if let other = known.price(rate.priceModel), other != price {
        warnings.append(
          "\(rate.instanceType) costs differently from region to region: \(rate.region ?? "unknown") is taken")
      }
      if rate.priceModel == .spot { known.spot = price } else { known.onDemand = price }
      known.priceSource = "learned from \(rate.jobs) jobs"
      known.priceDate = rate.lastDay
      catalog.set(known)
      catalog.pricesAsOf = [catalog.pricesAsOf, rate.lastDay].compactMap { $0 }.max()
    }
    catalog.sources = ["what \(own.reduce(0) { $0 + $1.jobs }) past jobs were charged"]
    return (catalog, warnings)
  }

  private static func unpriced(_ type: InstanceType) -> InstanceType {
    var type = type
    type.onDemand = nil
    type.spot = nil
    type.priceSource = nil
    type.priceDate = nil
    return type
  }

  /// The name with the largest sum; the first in the alphabet of equal ones.
  private static func most(_ weighted: [(name: String, jobs: Int)]) -> String? {
    var sums: [String: Int] = [:]
    for (name, jobs) in weighted { sums[name, default: 0] += jobs }
    return sums.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// What a DNAnexus name tells: `mem2_ssd1_v2_x8` has 8 vCPUs and about 4 GiB for each.
  ///
  /// mem1 has about 2 GiB a core, mem2 4, mem3 8, mem4 and up 14.
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
