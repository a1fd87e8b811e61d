import Foundation
import JobModel

/// A distribution made ready to be drawn from: one uniform number in, one whole number out, by inversion.
///
/// Inversion keeps common random numbers monotone: a longer distribution gives a longer runtime for the same draw.
enum Sampler: Sendable {
  case constant(Int64)
  /// exp(mu + sigma × z).
  case lognormal(mu: Double, sigma: Double)
  case triangular(min: Double, mode: Double, max: Double)
  case exponential(mean: Double)
  case values([Int64])

  /// Makes a sampler; nil for ``Distribution/fromHistory``, which must have been filled in, and for impossible figures.
  init?(_ distribution: Distribution) {
    switch distribution {
    case .constant(let value): self = .constant(Swift.max(0, value))
    case .quantiles(let median, let p95) where median == p95: self = .constant(Swift.max(0, median))
    case .quantiles(let median, let p95):
      guard median > 0, p95 >= median else { return nil }
      // The 95 % quantile of the standard normal distribution.
      let sigma = Foundation.log(Double(p95) / Double(median)) / 1.6448536269514722
      self = .lognormal(mu: Foundation.log(Double(median)), sigma: sigma)
    case .moments(let mean, let sd) where sd == 0: self = .constant(Swift.max(0, mean))
    case .moments(let mean, let sd):
      guard mean > 0, sd >= 0 else { return nil }
      let variance = Foundation.log1p((Double(sd) / Double(mean)) * (Double(sd) / Double(mean)))
      let mu = Foundation.log(Double(mean)) - variance / 2
      self = .lognormal(mu: mu, sigma: variance.squareRoot())
    case .triangular(let min, let mode, let max):
      guard min <= mode, mode <= max else { return nil }
      if min == max {
        self = .constant(Swift.max(0, min))
      } else {
        self = .triangular(min: Double(min), mode: Double(mode), max: Double(max))
      }
    case .exponential(let mean): self = mean == 0 ? .constant(0) : .exponential(mean: Double(mean))
    case .values(let values):
      guard let first = values.first else { return nil }
      self = values.count == 1 ? .constant(Swift.max(0, first)) : .values(values.map { Swift.max(0, $0) })
    case .fromHistory: return nil
    }
  }

  /// Whether every draw gives the same.
  var isConstant: Bool { if case .constant = self { true } else { false } }

  /// The value at a probability strictly between 0 and 1, held within 0...``SimDuration/limit``.
  @inline(__always) func value(_ uniform: Double) -> Int64 {
    switch self {
    case .constant(let value): return value
    case .lognormal(let mu, let sigma): return Self.held(Foundation.exp(mu + sigma * normalQuantile(uniform)))
    case .exponential(let mean): return Self.held(-mean * Foundation.log(1 - uniform))
    case .triangular(let min, let mode, let max):
      let width = max - min
      let split = (mode - min) / width
      return Self.held(
        uniform < split
          ? min + (uniform * width * (mode - min)).squareRoot()
          : max - ((1 - uniform) * width * (max - mode)).squareRoot())
    case .values(let values): return values[Swift.min(values.count - 1, Int(uniform * Double(values.count)))]
    }
  }

  /// The expected value, for orders by expected runtime.
  var mean: Int64 {
    switch self {
    case .constant(let value): return value
    case .lognormal(let mu, let sigma): return Self.held(Foundation.exp(mu + sigma * sigma / 2))
    case .triangular(let min, let mode, let max): return Self.held((min + mode + max) / 3)
    case .exponential(let mean): return Self.held(mean)
    case .values(let values):
      return saturated(values.reduce(Int128(0)) { $0 + Int128($1) } / Int128(Swift.max(1, values.count)))
    }
  }

  @inline(__always) private static func held(_ value: Double) -> Int64 {
    guard value > 0 else { return 0 }  // NaN too
    let limit = Double(SimDuration.limit.milliseconds)
    return value < limit ? Int64(value.rounded()) : SimDuration.limit.milliseconds
  }
}

/// The natural logarithm, under a name that does not clash.
@inline(__always) func logarithm(_ value: Double) -> Double { Foundation.log(value) }
