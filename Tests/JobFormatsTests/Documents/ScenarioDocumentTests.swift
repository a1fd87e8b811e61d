import JobModel
import Testing

@testable import JobFormats

/// The scenario of the design, word for word, with its cluster.
let designScenario = """
  catalog: dnanexus-aws-us-east-1
  platform:
    max_concurrent_jobs: 100                    # per user; the platform's default
    max_vcpus: {total: 2000, mem3: 500}         # all, or a family
    provisioning: {median: 80s, p95: 200s}      # runnable → running, every try, not charged
    startup: 0s                                 # running, charged, before the job's own work
    fallback_to_on_demand_after: 15m            # priority normal
    order: fcfs                                 # fcfs | priority | rank | shortest | fair-share | easy | easy-event
    cluster: {nodes: 4, cores: 32, memory: 128 GiB}      # a shared cluster instead of a worker per job
  spot: {interruptions_per_hour: 0.05, wait: 2m, max_tries: 5,   # then on demand, unless priority is low
         by_type: {mem3_ssd1_v2_x32: {interruptions_per_hour: 0.2}}}
  limits: {max_cost: 200, enforcement: 5m}
  overrides:
    - match: {executable: "bwa*", instance_type: mem1_ssd1_x4}
      instance_type: mem1_ssd1_v2_x16
      timeout: 4h
      priority: low
  """

@Suite("A scenario is read as it is written")
struct ScenarioDocumentTests {
  @Test("The design's scenario gives every value in it")
  func design() throws {
    let (scenario, warnings) = try scenario(designScenario)
    var platform = Platform()
    platform.maxConcurrentJobs = 100
    platform.maxVCPUs = 2000
    platform.maxVCPUsByFamily = [.init(family: "mem3", vcpus: 500)]
    platform.provisioning = .quantiles(median: 80_000, p95: 200_000)
    platform.startup = .constant(0)
    platform.fallbackToOnDemandAfter = .minutes(15)
    platform.order = .fcfs
    platform.cluster = .init(nodes: 4, cores: 32, memory: Bytes(128 << 30))
    var spot = SpotMarket()
    spot.conditions = .init(interruptionsPerHour: 0.05, wait: .constant(120_000))
    spot.maxTries = 5
    spot.byType = ["mem3_ssd1_v2_x32": .init(interruptionsPerHour: 0.2)]
    var limits = Scenario.Limits()
    limits.maxCostNanos = 200_000_000_000
    limits.enforcement = .minutes(5)
    var override = Override()
    override.match.executable = "bwa*"
    override.match.instanceType = "mem1_ssd1_x4"
    override.instanceType = "mem1_ssd1_v2_x16"
    override.timeout = .hours(4)
    override.priority = .low
    #expect(warnings.isEmpty)
    #expect(scenario.catalog == "dnanexus-aws-us-east-1")
    #expect(scenario.platform == platform)
    #expect(scenario.spot == spot)
    #expect(scenario.limits == limits)
    #expect(scenario.overrides == [override])
  }

  @Test(
    "Nothing is a scenario too", arguments: ["", "# only words\n", "platform:\nspot: {}\noverrides:\n", "{}", "---\n"])
  func empty(text: String) throws {
    var expected = Scenario()
    expected.spot = text.contains("spot") ? SpotMarket() : nil
    #expect(try scenario(text).scenario == expected)
  }

  @Test(
    "Every order is known", arguments: ["fcfs", "priority", "rank", "shortest", "fair-share", "easy", "easy-event"])
  func orders(name: String) throws {
    #expect(try scenario("platform: {order: \(name)}").scenario.platform?.order?.rawValue == name)
  }

  @Test("A limit on all vCPUs is a number, families are sorted by name")
  func vcpus() throws {
    #expect(try scenario("platform: {max_vcpus: 64}").scenario.platform?.maxVCPUs == 64)
    let platform = try scenario("platform: {max_vcpus: {mem3: 2, mem1_ssd1_v2: 1}}").scenario.platform
    #expect(platform?.maxVCPUs == nil)
    #expect(platform?.maxVCPUsByFamily == [.init(family: "mem1_ssd1_v2", vcpus: 1), .init(family: "mem3", vcpus: 2)])
  }

  @Test("An override of a restart policy replaces it, with a warning above nine")
  func restart() throws {
    let text = "overrides:\n- match: {name: \"step-?\", user: ann}\n  restart: {ExecutionError: 10}"
    let (scenario, warnings) = try scenario(text)
    #expect(scenario.overrides[0].restart == RestartPolicy(restartOn: [.executionError: 10]))
    #expect(scenario.overrides[0].match.user == "ann")
    #expect(
      warnings.map(\.description) == [
        "world.yaml:3: overrides[0].restart.ExecutionError: 10 restarts are more than the platform's 9; simulated as given"
      ])
  }

  @Test(
    "A fault is named with its line and key",
    arguments: [
      (
        "platform: {max_concurrent_jobs: 0}",
        #"platform.max_concurrent_jobs: expected a number of jobs from 1 to 1000000000, found "0""#
      ),
      (
        "platform: {max_vcpus: {total: x}}",
        #"platform.max_vcpus.total: expected a number of vCPUs from 1 to 1000000000, found "x""#
      ),
      (
        "platform: {max_vcpus: [1]}",
        "platform.max_vcpus: expected a mapping of limits, such as {total: 2000, mem3: 500}, found a list"
      ),
      (
        "platform: {order: fair}",
        #"platform.order: expected one of fcfs, priority, rank, shortest, fair-share, easy, easy-event, found "fair""#
      ),
      (
        "platform: {cluster: {nodes: 4}}",
        "platform.cluster: expected `cores`, the cores of each machine, found no such key"
      ),
      ("platform: {startup: -1s}", #"platform.startup: expected a duration of 0s or more, found "-1s""#),
      (
        "platform: {provisionning: 1s}",
        "platform.provisionning: unknown key `provisionning`; did you mean `provisioning`?"
      ),
      ("platform: 5", #"platform: expected a mapping of limits and delays, found "5""#),
      (
        "spot: {interruptions_per_hour: -0.1}",
        #"spot.interruptions_per_hour: expected a number of interruptions per hour, from 0 to 1000000, found "-0.1""#
      ),
      (
        "spot: {interruptions_per_hour: inf}",
        #"spot.interruptions_per_hour: expected a number of interruptions per hour, from 0 to 1000000, found "inf""#
      ),
      (
        "spot: {by_type: {c5.large: {}}}",
        "spot.by_type.c5.large: expected {interruptions_per_hour: 0.2, wait: 2m}, found an empty mapping"
      ),
      (
        "spot: {by_type: {c5.large: {max_tries: 1}}}",
        "spot.by_type.c5.large.max_tries: unknown key `max_tries`; known keys are interruptions_per_hour, wait"
      ),
      ("spot: {max_tries: -1}", #"spot.max_tries: expected a number of tries from 0 to 1000000000, found "-1""#),
      (
        "limits: {enforcement: x}",
        #"limits.enforcement: expected a duration such as 90s, 15m, 1d6h or 1h 30m, found "x""#
      ),
      (
        "overrides: [{match: {executable: a}}]",
        "overrides[0]: this override changes nothing; give it an instance_type, a timeout, a priority, a restart or a "
          + "runtime_factor"
      ),
      (
        "overrides: [{timeout: 1h, match: {exe: a}}]",
        "overrides[0].match.exe: unknown key `exe`; known keys are executable, name, instance_type, user, function, stage"
      ),
      ("overrides: {timeout: 1h}", "overrides: expected a list of overrides, found a mapping with timeout"),
      ("catalogue: x", "catalogue: unknown key `catalogue`; did you mean `catalog`?"),
    ])
  func faults(line: String, expected: String) {
    #expect(scenarioFault("\n\n\(line)\n") == "world.yaml:3: \(expected)")
  }

  @Test("A list is no scenario")
  func list() {
    #expect(
      scenarioFault("- a")
        == "world.yaml:1: expected a scenario, found a list; a scenario looks like `platform: {max_concurrent_jobs: 20}`"
    )
  }
}
