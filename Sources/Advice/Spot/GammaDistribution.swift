import Foundation

/// The Gamma distribution with scale one.
///
/// The regularised incomplete gamma function by its series below shape + 1 and its continued fraction above (Press et
/// al., *Numerical Recipes*, 6.2, modified Lentz); quantiles by bisection.
struct GammaDistribution {
  /// a; above nought.
  let shape: Double

  init(shape: Double) { self.shape = shape.isFinite ? max(1e-9, shape) : 1e-9 }

  /// P(X ≤ x).
  func probability(upTo x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < .infinity else { return 1 }
    let front = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1 {
      var term = 1 / shape
      var sum = term
      var divisor = shape
      for _ in 0..<Self.iterations(shape) {
        divisor += 1
        term *= x / divisor
        sum += term
        if term < sum * 1e-16 { break }
      }
      return min(1, sum * front)
    }
    let tiny = 1e-300
    var b = x + 1 - shape
    var c = 1 / tiny
    var d = 1 / b
    var h = d
    for step in 1...Self.iterations(shape) {
      let factor = -Double(step) * (Double(step) - shape)
      b += 2
      d = factor * d + b
      if abs(d) < tiny { d = tiny }
      c = b + factor / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      h *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return max(0, 1 - front * h)
  }

  /// The value that is not passed with a probability; 0 and infinity at its ends.
  func quantile(_ p: Double) -> Double {
    guard p > 0 else { return 0 }
    guard p < 1 else { return .infinity }
    var high = shape + 1
    while probability(upTo: high) < p { high *= 2 }
    var low = 0.0
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if probability(upTo: middle) < p { low = middle } else { high = middle }
    }
    return high
  }

  /// Both expansions need some √shape terms.
  private static func iterations(_ shape: Double) -> Int { 200 + Int(min(1e6, 20 * shape.squareRoot())) }
}
