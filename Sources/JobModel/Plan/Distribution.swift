/// How a quantity varies between jobs: a runtime in milliseconds, or an amount of memory in bytes.
public enum Distribution: Sendable, Hashable {
  /// Always the same.
  case constant(Int64)
  /// Lognormal through two quantiles: `{median, p95}`.
  case quantiles(median: Int64, p95: Int64)
  /// Lognormal with this mean and standard deviation: positive and skewed to the right, as job times are.
  case moments(mean: Int64, sd: Int64)
  /// Triangular: `{min, mode, max}`.
  case triangular(min: Int64, mode: Int64, max: Int64)
  /// Exponential with this mean.
  case exponential(mean: Int64)
  /// One of these, each equally likely.
  case values([Int64])
  /// The executable's own past; filled in before anything is simulated.
  case fromHistory
}

/// How long a job's own work takes.
public enum RuntimeModel: Sendable, Hashable {
  /// As drawn, whatever the machine.
  case distribution(Distribution)
  /// As drawn on a machine of `atVCPUs`, moved to other machines by Amdahl's law with the parallel share `parallel`:
  /// t(n) = t(m) × ((1 − p) + p / n) / ((1 − p) + p / m). G. Amdahl, AFIPS 1967.
  case amdahl(atVCPUs: Double, runtime: Distribution, parallel: Double)

  /// The distribution that is drawn from.
  public var distribution: Distribution {
    switch self {
    case .distribution(let distribution): distribution
    case .amdahl(_, let runtime, _): runtime
    }
  }

  /// What a drawn runtime is multiplied by on a machine of so many vCPUs; 1 where the machine does not matter.
  public func factor(vcpus: Double) -> Double {
    guard case .amdahl(let reference, _, let parallel) = self, vcpus > 0, reference > 0 else { return 1 }
    return ((1 - parallel) + parallel / vcpus) / ((1 - parallel) + parallel / reference)
  }
}

extension Distribution {
  /// The same shape, every value times a factor; values that become too large are held at the largest duration.
  func scaled(by factor: Double) -> Distribution {
    func scaled(_ value: Int64) -> Int64 {
      guard factor.isFinite, factor >= 0 else { return value }
      let limit = SimDuration.limit.milliseconds
      return min(max(checkedInteger(Double(value) * factor) ?? limit, -limit), limit)
    }
    switch self {
    case .constant(let value): return .constant(scaled(value))
    case .quantiles(let median, let p95): return .quantiles(median: scaled(median), p95: scaled(p95))
    case .moments(let mean, let sd): return .moments(mean: scaled(mean), sd: scaled(sd))
    case .triangular(let least, let mode, let most):
      return .triangular(min: scaled(least), mode: scaled(mode), max: scaled(most))
    case .exponential(let mean): return .exponential(mean: scaled(mean))
    case .values(let values): return .values(values.map(scaled))
    case .fromHistory: return .fromHistory
    }
  }
}

extension PlanTask {
  /// Makes its own work, not its set-up, take `factor` times as long.
  public mutating func scaleTime(by factor: Double) {
    switch runtime {
    case .distribution(let time): runtime = .distribution(time.scaled(by: factor))
    case .amdahl(let vcpus, let time, let parallel):
      runtime = .amdahl(atVCPUs: vcpus, runtime: time.scaled(by: factor), parallel: parallel)
    case nil: break
    }
    if let perItem = work?.perItem { work?.perItem = perItem.scaled(by: factor) }
  }
}
