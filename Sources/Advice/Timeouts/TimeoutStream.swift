import Foundation
import JobModel

/// Limits for one job after the other, each from what had ended before it.
///
/// The limit is the one of least expected cost: good jobs killed (what they burn until a doubled limit lets them end, and
/// a price for the trouble), plus the probability of a hang times the limit; of those that keep to the level of false
/// kills. Two corrections come from what happened: how many kills there were for each one foretold, and a bound on the
/// probability of a kill that grows while kills are rarer than the level and shrinks with each one (adaptive conformal
/// inference: Gibbs and Candès 2021).
struct TimeoutStream {
  private var forecaster = RuntimeForecaster()
  private let rules: TimeoutRules
  private var calibration = KillCalibration()
  /// The logarithm of how far the probability of a kill may exceed the level for one job.
  private var slack = log(4.0)
  /// Useful core-seconds, and of how many jobs.
  private var useful = 0.0
  private var jobs = 0

  /// What was decided for a job.
  struct Decision: Equatable {
    /// The limit in seconds; the job's own where that stays.
    var limit: Double
    /// The foretold probability that it kills a good job.
    var kill: Double
    /// The same before it is corrected by what happened.
    var uncorrected: Double
    /// Why the job's own limit stays; nil where it does not.
    var kept: TimeoutAdvice.Kept.Reason?
  }

  init(rules: TimeoutRules) { self.rules = rules }

  /// Decides on a job that starts now.
  ///
  /// - Parameter evidence: the class that needs ``TimeoutRules/leastRuns`` runs; nil if any job's will do.
  /// - Returns: nil where too little is known.
  mutating func decide(_ job: TimeoutJob, now: Double, evidence: Int?, isSteady: Bool = false) -> Decision? {
    let known = evidence.map { forecaster.runs(of: $0) } ?? jobs
    let isQuiet = evidence.map { forecaster.running(of: $0) <= 2 * known } ?? true
    guard known >= (isQuiet ? min(rules.leastRuns, rules.leastRunsWhenQuiet) : rules.leastRuns), jobs > 0 else {
      return nil
    }
    let price = rules.priceOfAKill * useful / Double(jobs) / max(job.cores, 1e-9)
    let choice = LimitChoice(
      rules: rules, priceOfAKill: price, calibration: calibration.factor,
      level: rules.falseKill * (isSteady ? 1 : exp(slack)))
    return choice.choose(forecaster.forecast(job, now: now), job)
  }

  /// The mean of a job's runtime in seconds, as foretold.
  mutating func meanRuntime(_ job: TimeoutJob, now: Double) -> Double {
    var mean = 0.0
    var sum = 0.0
    for (share, edge) in zip(forecaster.forecast(job, now: now), RuntimeGrid.edges) where edge <= job.limit {
      mean += Double(share) * edge
      sum += Double(share)
    }
    return sum > 0 ? mean / sum : 0
  }

  /// A job starts.
  mutating func start(_ job: TimeoutJob, id: Int, at time: Double) { forecaster.start(job, id: id, at: time) }

  /// A job ended.
  ///
  /// - Parameters:
  ///   - seconds: how long it ran, or how long its good end would have taken.
  ///   - decision: what was decided for it; nil if it had started before.
  mutating func end(
    _ job: TimeoutJob, id: Int, seconds: Double, ending: TimeoutEnding, decision: Decision?, at time: Double
  ) {
    forecaster.stop(job, id: id)
    learn(job, seconds: seconds, ending: ending, decision: decision, at: time)
  }

  /// Learns from a job that ended, and of whose start nothing was said.
  mutating func learn(
    _ job: TimeoutJob, seconds: Double, ending: TimeoutEnding, decision: Decision?, at time: Double
  ) {
    switch ending {
    case .finished:
      if let decision { learn(decision, isKilled: decision.limit < seconds) }
      forecaster.observe(job, seconds: seconds, now: time)
      useful += seconds * job.cores
      jobs += 1
    case .stoppedByLimit, .running:
      forecaster.observeCensored(job, seconds: seconds, weight: weight(job, stoppedAfter: seconds, now: time))
    case .failed: forecaster.observeCensored(job, seconds: seconds, weight: rules.weightOfFailed)
    }
  }

  /// How much a run that was stopped weighs: by the odds that it was a good one, as long as the tail makes likely, and not
  /// hung, which has the probability ``TimeoutRules/runaway``.
  private mutating func weight(_ job: TimeoutJob, stoppedAfter seconds: Double, now: Double) -> Double {
    guard rules.discountsHungRuns else { return rules.weightOfStopped }
    var longer = 0.0
    for (share, edge) in zip(forecaster.forecast(job, now: now), RuntimeGrid.edges) where edge > seconds {
      longer += Double(share)
    }
    return rules.weightOfStopped * longer / (longer + rules.runaway)
  }

  private mutating func learn(_ decision: Decision, isKilled: Bool) {
    calibration.add(foretold: decision.uncorrected, isKilled: isKilled)
    let step = 0.005 * (rules.falseKill - (isKilled ? 1 : 0)) / max(rules.falseKill, 1e-6)
    slack = min(log(16), max(log(0.05), slack + step))
  }
}

/// How many kills there were for each that was foretold.
struct KillCalibration {
  private var foretold = 0.0
  private var kills = 0.0
  /// So many foretold kills count as borne out before there is any.
  private static let prior = 10.0

  mutating func add(foretold probability: Double, isKilled: Bool) {
    foretold += probability
    if isKilled { kills += 1 }
  }

  /// By what probabilities of kills are multiplied.
  var factor: Double { min(4, max(0.5, (kills + Self.prior) / (foretold + Self.prior))) }
}
