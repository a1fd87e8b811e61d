/// The published method's runtime on the machine where the runs are known (Bader et al., Lotaru, FGCS 2024): Bayesian
/// ridge regression on input size if Pearson's correlation is at least 0.75, else the median.
///
/// The regression is MacKay's evidence maximisation for one regressor with an intercept, as scikit-learn's
/// `BayesianRidge` does it with its defaults, down to where it stops. Its priors are not free of units: sizes are in bytes
/// and runtimes in milliseconds, as published.
struct LotaruLine {
  /// The median, where size explains too little: the published program does not scale it for another machine.
  let median: Double?
  private let intercept: Double
  private let slope: Double

  private static let hyperprior = 1e-6
  private static let tolerance = 1e-3
  private static let maximalRounds = 300

  /// The line of runs, nil without any.
  init?(sizes: [Double], milliseconds runtimes: [Double]) {
    guard let median = SortedSample.median(runtimes), sizes.count == runtimes.count else { return nil }
    guard let correlation = Correlation.pearson(sizes, runtimes), correlation >= 0.75 else {
      self.median = median
      intercept = median
      slope = 0
      return
    }
    self.median = nil
    let count = Double(sizes.count)
    let meanX = sizes.reduce(0, +) / count
    let meanY = runtimes.reduce(0, +) / count
    var xx = 0.0
    var xy = 0.0
    var yy = 0.0
    for (x, y) in zip(sizes, runtimes) {
      xx += (x - meanX) * (x - meanX)
      xy += (x - meanX) * (y - meanY)
      yy += (y - meanY) * (y - meanY)
    }
    var alpha = 1 / (yy / count + .ulpOfOne)
    var lambda = 1.0
    var previous: Double?
    for _ in 0..<Self.maximalRounds {
      let slope = xy / (xx + lambda / alpha)
      let squares = zip(sizes, runtimes).reduce(0) { sum, run in
        let error = run.1 - meanY - slope * (run.0 - meanX)
        return sum + error * error
      }
      let gamma = alpha * xx / (lambda + alpha * xx)
      lambda = (gamma + 2 * Self.hyperprior) / (slope * slope + 2 * Self.hyperprior)
      alpha = (count - gamma + 2 * Self.hyperprior) / (squares + 2 * Self.hyperprior)
      if let previous, abs(previous - slope) < Self.tolerance { break }
      previous = slope
    }
    slope = xy / (xx + lambda / alpha)
    intercept = meanY - slope * meanX
  }

  /// The runtime for an input on a machine that takes `factor` times as long.
  func milliseconds(_ size: Double, factor: Double) -> Double { median ?? (intercept + slope * size) * factor }
}
