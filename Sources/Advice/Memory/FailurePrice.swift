import Foundation

/// The price of a failed attempt, and how it is moved so that a bound on their share is kept.
///
/// The bound is met by a price, not by a quantile for each task: so failures are spent where avoiding them would be dear.
/// The price follows a dual ascent on the bound, as adaptive conformal inference moves its level (Gibbs and Candès,
/// NeurIPS 2021): each task whose first attempt failed raises it, each other one lowers it a little.
struct FailurePrice {
  /// The price in units of the mean task's memory-hours.
  private(set) var relative: Double
  private let bound: Double?
  private var held = 0.0
  private var count = 0.0

  /// How far one failure raises the logarithm of the price.
  private static let step = 0.4

  init(_ rules: MemoryRules) {
    bound = rules.maximalFailureRate.map { min(1, max(1e-6, $0)) }
    // A bound of 1 % starts at ten mean tasks.
    relative = max(0, bound.map { max(rules.failurePrice, 0.1 / $0) } ?? rules.failurePrice)
  }

  /// The price in GBh.
  var gigabyteHours: Double { relative * (count > 0 ? held / count : 0) }

  /// A task used so many GBh.
  mutating func add(used: Double) {
    held += used
    count += 1
  }

  /// A task that had been given an amount turned out to need more, or not.
  mutating func add(failed: Bool) {
    guard let bound else { return }
    // Half the bound is aimed at: what was already started when a failure is seen fails too.
    let change = Self.step * ((failed ? 1 : 0) - bound / 2)
    relative = min(1e6, max(1e-3, relative * Foundation.exp(change)))
  }
}
