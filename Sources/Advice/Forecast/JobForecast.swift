import Foundation
public import JobModel

/// What a job is expected to cost and take under a priority: every try it may need, over how long it may run.
///
/// A try ends well, is interrupted, or fails; all three forget what was before, so tries are geometric for a given run
/// time, and the expectation is taken over the run times (`SpotTheory` has the case of one run time in closed form).
/// A job that fails for good is run again on demand by whoever needs it: that is in its cost and its time. One limit of
/// tries holds for all reasons: the one that applies where only one thing ends tries, else the policy's limit of all.
public struct JobForecast: Sendable, Equatable {
  /// What it costs; nil without a price.
  public private(set) var cost: Double? = 0
  /// Hours from its readiness to its end, waits included.
  public private(set) var time = 0.0
  /// The variance of ``time``, in square hours.
  public private(set) var variance = 0.0
  /// How often it is interrupted.
  public private(set) var interruptions = 0.0
  /// The chance that it fails for good and must be run again by hand.
  public private(set) var failureProbability = 0.0

  /// The forecast of jobs with these run times.
  ///
  /// - Complexity: O(run times × tries allowed, at most 64).
  public init(_ work: WorkSample, _ terms: JobTerms, _ priority: Priority) {
    var squares = 0.0
    for hours in work.hours {
      let one = Single(hours, terms, priority)
      cost = cost.flatMap { sum in one.cost.map { sum + $0 } }
      time += one.time
      squares += one.variance + one.time * one.time
      interruptions += one.interruptions
      failureProbability += one.failure
    }
    let count = Double(work.hours.count)
    cost = cost.map { $0 / count }
    time /= count
    interruptions /= count
    failureProbability /= count
    variance = max(0, squares / count - time * time)
    if !variance.isFinite { variance = .infinity }
  }
}

/// The forecast for one run time.
private struct Single {
  var cost: Double?
  var time: Double
  var variance: Double
  var interruptions: Double
  var failure: Double

  init(_ work: Double, _ terms: JobTerms, _ priority: Priority) {
    variance = 0
    let onDemand = Attempt(work, terms, interruptionRate: 0)
    let mayFallBack = priority == .normal
    // Where the catalog knows no spot price for a type, it knows no spot market for it; low waits for spot all the same.
    let usesSpot = priority == .low || (priority == .normal && terms.spotPrice != nil)
    let spot = usesSpot ? Attempt(work, terms, interruptionRate: terms.interruptionRate ?? 0) : onDemand
    let late = mayFallBack && usesSpot ? terms.lateProbability : 0

    var limit = 1 + terms.restarts
    if onDemand.isTimedOut {
      limit = 1 + min(terms.restarts, terms.restartsAfterTimeout)
    } else if onDemand.ownFailure == 0 {
      limit = 1 + min(terms.restarts, terms.restartsAfterInterruption)
    } else if spot.interruption == 0 {
      limit = 1 + min(terms.restarts, terms.restartsAfterFailure)
    }
    let spotLimit = usesSpot ? min(limit, mayFallBack ? terms.spotTries : .infinity) : 0

    let success = (1 - late) * spot.success + late * onDemand.success
    let spotTries = Geometric.attempts(atMost: spotLimit, success: success)
    let reached = Geometric.allFail(of: spotLimit, success: success)
    let rest = limit == .infinity && spotLimit == .infinity ? 0 : limit - spotLimit
    let onDemandTries = reached > 0 ? reached * Geometric.attempts(atMost: rest, success: onDemand.success) : 0
    failure = reached > 0 ? reached * Geometric.allFail(of: rest, success: onDemand.success) : 0

    let onSpot = spotTries * (1 - late)
    let demanded = onDemandTries + spotTries * late
    interruptions = onSpot * spot.interruption
    time = Self.product(onSpot, terms.spotWait + spot.length)
    time += Self.product(spotTries * late, terms.lateWait + onDemand.length)
    time += Self.product(onDemandTries, terms.onDemandWait + onDemand.length)
    cost = Self.sum([(onSpot * spot.charged, terms.spotPrice), (demanded * onDemand.charged, terms.onDemandPrice)])

    // What does not fit fails at a uniform part of its time, and then like everything that failed for good.
    if terms.tooSmall > 0 {
      let wait = usesSpot ? terms.spotWait : terms.onDemandWait
      let price = usesSpot ? terms.spotPrice : terms.onDemandPrice
      let half = Self.sum([(terms.chargedTime(work / 2, endingAt: 0), price)])
      cost = Self.mixed(cost, half, terms.tooSmall)
      time = time * (1 - terms.tooSmall) + (wait + work / 2) * terms.tooSmall
      failure = failure * (1 - terms.tooSmall) + terms.tooSmall
    }
    if failure > 0 {
      let again = Self.sum([(terms.chargedTime(work, endingAt: 0), terms.onDemandPrice ?? terms.spotPrice)])
      cost = cost.flatMap { sum in again.map { sum + failure * $0 } }
      time += failure * (terms.onDemandWait + work)
    }
    variance = Self.variance(spot, of: onSpot, limit: spotLimit, wait: terms.spotWait)
  }

  /// The variance of the time that interruptions add: a random number of them, each after a random time.
  private static func variance(_ spot: Attempt, of tries: Double, limit: Double, wait: Double) -> Double {
    let lost = 1 - spot.success
    guard spot.interruption > 0, tries > 0, lost > 0 else { return 0 }
    var mean = lost / spot.success
    var square = mean / spot.success
    if limit <= 64 {
      // At most `limit` interruptions: the sum over how many there are.
      (mean, square) = (0, 0)
      var chance = 1.0
      var count = 0.0
      while count < limit {
        chance *= lost
        count += 1
        mean += chance
        square += chance * (2 * count - 1)
      }
      square -= mean * mean
    }
    let each = spot.interruptedLength + wait
    let sum = mean * spot.interruptedVariance + square * each * each
    return sum.isFinite ? max(0, sum) : .infinity
  }

  /// Nought tries of infinite length are no time at all.
  private static func product(_ count: Double, _ each: Double) -> Double { count == 0 || each == 0 ? 0 : count * each }

  private static func sum(_ parts: [(hours: Double, price: Double?)]) -> Double? {
    var total = 0.0
    for (hours, price) in parts where hours > 0 {
      guard let price else { return nil }
      total += price == 0 ? 0 : hours * price
    }
    return total
  }

  private static func mixed(_ a: Double?, _ b: Double?, _ share: Double) -> Double? {
    if share >= 1 { return b }
    return a.flatMap { a in b.map { a * (1 - share) + $0 * share } }
  }
}

/// One try of a job: how it ends, how long it takes, what time is charged.
private struct Attempt {
  let success: Double
  let interruption: Double
  /// The chance that it fails by itself.
  let ownFailure: Double
  let isTimedOut: Bool
  let length: Double
  let charged: Double
  let interruptedLength: Double
  let interruptedVariance: Double

  init(_ work: Double, _ terms: JobTerms, interruptionRate: Double) {
    isTimedOut = work > terms.timeout
    let time = min(work, terms.timeout)
    let rate = interruptionRate + terms.failureRate
    let theory = SpotTheory(rate: rate, work: time)
    let perTry = min(1, max(0, terms.failurePerTry))
    let survives = exp(-rate * time)
    success = isTimedOut ? 0 : survives * (1 - perTry)
    interruption = rate > 0 ? theory.interruptedProbability * interruptionRate / rate : 0
    ownFailure = rate > 0 ? max(perTry, theory.interruptedProbability * terms.failureRate / rate) : perTry

    var length = theory.attemptTime
    var charged = terms.chargedTime(time, endingAt: rate)
    if perTry > 0 {
      // A failure at a uniform part of the time: the mean over eight parts.
      let parts = (0..<8).map { time * (Double($0) + 0.5) / 8 }
      let failing = parts.reduce(0) { $0 + SpotTheory(rate: rate, work: $1).attemptTime } / 8
      let paid = parts.reduce(0) { $0 + terms.chargedTime($1, endingAt: rate) } / 8
      length = length * (1 - perTry) + failing * perTry
      charged = charged * (1 - perTry) + paid * perTry
    }
    self.length = length
    let freeRate =
      terms.failureRate * terms.freeFailures
      + (terms.billing.spotInterruptionsCharged ? 0 : interruptionRate)
    if freeRate > 0, rate > 0 {
      let well = survives * terms.chargedTime(time, endingAt: 0)
      charged = well + max(0, charged - well) * (1 - freeRate / rate)
    }
    self.charged = charged
    interruptedLength = rate > 0 ? theory.interruptedAttemptTime : 0
    let q = theory.interruptedProbability
    interruptedVariance = q > 0 ? max(0, 1 / (rate * rate) - time * time * survives / (q * q)) : 0
  }
}
