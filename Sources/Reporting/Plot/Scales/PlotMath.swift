import Foundation

/// The few functions of analysis that plots need.
enum PlotMath {
  /// What plots draw at most: beyond it differences of values would overflow.
  static let limit = 1e300

  /// The value held within ``limit``, or nil for what is no finite number.
  static func drawable(_ value: Double) -> Double? {
    value.isFinite ? min(max(value, -limit), limit) : nil
  }

  static func log10(_ value: Double) -> Double { Foundation.log10(value) }

  /// The largest whole exponent of ten that is not above the value, which is above 0.
  static func floorLog10(_ value: Double) -> Int {
    guard value > 0, value.isFinite else { return 0 }
    let guess = Int(Foundation.log10(value).rounded(.down))
    // The logarithm of 1000 may come out a hair below 3.
    if power10(guess + 1) <= value { return guess + 1 }
    return power10(guess) > value ? guess - 1 : guess
  }

  /// Ten to a whole power, exact where a `Double` can be.
  static func power10(_ exponent: Int) -> Double {
    if exponent < 0 { return exponent < -300 ? pow(10, Double(max(exponent, -400))) : 1 / power10(-exponent) }
    if exponent > 22 { return pow(10, Double(min(exponent, 400))) }
    var result = 1.0
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  static func cubeRoot(_ value: Double) -> Double { cbrt(value) }

  /// The quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan).
  static func quantile(_ sorted: [Double], _ part: Double) -> Double? {
    guard let first = sorted.first else { return nil }
    let place = part * Double(sorted.count - 1)
    let low = min(max(Int(place), 0), sorted.count - 1)
    let high = min(low + 1, sorted.count - 1)
    let share = place - Double(low)
    return sorted.count == 1 ? first : sorted[low] * (1 - share) + sorted[high] * share
  }
}
