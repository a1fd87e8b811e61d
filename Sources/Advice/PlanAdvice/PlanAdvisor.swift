import Foundation
public import JobModel
public import Simulation

/// What the tasks of a plan should run on, as a whole: the cheapest choice that keeps a deadline, the fastest that keeps
/// a budget, or the best for each task by itself.
///
/// Each task gets its options with expected cost and time (``JobForecast``, ``BatchAdvisor``); ``TimeCostSolver`` chooses
/// among them along the graph. Expected times are kept only half of the time, and queues are in no closed form, so every
/// choice that is to keep a limit is simulated, and the limit that the solver gets is moved until the simulation keeps
/// the one asked for with the confidence asked for.
public struct PlanAdvisor: Sendable {
  /// What is wanted.
  public struct Settings: Sendable {
    /// What counts without a deadline and a budget.
    public var goal = PlanRecommendation.Goal.cheapest
    /// When the plan must have ended.
    public var deadline: SimDuration?
    /// What it may cost, in nano-units; with a deadline too, the deadline is what is kept, and the budget is checked.
    public var budget: Int64?
    /// With what probability.
    public var confidence = 0.8
    /// Whether types of other processors (ARM) may be proposed.
    public var otherArchitectures = false
    /// How the result is simulated.
    public var simulation = SimulationOptions()

    /// The cheapest, at a confidence of 80 %.
    public init() {}
  }

  /// A recommendation, and the plan as it recommends it.
  public struct Result: Sendable {
    /// What is recommended.
    public var recommendation: PlanRecommendation
    /// The plan with all of it.
    public var plan: Plan
  }

  let choices: PlanChoices
  let scenario: Scenario
  let catalog: Catalog
  private let assumptions: [String]

  /// How many options of a task are shown besides the one recommended.
  static let alternativesShown = 6

  /// Weighs the options of a plan's tasks.
  ///
  /// - Parameters:
  ///   - plan: valid, with every `{from: history}` filled in.
  ///   - history: where runtimes on other types may be learned from.
  ///   - interruptions: what past spot jobs say of the market, used where the scenario says nothing.
  /// - Throws: ``PlanAdviceError``, ``SimulationError``, or what the history throws.
  public init(
    plan: Plan, scenario: Scenario, catalog: Catalog, history: (any JobSource)? = nil,
    interruptions: InterruptionRate? = nil
  ) throws {
    var plan = plan
    var scenario = scenario
    plan.apply(scenario.overrides)
    scenario.overrides = []
    var assumptions: [String] = []
    if scenario.spot?.conditions.interruptionsPerHour == nil, let interruptions, let rate = interruptions.mean {
      var spot = scenario.spot ?? SpotMarket()
      spot.conditions.interruptionsPerHour = rate
      scenario.spot = spot
      assumptions.append(
        "a spot worker is taken back once in \(SpotAdvisor.span(1 / rate)), as past jobs say: \(interruptions.evidence)"
      )
    }
    let rules = try Rules(scenario: scenario, catalog: catalog)
    guard !rules.isCluster else {
      throw PlanAdviceError("the scenario has all jobs share a cluster: there are no instance types to choose from")
    }
    for task in plan.tasks {
      if let type = task.instanceType, catalog.type(named: type) == nil {
        // The simulation knows how to say it, with what is near.
        _ = try Estimator(plan: plan, scenario: scenario, catalog: catalog)
      }
    }
    let factors = try TypeFactors(plan: plan, catalog: catalog, history: history)
    guard
      let choices = try PlanChoices(plan, catalog: catalog, rules: rules, factors: factors, otherArchitectures: false)
    else { throw PlanAdviceError("a task has a distribution that cannot be drawn from") }
    self.choices = choices
    self.scenario = scenario
    self.catalog = catalog
    self.assumptions = assumptions
  }

  /// Recommends.
  ///
  /// - Parameter progress: told what is done, from any thread.
  /// - Throws: ``SimulationError``, or `CancellationError`.
  public func advise(_ settings: Settings, version: String) async throws -> Result {
    var result = PlanRecommendation(
      name: choices.plan.name, catalog: catalog, goal: settings.goal, confidence: settings.confidence,
      seed: settings.simulation.seed, version: version)
    result.deadline = settings.deadline
    result.budget = settings.budget
    result.assumptions = assumptions
    var search = LimitSearch(advisor: self, settings: settings)
    let found = try await search.run()
    result.replications = search.replications
    result.isFeasible = found.isFeasible
    result.leastTime = found.leastTime
    result.leastCost = found.leastCost
    if choices.tasks.allSatisfy({ $0.current.cost != nil || $0.all.contains { $0.cost != nil } }) {
      result.lowerBound = found.lowerBound.flatMap { checkedInteger($0 * 1e9) }
    }
    result.recommended = found.outcome
    result.current = try await search.outcomeOfCurrent()
    result.rows = zip(choices.tasks, found.choice).map { row($0, $1, settings) }
    result.warnings = warnings(found) + search.warnings
    result.assumptions += search.assumptions
    return Result(recommendation: result, plan: choices.plan(found.choice))
  }

  private func row(_ task: TaskChoices, _ choice: Int, _ settings: Settings) -> PlanRecommendation.Row {
    let made = task.all[choice]
    var row = PlanRecommendation.Row(
      task: task.task.name, current: task.current.option, recommended: made.option,
      reason: PlanReason.text(task, made, isLimited: settings.deadline != nil || settings.budget != nil))
    row.breakEvenRate = made.setting.instanceType.flatMap { task.breakEven[$0] }.flatMap { $0.isFinite ? $0 : nil }
    let front = task.paretoFront.filter { $0.setting != made.setting }
    let shown = min(front.count, Self.alternativesShown)
    row.alternatives = (0..<shown).map { front[shown == 1 ? 0 : $0 * (front.count - 1) / (shown - 1)].option }
    return row
  }

  private func warnings(_ found: LimitSearch.Found) -> [String] {
    var warnings: [String] = []
    let untyped = choices.tasks.filter { $0.current.setting.instanceType == nil }.map(\.task.name)
    if !untyped.isEmpty {
      warnings.append("\(Self.list(untyped)): no instance type is named, so there is nothing to compare with")
    }
    let unmoved = choices.tasks.filter { $0.current.setting.instanceType != nil && $0.isTied }.map(\.task.name)
    if !unmoved.isEmpty {
      warnings.append(
        "\(Self.list(unmoved)): nothing tells the runtime on other types; give `runtime: {at_vcpus, is, parallel}`, or "
          + "import past jobs that ran on several")
    }
    let disks = choices.tasks.filter { task in
      task.task.disk == nil
        && found.choice.indices.contains {
          choices.tasks[$0].task.name == task.task.name
            && choices.tasks[$0].all[found.choice[$0]].setting.instanceType != task.current.setting.instanceType
        }
    }
    if !disks.isEmpty {
      warnings.append("\(Self.list(disks.map(\.task.name))): `disk` is not stated, so any disk is taken to be enough")
    }
    let unknown = choices.tasks.filter { $0.hasUnknownMarket }.map(\.task.name)
    if !unknown.isEmpty, scenario.spot?.conditions.interruptionsPerHour == nil {
      warnings.append(
        "how often spot workers are taken back, nobody said, so priorities stay as they are: give "
          + "`spot: {interruptions_per_hour: …}` in a scenario, or import past spot jobs")
    }
    return warnings
  }

  static func list(_ names: [String]) -> String {
    names.count <= 3
      ? names.joined(separator: ", ") : names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) more"
  }
}

/// Why no advice can be given for a plan.
public struct PlanAdviceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The reason, in plain words.
  public let description: String

  /// A reason.
  public init(_ description: String) { self.description = description }
}
