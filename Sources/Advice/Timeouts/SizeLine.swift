import Foundation

/// How a class' runtime grows with the size of its inputs; kept as sums, so that a run is added in constant time.
struct SizeLine {
  private(set) var runs = 0
  // Of logarithms to base 2.
  private var x = 0.0
  private var y = 0.0
  private var xx = 0.0
  private var xy = 0.0
  // Of seconds and GiB, each run weighed by 1 / runtime², so that relative errors count.
  private var weight = 0.0
  private var u = 0.0
  private var uu = 0.0
  private var v = 0.0
  private var uv = 0.0

  /// The least size that is told apart from nothing: a kilobyte.
  private static func logSize(_ bytes: Double) -> Double { log2(max(bytes, 1000)) }

  mutating func add(bytes: Double?, seconds: Double) {
    let logSeconds = log2(max(seconds, 1e-3))
    let logBytes = Self.logSize(bytes ?? 0)
    let gibibytes = (bytes ?? 0) / 0x1p30
    let share = 1 / max(seconds * seconds, 1e-6)
    runs += 1
    x += logBytes
    y += logSeconds
    xx += logBytes * logBytes
    xy += logBytes * logSeconds
    weight += share
    u += share * gibibytes
    uu += share * gibibytes * gibibytes
    v += share * seconds
    uv += share * gibibytes * seconds
  }

  /// The mean of the logarithms; nil without runs.
  var level: Double? { runs > 0 ? y / Double(runs) : nil }

  /// A power of the size with an exponent of 0 to 1.2, shrunk to 0 where sizes hardly vary; nil below four runs.
  func power(_ bytes: Double) -> Double? {
    guard runs >= 4 else { return nil }
    let count = Double(runs)
    let spread = xx - x * x / count
    guard spread > 1e-6 * count else { return y / count }
    let slope = min(1.2, max(0, (xy - x * y / count) / (spread + 0.05 * count)))
    return y / count + slope * (Self.logSize(bytes) - x / count)
  }

  /// A constant and a part for each GiB, as a logarithm; nil below four runs, or where sizes do not vary.
  func affine(_ bytes: Double) -> Double? {
    guard runs >= 4, weight > 0, let level else { return nil }
    let spread = uu - u * u / weight
    guard spread > 1e-9 * uu else { return nil }
    let slope = max(0, (uv - u * v / weight) / spread)
    let seconds = v / weight + slope * (bytes / 0x1p30 - u / weight)
    // Never below a twentieth of the usual: the line may cross nought among small inputs.
    let result = log2(max(seconds, 0.05 * exp2(level), 0.5))
    return result.isFinite ? result : nil
  }
}
