import Foundation

extension SpotTheory {
  /// The x = rate × work at which spot costs what on demand does: the root of (e^x − 1)/x = r for the price ratio r.
  ///
  /// Below it every spot attempt is worth making, above it none is: the exponential distribution forgets, so the same
  /// inequality decides before each attempt, and the number of attempts allowed does not matter.
  ///
  /// Newton's method within a bracket, halved where a step would leave it.
  ///
  /// - Parameter priceRatio: price on demand / spot price.
  /// - Returns: 0 for a ratio of 1 or less (spot is never cheaper); infinity for a free spot machine.
  public static func breakEven(priceRatio ratio: Double) -> Double {
    guard ratio > 1 else { return 0 }  // NaN too
    guard ratio < .infinity else { return .infinity }
    // (e^x − 1)/x lies between 1 + x/2 and e^x, so the root lies between ln r and 2(r − 1).
    var low = log(ratio)
    var high = 2 * (ratio - 1)
    // The right side in logarithms is nearly straight: ln(e^x − 1) − ln x = ln r.
    let target = log(ratio)
    var x = min(high, max(low, low + log1p(low)))
    for _ in 0..<200 {
      let value = logarithmOfGrowth(x) - target
      if value == 0 { return x }
      if value < 0 { low = x } else { high = x }
      let slope = slopeOfGrowth(x)
      var next = slope > 0 ? x - value / slope : .nan
      if !(next > low && next < high) { next = low + (high - low) / 2 }
      if abs(next - x) <= 1e-15 * x { return next }
      x = next
    }
    return x
  }

  /// ln((e^x − 1)/x) for x > 0, without overflow and without cancellation near nought.
  private static func logarithmOfGrowth(_ x: Double) -> Double {
    if x < 1e-5 { return x / 2 + x * x / 24 }
    return x > 30 ? x + log1p(-exp(-x)) - log(x) : log(expm1(x) / x)
  }

  /// Its derivative: 1/(1 − e^−x) − 1/x.
  private static func slopeOfGrowth(_ x: Double) -> Double {
    x < 1e-4 ? 0.5 + x / 12 : -1 / expm1(-x) - 1 / x
  }
}
