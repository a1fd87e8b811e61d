import Foundation

/// What a job costs and takes on machines that can be taken back: closed forms for interruptions at a constant rate.
///
/// The job starts from scratch after each interruption. With x = rate × work and Q = 1 − e^−x, an attempt is interrupted
/// with probability Q, whatever happened before it (the exponential distribution forgets), so attempts are geometric.
/// Textbook results on exponential times to failure with restarts from scratch (renewal theory); the table of spot
/// economics and a Monte Carlo of 200,000 runs agree with each of them.
///
/// Times are hours, rates per hour, prices per hour. What would take longer than a `Double` can say is infinite: never.
public struct SpotTheory: Sendable, Hashable {
  /// How often a running machine is taken back, per hour.
  public let rate: Double
  /// How long the job runs undisturbed, in hours.
  public let work: Double

  /// A job of so much work on a market with this rate; negative figures and NaN count as nought.
  public init(rate: Double, work: Double) {
    self.rate = rate > 0 ? rate : 0
    self.work = work > 0 ? work : 0
  }

  /// x: the interruptions expected in the time of undisturbed work.
  private var x: Double { rate == 0 || work == 0 ? 0 : rate * work }

  /// Q = 1 − e^−x: the chance that an attempt is interrupted.
  public var interruptedProbability: Double { -expm1(-x) }

  /// e^x − 1: how often it is interrupted before it ends.
  public var expectedInterruptions: Double { expm1(x) }

  /// (e^x − 1)/rate: hours on machines until it ends, without any delay.
  public var expectedMachineTime: Double { rate == 0 ? work : expm1(x) / rate }

  /// (1/rate + d)(e^x − 1): hours until it ends.
  ///
  /// - Parameter delay: hours that pass after each interruption before the next attempt runs.
  public func expectedTime(delay: Double = 0) -> Double {
    delay == 0 ? expectedMachineTime : expectedMachineTime + delay * expectedInterruptions
  }

  /// (e^2x − 2x·e^x − 1)/rate²: the variance of the time until it ends, in square hours, without delays.
  public var timeVariance: Double {
    guard rate > 0 else { return 0 }
    // Three numbers near one cancel; x³/3 is the first term of the series that is left, up to a relative 2x/3.
    if x < 1e-4 { return work * work * x * (1 + x) / 3 }
    let grown = expm1(x)
    guard grown < 1e150 else { return .infinity }
    return max(0, (grown * grown + 2 * (grown - x) - 2 * x * grown) / (rate * rate))
  }

  /// What it costs until it ends; delays are not charged.
  public func expectedCost(spotPrice: Double) -> Double {
    spotPrice == 0 ? 0 : spotPrice * expectedMachineTime
  }

  /// Q/rate: how long an attempt holds its machine, interrupted or not.
  public var attemptTime: Double { rate == 0 ? work : interruptedProbability / rate }

  /// 1/rate − work·e^−x/Q: how long an attempt that is interrupted had run.
  public var interruptedAttemptTime: Double {
    let q = interruptedProbability
    guard q > 0 else { return 0 }
    // Near nought the two terms cancel; the interruption is then uniform over the attempt.
    if x < 1e-6 { return work / 2 * (1 - x / 6) }
    return 1 / rate - work * exp(-x) / q
  }

  // MARK: So many spot attempts, then on demand

  /// Q^N: the chance that all N spot attempts are interrupted and the job ends on demand.
  public func fallbackProbability(attempts: Int) -> Double {
    attempts <= 0 ? 1 : pow(interruptedProbability, Double(attempts))
  }

  /// 1 − Q^N: the chance that one of N spot attempts ends well, without loss where Q is near one.
  public func successProbability(attempts: Int) -> Double {
    guard attempts > 0 else { return 0 }
    return -expm1(Double(attempts) * log1p(-exp(-x)))
  }

  /// (1 − Q^N)(e^x − 1)/rate: hours on spot machines in at most N attempts.
  public func expectedSpotTime(attempts: Int) -> Double {
    expectedAttempts(atMost: attempts) * attemptTime
  }

  /// ps(1 − Q^N)(e^x − 1)/rate + po·Q^N·work: the cost of at most N spot attempts and, if they fail, one on demand.
  public func expectedCost(attempts: Int, spotPrice: Double, onDemandPrice: Double) -> Double {
    spotPrice * expectedSpotTime(attempts: attempts)
      + onDemandPrice * fallbackProbability(attempts: attempts) * work
  }

  /// (1 − Q^N)(e^x − 1)/rate + Q^N·work + d·Q(1 − Q^N)/(1 − Q): hours until it ends.
  public func expectedTime(attempts: Int, delay: Double) -> Double {
    let interruptions = interruptedProbability * expectedAttempts(atMost: attempts)
    return expectedSpotTime(attempts: attempts) + fallbackProbability(attempts: attempts) * work
      + (delay == 0 ? 0 : delay * interruptions)
  }

  /// (1 − Q^N)/(1 − Q): how many spot attempts are made; at most N.
  public func expectedAttempts(atMost attempts: Int) -> Double {
    Geometric.attempts(atMost: Double(max(0, attempts)), success: exp(-x))
  }

  // MARK: Checkpoints

  /// (work/τ)(1/rate + R)(e^(rate(τ+c)) − 1): hours until it ends if its state is kept every τ hours of work.
  ///
  /// - Parameters:
  ///   - interval: τ, hours of work between checkpoints; the last piece is taken as a whole one in proportion.
  ///   - cost: c, hours that a checkpoint takes.
  ///   - restore: R, hours that pass after each interruption until work goes on.
  public func expectedTime(checkpointEvery interval: Double, cost: Double, restore: Double) -> Double {
    guard interval > 0, interval.isFinite else { return .infinity }
    let piece = SpotTheory(rate: rate, work: interval + max(0, cost))
    return work / interval * piece.expectedTime(delay: max(0, restore))
  }

  /// √(2c/rate): Young's first-order optimum of the time between checkpoints (J. W. Young, CACM 17, 1974).
  public static func youngInterval(rate: Double, cost: Double) -> Double {
    rate > 0 && cost > 0 ? (2 * cost / rate).squareRoot() : .infinity
  }

  /// Daly's optimum, which holds for costs that are not small against the time between interruptions:
  /// √(2cM)·[1 + ⅓√(c/2M) + ⅑(c/2M)] − c for c < 2M, else M, with M = 1/rate (J. T. Daly, FGCS 22, 2006, eq. 37).
  public static func dalyInterval(rate: Double, cost: Double) -> Double {
    guard rate > 0, cost > 0 else { return .infinity }
    let mean = 1 / rate
    guard cost < 2 * mean else { return mean }
    let part = cost / (2 * mean)
    return (2 * cost * mean).squareRoot() * (1 + part.squareRoot() / 3 + part / 9) - cost
  }
}

/// Attempts until the first that succeeds.
enum Geometric {
  /// (1 − (1 − s)^N)/s: how many of at most N attempts are made that each succeed with probability s.
  ///
  /// - Parameter limit: N; may be infinite. With s = 0 all N are made.
  static func attempts(atMost limit: Double, success: Double) -> Double {
    guard limit > 0 else { return 0 }
    guard success > 0 else { return limit }
    guard success < 1 else { return 1 }
    if limit == .infinity { return 1 / success }
    return -expm1(limit * log1p(-success)) / success
  }

  /// (1 − s)^N: the chance that none of N attempts succeeds.
  static func allFail(of limit: Double, success: Double) -> Double {
    guard limit > 0 else { return 1 }
    guard success > 0 else { return 1 }
    guard success < 1, limit < .infinity else { return 0 }
    return exp(limit * log1p(-success))
  }
}
