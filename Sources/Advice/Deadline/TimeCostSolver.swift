/// Chooses an option for each task: a deadline is kept if it can be kept at all, at the lowest cost that is found.
///
/// The relaxation (``TimeCostRelaxation``) gives a lower bound and the time each task should take; each gets its cheapest
/// option that is no slower, what slack is left goes where it saves most, and exchanges between tasks follow. Where the
/// bound leaves few enough choices open, all are looked at, and the result is the optimum.
public struct TimeCostSolver: Sendable {
  /// What was found.
  public struct Solution: Sendable {
    /// The option of each task.
    public var choice: [Int]
    /// What it costs.
    public var cost: Double
    /// When the last task ends, in ticks.
    public var makespan: Int64
    /// No choice that keeps the deadline costs less.
    public var lowerBound: Double
    /// Whether no choice at all is cheaper.
    public var isOptimal: Bool

    /// How much dearer than the bound, as a share of it.
    public var gap: Double { lowerBound > 0 ? max(0, cost / lowerBound - 1) : 0 }
  }

  /// How many partial choices are looked at before the search for the optimum is given up.
  static let searchLimit = 2_000_000
  /// How much is looked at in exchanges between tasks, in tasks.
  static let exchangeLimit = 20_000_000

  private let problem: TimeCostProblem
  private let options: [[Int]]

  /// Makes a problem ready for any number of deadlines.
  public init(_ problem: TimeCostProblem) {
    self.problem = problem
    options = problem.options.indices.map(problem.worthwhile)
  }

  /// The shortest time in which everything can end.
  public var shortestMakespan: Int64 { problem.makespan(of: options.map { $0.last ?? 0 }) }

  /// The cheapest choice when time does not matter: exact, each task by itself.
  public var cheapest: Solution {
    let choice = options.map { $0.first ?? 0 }
    let cost = problem.cost(of: choice)
    return Solution(
      choice: choice, cost: cost, makespan: problem.makespan(of: choice), lowerBound: cost, isOptimal: true)
  }

  /// A cheap choice that ends by a deadline; nil if none does.
  ///
  /// - Complexity: about a second for 10,000 tasks of 4 options.
  public func solve(deadline: Int64) -> Solution? {
    guard shortestMakespan <= deadline else { return nil }
    let free = cheapest
    if free.makespan <= deadline { return free }
    guard let relaxation = TimeCostRelaxation(problem, deadline: deadline) else { return nil }
    let fastest = options.map { $0.last ?? 0 }
    let rounded = options.indices.map { task in
      options[task].first { problem.options[task][$0].time <= relaxation.time[task] } ?? fastest[task]
    }
    var best: (choice: [Int], cost: Double)?
    for start in [rounded, fastest] {
      for bySpeed in [true, false] {
        var schedule = TimeCostSchedule(problem, deadline: deadline, choice: start)
        guard schedule.isFeasible else { continue }
        spendSlack(&schedule, perTick: bySpeed)
        let cost = problem.cost(of: schedule.choice)
        if cost < best?.cost ?? .infinity { best = (schedule.choice, cost) }
      }
      // Starting from the fastest helps small graphs; large ones are near the bound already.
      if problem.options.count > 2000 { break }
    }
    guard var best else { return nil }
    var schedule = TimeCostSchedule(problem, deadline: deadline, choice: best.choice)
    exchange(&schedule)
    best = (schedule.choice, problem.cost(of: schedule.choice))
    var search = TimeCostSearch(problem, options: options, deadline: deadline, relaxation: relaxation, best: best)
    let isOptimal = search.run(limit: Self.searchLimit)
    return Solution(
      choice: search.best.choice, cost: search.best.cost, makespan: problem.makespan(of: search.best.choice),
      lowerBound: isOptimal ? search.best.cost : min(relaxation.bound, search.best.cost), isOptimal: isOptimal)
  }

  /// The fastest choice within a budget that is found, by halving the deadline; nil if the cheapest is too dear.
  public func solve(budget: Double) -> Solution? {
    guard cheapest.cost <= budget else { return nil }
    var best = cheapest
    var low = shortestMakespan
    var high = best.makespan
    while low <= high {
      let middle = low + (high - low) / 2
      if let solution = solve(deadline: middle), solution.cost <= budget {
        best = solution
        high = min(middle, solution.makespan) - 1
      } else {
        low = middle + 1
      }
    }
    return best
  }

  /// Takes slower and cheaper options as long as the slack allows some, the best saving first.
  ///
  /// - Parameter perTick: whether the best saving is the largest one for each tick that it takes, or the largest at all.
  private func spendSlack(_ schedule: inout TimeCostSchedule, perTick: Bool) {
    struct Move {
      var score: Double
      var task: Int
      var option: Int
    }
    var changed = true
    while changed {
      changed = false
      var moves: [Move] = []
      for task in options.indices {
        let room = schedule.room(task)
        let (time, cost) = (schedule.time(task), schedule.cost(task))
        for option in options[task] {
          let other = problem.options[task][option]
          guard other.cost < cost, other.time <= room else { continue }
          let saving = cost - other.cost
          let score = perTick ? saving / Double(max(1, other.time - time)) : saving
          moves.append(Move(score: other.time <= time ? .infinity : score, task: task, option: option))
        }
      }
      moves.sort { ($1.score, $0.task, $0.option) < ($0.score, $1.task, $1.option) }
      for move in moves {
        let option = problem.options[move.task][move.option]
        guard option.cost < schedule.cost(move.task), option.time <= schedule.room(move.task) else { continue }
        schedule.choose(move.option, for: move.task)
        changed = true
      }
    }
  }

  /// Makes one task faster where the slack that others gain saves more than that costs.
  private func exchange(_ schedule: inout TimeCostSchedule) {
    var left = Self.exchangeLimit
    var changed = true
    while changed {
      changed = false
      for task in options.indices {
        for option in options[task] where problem.options[task][option].time < schedule.time(task) {
          var other = schedule
          other.choose(option, for: task)
          left -= options.count / 64 + other.touched.count
          guard left > 0 else { return }
          let paid = problem.options[task][option].cost - schedule.cost(task)
          if spendSlack(of: Set(other.touched).subtracting([task]).sorted(), &other) > paid * (1 + 1e-12) {
            schedule = other
            changed = true
          }
        }
      }
    }
  }

  /// Gives some tasks slower and cheaper options, the largest saving first; what that saves.
  private func spendSlack(of tasks: [Int], _ schedule: inout TimeCostSchedule) -> Double {
    var saved = 0.0
    while true {
      var best: (saving: Double, task: Int, option: Int)?
      for task in tasks {
        let room = schedule.room(task)
        // Slowest first: the first that fits is the cheapest.
        guard let option = options[task].first(where: { problem.options[task][$0].time <= room }) else { continue }
        let saving = schedule.cost(task) - problem.options[task][option].cost
        if saving > best?.saving ?? 0 { best = (saving, task, option) }
      }
      guard let best else { return saved }
      saved += best.saving
      schedule.choose(best.option, for: best.task)
    }
  }
}
