import JobModel
import OrderedCollections
import Testing

@testable import Simulation

/// A catalog of one family `t` with 1, 2, 4 … vCPUs and 4 GiB each, priced by the vCPU-hour.
func catalog(
  onDemand: String? = "0.16", spot: String? = nil, provider: String = "test", sizes: [Int] = [1, 2, 4]
) throws -> Catalog {
  var catalog = Catalog(name: "test-catalog", provider: provider)
  catalog.currency = .gbp
  for size in sizes {
    var type = InstanceType(name: "t_x\(size)", vcpus: Double(size), memory: Bytes(Int64(size) << 32))
    func price(_ text: String?) throws -> HourlyPrice? {
      guard let text else { return nil }
      let perCore = try DecimalNumber(parsing: text)
      let nanos = try #require(perCore.nanos(times: Int64(size), dividedBy: 1))
      return HourlyPrice(perHour: try DecimalNumber(parsing: Money.decimalText(nanos: nanos)))
    }
    type.onDemand = try price(onDemand)
    type.spot = try price(spot)
    catalog.types[type.name] = type
  }
  return catalog
}

/// A task of constant runtime on `t_x1`.
func task(_ name: String, minutes: Int64, count: Int = 1, after: [String] = []) -> PlanTask {
  var task = PlanTask(name: name)
  task.runtime = .distribution(.constant(minutes * 60_000))
  task.count = count
  task.after = after
  task.instanceType = "t_x1"
  return task
}

/// Estimates a plan on one thread.
func estimate(
  _ tasks: [PlanTask], scenario: Scenario = Scenario(), catalog: Catalog? = nil, replications: Int = 1,
  seed: UInt64 = 1,
  threads: Int = 1, change: (inout Plan) -> Void = { _ in }
) async throws -> Run {
  var plan = Plan(name: "test", tasks: tasks)
  change(&plan)
  try plan.validate()
  let world = try catalog ?? SimulationTests.catalog()
  let estimator = try Estimator(plan: plan, scenario: scenario, catalog: world)
  return try await estimator.run(
    name: "test", version: "test", options: SimulationOptions(replications: replications, seed: seed, threads: threads))
}

let minute: Int64 = 60_000
let hour: Int64 = 3_600_000

/// What so many minutes on `t_x1` cost at 0.16 an hour, to the nano-unit.
func cost(minutes: Int64) -> Int64 { (minutes * 160_000_000 + 30) / 60 }
