import JobModel
import Simulation

/// The instance types that a plan runs on, with all that a sweep and a scenario make of it: what a catalog must have.
struct PlanMachines {
  /// How many jobs each type has at most.
  private(set) var jobsOfType: [String: Int] = [:]
  /// The types, also those that a scenario names for no task of the plan.
  private(set) var names: Set<String> = []

  /// Takes up a plan in a scenario.
  mutating func add(_ plan: Plan, _ scenario: Scenario) {
    var plan = plan
    plan.apply(scenario.overrides)
    var counts: [String: Int] = [:]
    for task in plan.tasks {
      if let type = task.instanceType { counts[type, default: 0] += task.jobCount }
    }
    jobsOfType.merge(counts) { max($0, $1) }
    guard !jobsOfType.isEmpty else { return }
    names.formUnion(jobsOfType.keys)
    names.formUnion(scenario.overrides.compactMap(\.instanceType))
    names.formUnion(scenario.spot?.byType.keys.map { $0 } ?? [])
    names.formUnion(scenario.platform?.provisioningByType.keys.map { $0 } ?? [])
  }

  /// Takes a platform's default where nothing names a type.
  mutating func add(usual: String?) {
    if let usual, names.isEmpty { names = [usual] }
  }

  /// Refuses to go without machines where a plan or a scenario asks for what depends on them.
  ///
  /// A plan that names no type has none with any catalog.
  /// - Throws: `CommandError` that names what depends on them.
  static func checkNone(_ plan: Plan, _ scenario: Scenario) throws {
    var machines = PlanMachines()
    machines.add(plan, scenario)
    guard !machines.names.isEmpty else { return }
    let platform = scenario.platform
    let needs: [(String, Bool)] = [
      ("a runtime's `at_vcpus`", plan.tasks.contains { if case .amdahl? = $0.runtime { true } else { false } }),
      ("platform.max_vcpus", platform?.maxVCPUs != nil || !(platform?.maxVCPUsByFamily ?? []).isEmpty),
      ("platform.provisioning.by_type", !(platform?.provisioningByType ?? [:]).isEmpty),
      ("platform.cluster", platform?.cluster != nil), ("spot", scenario.spot != nil),
    ]
    guard let first = needs.first(where: \.1)?.0 else { return }
    throw CommandError(
      "\(Run.noCatalogIsNamed), and no built-in one has all machines of the plan "
        + "(\(listed(machines.names.sorted(), upTo: 8))), on which \(first) depends; give --catalog with a file of your own"
    )
  }
}
