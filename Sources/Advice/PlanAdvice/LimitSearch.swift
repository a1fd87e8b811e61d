import Foundation
import JobModel
import Simulation

/// Looks for the choice that keeps a limit with the probability asked for, by simulation.
struct LimitSearch {
  /// What was found.
  struct Found {
    var choice: [Int]
    var outcome: PlanRecommendation.Outcome?
    var isFeasible = true
    var leastTime: SimDuration?
    var leastCost: Int64?
    /// What any choice costs at least that keeps the deadline by expected times.
    var lowerBound: Double?
  }

  private let advisor: PlanAdvisor
  private let choices: PlanChoices
  private let settings: PlanAdvisor.Settings
  /// How often the final plan is simulated; 0 where it is too large.
  let replications: Int
  private(set) var warnings: [String] = []
  private(set) var assumptions: [String] = []
  /// What is known of choices that were simulated.
  private var known: [[Int]: Trial] = [:]

  /// How often a choice is simulated while the search goes on.
  private static let trialReplications = 300
  /// Jobs and drawn items of all replications of a simulation: some seconds.
  private static let workLimit = 200_000_000.0
  /// How much more than the confidence is asked of trials, one after the other.
  private static let margins = [0.0, 0.02, 0.05, 0.1]
  /// How often the interval of limits is halved.
  private static let halvings = 14

  private struct Trial {
    var probability: Double
    var cost: Double
    var run: Run
  }

  init(advisor: PlanAdvisor, settings: PlanAdvisor.Settings) {
    self.advisor = advisor
    choices = advisor.choices
    self.settings = settings
    let most = choices.tasks.reduce(0.0) { sum, task in
      let jobs = task.all.map(\.setting.jobs).max() ?? 0
      let isDrawn = task.task.work.map { if case .constant = $0.perItem { false } else { true } } ?? false
      return sum + Double(jobs) + (isDrawn ? Double(task.task.work?.items ?? 0) : 0)
    }
    let perReplication = most * Double(choices.plan.arrivals?.count ?? 1)
    let affordable = perReplication > 0 ? Self.workLimit / perReplication : .infinity
    replications = affordable < 20 ? 0 : Int(min(Double(settings.simulation.replications), affordable))
  }

  /// Finds the choice.
  mutating func run() async throws -> Found {
    let solver = choices.solver
    if replications == 0 {
      warnings.append("the plan is too large to be simulated: times are expected ones, and no probability is known")
    }
    if let deadline = settings.deadline { return try await keep(deadline) }
    if let budget = settings.budget { return try await keep(budget: budget) }
    let choice: [Int]
    switch settings.goal {
    case .cheapest: choice = solver.cheapest.choice
    case .balanced: choice = choices.balanced
    case .fastest: choice = solver.solve(deadline: solver.shortestMakespan)?.choice ?? solver.cheapest.choice
    }
    return Found(choice: choice, outcome: try await outcome(choice), lowerBound: solver.cheapest.cost)
  }

  /// The plan as it is, simulated like the one recommended.
  mutating func outcomeOfCurrent() async throws -> PlanRecommendation.Outcome? {
    guard replications > 0 else { return nil }
    let run = try await simulate(choices.plan, replications, settings.simulation.seed)
    assumptions = run.assumptions
    return outcome(of: run)
  }

  // MARK: A deadline

  /// The cheapest choice that ends in time often enough.
  private mutating func keep(_ deadline: SimDuration) async throws -> Found {
    let solver = choices.solver
    let shortest = solver.shortestMakespan
    let longest = solver.cheapest.makespan
    let bound = solver.solve(deadline: deadline.milliseconds)?.lowerBound
    guard replications > 0 else {
      let solution = solver.solve(deadline: deadline.milliseconds)
      var found = Found(choice: solution?.choice ?? fastest, isFeasible: solution != nil, lowerBound: bound)
      if solution == nil { found.leastTime = SimDuration(milliseconds: shortest) }
      return found
    }
    var tried: [[Int]] = []
    var judged: [[Int]: PlanRecommendation.Outcome] = [:]
    // A choice that has just enough luck in its trial may lack it in the final simulation: then a little more is asked for.
    for margin in Self.margins {
      let wanted = min(settings.confidence + margin, 0.999)
      tried += try await choicesNear(deadline.milliseconds, shortest: shortest, longest: longest, wanted: wanted)
      // The cheapest first; its final simulation has other draws, so that the search's luck is not in the figure.
      let keeping = distinct(tried).filter { (known[$0]?.probability ?? 0) >= wanted }
        .sorted { (known[$0]?.cost ?? 0) < (known[$1]?.cost ?? 0) }
      for choice in keeping.prefix(8) where judged[choice] == nil {
        guard let outcome = try await outcome(choice) else { continue }
        judged[choice] = outcome
        if outcome.probability ?? 0 >= settings.confidence {
          return Found(choice: choice, outcome: outcome, lowerBound: bound)
        }
      }
      if keeping.isEmpty { break }
    }
    for choice in distinct(tried + [fastest]) where judged[choice] == nil {
      // The last resort: whatever came near in its trial.
      guard known[choice]?.probability ?? 0 >= settings.confidence - 0.05, let outcome = try await outcome(choice)
      else {
        continue
      }
      if outcome.probability ?? 0 >= settings.confidence {
        return Found(choice: choice, outcome: outcome, lowerBound: bound)
      }
    }
    // Nothing keeps it: what comes nearest is the one whose time is kept soonest.
    let confidence = settings.confidence
    var best: (choice: [Int], time: Int64)?
    for choice in distinct(tried + [fastest]) {
      guard let run = known[choice]?.run, let time = Self.least(run.wallClockSamples, of: run, confidence) else {
        continue
      }
      if time < best?.time ?? .max { best = (choice, time) }
    }
    let choice = best?.choice ?? fastest
    let run = try await simulate(choices.plan(choice), replications, settings.simulation.seed)
    var found = Found(choice: choice, outcome: self.outcome(of: run), isFeasible: false, lowerBound: bound)
    if let time = Self.least(run.wallClockSamples, of: run, confidence) {
      // What was just simulated says what is possible: a second below would fail again.
      found.leastTime = SimDuration(milliseconds: max(time, deadline.milliseconds + 1))
    } else {
      warnings.append("jobs fail for good too often: no time is kept with a probability of \(percent(confidence))")
    }
    return found
  }

  /// The choices at which the limit that the solver gets is halved, until its trials keep the deadline as often as wanted.
  private mutating func choicesNear(
    _ deadline: Int64, shortest: Int64, longest: Int64, wanted: Double
  ) async throws -> [[Int]] {
    let solver = choices.solver
    var tried: [[Int]] = []
    func consider(_ limit: Int64, _ search: inout Self) async throws -> Bool {
      guard let choice = solver.solve(deadline: limit)?.choice else { return false }
      tried.append(choice)
      return try await search.trial(choice).probability >= wanted
    }
    // At most as long as the cheapest choice takes, at least what is possible at all.
    var (low, high) = (shortest, max(shortest, longest))
    if try await consider(high, &self) { return tried }
    _ = try await consider(min(high, max(low, deadline)), &self)
    for _ in 0..<Self.halvings where high - low > 1000 {
      let middle = low + (high - low) / 2
      if try await consider(middle, &self) { low = middle } else { high = middle }
    }
    _ = try await consider(shortest, &self)
    _ = try await trial(fastest)
    return tried + [fastest]
  }

  // MARK: A budget

  /// The fastest choice that keeps the budget often enough.
  private mutating func keep(budget: Int64) async throws -> Found {
    let solver = choices.solver
    let cheapest = solver.cheapest
    guard choices.tasks.allSatisfy({ $0.all.allSatisfy { $0.cost != nil } }) else {
      throw PlanAdviceError("a budget cannot be kept: a task has no price")
    }
    guard replications > 0 else {
      let solution = solver.solve(budget: Double(budget) / 1e9)
      var found = Found(choice: solution?.choice ?? cheapest.choice, isFeasible: solution != nil)
      found.lowerBound = cheapest.cost
      if solution == nil { found.leastCost = checkedInteger(cheapest.cost * 1e9) }
      return found
    }
    var (low, high) = (solver.shortestMakespan, cheapest.makespan)
    var tried: [[Int]] = [cheapest.choice]
    _ = try await trial(cheapest.choice)
    for step in 0..<Self.halvings where high - low > 1000 || step == 0 {
      let middle = step == 0 ? low : low + (high - low) / 2
      guard let choice = solver.solve(deadline: middle)?.choice else { break }
      tried.append(choice)
      if try await trial(choice).probability >= settings.confidence {
        high = middle
        if step == 0 { break }
      } else {
        low = middle
      }
    }
    let keeping = tried.filter { (known[$0]?.probability ?? 0) >= settings.confidence }
      .sorted { choices.makespan($0) < choices.makespan($1) }
    // The cheapest at last: its trial may have lacked the luck.
    for choice in distinct(keeping + [cheapest.choice]) {
      let outcome = try await outcome(choice)
      if outcome?.probability ?? 0 >= settings.confidence {
        return Found(choice: choice, outcome: outcome, lowerBound: cheapest.cost)
      }
    }
    let run = try await simulate(choices.plan(cheapest.choice), replications, settings.simulation.seed)
    var found = Found(
      choice: cheapest.choice, outcome: outcome(of: run), isFeasible: false, lowerBound: cheapest.cost)
    if let cost = Self.least(run.costSamples, of: run, settings.confidence) {
      found.leastCost = max(cost, saturatingSum(budget, 1))
    } else {
      warnings.append(
        "jobs fail for good too often: no budget is kept with a probability of \(percent(settings.confidence))")
    }
    return found
  }

  // MARK: Simulations

  private var fastest: [Int] {
    choices.solver.solve(deadline: choices.solver.shortestMakespan)?.choice ?? choices.solver.cheapest.choice
  }

  private func distinct(_ all: [[Int]]) -> [[Int]] {
    var seen: Set<[Int]> = []
    return all.filter { seen.insert($0).inserted }
  }

  private mutating func trial(_ choice: [Int]) async throws -> Trial {
    if let trial = known[choice] { return trial }
    // Not the seed of the final simulation: what won by luck must not win again by the same luck.
    let seed = settings.simulation.seed ^ 0x9E37_79B9_7F4A_7C15
    let run = try await simulate(choices.plan(choice), min(replications, Self.trialReplications), seed)
    let trial = Trial(
      probability: outcome(of: run).probability ?? 0, cost: run.cost.map { Double($0.mean) } ?? choices.cost(choice),
      run: run)
    known[choice] = trial
    return trial
  }

  private func outcome(_ choice: [Int]) async throws -> PlanRecommendation.Outcome? {
    guard replications > 0 else { return nil }
    return outcome(of: try await simulate(choices.plan(choice), replications, settings.simulation.seed))
  }

  private func simulate(_ plan: Plan, _ replications: Int, _ seed: UInt64) async throws -> Run {
    let estimator = try Estimator(
      plan: plan, scenario: advisor.scenario, catalog: advisor.catalog, maxCostNanos: settings.budget,
      maxTime: settings.deadline)
    return try await estimator.run(
      name: plan.name, version: "",
      options: SimulationOptions(replications: replications, seed: seed, threads: settings.simulation.threads))
  }

  /// The figures of a simulation. A run in which a job fails for good ends early, and keeps no limit.
  private func outcome(of run: Run) -> PlanRecommendation.Outcome {
    var probability: Double?
    if settings.deadline != nil || settings.budget != nil {
      let most = settings.deadline?.milliseconds ?? .max
      let count = run.wallClockSamples.count
      let kept = run.wallClockSamples.indices.count { index in
        guard Self.isWhole(run, index), run.wallClockSamples[index] <= most else { return false }
        guard let budget = settings.budget else { return true }
        return index < run.costSamples.count && run.costSamples[index] <= budget
      }
      probability = Double(kept) / Double(max(1, count))
    }
    return PlanRecommendation.Outcome(
      cost: run.cost, wallClock: run.wallClock, probability: probability, failedJobs: run.failedJobsMean)
  }

  /// Whether every job of a replication is done.
  private static func isWhole(_ run: Run, _ replication: Int) -> Bool {
    replication >= run.failedJobsSamples.count || run.failedJobsSamples[replication] == 0
  }

  /// The least amount that is kept, with every job done, in so large a part of the replications; nil where too many fail.
  private static func least(_ samples: [Int64], of run: Run, _ confidence: Double) -> Int64? {
    let kept = samples.indices.filter { isWhole(run, $0) }.map { samples[$0] }.sorted()
    let needed = max(1, Int((confidence * Double(samples.count) - 1e-9).rounded(.up)))
    return needed <= kept.count ? kept[needed - 1] : nil
  }

  private func percent(_ share: Double) -> String { "\(checkedInteger((share * 100).rounded()) ?? 100) %" }
}
