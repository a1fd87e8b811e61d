import Foundation

/// What is believed of the peak memory of runs to come: how likely each amount is not to be enough.
public struct PeakOutlook: Sendable {
  private let parts: [PeakDistribution]
  /// The largest peak seen, in GB.
  public let largestSeen: Double

  init(parts: [PeakDistribution], largestSeen: Double) {
    self.parts = parts
    self.largestSeen = largestSeen
  }

  /// The chance that a run needs more than an amount in GB: the mean over the inputs that it was made for.
  /// - Complexity: O(values believed in).
  public func chance(above gigabytes: Double) -> Double {
    guard gigabytes > 0 else { return 1 }
    let sum = parts.reduce(0) { $0 + $1.chance(above: gigabytes) }
    let chance = sum / Double(max(1, parts.count))
    return chance.isFinite ? min(1, max(0, chance)) : 1
  }
}

extension PeakDistribution {
  /// The chance that the peak is above an amount, in GB; it falls with the amount.
  func chance(above amount: Double) -> Double {
    if amount >= largest { return tailChance(logExcess: Foundation.log(amount / largest)) }
    var above = recordChance
    for point in points.reversed() {
      if point.value <= amount { break }
      above += point.weight
    }
    return min(1, above)
  }
}
