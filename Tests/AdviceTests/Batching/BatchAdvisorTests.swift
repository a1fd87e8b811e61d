import Foundation
import JobModel
import Simulation
import TestSupport
import Testing

@testable import Advice

@Suite struct BatchAdvisorTests {
  private func terms(price: Double = 1) -> JobTerms {
    var terms = JobTerms()
    terms.onDemandPrice = price
    return terms
  }

  private func advisor(_ items: Int, terms: JobTerms, setup: Int64 = 5, concurrency: Int? = nil) throws -> BatchAdvisor
  {
    let work = BatchAdvisor.Work(items: items, perItem: .constant(2 * 60_000), setup: .constant(setup * 60_000))
    return try #require(BatchAdvisor(work, terms: terms, priority: .high, concurrency: concurrency))
  }

  @Test func setUpIsPaidOnceAJob() throws {
    // 100 items of 2 minutes, 5 of set-up, 10 places: 10 jobs of 25 min at once, or 100 of 7 min in 10 waves.
    let advisor = try advisor(100, terms: terms(), concurrency: 10)
    let ten = advisor.option(10)
    #expect(ten.jobs == 10 && abs((ten.cost ?? 0) - 250.0 / 60) < 1e-9 && abs(ten.time - 25.0 / 60) < 1e-9)
    let one = advisor.option(1)
    #expect(one.jobs == 100 && abs((one.cost ?? 0) - 700.0 / 60) < 1e-9 && abs(one.time - 70.0 / 60) < 1e-9)
    // 12 items: 8 jobs of 29 min and one of the 4 left, 13 min.
    #expect(abs((advisor.option(12).cost ?? 0) - (8 * 29 + 13) / 60.0) < 1e-9)
    let cheapest = try #require(advisor.cheapest())
    #expect(cheapest.itemsPerJob == 100 && abs((cheapest.cost ?? 0) - 205.0 / 60) < 1e-9)
    // In half an hour: ten jobs of 25 min, or nine of at most 29.
    #expect(try #require(advisor.cheapest(deadline: 0.5)).itemsPerJob == 12)
    #expect(advisor.cheapest(deadline: 0.3) == nil)
    let front = advisor.paretoFront()
    #expect(front.first?.itemsPerJob == 100 && front.last?.itemsPerJob == 10)
    #expect(zip(front, front.dropFirst()).allSatisfy { ($0.cost ?? 0) < ($1.cost ?? 0) && $0.time > $1.time })
  }

  @Test func interruptionsMakeLongJobsDear() throws {
    // On spot, once in 4 h: set-up against e^x. The least of n/k·(e^(l(s + kt)) − 1) over all sizes, by trying them.
    var market = JobTerms()
    (market.spotPrice, market.interruptionRate) = (0.3, 0.25)
    let work = BatchAdvisor.Work(items: 720, perItem: .constant(120_000), setup: .constant(300_000))
    let advisor = try #require(BatchAdvisor(work, terms: market, priority: .low))
    let best = try #require(advisor.cheapest())
    func cost(_ size: Int) -> Double {
      func job(_ items: Int) -> Double { 0.3 * expm1(0.25 * (5 + 2 * Double(items)) / 60) / 0.25 }
      let jobs = (719 / size)
      return Double(jobs) * job(size) + job(720 - jobs * size)
    }
    let expected = (1...720).min { cost($0) < cost($1) }
    #expect(best.itemsPerJob == expected && best.itemsPerJob > 10 && best.itemsPerJob < 60, "\(best) \(expected ?? 0)")
  }

  /// The sizes that are looked at hold the best of all sizes, for constant items charged as they run.
  @Test func theBestOfAllSizesIsAmongTheCandidates() throws {
    var random = SeededGenerator(seed: 11)
    for seed in 0..<60 {
      let items = Int.random(in: 1...400, using: &random)
      var market = terms()
      (market.spotPrice, market.interruptionRate) = (0.4, Double.random(in: 0...3, using: &random))
      let work = BatchAdvisor.Work(
        items: items, perItem: .constant(.random(in: 1000...600_000, using: &random)),
        setup: .constant(.random(in: 0...900_000, using: &random)))
      let advisor = try #require(
        BatchAdvisor(work, terms: market, priority: .low, concurrency: .random(in: 1...40, using: &random)))
      let best = try #require(advisor.cheapest()?.cost)
      let all = (1...items).compactMap { advisor.option($0).cost }.min() ?? 0
      #expect(best <= all * (1 + 1e-9), "seed \(seed): \(best) \(all)")
      // And every number of jobs that any size makes.
      let counts = Set((1...items).map { (items - 1) / $0 + 1 })
      #expect(Set(advisor.candidates.map { (items - 1) / $0 + 1 }) == counts, "seed \(seed)")
    }
  }

  @Test func aMilliardItemsAreNoMoreThanSixtyThousandSizes() throws {
    let work = BatchAdvisor.Work(
      items: 1_000_000_000, perItem: .quantiles(median: 50, p95: 200), setup: .constant(60_000))
    var market = terms()
    market.spotPrice = 0.3
    market.interruptionRate = 0.1
    let advisor = try #require(BatchAdvisor(work, terms: market, priority: .low, concurrency: 100))
    let sizes = advisor.candidates
    #expect(sizes.count < 64_000 && zip(sizes, sizes.dropFirst()).allSatisfy { $0 < $1 })
    // No plan has more than five million jobs.
    #expect(sizes.first == 200)
    var best: BatchAdvisor.Option?
    let time = ContinuousClock().measure { best = advisor.cheapest() }
    #expect(best?.cost ?? 0 > 0)
    #expect(time < .seconds(60), "\(time)")
    #expect(
      BatchAdvisor(
        BatchAdvisor.Work(items: 0, perItem: .constant(1), setup: .constant(1)), terms: terms(), priority: .high) == nil
    )
    let huge = BatchAdvisor.Work(items: .max, perItem: .constant(1), setup: .constant(1))
    #expect(try #require(BatchAdvisor(huge, terms: terms(), priority: .high)).option(1).jobs == .max)
  }

  @Test func whatDoesNotFitTheMachineIsNotProposed() throws {
    var work = BatchAdvisor.Work(items: 100, perItem: .constant(120_000), setup: .constant(300_000))
    work.memory = (Bytes(1 << 30), Bytes(1 << 28))
    let advisor = try #require(
      BatchAdvisor(work, terms: terms(), priority: .high, usable: (Bytes(4 << 30), nil)))
    // 1 GiB and a quarter for each item in 4 GiB.
    #expect(try #require(advisor.cheapest()).itemsPerJob == 12)
  }

  @Test func aTimeoutBoundsTheBatch() throws {
    var short = terms()
    short.timeout = 1
    // 5 + 2k minutes in an hour: 27 items, with 28 every job is lost.
    let best = try #require(try advisor(100, terms: short).cheapest())
    #expect(best.itemsPerJob <= 27 && best.failureProbability == 0)
    #expect(best.jobs == 4)
  }

  /// What is advised has the least simulated cost among the sizes of a sweep.
  @Test(arguments: [
    (Distribution.constant(120_000), 0.5), (.quantiles(median: 60_000, p95: 300_000), 0.3),
    (.exponential(mean: 240_000), 1.0),
  ])
  func agreesWithTheSimulation(perItem: Distribution, rate: Double) async throws {
    var catalog = Catalog(name: "c", provider: "test")
    catalog.currency = .usd
    var type = InstanceType(name: "m_x4", vcpus: 4, memory: Bytes(16 << 30))
    type.onDemand = HourlyPrice(perHour: try DecimalNumber(parsing: "1"))
    type.spot = HourlyPrice(perHour: try DecimalNumber(parsing: "0.3"))
    catalog.set(type)
    var scenario = Scenario()
    scenario.spot = SpotMarket()
    scenario.spot?.conditions.interruptionsPerHour = rate
    var task = PlanTask(name: "t")
    task.setup = .constant(600_000)
    task.instanceType = "m_x4"
    task.priority = .low
    task.restart = RestartPolicy(restartOn: [.spotInstanceInterruption: 1000], maxRestarts: 1000)
    task.work = PlanTask.Work(items: 240, perItem: perItem, itemsPerJob: 1)
    let rules = try Rules(scenario: scenario, catalog: catalog)
    let advisor = try #require(
      BatchAdvisor(
        BatchAdvisor.Work(items: 240, perItem: perItem, setup: task.setup),
        terms: JobTerms(task, on: type, catalog: catalog, rules: rules), priority: .low))
    let best = try #require(advisor.cheapest())
    func simulated(_ size: Int) async throws -> (mean: Double, error: Double) {
      task.work?.itemsPerJob = size
      let run = try await Estimator(plan: Plan(name: "p", tasks: [task]), scenario: scenario, catalog: catalog)
        .run(name: "p", version: "", options: SimulationOptions(replications: 2000, seed: 5, threads: 2))
      let cost = try #require(run.cost)
      return (Double(cost.mean) / 1e9, Double(cost.sd) / 1e9 / 2000.0.squareRoot())
    }
    let own = try await simulated(best.itemsPerJob)
    // The forecast is the simulation's mean.
    #expect(abs((best.cost ?? 0) - own.mean) < 4 * own.error + 0.003 * own.mean, "\(best) \(own)")
    for size in [1, 2, 4, 8, 16, 30, 60, 120, 240] where size != best.itemsPerJob {
      let other = try await simulated(size)
      let noise = (own.error * own.error + other.error * other.error).squareRoot()
      #expect(own.mean <= other.mean + 3 * noise, "\(best.itemsPerJob): \(own), \(size): \(other)")
    }
  }

  private func rows(_ count: Int, _ seconds: (Int) -> Double, input: ((Int) -> Int64)?) -> [UsageRow] {
    (0..<count).map { index in
      var job = Job(key: JobKey(id: "\(index)"), name: "j", executable: "e", state: .done)
      job.started = .zero
      job.stopped = SimTime(milliseconds: Int64(seconds(index) * 1000))
      if let input { job.usage.input = Bytes(input(index)) }
      return UsageRow(job)
    }
  }

  @Test func shortJobsThatAreMostlySetUpGoTogether() throws {
    // 90 s of set-up and 1 s for each 10 MB of 50 to 540 MB: 5 to 54 s of work, 29.5 on average.
    let rows = rows(50, { 90 + 5 + Double($0) }, input: { Int64(50 + 10 * $0) * 1_000_000 })
    let evidence = try #require(ScatterAdvisor.evidence(rows))
    #expect(abs(evidence.setup - 90.0 / 3600) < 1e-9 && abs(evidence.runtime - 119.5 / 3600) < 1e-9)
    let advice = try #require(
      ScatterAdvisor.advice(rows, jobsPerRun: 500, terms: terms(), concurrency: 100))
    #expect(advice.jobsPerJob > 1 && advice.saving > 0.3)
    #expect(advice.reason.contains("set-up (75 %, by 50 jobs)"))
    // Five to a job: 100 jobs at once. Any more and places stand empty; any fewer and a second wave starts.
    #expect(advice.jobsPerJob == 5)
  }

  @Test func whatTellsNoSetUpGivesNoAdvice() {
    #expect(ScatterAdvisor.evidence(rows(50, { 100 + Double($0) }, input: nil)) == nil)
    #expect(ScatterAdvisor.evidence(rows(50, { 100 + Double($0) }, input: { _ in 5 })) == nil)
    #expect(ScatterAdvisor.evidence(rows(19, { 100 + Double($0) }, input: { Int64($0) })) == nil)
    // Long jobs, or jobs that are mostly work.
    let long = rows(50, { 3000 + Double($0) }, input: { Int64($0) })
    #expect(ScatterAdvisor.advice(long, jobsPerRun: 500, terms: terms()) == nil)
    let work = rows(50, { 5 + 10 * Double($0) }, input: { Int64($0) })
    #expect(ScatterAdvisor.advice(work, jobsPerRun: 500, terms: terms()) == nil)
  }
}
