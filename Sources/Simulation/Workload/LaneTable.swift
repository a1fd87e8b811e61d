import JobModel

/// The queues of a workload: one for each user and set of family limits that its jobs meet.
struct LaneTable {
  private(set) var lanes: [Workload.Lane] = []
  private var indices: [[Int32]: Int32] = [:]
  private let families: [Platform.FamilyLimit]

  init(families: [Platform.FamilyLimit]) { self.families = families }

  /// The lane of a user's jobs on a family.
  mutating func index(user: Int32, family: String?) -> Int32 {
    let known = limits(of: family)
    let key = [user] + known
    if let lane = indices[key] { return lane }
    let index = Int32(lanes.count)
    indices[key] = index
    lanes.append(Workload.Lane(user: user, familyLimits: known))
    return index
  }

  /// The limits that a family meets.
  private func limits(of family: String?) -> [Int32] {
    guard let family else { return [] }
    return families.indices.filter { families[$0].covers(family) }.map { Int32($0) }
  }
}

extension Platform.FamilyLimit {
  /// Whether it limits a family.
  ///
  /// A limit is on a family or on its first part: `mem3` limits `mem3_ssd1_v2`, but not `mem30`.
  func covers(_ other: String) -> Bool {
    other == family || other.hasPrefix(family + "_") || other.hasPrefix(family + ".")
  }
}

extension Rules {
  /// Says why a job would never get its place on the cluster, if there is one.
  ///
  /// - Throws: ``SimulationError``, with the task of a plan if there is one.
  func checkFitsCluster(
    cores: Int64, memory: Int64, nodes: Int, who: String, task: String? = nil
  ) throws(SimulationError) {
    guard let room else { return }
    func failure(_ needed: String, _ offered: String) -> SimulationError {
      SimulationError(
        "\(who) needs \(needed), and the cluster has \(offered)", hint: "take a smaller instance type or larger nodes",
        task: task, key: task.map { _ in "instance_type" })
    }
    if cores > room.cores { throw failure("\(Double(cores) / 1000) cores of a node", "\(room.cores / 1000)") }
    if memory > room.memory { throw failure("\(Bytes(memory)) of a node", "\(Bytes(room.memory))") }
    if nodes > room.nodes { throw failure("\(nodes) nodes", "\(room.nodes)") }
  }

  /// Says which limit a job passes all alone, on machines of so many vCPUs.
  ///
  /// - Throws: ``SimulationError``, with the task of a plan if there is one.
  func checkFits(
    _ vcpus: Double, nodes: Int, family: String, who: String, task: String? = nil
  ) throws(SimulationError) {
    let needed = vcpus * Double(nodes)
    func failure(_ allowed: String) -> SimulationError {
      SimulationError(
        "\(who) needs \(checkedInteger(needed) ?? .max) vCPUs at once, and platform.max_vcpus allows \(allowed)",
        hint: "take a smaller instance type or raise the limit", task: task, key: task.map { _ in "instance_type" })
    }
    if let all = maxVCPUs, needed > Double(all) { throw failure("\(all)") }
    for limit in maxVCPUsByFamily where limit.covers(family) && needed > Double(limit.vcpus) {
      throw failure("\(limit.vcpus) of \(limit.family)")
    }
  }
}
