import JobModel

/// The machine types that a workload can meet, each once, in order of first use.
struct MachineTable {
  private(set) var machines: [Workload.Machine] = []
  /// The family of each.
  private(set) var families: [String] = []
  private var knowsLarger: [Bool] = []
  private var indices: [String: Int32] = [:]
  private let catalog: Catalog
  private let rules: Rules

  init(catalog: Catalog, rules: Rules) {
    self.catalog = catalog
    self.rules = rules
  }

  /// The index of a type of the catalog, or nil if the catalog does not have it.
  ///
  /// - Parameter withLarger: also takes up the larger types of the family, for jobs that may move to them.
  mutating func index(of name: String, withLarger: Bool) throws(SimulationError) -> Int32? {
    guard let index = try take(name) else { return nil }
    guard withLarger else { return index }
    var current = Int(index)
    while !knowsLarger[current] {
      knowsLarger[current] = true
      guard let larger = catalog.nextLarger(than: machines[current].name), let next = try take(larger.name) else {
        break
      }
      machines[current].nextLarger = next
      current = Int(next)
    }
    return index
  }

  private mutating func take(_ name: String) throws(SimulationError) -> Int32? {
    if let known = indices[name] { return known }
    guard let type = catalog.type(named: name) else { return nil }
    let index = Int32(machines.count)
    indices[name] = index
    machines.append(try machine(type))
    families.append(type.family)
    knowsLarger.append(false)
    return index
  }

  private func machine(_ type: InstanceType) throws(SimulationError) -> Workload.Machine {
    let conditions = rules.spotConditions(of: type.name)
    let rate = conditions.interruptionsPerHour ?? 0
    guard let wait = Sampler(conditions.wait ?? .constant(0)) else {
      throw SimulationError(
        "the spot market's `wait` cannot be taken from a history", hint: "give a duration or two quantiles")
    }
    return Workload.Machine(
      name: type.name, vcpus: type.vcpus, milliVCPUs: checkedInteger(type.vcpus * 1000) ?? .max,
      hasSpotMarket: type.hasSpotMarket, memory: type.memory,
      usableMemory: type.usableMemory.count,
      // A type whose disk nobody stated is not held against a job.
      usableDisk: type.usableDisk?.count ?? type.disk?.count ?? .max, nextLarger: -1,
      meanTimeToInterruption: rate > 0 ? 3_600_000 / rate : .infinity, spotWait: wait)
  }
}
