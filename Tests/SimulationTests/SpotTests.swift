import Foundation
import JobModel
import Testing

@testable import Simulation

/// Closed forms for exponential interruptions and restarts from scratch: with x = rate × T, E[time] = (e^x − 1) / rate,
/// Var[time] = (e^2x − 2x e^x − 1) / rate², and after N spot tries on demand E[cost] = ps (1 − Q^N)(e^x − 1) / rate
/// + po Q^N T with Q = 1 − e^−x.
@Suite struct SpotTests {
  private func run(rate: Double, hours: Int64, priority: Priority, maxTries: Int? = nil, replications: Int) async throws
    -> Run
  {
    var job = task("t", minutes: hours * 60)
    job.priority = priority
    job.restart = RestartPolicy(restartOn: [.spotInstanceInterruption: 100_000], maxRestarts: 100_000)
    var scenario = Scenario()
    scenario.spot = SpotMarket()
    scenario.spot?.conditions.interruptionsPerHour = rate
    scenario.spot?.maxTries = maxTries
    return try await estimate(
      [job], scenario: scenario, catalog: catalog(onDemand: "1", spot: "0.3"), replications: replications)
  }

  @Test(arguments: [(0.05, 5 as Int64), (0.1, 12), (0.5, 2)])
  func timeAndCostAgreeWithTheClosedForm(rate: Double, hours: Int64) async throws {
    let count = 40_000
    let run = try await run(rate: rate, hours: hours, priority: .low, replications: count)
    let x = rate * Double(hours)
    let time = (exp(x) - 1) / rate
    let sd = ((exp(2 * x) - 2 * x * exp(x) - 1) / (rate * rate)).squareRoot()
    let error = sd / Double(count).squareRoot()
    #expect(abs(Double(run.wallClock.mean) / 3_600_000 - time) < 4 * error)
    #expect(abs(Double(try #require(run.cost).mean) / 1e9 - 0.3 * time) < 4 * 0.3 * error)
    #expect(abs(Double(run.wallClock.sd) / 3_600_000 / sd - 1) < 0.08)
  }

  @Test(arguments: [1, 2, 3, 5])
  func afterSoManySpotTriesItRunsOnDemand(tries: Int) async throws {
    let count = 40_000
    let run = try await run(rate: 0.1, hours: 5, priority: .normal, maxTries: tries, replications: count)
    let x = 0.5
    let power = pow(1 - exp(-x), Double(tries))
    let expected = 0.3 * (1 - power) * (exp(x) - 1) / 0.1 + 1 * power * 5
    let cost = try #require(run.cost)
    #expect(abs(Double(cost.mean) / 1e9 - expected) < 4 * Double(cost.sd) / 1e9 / Double(count).squareRoot())
  }

  @Test func aNormalJobWithoutASpotPriceIsPricedOnDemandAndSaysSo() async throws {
    var job = task("t", minutes: 60)
    job.priority = .normal
    let run = try await estimate([job], catalog: catalog(onDemand: "0.16", spot: nil))
    #expect(run.cost?.mean == 160_000_000)
    #expect(run.warnings == ["no spot price for t_x1 in test-catalog: priority normal is priced on demand"])
  }
}
