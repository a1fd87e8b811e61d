public import JobModel

/// Tries the choice of machines on graphs whose optimum is known.
public enum TypesValidator {
  /// Costs that differ by less, as a share, are equal: the optima are written with nine places.
  static let tolerance = 1e-6

  /// A tick of the solver: a microsecond, so that times of any usual precision are whole.
  private static let ticksPerSecond = 1e6

  /// Solves each instance and compares.
  public static func validate(_ instances: [TypesValidation.Instance]) -> TypesValidation {
    var result = TypesValidation()
    var gaps: [Double] = []
    for instance in instances {
      result.instances += 1
      guard let choice = solve(instance), choice.seconds <= instance.deadlineSeconds + 1e-9 * max(1, choice.seconds)
      else {
        result.infeasible += 1
        continue
      }
      if instance.optimalCost == nil { result.withoutOptimum += 1 }
      let best = instance.optimalCost ?? choice.lowerBound
      let gap = best > 0 ? choice.cost / best - 1 : (choice.cost > 0 ? .infinity : 0)
      if gap < -tolerance { result.belowOptimum += 1 }
      gaps.append(abs(gap) <= tolerance ? 0 : gap)
    }
    result.gaps = gaps
    guard !gaps.isEmpty else { return result }
    result.meanGap = gaps.reduce(0, +) / Double(gaps.count)
    result.maxGap = gaps.max() ?? 0
    result.optimalShare = Double(gaps.count { abs($0) <= tolerance }) / Double(result.instances)
    return result
  }

  private static func solve(
    _ instance: TypesValidation.Instance
  ) -> (cost: Double, seconds: Double, lowerBound: Double)? {
    // Rounded up where a microsecond is not enough: what fits in ticks fits.
    func ticks(_ seconds: Double) -> Int64 {
      let value = seconds * ticksPerSecond
      let nearest = value.rounded()
      return Int64(abs(value - nearest) < 1e-3 ? nearest : value.rounded(.up))
    }
    let options = instance.seconds.map { seconds in
      zip(seconds, instance.prices).map {
        TimeCostProblem.Option(time: ticks($0), cost: $0 * $1 / 3600)
      }
    }
    let edges = instance.edges.map { (from: $0.from, to: $0.to) }
    guard let problem = try? TimeCostProblem(options: options, edges: edges),
      let solution = TimeCostSolver(problem).solve(deadline: Int64(instance.deadlineSeconds * ticksPerSecond + 0.5))
    else { return nil }
    return (solution.cost, Double(solution.makespan) / ticksPerSecond, solution.lowerBound)
  }
}
