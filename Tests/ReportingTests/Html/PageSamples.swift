import JobModel

@testable import Reporting

/// A page of each kind of result, of small made-up data.
enum PageSamples {
  static let attack =
    "<script>alert('x')</script>\"' onload=\"a\u{0}b\u{202E}gnp.exe" + String(repeating: "long", count: 2500)

  /// The replay of the samples with a schedule of three jobs, one of which is tried twice.
  static func replay(job: String = "job-1", task: String = "ALIGN") throws -> Run {
    var run = try Sample.replay()
    var schedule = Schedule(
      jobs: [job, "job-2", "job-3"], tasks: [task, "FASTQC"], types: ["m5.large"],
      outcomes: [
        .init(state: .done), .init(state: .failed, reason: FailureReason("AppInsufficientResourceError")),
      ])
    let minute: Int64 = 60_000
    // Job 1 waits 1 min and runs 10; job 2 waits 5 and fails after 5, then waits 1 and runs 20; job 3 waits not at all.
    let rows: [(job: Int32, number: Int32, task: Int32, times: [Int64], outcome: Int32, cost: Int64?)] = [
      (0, 0, 0, [0, 1, 11], 0, Sample.units(1)), (1, 0, 0, [0, 5, 10], 1, Sample.units(2)),
      (1, 1, 0, [10, 11, 31], 0, Sample.units(4)), (2, 0, 1, [2, 2, 3], 0, nil),
    ]
    for row in rows {
      schedule.job.append(row.job)
      schedule.tryNumber.append(row.number)
      schedule.task.append(row.task)
      schedule.submitted.append(row.times[0] * minute)
      schedule.started.append(row.times[1] * minute)
      schedule.stopped.append(row.times[2] * minute)
      schedule.outcome.append(row.outcome)
      schedule.type.append(0)
      schedule.isSpot.append(false)
      schedule.cost.append(row.cost)
    }
    run.schedule = schedule
    return run
  }

  /// The limits that the estimate was held against: 2 of the 10 replications cost more than 45, and 4 take longer than 8 h 30 min.
  static func limited() throws -> (Run, PlanLimits) {
    var run = try Sample.estimate()
    run.probabilityOverMaxCost = 0.2
    run.probabilityOverMaxTime = 0.4
    var limits = PlanLimits()
    limits.maxCostNanos = Sample.units(45)
    limits.maxTime = SimDuration(milliseconds: Sample.hours(8.5))
    return (run, limits)
  }

  /// A period that cost more than the one before, and an executable that became slower.
  static var trends: Trends {
    var trends = Trends()
    trends.tests = 2
    func day(_ number: Int64) -> SimTime { SimTime(milliseconds: 1_772_409_600_000 + number * 86_400_000) }
    var figures = [PeriodComparison.Figures(), PeriodComparison.Figures()]
    for index in figures.indices {
      figures[index].account.jobs = 10
      figures[index].account.priced = 10
      figures[index].account.cost[.useful] = Sample.units(Double(index + 1) * 4)
      figures[index].ended = 10
      figures[index].failed = index
    }
    trends.comparison = PeriodComparison(
      periods: PeriodPair(before: day(-7)..<day(0), now: day(0)..<day(7)), before: figures[0], now: figures[1],
      isMoney: true,
      movers: [
        .init(
          executable: "align", before: Sample.units(4), now: Sample.units(8), byJobs: 0,
          byLength: Sample.units(4), byRate: 0)
      ])
    var change = ChangePoint(
      executable: "align", measure: .runtime, lastBefore: day(2), firstAfter: day(3),
      before: .init(tries: 30, median: Sample.hours(1), executableID: "applet-1"),
      after: .init(tries: 40, median: Sample.hours(2), executableID: "applet-2"), ratio: (2, 1.8, 2.2), pValue: 0.0001,
      blocks: 20, block: .day, usesInput: true, machines: ["small"],
      points: (0..<70).map {
        .init(time: day(Int64($0) / 10), value: Double(Sample.hours(1)) * ($0 < 30 ? 1 : 2) * (1 + Double($0 % 5) / 50))
      })
    change.cost = Money(nanos: Sample.units(4), currency: .gbp)
    trends.changes = [change]
    return trends
  }

  static func review(name: String = "sample-1") -> Review {
    var review = Review()
    review.accounts = ReviewAccounts(currency: .gbp)
    for (executable, user, week, useful, failed) in [
      ("align", "ann", "2026-03-02", 6.0, 2.0), ("call", "bob", "2026-03-09", 1.0, 0.5),
      ("qc", "ann", "2026-03-09", 0.5, 0.0),
    ] {
      var account = ReviewAccounts.Account()
      account.jobs = 1
      account.tries = 2
      account.priced = 2
      account.cost[.useful] = Sample.units(useful)
      account.cost[.failed] = Sample.units(failed)
      account.time = Sample.hours(2)
      review.accounts.add(
        account, to: [(.executable, executable), (.user, user), (.week, week)])
    }
    review.findings = [
      Finding(
        kind: .failedWork, severity: .high, executable: "align", jobs: [.init(job: "job-1", name: name)],
        evidence: ["\(name) failed after 2h", "  ERROR: /data/\(name).bam is cut short"],
        remedy: "timeout of 3h for align", cost: Money(nanos: Sample.units(2), currency: .gbp), time: .hours(2),
        share: 0.2),
      Finding(
        kind: .untagged, severity: .info, executable: "qc", jobs: [.init(job: "job-2", name: "qc")],
        evidence: ["no tag"],
        remedy: "tags", cost: nil, time: .zero),
    ]
    review.trends = trends
    return review
  }

  static func advice() -> RecommendationSet {
    func option(_ type: String, _ cost: Double, _ hours: Double) -> Recommendation.Option {
      var setting = Recommendation.Setting()
      setting.instanceType = type
      return .init(
        setting: setting, cost: Money(nanos: Sample.units(cost), currency: .gbp),
        time: SimDuration(milliseconds: Sample.hours(hours)), failureProbability: 0.01)
    }
    var set = RecommendationSet(goal: .cheapest, tries: 40, seed: 7)
    set.currency = .gbp
    set.catalog = "test"
    let saving = Recommendation.Saving(
      mean: Money(nanos: Sample.units(0.5), currency: .gbp), low: Money(nanos: Sample.units(0.25), currency: .gbp),
      high: Money(nanos: Sample.units(0.75), currency: .gbp))
    var change = Recommendation(
      executable: "align", jobs: 20, current: option("x16", 2, 1), recommended: option("x8", 1.5, 1.5), saving: saving,
      confidence: .medium, reason: "x8 is enough")
    change.alternatives = [option("x32", 3, 0.75)]
    var spot = Recommendation.SpotChoice(
      decision: .change, current: .onDemand, tries: 30, triesNeeded: 10, interruptions: 2, seen: .hours(40),
      words: "spot is cheaper up to 0.8 interruptions an hour")
    spot.recommended = .spot
    spot.interruptionsPerHour = 0.05
    spot.breakEvenPerHour = 0.8
    spot.spotCost = Money(nanos: Sample.units(0.5), currency: .gbp)
    spot.onDemandCost = Money(nanos: Sample.units(1.5), currency: .gbp)
    spot.timeOnSpot = 90_000
    change.spotChoice = spot
    change.batching = .init(
      jobsPerJob: 8, scatter: 100, concurrency: nil, jobs: 300, setup: .seconds(90), runtime: .minutes(3),
      costNow: Money(nanos: Sample.units(10), currency: .gbp), cost: Money(nanos: Sample.units(6), currency: .gbp),
      timeNow: .minutes(4), time: .minutes(16), words: "90 s of each job are set-up")
    let keep = Recommendation(
      executable: "qc", jobs: 20, current: option("x2", 0.5, 1), recommended: option("x2", 0.5, 1), saving: nil,
      confidence: .high, reason: "kept")
    set.recommendations = [change, keep]
    set.notEnoughData = [NotEnoughData(executable: "rare", jobs: 3, needed: 10, reason: "3 of 10 jobs")]
    return set
  }

  /// Every page, by name.
  static func all() throws -> [(name: String, page: HTMLPage)] {
    let (run, limits) = try limited()
    return [
      ("estimate", EstimatePage.page(run, limits: limits)), ("replay", ReplayPage.page(try replay())),
      ("compare", ComparisonPage.page([try Sample.comparison()])), ("review", ReviewPage.page(review())),
      ("recommend", RecommendationPage.page(advice())),
      ("recommend PLAN", PlanRecommendationPage.page(try planAdvice())),
      ("sweep", SweepPage.page(try Sample.sweep(), limits: Sample.limits())), ("grid", SweepPage.page(try grid())),
    ] + validations()
  }
}
