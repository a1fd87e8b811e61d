/// A problem whose tasks may be mixtures of their options, solved exactly: a lower bound for real choices, and the time
/// that each task should take.
///
/// Its dual is a cheapest circulation (Kelley 1961; Fulkerson 1961): the flow through a task is what a tick less of it is
/// worth, each unit of flow on a path earns the path's length, and the deadline is what the way back costs.
struct TimeCostRelaxation {
  /// No choice costs less.
  let bound: Double
  /// How long each task takes, in ticks.
  let time: [Int64]
  /// What a tick of each task is worth: no choice costs less than ``bound`` and the sum of its options' excess.
  let worth: [Double]

  /// Solves the relaxation; nil if the deadline cannot be met.
  init?(_ problem: TimeCostProblem, deadline: Int64) {
    let tasks = problem.options.count
    let source = 2 * tasks
    let sink = source + 1
    var network = CirculationSolver(nodes: 2 * tasks + 2)
    var arcs: [Range<Int>] = []
    var hulls: [[TimeCostProblem.Option]] = []
    arcs.reserveCapacity(tasks)
    hulls.reserveCapacity(tasks)
    for task in 0..<tasks {
      let hull = Self.hull(problem.worthwhile(task).map { problem.options[task][$0] })
      let first = network.arcCount
      var reached = 0.0
      for (option, faster) in zip(hull, hull.dropFirst()) {
        let slope = Self.slope(option, faster)
        network.addArc(from: 2 * task, to: 2 * task + 1, cost: -option.time, capacity: slope - reached)
        reached = slope
      }
      network.addArc(from: 2 * task, to: 2 * task + 1, cost: -(hull.last?.time ?? 0))
      arcs.append(first..<network.arcCount)
      hulls.append(hull)
      if problem.before[task].isEmpty { network.addArc(from: source, to: 2 * task, cost: 0) }
      if problem.after[task].isEmpty { network.addArc(from: 2 * task + 1, to: sink, cost: 0) }
      for earlier in problem.before[task] { network.addArc(from: 2 * earlier + 1, to: 2 * task, cost: 0) }
    }
    network.addArc(from: sink, to: source, cost: deadline)
    guard network.solve() else { return nil }
    var time: [Int64] = []
    var worth: [Double] = []
    var bound = 0.0
    for task in 0..<tasks {
      let room = network.potential(ofNode: 2 * task) - network.potential(ofNode: 2 * task + 1)
      let taken = min(room, hulls[task].first?.time ?? 0)
      time.append(taken)
      worth.append(arcs[task].reduce(0) { $0 + network.flow(onArc: $1) })
      bound += Self.cost(hulls[task], at: taken)
    }
    self.time = time
    self.worth = worth
    self.bound = bound
  }

  /// What a mixture of options costs that takes `time`.
  private static func cost(_ hull: [TimeCostProblem.Option], at time: Int64) -> Double {
    for (option, faster) in zip(hull, hull.dropFirst()) where time > faster.time {
      return option.cost + Double(option.time - time) * slope(option, faster)
    }
    return hull.last?.cost ?? 0
  }

  /// What a tick less costs between two options.
  private static func slope(_ option: TimeCostProblem.Option, _ faster: TimeCostProblem.Option) -> Double {
    (faster.cost - option.cost) / Double(option.time - faster.time)
  }

  /// The options that no mixture of others beats; from slow to fast a tick less gets dearer and dearer.
  private static func hull(_ options: [TimeCostProblem.Option]) -> [TimeCostProblem.Option] {
    var hull: [TimeCostProblem.Option] = []
    for option in options {
      while hull.count > 1, slope(hull[hull.count - 2], hull[hull.count - 1]) >= slope(hull[hull.count - 1], option) {
        hull.removeLast()
      }
      hull.append(option)
    }
    return hull
  }
}
