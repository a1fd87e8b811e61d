import Foundation
import JobModel
import Simulation

/// The choices of all tasks of a plan, as a problem of time against cost.
struct PlanChoices: Sendable {
  let plan: Plan
  let tasks: [TaskChoices]
  let solver: TimeCostSolver
  private let problem: TimeCostProblem

  /// Nil where a distribution is not filled in.
  init?(_ plan: Plan, catalog: Catalog, rules: Rules, factors: TypeFactors, otherArchitectures: Bool) throws {
    self.plan = plan
    let index = Dictionary(uniqueKeysWithValues: plan.tasks.enumerated().map { ($0.element.name, $0.offset) })
    let tied = Set(plan.tasks.flatMap { [$0.each, $0.each == nil ? nil : $0.name].compactMap { $0 } })
    var tasks: [TaskChoices] = []
    for task in plan.tasks {
      guard
        var choices = TaskChoices(
          task, catalog: catalog, rules: rules, factors: factors, otherArchitectures: otherArchitectures)
      else { return nil }
      if tied.contains(task.name) { choices.keepJobCount() }
      tasks.append(choices)
    }
    self.tasks = tasks
    let edges = plan.tasks.enumerated().flatMap { position, task in
      (task.after + (task.each.map { [$0] } ?? [])).compactMap { index[$0] }.map { (from: $0, to: position) }
    }
    // What has no price costs nothing in the problem: it is not chosen by cost, and said to have none.
    problem = try TimeCostProblem(
      options: tasks.map { $0.all.map { TimeCostProblem.Option(time: Self.ticks($0.hours), cost: $0.cost ?? 0) } },
      edges: edges)
    solver = TimeCostSolver(problem)
  }

  /// Hours as the problem's milliseconds.
  private static func ticks(_ hours: Double) -> Int64 {
    min(checkedInteger(hours * 3_600_000) ?? .max, TimeCostProblem.timeLimit)
  }

  /// When the last task ends by expected times, in milliseconds.
  func makespan(_ choice: [Int]) -> Int64 { problem.makespan(of: choice) }

  /// The sum of expected costs.
  func cost(_ choice: [Int]) -> Double { problem.cost(of: choice) }

  /// Per task the option with the least sum of cost and time, each as a multiple of the least.
  var balanced: [Int] {
    tasks.map { task in
      let least = task.all.map { $0.cost ?? 0 }.min() ?? 0
      let fastest = task.all.map(\.hours).min() ?? 0
      func score(_ choice: TaskChoices.Choice) -> Double {
        (least > 0 ? (choice.cost ?? 0) / least : 0) + (fastest > 0 ? choice.hours / fastest : 0)
      }
      return task.all.indices.min { (score(task.all[$0]), $0) < (score(task.all[$1]), $1) } ?? 0
    }
  }

  /// The plan with a choice made.
  func plan(_ choice: [Int]) -> Plan {
    var plan = plan
    for (index, option) in choice.enumerated() {
      let made = tasks[index].all[option]
      // Where nothing changes the plan keeps its own words.
      guard made.setting != tasks[index].current.setting else { continue }
      plan.tasks[index].instanceType = made.setting.instanceType
      plan.tasks[index].priority = made.setting.priority
      if let items = made.setting.itemsPerJob { plan.tasks[index].work?.itemsPerJob = items }
      plan.tasks[index].scale(by: made.factor)
    }
    return plan
  }
}

extension PlanTask {
  /// Multiplies the times of its work, unless its own model moves them to other types.
  fileprivate mutating func scale(by factor: Double) {
    guard factor != 1 else { return }
    if case .distribution(let distribution) = runtime { runtime = .distribution(distribution.multiplied(by: factor)) }
    if let perItem = work?.perItem { work?.perItem = perItem.multiplied(by: factor) }
  }
}

extension Distribution {
  /// The distribution of the quantity times a factor.
  func multiplied(by factor: Double) -> Distribution {
    func times(_ value: Int64) -> Int64 { checkedInteger(Double(value) * factor) ?? .max }
    return switch self {
    case .constant(let value): .constant(times(value))
    case .quantiles(let median, let p95): .quantiles(median: max(1, times(median)), p95: max(1, times(p95)))
    case .moments(let mean, let sd): .moments(mean: max(1, times(mean)), sd: times(sd))
    case .triangular(let min, let mode, let max): .triangular(min: times(min), mode: times(mode), max: times(max))
    case .exponential(let mean): .exponential(mean: times(mean))
    case .values(let values): .values(values.map(times))
    case .fromHistory: .fromHistory
    }
  }
}
