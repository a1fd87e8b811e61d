import Foundation

/// What is believed of a peak before it is known: values with weights, and a tail beyond the largest.
///
/// Beyond the largest value the logarithmic excess is taken to be exponential, with the mean excess of the largest values
/// over their threshold as its scale (Hill's estimator, Annals of Statistics 1975).
struct PeakDistribution: Sendable {
  /// A value in GB and its share of the whole.
  struct Point: Sendable {
    var value: Double
    var weight: Double
  }

  /// Ascending by value; weights add up to 1, less what censored peaks moved beyond the largest.
  var points: [Point]
  /// The mean logarithmic excess of the tail.
  var tailScale: Double
  /// How many equally weighted observations would tell as much.
  var effectiveCount: Double
  /// The share that lies beyond the largest value for certain.
  var beyond = 0.0
  /// A value that is seldom passed, in GB.
  var safe: Double

  /// The largest value, in GB.
  var largest: Double { max(points.last?.value ?? 0, 1e-3) }

  /// The chance that the next peak is beyond the largest value: a new record is drawn with probability 1/(n + 1), and
  /// half of that is left where values are smoothed.
  var recordChance: Double { min(0.9, beyond + 0.5 / (effectiveCount + 1)) }

  /// The chance that the peak is above an amount in the tail.
  func tailChance(logExcess: Double) -> Double { recordChance * Foundation.exp(-logExcess / max(tailScale, 1e-3)) }

  /// A distribution of ascending values with weights of any sum.
  ///
  /// - Parameters:
  ///   - points: ascending values, in GB.
  ///   - censored: which of them are only lower bounds, by index. Their weight goes to the values above them in
  ///     proportion (Efron's redistribution to the right, which is the Kaplan–Meier estimate).
  ///   - assumedTailScale: what the scale is taken to be before there are large values, with the weight of one.
  init(ascending points: [Point], censored: [Bool]?, assumedTailScale: Double, rules: MemoryRules) {
    self.points = points
    var sum = 0.0
    var squares = 0.0
    for point in points {
      sum += point.weight
      squares += point.weight * point.weight
    }
    if sum <= 0 { sum = 1 }
    effectiveCount = squares > 0 ? sum * sum / squares : 1
    for index in self.points.indices { self.points[index].weight /= sum }
    if let censored { beyond = Self.redistribute(&self.points, censored) }
    tailScale = Self.tailScale(self.points, effectiveCount, assumedTailScale, rules)
    safe = 0
    // Half a mean excess more, and more where little is known.
    safe = largest * Foundation.exp(0.5 * tailScale * (1 + 2 / effectiveCount.squareRoot()))
  }

  /// A mixture of distributions with shares that add up to 1.
  init(mixing parts: [(share: Double, distribution: PeakDistribution)]) {
    points = []
    points.reserveCapacity(parts.reduce(0) { $0 + $1.distribution.points.count })
    tailScale = 0
    effectiveCount = 0
    var logSafe = 0.0
    for (share, part) in parts {
      for point in part.points { points.append(Point(value: point.value, weight: point.weight * share)) }
      tailScale += share * part.tailScale
      effectiveCount += share * part.effectiveCount
      beyond += share * part.beyond
      logSafe += share * Foundation.log(part.safe)
    }
    points.sort { $0.value < $1.value }
    safe = Foundation.exp(logSafe)
  }

  /// Moves the weight of lower bounds to what is above them; gives what found nothing above.
  private static func redistribute(_ points: inout [Point], _ censored: [Bool]) -> Double {
    var right = points.reduce(0) { $0 + $1.weight }
    var factor = 1.0
    for index in points.indices {
      let own = points[index].weight
      right = max(0, right - own)
      if !censored[index] {
        points[index].weight = own * factor
      } else {
        points[index].weight = 0
        guard right > 1e-12 else { return min(1, (own + right) * factor) }
        factor *= 1 + own / right
      }
    }
    return 0
  }

  private static func tailScale(_ points: [Point], _ count: Double, _ assumed: Double, _ rules: MemoryRules) -> Double {
    let share = min(0.5, max(rules.tailShare, 2 / count))
    var threshold = points.count - 1
    var above = 0.0
    while threshold > 0 && above + points[threshold].weight < share {
      above += points[threshold].weight
      threshold -= 1
    }
    guard threshold >= 0, points[threshold].value > 0 else { return assumed }
    let base = Foundation.log(points[threshold].value)
    var excess = 0.0
    for point in points[(threshold + 1)...] { excess += point.weight * (Foundation.log(point.value) - base) }
    // The assumed scale counts as one more large value.
    return min(rules.maximalTailScale, (excess * count + assumed) / (above * count + 1))
  }
}
