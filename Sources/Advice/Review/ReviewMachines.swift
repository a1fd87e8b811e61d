public import JobModel

/// What machines offer and cost: the sizes of every known type, and the prices of one catalog.
public struct ReviewMachines: Sendable {
  /// Where prices come from; nil where only recorded prices count.
  public let catalog: Catalog?
  private let references: [String: InstanceType]

  /// Machines of a catalog, and the sizes of those of others.
  public init(catalog: Catalog? = nil, references: [Catalog] = []) {
    self.catalog = catalog
    var types: [String: InstanceType] = [:]
    for reference in references { for type in reference.typeList { types[type.name] = types[type.name] ?? type } }
    for type in catalog?.typeList ?? [] { types[type.name] = type }
    self.references = types
  }

  /// What a type offers; nil for an unknown one.
  public func type(_ name: String?) -> InstanceType? { name.flatMap { references[$0] } }

  /// The next larger machine of the same family, by usable memory, then cores.
  func larger(than name: String) -> InstanceType? {
    guard let current = references[name] else { return nil }
    return references.values
      .filter { $0.family == current.family && $0.usableMemory > current.usableMemory }
      .min { ($0.usableMemory, $0.vcpus, $0.name) < ($1.usableMemory, $1.vcpus, $1.name) }
  }

  /// The smallest of DNAnexus' plain machines with so many bytes of usable memory.
  func smallest(holding memory: Double) -> InstanceType? {
    references.values
      .filter { $0.name.hasPrefix("mem") && $0.family.hasSuffix("_ssd1_v2") && Double($0.usableMemory.count) >= memory }
      .min { ($0.usableMemory, $0.vcpus, $0.name) < ($1.usableMemory, $1.vcpus, $1.name) }
  }

  /// The cheapest machine with a price that has all this, without a GPU unless one is there now; nil if none is cheaper
  /// than the present one.
  func cheaper(than name: String, vcpus: Double, memory: Bytes?, disk: Bytes?) -> (type: InstanceType, saving: Double)?
  {
    guard let catalog, let current = catalog.type(named: name), let present = current.onDemand?.perHour.approximate,
      present > 0
    else { return nil }
    let fitting = catalog.typeList.filter { type in
      type.vcpus >= vcpus && type.usableMemory >= memory ?? current.usableMemory
        && (disk == nil || (type.usableDisk ?? Bytes(0)) >= disk ?? Bytes(0)) && type.gpus == current.gpus
        && type.architecture == current.architecture && type.onDemand != nil
    }
    let best = fitting.min {
      ($0.onDemand?.perHour.approximate ?? 0, $0.vcpus, $0.name)
        < ($1.onDemand?.perHour.approximate ?? 0, $1.vcpus, $1.name)
    }
    guard let best, let price = best.onDemand?.perHour.approximate, price < present else { return nil }
    return (best, 1 - price / present)
  }
}
