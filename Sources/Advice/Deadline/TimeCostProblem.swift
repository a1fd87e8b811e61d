/// The discrete time-cost trade-off: one option for each task of a graph, such that the graph ends by a deadline and
/// costs as little as possible. An option is a machine: faster ones cost more.
///
/// Nothing but the order of tasks couples them: no queue, no transfer, a machine each. Times are whole ticks of any
/// unit, costs are only compared and summed: money is counted elsewhere.
public struct TimeCostProblem: Sendable {
  /// One way to run a task.
  public struct Option: Sendable, Hashable {
    /// How long it takes, in ticks.
    public var time: Int64
    /// What it costs, in any unit.
    public var cost: Double

    /// So long, so dear.
    public init(time: Int64, cost: Double) {
      self.time = time
      self.cost = cost
    }
  }

  /// Why a problem cannot be posed.
  public enum Fault: Error, Equatable, Sendable {
    /// A task without an option, or with one whose time or cost is negative, not finite or beyond ``timeLimit``.
    case options(task: Int)
    /// An edge from or to a task that is not there, or to itself.
    case edge(Int)
    /// Tasks that wait for each other.
    case cycle
  }

  /// The longest time of an option: sums over ten million tasks stay far from overflow.
  public static let timeLimit: Int64 = 1 << 38

  /// The options of each task.
  public let options: [[Option]]
  /// The tasks in an order in which every task comes after those it waits for.
  let order: [Int]
  /// For each task, the tasks it waits for and those that wait for it.
  let before: [[Int]]
  let after: [[Int]]

  /// Poses a problem.
  ///
  /// - Parameter edges: (from, to): `to` starts when `from` has ended. The same edge may come twice.
  /// - Complexity: O(tasks × options + edges).
  public init(options: [[Option]], edges: [(from: Int, to: Int)]) throws(Fault) {
    for (task, choices) in options.enumerated() {
      let usable = choices.allSatisfy { (0...Self.timeLimit).contains($0.time) && $0.cost >= 0 && $0.cost.isFinite }
      guard usable, !choices.isEmpty else { throw .options(task: task) }
    }
    var before = [[Int]](repeating: [], count: options.count)
    var after = before
    for (index, edge) in edges.enumerated() {
      guard options.indices.contains(edge.from), options.indices.contains(edge.to), edge.from != edge.to else {
        throw .edge(index)
      }
      before[edge.to].append(edge.from)
      after[edge.from].append(edge.to)
    }
    var waiting = before.map(\.count)
    var order = options.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      for follower in after[order[next]] {
        waiting[follower] -= 1
        if waiting[follower] == 0 { order.append(follower) }
      }
      next += 1
    }
    guard order.count == options.count else { throw .cycle }
    self.options = options
    self.order = order
    self.before = before
    self.after = after
  }

  /// The cost of a choice.
  public func cost(of choice: [Int]) -> Double {
    choice.enumerated().reduce(0) { $0 + options[$1.offset][$1.element].cost }
  }

  /// When the last task ends under a choice: the longest path.
  ///
  /// - Complexity: O(tasks + edges).
  public func makespan(of choice: [Int]) -> Int64 {
    var end = [Int64](repeating: 0, count: options.count)
    for task in order {
      end[task] = (before[task].map { end[$0] }.max() ?? 0) + options[task][choice[task]].time
    }
    return end.max() ?? 0
  }

  /// The options of a task that are worth a thought, slowest first: each is faster than those before it, and dearer.
  func worthwhile(_ task: Int) -> [Int] {
    let choices = options[task]
    let byTime = choices.indices.sorted {
      (choices[$0].time, choices[$0].cost, $0) < (choices[$1].time, choices[$1].cost, $1)
    }
    var kept: [Int] = []
    for choice in byTime where kept.last.map({ choices[choice].cost < choices[$0].cost }) ?? true {
      kept.append(choice)
    }
    return kept.reversed()
  }
}
