import Foundation
import JobModel
import Testing

@testable import Advice

/// Spot or on demand, and several items a job, from a history.
@Suite struct MarketAdviceTests {
  /// One type, `m`: 0.40 an hour on demand.
  private func world(spot: String?, onDemand: String = "0.40", provider: String = "test") throws -> Catalog {
    var made = try catalog([("m", 4, 16, onDemand)], provider: provider)
    var type = try #require(made.type(named: "m"))
    type.spot = spot == nil ? nil : HourlyPrice(perHour: try DecimalNumber(parsing: spot ?? ""))
    made.set(type)
    return made
  }

  /// Jobs of an hour: `done` that ended well and `lost` that were taken back after `minutes`, all on spot.
  private func onSpot(_ executable: String, from first: Int, done: Int, lost: Int, after minutes: Int64 = 60) -> [Job] {
    (0..<(done + lost)).map { index in
      past(first + index, on: "m", executable: executable, minutes: index < done ? 60 : minutes) {
        $0.priceModel = .spot
        if index >= done {
          $0.state = .failed
          $0.failureReason = .spotInstanceInterruption
        }
      }
    }
  }

  private func advice(_ executable: String, _ jobs: [Job], _ catalog: Catalog, goal: RecommendationSet.Goal = .cheapest)
    throws -> Recommendation
  {
    var rules = AdviceRules()
    rules.goal = goal
    return try #require(try advise(jobs, catalog, rules: rules).recommendations.first { $0.executable == executable })
  }

  @Test func whatRunsOnDemandGoesToSpotWhereThatIsCheaperForCertain() throws {
    // 40 spot tries of other jobs, two of them taken back: all in all (½ + 2)/40 an hour, so one in 16 h; of this type
    // (1 + 2)/(16 + 40) = 3/56 an hour. An hour's job then takes (e^(3/56) − 1)/(3/56) h, at 0.05 instead of 0.40.
    let jobs = (0..<20).map { past($0, on: "m") } + onSpot("other", from: 100, done: 38, lost: 2)
    let row = try advice("align", jobs, world(spot: "0.05"))
    let choice = try #require(row.spotChoice)
    let rate = 3.0 / 56
    let hours = expm1(rate) / rate
    #expect(choice.decision == .change && choice.current == .onDemand && choice.recommended == .spot)
    #expect(choice.tries == 40 && choice.interruptions == 2 && choice.seen == .hours(40))
    #expect(abs((choice.interruptionsPerHour ?? 0) - rate) < 1e-12)
    #expect(abs(Double(choice.spotCost?.nanos ?? 0) / 1e9 - 0.05 * hours) < 1e-8)
    #expect(choice.onDemandCost?.nanos == 400_000_000)
    #expect(row.recommended.setting.priority == .normal && row.current.setting.priority == nil && row.changes)
    #expect(abs(Double(row.recommended.cost?.nanos ?? 0) / 1e9 - 0.05 * hours) < 1e-8)
    #expect(abs(Double(row.saving?.mean.nanos ?? 0) / 1e9 - (0.40 - 0.05 * hours)) < 1e-8)
    #expect(abs(Double(row.timeChange) - (hours - 1) * 3_600_000) < 2)
    let saving = try #require(row.saving)
    #expect(saving.low.nanos < saving.mean.nanos && saving.mean.nanos < saving.high.nanos)
    #expect(row.reason.contains("; spot costs 87 % less: a worker is taken back once in 18h 40m"), "\(row.reason)")
    // It would be dearer from the root of (e^x − 1)/x = 8 on, an hour's job.
    #expect(abs((choice.breakEvenPerHour ?? 0) - SpotTheory.breakEven(priceRatio: 8)) < 1e-3)
    // On spot jobs take longer, so whoever wants them fast stays.
    let fast = try advice("align", jobs, world(spot: "0.05"), goal: .fastest)
    #expect(fast.spotChoice?.decision == .keep && fast.recommended.setting.priority == nil)
  }

  @Test func whatIsInterruptedTooOftenGoesOnDemand() throws {
    // 12 of 22 tries were taken back after half an hour: 12 in 16 h.
    let jobs = onSpot("align", from: 0, done: 10, lost: 12, after: 30)
    // All: 12.5/16 = 0.78125 an hour, so 1.28 h; the type: 13/17.28 = 0.752315. (e^0.752315 − 1)/0.752315 × 0.35 = 0.5220,
    // and a little less since the platform gives up after ten tries, and the next is on demand.
    let row = try advice("align", jobs, world(spot: "0.35"))
    let choice = try #require(row.spotChoice)
    let rate = 13 / 17.28
    #expect(choice.decision == .change && choice.recommended == .onDemand && choice.current == .spot)
    #expect(abs((choice.interruptionsPerHour ?? 0) - rate) < 1e-12)
    let expected = SpotTheory(rate: rate, work: 1).expectedCost(attempts: 10, spotPrice: 0.35, onDemandPrice: 0.40)
    #expect(abs(expected - 0.5218) < 1e-4)
    #expect(abs(Double(choice.spotCost?.nanos ?? 0) / 1e9 - expected) < 1e-8)
    #expect(row.recommended.setting.priority == .high)
    #expect(row.timeChange < 0 && (row.saving?.mean.nanos ?? 0) > 0)
    // At 0.30 spot costs 0.447, still more; but at the lower end of what the rate may be it costs less than 0.40.
    let unsure = try advice("align", jobs, world(spot: "0.30"))
    #expect(unsure.spotChoice?.decision == .keep && unsure.spotChoice?.recommended == .spot)
    #expect(unsure.recommended.setting.priority == nil)
  }

  @Test func fewSpotTriesAreNotEnough() throws {
    let jobs = (0..<20).map { past($0, on: "m") } + onSpot("other", from: 100, done: 3, lost: 0)
    let row = try advice("align", jobs, world(spot: "0.05"))
    let choice = try #require(row.spotChoice)
    #expect(choice.decision == .notEnoughData && choice.tries == 3 && choice.triesNeeded == 10)
    #expect(choice.recommended == nil && choice.spotCost == nil && !row.changes)
    #expect(abs((choice.breakEvenPerHour ?? 0) - SpotTheory.breakEven(priceRatio: 8)) < 1e-9)
    #expect(choice.words.hasPrefix("spot or on demand: not enough data (3 of 10 spot tries, of any executable)"))
    // Without a spot price there is nothing to say.
    #expect(try advice("align", jobs, world(spot: nil)).spotChoice == nil)
  }

  @Test func whoAsksForSpotAlreadyHasNothingToChange() throws {
    let jobs =
      (0..<20).map { past($0, on: "m") { $0.priority = .normal } } + onSpot("other", from: 100, done: 38, lost: 2)
    let row = try advice("align", jobs, world(spot: "0.05"))
    #expect(row.spotChoice?.decision == .keep && row.spotChoice?.recommended == .spot && !row.changes)
    #expect(row.spotChoice?.words.contains("asks for it already") ?? false)
  }

  @Test func theReplayPaysTheProposedPrice() throws {
    let jobs = (0..<20).map { past($0, on: "m") } + onSpot("other", from: 100, done: 38, lost: 2)
    let table = try ProfileTable(InMemoryJobSource(History(jobs: jobs)))
    let advisor = ResourceAdvisor(market: MachineMarket(try world(spot: "0.05")))
    let scenario = try #require(advisor.scenario(of: advisor.advise(table), table))
    #expect(scenario.overrides.map(\.priority) == [.normal])
    #expect(abs((scenario.spot?.conditions.interruptionsPerHour ?? 0) - 2.5 / 40) < 1e-12)
    #expect(abs((scenario.spot?.byType["m"]?.interruptionsPerHour ?? 0) - 3.0 / 56) < 1e-12)
  }

  // MARK: - Several items a job

  /// A scatter of 200 jobs launched at once: 90 s of set-up, and 1 s for each 10 MB of 50 to 540 MB, 29.5 s on average.
  private func scatter(gap: Int64 = 0, setup: Int64 = 90) -> [Job] {
    (0..<200).map { index in
      past(index, on: "m", executable: "small") {
        let submitted = Int64(index) * gap
        $0.submitted = SimTime(milliseconds: submitted)
        $0.started = $0.submitted
        $0.stopped = SimTime(milliseconds: submitted + (setup + 5 + Int64(index % 50)) * 1000)
        $0.usage.input = Bytes(Int64(50 + 10 * (index % 50)) * 1_000_000)
      }
    }
  }

  private func batching(_ jobs: [Job], _ catalog: Catalog) throws -> Recommendation {
    let source = InMemoryJobSource(History(jobs: jobs))
    let table = try ProfileTable(source)
    let advisor = ResourceAdvisor(market: MachineMarket(catalog))
    var advice = advisor.advise(table)
    try advisor.addBatching(to: &advice, table, source)
    return try #require(advice.recommendations.first)
  }

  @Test func shortJobsThatAreMostlySetUpGoTogether() throws {
    // 0.36 an hour is 0.0001 a second. DNAnexus runs 100 jobs at once, and brings a worker in w = 93.4 s on average.
    // One a job: 200 × 119.5 s = 23,900 s, in two waves. k a job cost (90 + 29.5 k) s each; the cheapest is one job of
    // 5,990 s, the fastest two a job, in 149 s + w. Cost and time as multiples of these: k = 4: 10,400/5,990 +
    // (208 + w)/(149 + w) = 2.98; 5: 9,500/5,990 + (237.5 + w)/(149 + w) = 2.95; 6: 34 jobs, the last of two,
    // 8,960/5,990 + (267 + w)/(149 + w) = 2.98. So five.
    let row = try batching(scatter(), world(spot: nil, onDemand: "0.36", provider: "dnanexus"))
    let batching = try #require(row.batching)
    #expect(batching.jobsPerJob == 5 && batching.scatter == 200 && batching.concurrency == 100 && batching.jobs == 200)
    #expect(batching.setup == .seconds(90) && batching.runtime == SimDuration(milliseconds: 119_500))
    #expect(batching.costNow.nanos == 2_390_000_000 && batching.cost.nanos == 950_000_000)
    #expect(batching.saving == 1_440_000_000)
    // Two waves of 119.5 s + w, and one of 237.5 s + w.
    let wait = batching.time.milliseconds - 237_500
    #expect(abs(wait - 93_400) < 1_000, "\(wait)")
    #expect(abs(batching.timeNow.milliseconds - 2 * (119_500 + wait)) <= 2)
    #expect(batching.words.contains("5 in one job pay it once; a launch of 200 costs "), "\(batching.words)")
    #expect(batching.words.hasSuffix(" with 100 at once"), "\(batching.words)")
    // The setting of a job stays.
    #expect(!row.changes)
  }

  @Test func whatIsNoScatterStaysAsItIs() throws {
    let prices = try world(spot: nil, onDemand: "0.36", provider: "dnanexus")
    // One every quarter of an hour: nothing that could go together.
    #expect(try batching(scatter(gap: 900_000), prices).batching == nil)
    // A sixth of the time is set-up.
    #expect(try batching(scatter(setup: 5), prices).batching == nil)
  }

  @Test func jobsOfATreeAreALaunchAndOthersByTheirTime() {
    func launches(_ count: Int, _ tree: String?, run: String = "", from: Int64 = 0, gap: Int64 = 1) -> [JobLaunch] {
      (0..<Int64(count)).map {
        JobLaunch(tree: tree, run: run, submitted: SimTime(milliseconds: from + $0 * gap * 60_000))
      }
    }
    #expect(LaunchSizes.typical([]) == nil)
    // A tree is a launch however long it takes.
    #expect(LaunchSizes.typical(launches(30, "a", gap: 60)) == 30)
    // Jobs that are trees of their own, each ten minutes after the one before; then eleven.
    func alone(_ gap: Int64) -> [JobLaunch] {
      (0..<20).map { JobLaunch(tree: "t\($0)", run: "", submitted: SimTime(milliseconds: Int64($0) * gap * 60_000)) }
    }
    #expect(LaunchSizes.typical(alone(10)) == 20 && LaunchSizes.typical(alone(11)) == 1)
    // 40 jobs in a launch of 40, 60 in launches of three: the job in the middle of 100 is in one of three.
    let many = launches(40, "x") + (0..<20).flatMap { launches(3, "y\($0)") }
    #expect(LaunchSizes.typical(many) == 3)
    // Runs are kept apart, and so is what has no time.
    #expect(LaunchSizes.typical(launches(5, nil, run: "a") + launches(5, nil, run: "b")) == 5)
    #expect(LaunchSizes.typical((0..<9).map { _ in JobLaunch(tree: nil, run: "", submitted: nil) }) == 1)
  }
}
