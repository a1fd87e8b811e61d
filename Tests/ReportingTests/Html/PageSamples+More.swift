import JobModel

@testable import Reporting

extension PageSamples {
  /// Advice on a plan of two tasks, one of which changes.
  static func planAdvice(task: String = "align", type: String = "t_x2") throws -> PlanRecommendation {
    var catalog = Catalog(name: "test", provider: "test")
    catalog.currency = .usd
    catalog.pricesAsOf = Sample.priceDay
    var advice = PlanRecommendation(
      name: "gwas", catalog: catalog, goal: .cheapest, confidence: 0.8, seed: 1, version: "0.1.0")
    func option(_ type: String, _ cost: Double, _ hours: Int64) -> PlanRecommendation.Option {
      .init(
        setting: .init(instanceType: type, priority: .high, itemsPerJob: nil, jobs: 4), cost: Sample.units(cost),
        time: .hours(hours), failureProbability: 0)
    }
    var row = PlanRecommendation.Row(
      task: task, current: option("t_x4", 2, 4), recommended: option(type, 1.5, 5),
      reason: "\(type) instead of t_x4; 25 % cheaper; 25 % slower")
    row.alternatives = [option("t_x8", 3, 3)]
    let kept = option("t_x4", 0.5, 1)
    advice.rows = [row, PlanRecommendation.Row(task: "merge", current: kept, recommended: kept, reason: "kept")]
    advice.replications = 2
    advice.deadline = .hours(6)
    let times = try Sample.required(Summary([Sample.hours(5), Sample.hours(5.5)]))
    advice.current = .init(
      cost: Summary([Sample.units(2.5), Sample.units(3)]), wallClock: times, probability: 1, failedJobs: 0)
    advice.recommended = .init(
      cost: Summary([Sample.units(2), Sample.units(2.2)]), wallClock: times, probability: 0.9, failedJobs: 0)
    advice.lowerBound = Sample.units(1.9)
    advice.assumptions = ["no waits"]
    return advice
  }

  /// A sweep over two settings, of which one point has no price.
  static func grid(value: String = "10m") throws -> [SweepPoint] {
    try ["1", "2"].flatMap { count in
      try ["5m", value].enumerated().map { index, timeout in
        var run = try Sample.estimate(factor: count == "1" ? 1 : 0.5, delay: Double(index))
        if count == "2" && index == 1 { run.cost = nil }
        return SweepPoint(values: [("tasks.a.count", count), ("tasks.a.timeout", timeout)], run: run)
      }
    }
  }

  static func memoryValidation(file: String = "data/iwd.csv") -> MemoryValidation {
    func tally(_ wastage: Double, _ failures: Int) -> MemoryValidation.Tally {
      var tally = MemoryValidation.Tally()
      (tally.tasks, tally.wastage, tally.failures) = (200, wastage, failures)
      return tally
    }
    var result = MemoryValidation(
      sizingProtocol: "seq", maximalFailureRate: 0.01, files: [file, "data/eager.csv"], used: [10, 20],
      methods: [
        .init(name: "purser", files: [tally(2, 1), tally(4, 3)]),
        .init(name: "ponder", files: [tally(8, 0), tally(4, 0)]),
      ])
    // 3 of 8 got too little.
    for peak in 1...8 {
      let isTooLittle = peak % 3 == 0 || peak == 8
      result.pairs.append(PredictionPair(predicted: Double(peak) * (isTooLittle ? 0.9 : 1.8), actual: Double(peak)))
    }
    return result
  }

  static func runtimeValidation() -> RuntimeValidation {
    var ours = RuntimeValidation.Method(
      name: "purser", predictions: 5, medianError: 0.1, meanError: 0.2, p90Error: 0.4, coverage90: 0.8)
    ours.pairs = [(10, 11), (20, 18), (300, 330), (4000, 4400), (5, 5)].map { .init(predicted: $0.0, actual: $0.1) }
    let other = RuntimeValidation.Method(
      name: "lotaru-a", predictions: 5, medianError: 0.3, meanError: 0.3, p90Error: 0.5, coverage90: nil)
    return RuntimeValidation(setting: .local, methods: [ours, other])
  }

  static func timeoutValidation(file: String = "log.csv") -> TimeoutValidation {
    func method(_ name: String, _ kills: Double, _ exposure: Double) -> TimeoutValidation.Method {
      var tally = TimeoutValidation.Tally()
      (tally.jobs, tally.falseKillRate, tally.burn, tally.exposure) = (100, kills, kills, exposure)
      tally.cost = tally.burn + 0.01 * exposure
      return .init(name: name, files: [tally])
    }
    var result = TimeoutValidation(
      falseKill: 0.005, runaway: 0.01, files: [file], methods: [method("purser", 0.002, 3), method("request", 0, 9)])
    result.pairs = [(3600, 600), (7200, 900), (600, 1200)].map { .init(predicted: $0.0, actual: $0.1) }
    return result
  }

  static func typesValidation() -> TypesValidation {
    var result = TypesValidation()
    result.instances = 5
    result.infeasible = 1
    result.gaps = [0, 0.01, 0.02, 0.05]
    result.meanGap = 0.02
    result.maxGap = 0.05
    result.optimalShare = 0.2
    return result
  }

  static func validations(file: String = "data/iwd.csv") -> [(name: String, page: HTMLPage)] {
    [
      ("validate memory", ValidationPage.page(memoryValidation(file: file), version: "0.1.0")),
      ("validate runtime", ValidationPage.page(runtimeValidation(), version: "0.1.0")),
      ("validate timeouts", ValidationPage.page(timeoutValidation(file: file), version: "0.1.0")),
      ("validate types", ValidationPage.page(typesValidation(), version: "0.1.0")),
    ]
  }

  /// Pages of what is hardly there: no jobs, no money, one job, one run; of many tasks, and of names without end.
  static func odd() throws -> [(name: String, page: HTMLPage)] {
    var bare = try Sample.estimate()
    bare.cost = nil
    bare.costSamples = []
    bare.currency = nil
    bare.catalog = Run.noCatalog
    bare.tasks = [bare.tasks[0]]
    bare.tasks[0].costMean = nil
    var many = try Sample.estimate()
    many.tasks = (0..<150).map { index in
      var task = many.tasks[index % 3]
      task.name = "task_\(index)_with_a_name_that_is_longer_than_any_column_can_be_on_a_telephone"
      task.criticalShare = index < 40 ? 1 / 40 : 0
      return task
    }
    var empty = try replay()
    empty.schedule = Schedule(jobs: [], tasks: [], types: [], outcomes: [])
    empty.tasks = []
    var one = try replay()
    one.schedule?.submitted[0] = Schedule.never
    let never = one.schedule?.started.map { _ in Schedule.never } ?? []
    one.schedule?.started = never
    var still = try replay()
    let begins = still.schedule?.submitted ?? []
    still.schedule?.started = begins
    still.schedule?.stopped = begins
    var noAdvice = advice()
    noAdvice.recommendations = []
    var unpriced = advice()
    unpriced.currency = nil
    var bareReview = review()
    bareReview.accounts = ReviewAccounts(currency: nil)
    var account = ReviewAccounts.Account()
    (account.jobs, account.tries) = (1, 1)
    bareReview.accounts.add(account, to: [(.executable, "align")])
    bareReview.findings = []
    return [
      ("names of 10 kB", ReviewPage.page(review(name: attack))),
      ("a job's name of 10 kB", ReplayPage.page(try replay(job: attack, task: attack))),
      ("from right to left", ReviewPage.page(review(name: String(repeating: "سلسلة طويلة ", count: 40)))),
      ("no money", EstimatePage.page(bare)), ("many tasks", EstimatePage.page(many)),
      ("no tries", ReplayPage.page(empty)),
      ("nothing ran", ReplayPage.page(one)), ("nothing took any time", ReplayPage.page(still)),
      ("nothing to compare", ComparisonPage.page([])),
      ("nothing to review", ReviewPage.page(Review())), ("one job", ReviewPage.page(bareReview)),
      ("no advice", RecommendationPage.page(noAdvice)), ("no prices", RecommendationPage.page(unpriced)),
      ("no points", SweepPage.page([])), ("one point", SweepPage.page([try Sample.sweep()[0]])),
      ("nothing predicted", ValidationPage.page(RuntimeValidation(setting: .transfer, methods: []), version: "")),
      ("no instance", ValidationPage.page(TypesValidation(), version: "")),
    ]
  }
}
