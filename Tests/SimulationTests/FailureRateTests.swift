import Foundation
import JobModel
import TestSupport
import Testing

@testable import Simulation

/// Failures by reason. With a probability p of each try and n restarts the number of tries is a truncated geometric one:
/// E[tries] = (1 − p^(n+1)) / (1 − p), and the chance to fail for good p^(n+1). With a rate λ and work of T hours the
/// same holds with p = 1 − e^(−λT), and a try lasts p / λ hours on average.
@Suite struct FailureRateTests {
  private let count = 40_000

  private func run(
    _ rates: FailureRates, minutes: Int64 = 60, restart: RestartPolicy, replications: Int
  ) async throws -> Run {
    var job = task("t", minutes: minutes)
    job.restart = restart
    var scenario = Scenario()
    scenario.failures = rates
    return try await estimate([job], scenario: scenario, catalog: catalog(onDemand: "1"), replications: replications)
  }

  /// Mean and standard deviation of the number of tries.
  private func tries(_ p: Double, _ restarts: Int) -> (mean: Double, sd: Double) {
    var mean = 0.0
    var square = 0.0
    for k in 1...(restarts + 1) {
      let chance = pow(p, Double(k - 1)) * (k <= restarts ? 1 - p : 1)
      mean += Double(k) * chance
      square += Double(k * k) * chance
    }
    return (mean, (square - mean * mean).squareRoot())
  }

  @Test(arguments: [(0.02, 1), (0.3, 3), (0.7, 2), (0.5, 0)])
  func aProbabilityPerTryIsATruncatedGeometric(p: Double, restarts: Int) async throws {
    let run = try await run(
      [.appInternalError: FailureRate(perTry: p)], restart: RestartPolicy(restartOn: [.appInternalError: restarts]),
      replications: count)
    let exact = tries(p, restarts)
    #expect(abs(exact.mean - (1 - pow(p, Double(restarts + 1))) / (1 - p)) < 1e-12)
    let root = Double(count).squareRoot()
    #expect(abs(Double(run.tries) / Double(count) - exact.mean) <= 4 * exact.sd / root)
    let lost = pow(p, Double(restarts + 1))
    #expect(abs(run.failedJobsMean - lost) <= 4 * (lost * (1 - lost)).squareRoot() / root)
    // A failed try is charged for half an hour on average, p tries of each fail; a done one for an hour.
    let hours = exact.mean * p / 2 + (1 - lost)
    let mean = Double(try #require(run.cost).mean) / 1e9
    #expect(abs(mean - hours) <= 4 * Double(try #require(run.cost).sd) / 1e9 / root)
  }

  @Test(arguments: [(0.5, 2 as Int64, 2), (0.1, 5, 9), (1.0, 1, 4)])
  func aRatePerHourIsAHazardWhileRunning(rate: Double, hours: Int64, restarts: Int) async throws {
    let run = try await run(
      [.executionError: FailureRate(perHour: rate)], minutes: 60 * hours,
      restart: RestartPolicy(restartOn: [.executionError: restarts]), replications: count)
    let p = 1 - exp(-rate * Double(hours))
    let exact = tries(p, restarts)
    let root = Double(count).squareRoot()
    #expect(abs(Double(run.tries) / Double(count) - exact.mean) <= 4 * exact.sd / root)
    let time = exact.mean * p / rate
    #expect(abs(Double(run.wallClock.mean) / 3.6e6 - time) <= 4 * Double(run.wallClock.sd) / 3.6e6 / root)
    #expect(abs(Double(try #require(run.cost).mean) / 1e9 - time) <= 4 * Double(run.wallClock.sd) / 3.6e6 / root)
  }

  @Test func aFreeReasonIsNotCharged() async throws {
    let run = try await run(
      [.unresponsiveWorker: FailureRate(perTry: 0.5)], restart: RestartPolicy(restartOn: [.unresponsiveWorker: 1]),
      replications: 4000)
    // An hour of 1.00 for each that came to its end, nothing for the tries that did not.
    let done = 1 - run.failedJobsMean
    #expect(abs(Double(try #require(run.cost).mean) / 1e9 - done) < 1e-6)
    #expect(abs(done - 0.75) < 4 * (0.75 * 0.25 / 4000).squareRoot())
  }

  @Test(
    "Each reason has its own restarts, `*` those of the others, and max_restarts is for all",
    arguments: [
      (RestartPolicy(restartOn: [.appError: 2]), 3), (RestartPolicy(restartOn: [RestartPolicy.anyReason: 4]), 5),
      (RestartPolicy(restartOn: [RestartPolicy.anyReason: 4, .appError: 0]), 1),
      (RestartPolicy(restartOn: [.appError: 5], maxRestarts: 1), 2), (.platformDefault, 1),
    ] as [(RestartPolicy, Int64)])
  func theFirstReasonThatHasNoneLeftEndsIt(policy: RestartPolicy, tries: Int64) async throws {
    let run = try await run([.appError: FailureRate(perTry: 1)], restart: policy, replications: 1)
    #expect(run.tries == tries)
    #expect(run.failedJobsMean == 1)
  }

  @Test func reasonsAreCountedApart() async throws {
    // Both certain: whichever comes first in a try counts; three failures of one or the other end it.
    let certain: FailureRates = [.appError: FailureRate(perTry: 1), .executionError: FailureRate(perTry: 1)]
    let policy = RestartPolicy(restartOn: [.appError: 2, .executionError: 2])
    var seen = Set<Int64>()
    for seed in 0..<60 as Range<UInt64> {
      var job = task("t", minutes: 60)
      job.restart = policy
      job.failures = certain
      seen.insert(try await estimate([job], seed: seed).tries)
    }
    #expect(seen == [3, 4, 5])
  }

  @Test func aTaskReplacesTheScenariosFigureReasonByReason() async throws {
    var scenario = Scenario()
    scenario.failures = [.appError: FailureRate(perTry: 1), .outputError: FailureRate(perTry: 0)]
    var spared = task("spared", minutes: 60)
    spared.failures = [.appError: FailureRate(perTry: 0)]
    var worse = spared
    worse.name = "worse"
    worse.failures[.outputError] = FailureRate(perTry: 1)
    let run = try await estimate([task("plain", minutes: 60), spared, worse], scenario: scenario)
    #expect(run.tasks.map(\.failedMean) == [1, 0, 1])
  }

  @Test func memoryThatRunsOutByRateMovesToTheLargerType() async throws {
    let policy = RestartPolicy(restartOn: [.appInsufficientResourceError: 1], largerType: true)
    let world = try catalog(onDemand: "1")
    var job = task("t", minutes: 60)
    job.restart = policy
    job.failures = [.appInsufficientResourceError: FailureRate(perTry: 1)]
    let runs = try await estimate([job], catalog: world, replications: 2000)
    #expect(runs.tries == 4000)
    // Half an hour of t_x1 at 1.00, half an hour of t_x2 at 2.00.
    #expect(abs(Double(try #require(runs.cost).mean) / 1e9 - 1.5) < 0.06)
  }

  @Test func workOfNoLengthFailsToo() async throws {
    let run = try await run(
      [.appError: FailureRate(perTry: 1)], minutes: 0, restart: RestartPolicy(restartOn: [:]), replications: 1)
    #expect(run.failedJobsMean == 1)
  }

  @Test func oneMoreReasonChangesNoOtherDraw() async throws {
    var scenario = Scenario()
    var job = task("t", minutes: 60, count: 20)
    job.restart = RestartPolicy(restartOn: [RestartPolicy.anyReason: 9])
    scenario.failures = [.executionError: FailureRate(perHour: 0.5)]
    let one = try await estimate([job], scenario: scenario, replications: 50)
    // So rare that it does not happen here.
    scenario.failures[.appError] = FailureRate(perHour: 1e-12, perTry: 1e-12)
    #expect(try await estimate([job], scenario: scenario, replications: 50).costSamples == one.costSamples)
  }

  @Test func aRecordStands() throws {
    var scenario = Scenario()
    scenario.failures = [.appError: FailureRate(perTry: 1)]
    let run = try replay([job("a", submitted: 0, started: 0, stopped: 60)], scenario: scenario)
    #expect(run.failedJobsMean == 0)
    #expect(run.warnings == ["failures are for plans: a history's outcomes are recorded, so they are left out here"])
  }
}
