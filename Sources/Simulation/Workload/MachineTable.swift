import JobModel

/// The machine types that a workload can meet, each once, in order of first use.
struct MachineTable {
  private(set) var machines: [Workload.Machine] = []
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
    guard let type = catalog.type(named: name) else { return nil }
    let index: Int32
    if let known = indices[name] {
      index = known
    } else {
      index = Int32(machines.count)
      indices[name] = index
      machines.append(try machine(type))
    }
    if withLarger && machines[Int(index)].nextLarger < 0, let larger = catalog.nextLarger(than: name) {
      machines[Int(index)].nextLarger = try self.index(of: larger.name, withLarger: true) ?? -1
    }
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
      name: type.name, vcpus: type.vcpus, usableMemory: type.usableMemory.count,
      // A type whose disk nobody stated is not held against a job.
      usableDisk: type.usableDisk?.count ?? type.disk?.count ?? .max, nextLarger: -1,
      meanTimeToInterruption: rate > 0 ? 3_600_000 / rate : .infinity, spotWait: wait)
  }
}

/// The queues of a workload: one for each user and set of family limits that its jobs meet.
struct LaneTable {
  private(set) var lanes: [Workload.Lane] = []
  private var indices: [[Int32]: Int32] = [:]
  private let families: [Platform.FamilyLimit]

  init(families: [Platform.FamilyLimit]) { self.families = families }

  /// The lane of a user's jobs on a family.
  ///
  /// A limit is on a family or on its first part: `mem3` limits `mem3_ssd1_v2`, but not `mem30`.
  mutating func index(user: Int32, family: String?) -> Int32 {
    var limits: [Int32] = []
    for (index, limit) in families.enumerated() {
      guard let family else { break }
      if family == limit.family || family.hasPrefix(limit.family + "_") || family.hasPrefix(limit.family + ".") {
        limits.append(Int32(index))
      }
    }
    let key = [user] + limits
    if let known = indices[key] { return known }
    let index = Int32(lanes.count)
    indices[key] = index
    lanes.append(Workload.Lane(user: user, familyLimits: limits))
    return index
  }
}
