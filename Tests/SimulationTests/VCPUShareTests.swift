import JobModel
import Testing

@testable import Simulation

@Suite("Catalogs that charge by vCPU")
struct VCPUShareTests {
  /// `t_x4` costs 0.64 an hour.
  private func shared() throws -> Catalog {
    var catalog = try catalog()
    catalog.billing.share = .vcpu
    return catalog
  }

  private func task(_ name: String, on type: String, vcpus: Double?) -> PlanTask {
    var task = SimulationTests.task(name, minutes: 60, count: 3)
    task.instanceType = type
    task.vcpus = vcpus
    return task
  }

  @Test("a planned job pays for the vCPUs it asks for, of those that its worker has")
  func plan() async throws {
    let run = try await estimate(
      [task("one", on: "t_x4", vcpus: 1), task("half", on: "t_x4", vcpus: 0.5), task("all", on: "t_x4", vcpus: nil)],
      catalog: try shared(), replications: 3)
    // Three jobs each of an hour: 3 × 0.64 × 1/4, 3 × 0.64 × 1/8, 3 × 0.64.
    #expect(run.tasks.map(\.costMean) == [480_000_000, 240_000_000, 1_920_000_000])
    #expect(run.cost?.mean == 2_640_000_000)
    #expect(
      run.assumptions.contains("test-catalog charges by vCPU; 1 task says no `vcpus` and is charged for whole workers"))
    #expect(run.warnings == [])
  }

  @Test("a job that asks for more than its worker has pays for the worker, and is told")
  func tooMany() async throws {
    let run = try await estimate([task("wide", on: "t_x2", vcpus: 8)], catalog: try shared())
    #expect(run.cost?.mean == 960_000_000)
    #expect(run.warnings == ["task \"wide\" asks for 8 vCPUs, t_x2 has 2: it is charged for the whole worker"])
  }

  @Test("where the catalog charges by worker, what a job asks for is not its price")
  func byWorker() async throws {
    let run = try await estimate([task("one", on: "t_x4", vcpus: 1)])
    #expect(run.cost?.mean == 1_920_000_000)
    #expect(!run.assumptions.contains { $0.contains("vCPU") })
  }

  @Test("the cost limit counts shares")
  func costLimit() async throws {
    var scenario = Scenario()
    scenario.limits = Scenario.Limits()
    scenario.limits?.maxCostNanos = 600_000_000
    let run = try await estimate([task("one", on: "t_x4", vcpus: 1)], scenario: scenario, catalog: try shared())
    // 0.48 in all; at whole workers the limit would end the plan after 19 minutes.
    #expect(run.cost?.mean == 480_000_000 && run.failedJobsMean == 0)
  }

  @Test("on a shared cluster a task takes the cores that it asks for")
  func cluster() async throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.cluster = Platform.Cluster(nodes: 1, cores: 4, memory: nil)
    func wall(_ vcpus: Double?) async throws -> Int64 {
      var task = SimulationTests.task("a", minutes: 60, count: 4)
      task.instanceType = nil
      task.vcpus = vcpus
      return try await estimate([task], scenario: scenario).wallClock.mean
    }
    #expect(try await wall(nil) == hour)
    #expect(try await wall(2) == 2 * hour)
    #expect(try await wall(4) == 4 * hour)
  }

  private func job(_ id: String, vcpus: Double?, milliseconds: Int64 = hour) -> Job {
    var job = Job(key: JobKey(id: id), name: id, executable: "x", state: .done)
    job.submitted = SimTime(milliseconds: 0)
    job.started = SimTime(milliseconds: 0)
    job.stopped = SimTime(milliseconds: milliseconds)
    job.instanceType = "t_x4"
    job.vcpus = vcpus
    return job
  }

  @Test("a recorded job pays for the vCPUs it asked for, rounded once; who did not say pays for the worker")
  func replay() throws {
    let jobs = [job("a", vcpus: 1), job("b", vcpus: 16), job("c", vcpus: nil), job("d", vcpus: 1, milliseconds: 1)]
    let run = try Replayer(history: History(jobs: jobs), scenario: Scenario(), catalog: try shared())
      .run(name: "test", version: "test")
    // A millisecond of a quarter: 0.64e9 / 3.6e6 / 4 = 44.4 nano-units.
    #expect(run.schedule?.cost == [160_000_000, 640_000_000, 640_000_000, 44])
    #expect(run.cost?.mean == 1_440_000_044)
    #expect(
      run.assumptions.contains(
        "1 of 4 jobs do not say how many vCPUs they asked for: they are charged for whole workers"))
  }

  @Test("who asks for much memory pays for as many vCPUs as have it, in whole ones")
  func memory() throws {
    // `t_x4` has 4 vCPUs and 16 GiB: 4 GiB a vCPU.
    func cost(_ vcpus: Double?, gib: Double?) throws -> Int64? {
      var job = job("a", vcpus: vcpus)
      job.memoryRequested = gib.map { Bytes(Int64($0 * 1_073_741_824)) }
      return try Replayer(history: History(jobs: [job]), scenario: Scenario(), catalog: try shared())
        .run(name: "t", version: "t").cost?.mean
    }
    #expect(try cost(1, gib: 4) == 160_000_000)
    #expect(try cost(1, gib: 4.001) == 320_000_000)
    #expect(try cost(1, gib: 12) == 480_000_000)
    #expect(try cost(3, gib: 4) == 480_000_000)
    // Not more than the worker, and the worker where the vCPUs are not known.
    #expect(try cost(1, gib: 100) == 640_000_000)
    #expect(try cost(nil, gib: 2) == 640_000_000)
  }

  @Test("limits count the vCPUs that are paid for, in a replay as in a plan")
  func limits() async throws {
    var scenario = Scenario()
    scenario.platform = Platform()
    scenario.platform?.maxVCPUs = 4
    let jobs = ["a", "b", "c", "d"].map { job($0, vcpus: 1) }
    func makespan(_ jobs: [Job], _ catalog: Catalog) throws -> Int64 {
      try Replayer(history: History(jobs: jobs), scenario: scenario, catalog: catalog).run(name: "t", version: "t")
        .wallClock.mean
    }
    // Four jobs of one vCPU each on workers of four: all at once, or one after the other.
    #expect(try makespan(jobs, try shared()) == hour)
    #expect(try makespan(jobs, try catalog()) == 4 * hour)
    #expect(try makespan(jobs.map { job($0.key.id, vcpus: nil) }, try shared()) == 4 * hour)
    // More than the worker has is the worker: it fits.
    #expect(try makespan([job("a", vcpus: 16)], try shared()) == hour)
    // Three planned jobs of two vCPUs: two at once, then one.
    let plan = [task("two", on: "t_x4", vcpus: 2)]
    #expect(try await estimate(plan, scenario: scenario, catalog: try shared()).wallClock.mean == 2 * hour)
    #expect(try await estimate(plan, scenario: scenario).wallClock.mean == 3 * hour)
  }

  @Test("recorded costs of shares beside a catalog of whole workers: the setting is named")
  func basis() throws {
    var paid = job("a", vcpus: 1)
    paid.cost = Money(nanos: 1, currency: .usd)
    paid.properties = [Property(name: Job.costBasisProperty, value: "vcpu")]
    func warnings(_ catalog: Catalog) throws -> [String] {
      try Replayer(history: History(jobs: [paid, job("b", vcpus: 1)]), scenario: Scenario(), catalog: catalog)
        .run(name: "t", version: "t").warnings
    }
    let expected =
      "1 of 2 recorded costs are for what a job asked for (cost_basis), and test-catalog charges whole "
      + "workers: with `billing: {share: vcpu}` in the catalog both agree"
    #expect(try warnings(try catalog()) == [expected])
    #expect(try warnings(try shared()) == [])
  }

  @Test("without a catalog no type is called unknown")
  func noCatalog() throws {
    let none = Catalog(name: Run.noCatalog, provider: Run.noCatalog)
    let run = try Replayer(history: History(jobs: [job("a", vcpus: 1)]), scenario: Scenario(), catalog: none)
      .run(name: "t", version: "t")
    #expect(run.warnings == [] && run.unpricedTries == 1)
  }

  @Test("what runs kept in storage is stated, with its price if the catalog has one, and is in no figure")
  func storage() throws {
    var run = Job(key: JobKey(run: "r", id: "run"), name: "run", executable: "w", state: .done)
    run.kind = .analysis
    run.properties = [Property(name: Job.storageProperty, value: "1698.338333333")]
    let history = History(jobs: [run, job("a", vcpus: 4)])
    func note(_ catalog: Catalog) throws -> (Int64?, String?) {
      let run = try Replayer(history: history, scenario: Scenario(), catalog: catalog).run(name: "t", version: "t")
      return (run.cost?.mean, run.assumptions.first { $0.contains("storage") })
    }
    var catalog = try catalog()
    #expect(try note(catalog) == (640_000_000, "storage of 1 run: 1,698.34 GiB-hours, not in any figure"))
    catalog.billing.storagePerGiBHour = try DecimalNumber(parsing: "0.0001918")
    // 1698.338333333 × 0.0001918 = 0.32574…
    #expect(try note(catalog) == (640_000_000, "storage of 1 run: 1,698.34 GiB-hours, 0.33 GBP, not in any figure"))
  }
}
