import Foundation

/// How much memory to ask for first, and what to ask for after each failure.
public struct AllocationLadder: Sendable, Equatable {
  /// Ascending amounts in GB, at least one; beyond the last one doubles.
  public var steps: [Double]
  /// The chance that the first step is not enough.
  public var failureProbability: Double

  /// What a task of a certain peak would waste on the ladder: everything of failed attempts, the rest of the last one.
  ///
  /// - Returns: GB for the whole runtime, and the number of failed attempts.
  func wastage(peak: Double) -> (gigabytes: Double, failures: Int) {
    var wasted = 0.0
    var failures = 0
    var step = 0.0
    repeat {
      step = failures < steps.count ? steps[failures] : max(step * 2, 1e-3)
      if step >= peak { return (wasted + step - peak, failures) }
      wasted += step
      failures += 1
    } while failures < 200
    return (wasted, failures)
  }
}

/// What an allocation costs.
struct AllocationCosts {
  /// How long the task runs, in hours.
  var hours: Double
  /// What a failed attempt costs beyond its memory, in GBh.
  var failure: Double
  /// An amount in GB with which such tasks did not fail so far, if there is one.
  var knownToDo: Double?
}

extension PeakDistribution {
  /// The ladder of least expected cost.
  ///
  /// A first amount *a* costs *a* for the runtime, and with the chance that it is not enough the next step as well and
  /// the price of a failure: *a* + P(y > a)(next + price). What the task itself uses is paid in any case and left out.
  /// Amounts tried: the upper 60 % of the values, each a tenth of the tail's scale higher, steps into the tail, and the
  /// amount that is known to do.
  /// - Complexity: O(*n*).
  func ladder(_ costs: AllocationCosts) -> AllocationLadder {
    let price = costs.failure / max(costs.hours, 1e-9)
    let largest = largest
    var next = safe
    if let known = costs.knownToDo, known > largest {
      next = min(known, max(safe, largest * Foundation.exp(tailScale)))
    }
    var best = AllocationLadder(steps: [safe], failureProbability: recordChance)
    var bestCost = Double.infinity
    func consider(_ amount: Double, _ chance: Double) {
      let cost = amount + chance * (max(next, amount * 1.2) + price)
      if cost < bestCost {
        bestCost = cost
        best = AllocationLadder(steps: [amount], failureProbability: chance)
      }
    }
    let isWide = tailScale >= 1e-3
    for (excess, beyond) in Self.tailSteps {
      consider(
        largest * Foundation.exp(excess * tailScale),
        isWide ? recordChance * beyond : tailChance(logExcess: excess * tailScale))
    }
    if let known = costs.knownToDo, known > largest { consider(known, 0) }
    let margin = Foundation.exp(0.1 * tailScale)
    var above = 0.0
    for point in points.reversed() {
      if above >= 0.6 { break }
      if point.value * margin < largest { consider(point.value * margin, above + recordChance) }
      above += point.weight
    }
    best.steps += between(best.steps[0], next, price: price, margin: margin)
    return best
  }

  /// Steps into the tail, in scales, and the part of the tail that is beyond: the chance to fail falls by e with each scale.
  private static let tailSteps = [0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8].map { ($0, Foundation.exp(-$0)) }

  /// The steps after the first: one among the values if that is cheaper than going to the last at once (values in
  /// several heaps), then the last.
  private func between(_ first: Double, _ last: Double, price: Double, margin: Double) -> [Double] {
    guard first < last * 0.999 else { return [] }
    var above = recordChance
    var failed = recordChance
    for point in points.reversed() {
      if point.value <= first { break }
      failed += point.weight
    }
    var cost = failed * last
    var middle: Double?
    for point in points.reversed() {
      let amount = point.value * margin
      if amount <= first * 1.0001 { break }
      let own = failed * amount + above * (last + price)
      if amount < last, own < cost {
        cost = own
        middle = amount
      }
      above += point.weight
    }
    if let middle { return [middle, last] }
    return [last]
  }
}
