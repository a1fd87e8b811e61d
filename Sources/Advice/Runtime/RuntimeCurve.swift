import Foundation

/// A task's runtime on one machine against the size of its input.
///
/// A straight line by weighted least squares, each run weighted by one over its runtime: the longer a run, the more it
/// scatters, though less than in proportion. The line never goes below the shortest run seen. Where size explains little
/// (the larger of Pearson's and Spearman's correlations below 0.75) the line and the median of the runtimes are averaged
/// in log space; below 0.3, or with fewer than three runs of known size, the median stands alone.
public struct RuntimeCurve: Sendable {
  /// One run.
  public struct Run: Sendable {
    /// The size of its input; nil if unknown.
    public var input: Double?
    /// How long it took.
    public var seconds: Double

    /// A run.
    public init(input: Double?, seconds: Double) {
      self.input = input
      self.seconds = seconds
    }
  }

  /// How many runs it rests on.
  public let count: Int
  /// The median of their runtimes.
  public let medianSeconds: Double
  private let shortest: Double
  private let largestInput: Double
  private let intercept: Double
  private let slope: Double
  /// How much the line counts, from 0 to 1.
  private let weight: Double
  /// The variance of ln(real / curve), with 0.3² counted as three runs.
  private var scatter: Double

  static let weakCorrelation = 0.3
  static let strongCorrelation = 0.75
  private static let usualScatter = 0.3 * 0.3
  private static let usualScatterRuns = 3.0
  /// The standard deviation grows by this for each unit of ln(input / largest input seen).
  private static let extrapolation = 0.15

  /// The curve of runs; those without a positive runtime are passed over. Nil if none is left.
  /// - Complexity: O(n log n).
  public init?(_ runs: [Run]) {
    let usable = runs.filter { $0.seconds.isFinite && $0.seconds > 0 }
    guard let median = SortedSample.median(usable.map(\.seconds)), let least = usable.map(\.seconds).min() else {
      return nil
    }
    count = usable.count
    medianSeconds = median
    shortest = least
    let sized = usable.compactMap { run in
      run.input.flatMap { $0.isFinite && $0 >= 0 ? (x: $0, y: run.seconds) : nil }
    }
    largestInput = sized.map(\.x).max() ?? 0
    // Sizes as shares of the largest: their squares cannot overflow then.
    let unit = largestInput > 0 ? largestInput : 1
    let line = Self.line(sized.map { ($0.x / unit, $0.y) })
    intercept = line.intercept
    slope = line.slope / unit
    weight = line.weight
    scatter = Self.usualScatter
    var sum = Self.usualScatter * Self.usualScatterRuns
    for run in sized {
      let error = log(run.y) - (logSeconds(at: run.x))
      sum += error * error
    }
    scatter = sum / (Double(sized.count) + Self.usualScatterRuns)
  }

  /// How far the curve may be off on average over many runs: the variance of the mean of its logarithm.
  public var meanVariance: Double { scatter / Double(max(1, count)) }

  /// The runtime for an input.
  public func seconds(at input: Double?) -> Double { exp(logSeconds(at: input)) }

  /// The logarithm of the runtime for an input, and how far off it may be: more, the further the input is beyond those
  /// seen.
  public func estimate(at input: Double?) -> LogEstimate {
    var variance = scatter
    if let input, input.isFinite, input > largestInput, largestInput > 0 {
      let distance = Self.extrapolation * log(input / largestInput)
      variance += distance * distance
    }
    return LogEstimate(log: logSeconds(at: input), variance: variance)
  }

  private func logSeconds(at input: Double?) -> Double {
    guard weight > 0, let input, input.isFinite else { return log(medianSeconds) }
    let line = min(max(intercept + slope * input, shortest), 1e15)
    return weight * log(line) + (1 - weight) * log(medianSeconds)
  }

  private static func line(_ points: [(x: Double, y: Double)]) -> (intercept: Double, slope: Double, weight: Double) {
    guard points.count >= 3 else { return (0, 0, 0) }
    let correlations = [
      Correlation.pearson(points.map(\.x), points.map(\.y)), Correlation.spearman(points.map(\.x), points.map(\.y)),
    ]
    guard let correlation = correlations.compactMap({ $0 }).max() else { return (0, 0, 0) }
    let weight = min(1, max(0, (correlation - weakCorrelation) / (strongCorrelation - weakCorrelation)))
    var total = 0.0
    var meanX = 0.0
    var meanY = 0.0
    for point in points {
      total += 1 / point.y
      meanX += point.x / point.y
      meanY += 1
    }
    meanX /= total
    meanY /= total
    var xx = 0.0
    var xy = 0.0
    for point in points {
      xx += (point.x - meanX) * (point.x - meanX) / point.y
      xy += (point.x - meanX) * (point.y - meanY) / point.y
    }
    let slope = xx > 0 ? max(0, xy / xx) : 0
    guard slope.isFinite, slope > 0 else { return (0, 0, 0) }
    return (meanY - slope * meanX, slope, weight)
  }
}
