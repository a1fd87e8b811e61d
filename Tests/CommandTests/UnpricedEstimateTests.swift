import Foundation
import Testing

/// Nobody names a catalog: what depends on the machines is the same as with one, and nothing has a price.
@Suite struct UnpricedEstimateTests {
  private struct Estimate {
    var seconds: [Double]
    /// What it refuses with, or warns of.
    var error: String
    var status: Int32
    var isPriced = false
    var failedJobs: Double?
  }

  private func estimate(_ plan: String, _ scenario: String? = nil, _ options: String = "") throws -> Estimate {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    try Data(plan.utf8).write(to: place.appendingPathComponent("plan.yaml"))
    if let scenario { try Data(scenario.utf8).write(to: place.appendingPathComponent("world.yaml")) }
    let result = try Command.run(
      shell: "purser estimate plan.yaml --no-store --replications 20 --json \(options)"
        + (scenario == nil ? "" : " --scenario world.yaml"), in: place)
    guard result.status == 0 else { return Estimate(seconds: [], error: result.error, status: result.status) }
    let root = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let points = root["sweep"] as? [[String: Any]] ?? [root]
    let seconds = try points.map { point in
      let clock = try #require(point["wall_clock_s"] as? [String: Any])
      return try #require(clock["mean"] as? Double)
    }
    return Estimate(
      seconds: seconds, error: (root["warnings"] as? [String] ?? []).joined(separator: "\n"), status: 0,
      isPriced: points.contains { $0["cost"] is [String: Any] },
      failedJobs: root["failed_jobs_mean"] as? Double)
  }

  private func tasks(_ task: String) -> String { "tasks:\n  - {name: a, \(task)}\n" }

  @Test func machinesCountAsTheyDoWithACatalog() throws {
    let cases: [(plan: String, scenario: String?, seconds: Double?)] = [
      // 8 h on 2 vCPUs, all of it parallel: 1 h on 16.
      (tasks("instance_type: c5.4xlarge, runtime: {at_vcpus: 2, is: 8h, parallel: 1}"), nil, 3600),
      // Two at a time.
      (tasks("count: 10, instance_type: c5.large, runtime: 5m"), "platform: {max_vcpus: 4}\n", 1500),
      // Four at a time.
      (
        tasks("count: 10, instance_type: c5.large, runtime: 5m"), "platform: {cluster: {nodes: 2, cores: 4}}\n", 900
      ),
      (
        tasks("instance_type: c5.large, priority: low, runtime: 4h"), "spot: {interruptions_per_hour: 0.5}\n", nil
      ),
    ]
    for (plan, scenario, seconds) in cases {
      let without = try estimate(plan, scenario)
      let with = try estimate(plan, scenario, "--catalog aws-us-east-1")
      #expect(without.seconds == with.seconds, "\(plan): \(without.error)")
      if let seconds { #expect(without.seconds == [seconds], "\(plan)") } else { #expect(without.seconds != [14_400]) }
      #expect(!without.isPriced && with.isPriced)
      #expect(without.error.contains("nothing has a price: the machines and rules of aws-us-east-1 are taken"))
    }
  }

  @Test func theMemoryOfTheMachineIsALimit() throws {
    let plan = tasks("instance_type: c5.large, runtime: 1h, memory: 900 GiB")
    let (without, with) = (try estimate(plan), try estimate(plan, nil, "--catalog aws-us-east-1"))
    #expect(without.failedJobs == 1 && with.failedJobs == 1, "\(without.error)")
  }

  @Test func aSweepHasOneCatalogForAllItsPoints() throws {
    let plan = tasks("runtime: {at_vcpus: 2, is: 8h, parallel: 1}")
    let there = try estimate(plan, nil, "--sweep tasks.a.instance_type=c5.large,c5.4xlarge")
    #expect(there.seconds == [28_800, 3600], "\(there.error)")
    // No built-in catalog has both, in whatever order.
    for types in ["mem1_ssd1_v2_x4,c5.large", "c5.large,mem1_ssd1_v2_x4"] {
      let mixed = try estimate(tasks("runtime: 1h"), nil, "--sweep tasks.a.instance_type=\(types)")
      #expect(mixed.seconds == [3600, 3600], "\(mixed.error)")
      let scaled = try estimate(plan, nil, "--sweep tasks.a.instance_type=\(types)")
      #expect(scaled.status == 1 && scaled.error.contains("on which a runtime's `at_vcpus` depends"), "\(scaled.error)")
    }
  }

  @Test func typesOfOverridesCount() throws {
    let override = "overrides:\n  - {match: {name: a}, instance_type: c5.4xlarge}\n"
    let plan = tasks("instance_type: mem1_ssd1_v2_x2, runtime: {at_vcpus: 2, is: 8h, parallel: 1}")
    #expect(try estimate(plan, override).seconds == [3600])
  }

  @Test func unknownMachinesAreRefusedWhereTheyMatter() throws {
    let plan = tasks("count: 10, instance_type: n1-standard-4, runtime: 5m")
    let free = try estimate(plan)
    #expect(free.seconds == [300] && free.error.contains("no built-in catalog has all its machines (n1-standard-4)"))
    for scenario in [
      "platform: {max_vcpus: 4}\n", "platform: {cluster: {nodes: 2, cores: 4}}\n",
      "spot: {interruptions_per_hour: 0.5}\n",
    ] {
      let refused = try estimate(plan, scenario)
      #expect(refused.status == 1 && refused.error.contains("n1-standard-4"), "\(scenario): \(refused.error)")
    }
  }
}
