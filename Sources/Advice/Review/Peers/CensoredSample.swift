/// Values of which some are only known to be at least so large, and their quantiles (Kaplan and Meier, 1958).
///
/// S(t) = Π (1 − dᵢ / nᵢ) over the values tᵢ ≤ t that are known. Beyond the last of them S is not defined.
struct CensoredSample {
  /// The known values with 1 − S just after each, ascending.
  private var steps: [(value: Double, below: Double)] = []
  /// How many values are known.
  private(set) var events = 0

  /// A sample.
  ///
  /// - Complexity: O(n log n).
  init(_ values: [(value: Double, isCensored: Bool)]) {
    // At a tie the known ones come first: a censored one was still at risk then.
    let sorted = values.sorted { ($0.value, $0.isCensored ? 1 : 0) < ($1.value, $1.isCensored ? 1 : 0) }
    var survival = 1.0
    for (place, item) in sorted.enumerated() where !item.isCensored {
      survival *= 1 - 1 / Double(sorted.count - place)
      events += 1
      steps.append((item.value, 1 - survival))
    }
  }

  /// The smallest value below which so large a part lies; nil where too much is censored to say.
  func quantile(_ p: Double) -> Double? {
    // One rounding of a product of n factors must not move a quantile by a step.
    let place = steps.partitionPoint { $0.below < p - 1e-9 }
    return place < steps.count ? steps[place].value : nil
  }
}
