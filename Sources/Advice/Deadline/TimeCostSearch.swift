/// Looks at every choice that could still be cheaper than the best one known.
///
/// A choice costs at least the relaxation's bound and the excess of each of its options, which is what the option costs
/// beyond the best one at the task's worth of a tick. So most options of most tasks are out before the search begins.
struct TimeCostSearch {
  private(set) var best: (choice: [Int], cost: Double)
  private let problem: TimeCostProblem
  private let bound: Double
  /// The options of each task that are left, the smallest excess first.
  private var open: [[(option: Int, excess: Double)]]
  /// The latest end of each task if all after it are as fast as can be.
  private var latestEnd: [Int64]
  private var end: [Int64]
  private var choice: [Int]
  private var visited = 0
  private var limit = 0

  init(
    _ problem: TimeCostProblem, options: [[Int]], deadline: Int64, relaxation: TimeCostRelaxation,
    best: (choice: [Int], cost: Double)
  ) {
    self.problem = problem
    self.best = best
    // A hair lower: the sum of many rounded numbers must not exclude the optimum.
    bound = relaxation.bound * (1 - 1e-12)
    let slack = best.cost - bound
    open = options.indices.map { task in
      let worth = relaxation.worth[task]
      let costs = options[task].map {
        problem.options[task][$0].cost + worth * Double(problem.options[task][$0].time)
      }
      let least = costs.min() ?? 0
      return zip(options[task], costs).map { ($0, max(0, $1 - least)) }.filter { $0.1 < slack }
        .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map { (option: $0.0, excess: $0.1) }
    }
    latestEnd = [Int64](repeating: deadline, count: options.count)
    for task in problem.order.reversed() {
      for later in problem.after[task] {
        let fastest = options[later].last.map { problem.options[later][$0].time } ?? 0
        latestEnd[task] = min(latestEnd[task], latestEnd[later] - fastest)
      }
    }
    end = [Int64](repeating: 0, count: options.count)
    choice = best.choice
  }

  /// Searches; whether it came to the end, so that ``best`` is the optimum.
  mutating func run(limit: Int) -> Bool {
    // Deep graphs would need a deep recursion, and never come to the end.
    guard problem.order.count <= 64 else { return false }
    self.limit = limit
    descend(0, excess: 0, cost: 0)
    return visited < limit
  }

  private mutating func descend(_ position: Int, excess: Double, cost: Double) {
    guard position < problem.order.count else {
      if cost < best.cost { best = (choice, cost) }
      return
    }
    let task = problem.order[position]
    let start = problem.before[task].map { end[$0] }.max() ?? 0
    for candidate in open[task] {
      visited += 1
      guard visited < limit else { return }
      guard bound + excess + candidate.excess < best.cost else { return }
      let option = problem.options[task][candidate.option]
      guard start + option.time <= latestEnd[task] else { continue }
      end[task] = start + option.time
      choice[task] = candidate.option
      descend(position + 1, excess: excess + candidate.excess, cost: cost + option.cost)
    }
  }
}
