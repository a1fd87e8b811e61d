import Foundation

/// Ponder (Lehmann et al. 2024, arXiv 2408.00047), after its public scheduler code.
///
/// With fewer than five samples: the largest peak and 128 MiB if a task with a larger input was seen, else the request.
/// Otherwise, where peak and input size correlate (r > 0.3): a line fitted with squared loss that weighs too much memory
/// 0.02 and too little 1, held within the peaks seen, plus the larger of 128 MiB and two weighted standard deviations of
/// its residuals; else the largest peak and 128 MiB. A retry takes the request.
struct PonderRule: SizingRule {
  private static let offset = 0.134217728
  private var line: (intercept: Double, slope: Double)?
  private var fittedFrom = 0

  var warmUp: Int { 0 }

  mutating func allocation(for task: SizingTask, _ past: PastPeaks) -> Double? {
    let input = task.input ?? 0
    let maximum = past.largest + Self.offset
    if past.peaks.count < 5 { return past.inputs.contains { $0 > input } ? maximum : nil }
    guard Self.correlation(past.inputs, past.peaks) > 0.3 else { return maximum }
    if fittedFrom != past.peaks.count {
      fittedFrom = past.peaks.count
      line = Self.asymmetricLine(past.inputs, past.peaks)
    }
    guard let line, let lowest = past.peaks.min(), let widest = past.inputs.max() else { return maximum }
    var guess = line.intercept + line.slope * input
    if guess < lowest {
      guess = lowest
    } else if (guess > past.largest && input < widest) || (input >= widest && guess < past.largest) {
      guess = past.largest
    }
    let variance = Self.variance(of: past, around: line, near: input)
    return guess + max(Self.offset, 2 * max(variance, 0).squareRoot())
  }

  mutating func retry(_ task: SizingTask, after last: Double, _ past: PastPeaks) -> Double {
    if let request = task.request, last < request { return request }
    return 2 * last
  }

  /// Pearson's r; NaN, which is above nothing, where one of them is constant.
  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    guard x.min() != x.max(), y.min() != y.max() else { return .nan }
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for index in x.indices {
      let (dx, dy) = (x[index] - meanX, y[index] - meanY)
      xx += dx * dx
      yy += dy * dy
      xy += dx * dy
    }
    return xy / (xx.squareRoot() * yy.squareRoot())
  }

  /// Asymmetric least squares by reweighting, which converges in a few rounds for the loss is convex.
  private static func asymmetricLine(_ x: [Double], _ y: [Double]) -> (intercept: Double, slope: Double) {
    var weights = [Double](repeating: 1, count: x.count)
    var line = weightedLine(x, y, weights)
    for _ in 0..<60 {
      let new = x.indices.map { y[$0] > line.intercept + line.slope * x[$0] ? 1.0 : 0.02 }
      line = weightedLine(x, y, new)
      if new == weights { break }
      weights = new
    }
    return line
  }

  private static func weightedLine(
    _ x: [Double], _ y: [Double], _ weights: [Double]
  ) -> (intercept: Double, slope: Double) {
    var (sum, meanX, meanY) = (0.0, 0.0, 0.0)
    for index in x.indices {
      sum += weights[index]
      meanX += weights[index] * x[index]
      meanY += weights[index] * y[index]
    }
    meanX /= sum
    meanY /= sum
    var (xx, xy) = (0.0, 0.0)
    for index in x.indices {
      let dx = x[index] - meanX
      xx += weights[index] * dx * dx
      xy += weights[index] * dx * (y[index] - meanY)
    }
    let slope = xx > 0 ? xy / xx : 0
    return (meanY - slope * meanX, slope)
  }

  /// The weighted variance of the residuals; weights fall linearly with the distance of the input sizes.
  private static func variance(
    of past: PastPeaks, around line: (intercept: Double, slope: Double), near input: Double
  ) -> Double {
    let count = past.peaks.count
    let widest = past.inputs.reduce(0) { max($0, abs($1 - input)) }
    let little = max(1 - Double(count) / 10, 0) / 100
    var (sum, squares, mean) = (0.0, 0.0, 0.0)
    var weights: [Double] = []
    weights.reserveCapacity(count)
    for index in past.peaks.indices {
      let weight = (widest > 0 ? 1 - abs(past.inputs[index] - input) / widest : 1) + little
      weights.append(weight)
      sum += weight
      squares += weight * weight
      mean += weight * (past.peaks[index] - (line.intercept + line.slope * past.inputs[index]))
    }
    guard sum > 0 else { return 0 }
    mean /= sum
    let degrees = sum - squares / sum
    guard degrees > 0 else { return 0 }
    var total = 0.0
    for index in past.peaks.indices {
      let residual = past.peaks[index] - (line.intercept + line.slope * past.inputs[index])
      total += weights[index] * (residual - mean) * (residual - mean)
    }
    return total / degrees
  }
}
