public import JobModel

/// A catalog made ready for many choices: where a job goes that needs more memory.
public struct MachineMarket: Sendable {
  /// The catalog.
  public let catalog: Catalog
  /// Its types, in its order.
  let types: [InstanceType]
  /// The same with what is worked out of them.
  let machines: [MarketMachine]
  /// By place: the next larger of the family, else the cheapest with a fifth more memory; nil for the largest.
  let next: [Int?]
  let places: [String: Int]
  /// The numbers of cores that types have.
  let cores: [String: Double]
  /// The memory that a job gets on each type.
  let usableMemory: [String: Bytes]
  /// The different amounts of it, and which of them each place has.
  let memories: [Bytes]
  let memoryOf: [Int]

  /// A catalog made ready.
  /// - Complexity: O(types²).
  public init(_ catalog: Catalog) {
    self.catalog = catalog
    let types = catalog.typeList
    self.types = types
    machines = types.map { MarketMachine($0, catalog) }
    let places = Dictionary(types.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { a, _ in a })
    self.places = places
    cores = Dictionary(types.map { ($0.name, $0.vcpus) }, uniquingKeysWith: { a, _ in a })
    let prices = machines.map { $0.price(.onDemand) }
    let spot = machines.map { $0.price(.spot) }
    usableMemory = Dictionary(types.map { ($0.name, $0.usableMemory) }, uniquingKeysWith: { a, _ in a })
    let memories = Set(types.map(\.usableMemory)).sorted()
    self.memories = memories
    memoryOf = types.map { type in memories.partitionPoint { $0 < type.usableMemory } }
    next = types.map { type in
      if let larger = catalog.nextLarger(than: type.name), let place = places[larger.name],
        prices[place] != nil || spot[place] != nil
      {
        return place
      }
      let enough = Double(type.usableMemory.count) * AdviceRules.stepUp
      let fitting = types.indices.filter {
        (prices[$0] ?? spot[$0]) != nil && Double(types[$0].usableMemory.count) >= enough
          && (types[$0].gpus > 0) == (type.gpus > 0)
          && (types[$0].architecture ?? "x86_64") == (type.architecture ?? "x86_64")
      }
      return fitting.min {
        (prices[$0] ?? spot[$0] ?? 0, types[$0].vcpus, types[$0].memory.count)
          < (prices[$1] ?? spot[$1] ?? 0, types[$1].vcpus, types[$1].memory.count)
      }
    }
  }
}
