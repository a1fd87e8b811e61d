import Foundation
import TestSupport
import Testing

@testable import Advice

@Suite("The cheapest machines by a deadline")
struct TimeCostSolverTests {
  private func solver(_ options: [[(Int64, Double)]], _ edges: [(Int, Int)] = []) throws -> TimeCostSolver {
    let problem = try TimeCostProblem(
      options: options.map { $0.map { TimeCostProblem.Option(time: $0.0, cost: $0.1) } },
      edges: edges.map { (from: $0.0, to: $0.1) })
    return TimeCostSolver(problem)
  }

  /// Two steps, each 10 ticks for 1 or 4 ticks for 3; the second also 6 ticks for 1.5. By tick 16 one of them must be
  /// faster: 4 + 10 costs 3 + 1, 10 + 6 costs 1 + 1.5.
  @Test func aChainSpeedsUpWhereItIsCheapest() throws {
    let chain = try solver([[(10, 1), (4, 3)], [(10, 1), (4, 3), (6, 1.5)]], [(0, 1)])
    let solution = try #require(chain.solve(deadline: 16))
    #expect(solution.choice == [0, 2])
    #expect(solution.cost == 2.5)
    #expect(solution.makespan == 16)
    #expect(solution.isOptimal)
    #expect(chain.shortestMakespan == 8)
    #expect(chain.solve(deadline: 7) == nil)
    #expect(chain.solve(deadline: 20)?.cost == 2)
    // By tick 15: 4 + 10 for 4, 10 + 4 for 4, 4 + 6 for 4.5.
    #expect(chain.solve(deadline: 15)?.cost == 4)
    // For 3.9 nothing is faster than 16 ticks; for 4.5, 4 + 6; for all money, 8.
    #expect(chain.solve(budget: 3.9)?.makespan == 16)
    #expect(chain.solve(budget: 4.5)?.makespan == 10)
    #expect(chain.solve(budget: 100)?.makespan == 8)
    #expect(chain.solve(budget: 1.9) == nil)
  }

  @Test func optionsThatAreSlowerAndDearerAreNeverChosen() throws {
    let one = try solver([[(10, 5), (12, 5), (9, 6), (11, 1), (9, 6)]])
    #expect(one.solve(deadline: 20)?.choice == [3])
    #expect(one.solve(deadline: 10)?.choice == [0])
    #expect(one.solve(deadline: 9)?.choice == [2])
  }

  @Test func faultsAreNamed() {
    #expect(throws: TimeCostProblem.Fault.options(task: 1)) { try solver([[(1, 1)], []]) }
    #expect(throws: TimeCostProblem.Fault.options(task: 0)) { try solver([[(-1, 1)]]) }
    #expect(throws: TimeCostProblem.Fault.options(task: 0)) { try solver([[(.max, 1)]]) }
    #expect(throws: TimeCostProblem.Fault.options(task: 0)) { try solver([[(1, .nan)]]) }
    #expect(throws: TimeCostProblem.Fault.edge(0)) { try solver([[(1, 1)]], [(0, 1)]) }
    #expect(throws: TimeCostProblem.Fault.edge(0)) { try solver([[(1, 1)]], [(0, 0)]) }
    #expect(throws: TimeCostProblem.Fault.cycle) { try solver([[(1, 1)], [(1, 1)]], [(0, 1), (1, 0)]) }
  }

  @Test func nothingToDoIsDone() throws {
    let solution = try #require(try solver([]).solve(deadline: 0))
    #expect(solution.choice.isEmpty && solution.cost == 0)
  }

  /// Against looking at every choice, on random graphs; and the bound is one.
  @Test(arguments: 0..<60)
  func findsWhatLookingAtEverythingFinds(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let graph = RandomGraph(tasks: 2 + random.below(6), options: 1 + random.below(4), reach: 8, &random)
    let problem = try graph.problem()
    let solver = TimeCostSolver(problem)
    let slowest = solver.cheapest.makespan
    let deadline = solver.shortestMakespan + Int64(random.below(Int(slowest - solver.shortestMakespan) + 2))
    var best = Double.infinity
    var choice = [Int](repeating: 0, count: problem.options.count)
    while true {
      if problem.makespan(of: choice) <= deadline { best = min(best, problem.cost(of: choice)) }
      guard let digit = choice.indices.first(where: { choice[$0] + 1 < problem.options[$0].count }) else { break }
      for lower in 0..<digit { choice[lower] = 0 }
      choice[digit] += 1
    }
    let solution = try #require(solver.solve(deadline: deadline))
    #expect(solution.isOptimal)
    #expect(abs(solution.cost - best) <= 1e-9 * best)
    #expect(solution.makespan <= deadline && problem.makespan(of: solution.choice) == solution.makespan)
    if let relaxation = TimeCostRelaxation(problem, deadline: deadline) {
      #expect(relaxation.bound <= best * (1 + 1e-9))
    }
  }

  @Test(arguments: [0.1, 0.4])
  func staysNearTheBoundOnLargeGraphs(fraction: Double) throws {
    var random = SeededGenerator(seed: 11)
    let problem = try RandomGraph(tasks: 2000, options: 4, reach: 300, &random).problem()
    let solver = TimeCostSolver(problem)
    let (low, high) = (solver.shortestMakespan, solver.cheapest.makespan)
    let deadline = low + Int64(fraction * Double(high - low))
    let solution = try #require(solver.solve(deadline: deadline))
    #expect(solution.makespan <= deadline)
    #expect(solution.gap < 0.005, "\(solution.gap)")
  }
}

/// Tasks with Amdahl's law on machines of 1, 2, 4 … cores, each waiting for one to three earlier ones.
struct RandomGraph {
  var options: [[TimeCostProblem.Option]] = []
  var edges: [(from: Int, to: Int)] = []

  init(tasks: Int, options count: Int, reach: Int, _ random: inout SeededGenerator) {
    func uniform() -> Double { (Double(random.below(1 << 30)) + 0.5) / Double(1 << 30) }
    let prices = (0..<count).map { 0.1 * pow(2, Double($0)) * (0.9 + 0.2 * uniform()) }
    for _ in 0..<tasks {
      let normal = (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
      let work = exp(6.5 + 0.8 * normal)
      let serial = [0.02, 0.1, 0.3, 0.6][random.below(4)]
      options.append(
        prices.enumerated().map { index, price in
          let time = work * (serial + (1 - serial) / pow(2, Double(index))) * (0.95 + 0.1 * uniform())
          return TimeCostProblem.Option(time: Int64(time * 1000), cost: time * price / 3600)
        })
    }
    for task in stride(from: 1, to: tasks, by: 1) {
      for _ in 0..<[1, 1, 2, 3][random.below(4)] {
        let first = max(0, task - reach)
        edges.append((first + random.below(task - first), task))
      }
    }
  }

  func problem() throws -> TimeCostProblem { try TimeCostProblem(options: options, edges: edges) }
}
