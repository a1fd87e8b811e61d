import JobModel
import OrderedCollections

@testable import Reporting

/// Small runs made by hand, of which every figure on a screen can be checked by eye.
enum Sample {
  /// Nano-units of a whole amount.
  static func units(_ value: Double) -> Int64 { Int64((value * 1e9).rounded()) }

  static func hours(_ value: Double) -> Int64 { Int64((value * 3_600_000).rounded()) }

  /// 2026-03-01.
  static let priceDay = SimTime(milliseconds: 20_513 * 86_400_000)

  /// Ten replications whose costs are 30, 32, … 48 GBP times `factor`, and times of 6 to 10.5 hours plus a delay.
  static func estimate(name: String = "gwas", factor: Double = 1, delay: Double = 0) throws -> Run {
    let costs = (0..<10).map { units((30 + 2 * Double($0)) * factor) }
    let times = (0..<10).map { hours(6 + delay + 0.5 * Double($0)) }
    var run = Run(
      id: "0123456789abcdef", kind: .estimate, name: name, catalog: "ukb-rap-aws-eu-west-2", seed: 1, replications: 10,
      version: "0.1.0", jobs: 24, tries: 332, wallClock: try required(Summary(times)),
      wait: WaitFigures(mean: 95_000))
    run.inputs = [.init(role: "plan", name: "gwas.yaml", content: "")]
    run.pricesAsOf = priceDay
    run.currency = .gbp
    run.cost = Summary(costs)
    run.costOfPriced = run.cost?.mean
    run.costSamples = costs
    run.wallClockSamples = times
    run.tasks = [
      TaskFigures(
        name: "split", jobs: 1, triesMean: 1, costMean: units(0.0034), costShare: 0.0034 / 39, waitMean: 80_000,
        runMean: 600_000, criticalShare: 0.02, failedMean: 0),
      TaskFigures(
        name: "regenie", jobs: 22, triesMean: 31.2, costMean: units(30.1 * factor), costShare: 30.1 / 39,
        waitMean: 100_000, runMean: hours(2.5), criticalShare: 0.788, failedMean: 0.1),
      TaskFigures(
        name: "merge", jobs: 1, triesMean: 1, costMean: units(8.8966 * factor), costShare: 8.8966 / 39,
        waitMean: 80_000, runMean: hours(1), criticalShare: 0.192, failedMean: 0),
    ]
    run.failedJobsMean = 0.1
    run.assumptions = [
      "at most 100 running jobs per user (the platform's default)",
      "spot workers come at once and are never taken back: give `spot:` in a scenario, or the spot cost is too low",
    ]
    run.warnings = ["no spot price for mem1_ssd1_v2_x4"]
    return run
  }

  /// A replay of two executables, one of which has no price if `isPriced` is false.
  static func replay(isPriced: Bool = true) throws -> Run {
    var run = Run(
      id: "fedcba9876543210", kind: .replay, name: "trace.txt", catalog: "aws-us-east-1", seed: 1, replications: 1,
      version: "0.1.0", jobs: 1509, tries: 1523, wallClock: try required(Summary([hours(7.5)])),
      wait: WaitFigures(mean: 60_000, p50: 30_000, p95: 300_000, max: hours(1)))
    run.pricesAsOf = priceDay
    run.currency = .usd
    run.cost = isPriced ? Summary([units(38.2)]) : nil
    run.costOfPriced = isPriced ? units(38.2) : units(8.2)
    run.unpricedTries = isPriced ? 0 : 1400
    var recorded = RecordedFigures()
    recorded.makespan = hours(8)
    recorded.wait = WaitFigures(mean: 90_000, p50: 30_000, p95: 600_000, max: hours(2))
    recorded.cost = units(40)
    recorded.currency = isPriced ? .usd : .gbp
    recorded.pricedJobs = 1400
    run.recorded = recorded
    run.criticalPath = hours(5)
    run.utilization = 0.64
    run.dropped = [
      DroppedJobs(reason: "analyses (their jobs are counted)", count: 3),
      DroppedJobs(reason: "started, but no end or runtime is recorded", count: 1),
    ]
    run.tasks = [
      TaskFigures(
        name: "FASTQC", jobs: 109, triesMean: 109, costMean: units(8.2), costShare: isPriced ? 8.2 / 38.2 : nil,
        waitMean: 30_000, runMean: hours(0.2), criticalShare: 0.25, failedMean: 0),
      TaskFigures(
        name: "ALIGN", jobs: 1400, triesMean: 1414, costMean: isPriced ? units(30) : nil,
        costShare: isPriced ? 30 / 38.2 : nil, waitMean: 62_000, runMean: hours(0.4), criticalShare: 0.75,
        failedMean: 14),
    ]
    run.assumptions = ["recorded waits, runtimes and outcomes stand"]
    return run
  }

  /// The estimate at three values of one setting, with a second setting that is the same at all of them.
  static func sweep() throws -> [SweepPoint] {
    try [("1", 1.0, 0.0), ("5", 0.8, 0.5), ("10", 0.9, 2)].map { value, factor, delay in
      SweepPoint(
        values: [
          ("tasks.regenie.work.items_per_job", value), ("tasks.regenie.instance_type", "mem1_ssd1_v2_x16"),
        ], run: try estimate(factor: factor, delay: delay))
    }
  }

  /// The estimate beside one on cheaper machines that merges with another task.
  static func comparison() throws -> Comparison {
    let base = try estimate()
    var other = try estimate(name: "gwas-spot", factor: 0.68, delay: 1)
    other.id = "9876543210abcdef"
    other.tasks[2].name = "merge-all"
    other.tasks[2].costMean = nil
    return try Comparison(a: base, b: other)
  }

  static func catalog() throws -> Catalog {
    var catalog = Catalog(name: "ukb-rap-aws-eu-west-2", provider: "dnanexus")
    catalog.region = "aws:eu-west-2"
    catalog.currency = .gbp
    catalog.pricesAsOf = priceDay
    catalog.sources = ["the rate card of 2026-03-01"]
    var small = InstanceType(name: "mem1_ssd1_v2_x4", vcpus: 4, memory: Bytes(8 << 30))
    small.usableMemory = Bytes(7 << 30)
    small.disk = Bytes(93 << 30)
    small.onDemand = HourlyPrice(perHour: try DecimalNumber(parsing: "0.1496"))
    small.spot = HourlyPrice(perHour: try DecimalNumber(parsing: "0.05"))
    let unpriced = InstanceType(name: "mem3_hdd2_v2_x128", vcpus: 128, memory: Bytes(1024 << 30))
    catalog.types = [small.name: small, unpriced.name: unpriced]
    return catalog
  }

  static func learnedRates() throws -> [LearnedRate] {
    var rate = LearnedRate(
      instanceType: "mem1_ssd1_v2_x4", priceModel: .onDemand, region: "aws:eu-west-2", currency: .gbp,
      ratePerHour: try DecimalNumber(parsing: "0.1496"), jobs: 412)
    rate.firstDay = priceDay
    rate.lastDay = SimTime(milliseconds: priceDay.milliseconds + 30 * 86_400_000)
    rate.disagreements = 3
    rate.lowest = try DecimalNumber(parsing: "0.12")
    rate.highest = try DecimalNumber(parsing: "0.1496")
    return [rate]
  }

  static func limits() -> PlanLimits {
    var limits = PlanLimits()
    limits.maxCostNanos = units(45)
    limits.maxTime = .hours(24)
    return limits
  }

  static func importReports() -> [ImportReport] {
    var first = ImportReport(file: "trace.txt", format: "Nextflow trace")
    first.rows = 1509
    first.kept = 1509
    var second = ImportReport(file: "jobs.csv", format: "jobs CSV")
    second.rows = 20_000
    second.quality.add(pastJob(cost: Money(nanos: 1, currency: .gbp)))
    second.kept = 19_980
    second.duplicates = 12
    for line in [4, 9, 12, 13, 17, 21, 30] { second.skip("no executable", line: line) }
    second.skip("stopped before it started", line: 40)
    second.warn("unknown state \"PREEMPTED\" is kept", line: 7)
    return [first, second]
  }

  /// A job of an hour on a machine.
  static func pastJob(cost: Money?, _ change: (inout Job) -> Void = { _ in }) -> Job {
    var job = Job(key: JobKey(id: "a"), name: "a", executable: "x", state: .done)
    job.runtime = .hours(1)
    job.instanceType = "t"
    job.cost = cost
    change(&job)
    return job
  }

  static func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
  }

  struct Missing: Error {}
}
