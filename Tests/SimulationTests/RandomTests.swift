import Foundation
import JobModel
import Testing

@testable import Simulation

@Suite struct RandomTests {
  /// Reference values: scipy.stats.norm.ppf of SciPy 1.17.1.
  @Test func normalQuantilesAgreeWithSciPy() {
    let reference = [
      (1e-10, -6.361340902404056), (0.001, -3.090232306167813), (0.05, -1.6448536269514729), (0.3, -0.5244005127080409),
      (0.5, 0), (0.8, 0.8416212335729143), (0.975, 1.959963984540054), (0.9999, 3.719016485455709),
    ]
    for (p, value) in reference { #expect(abs(normalQuantile(p) - value) < 1e-14 * max(1, abs(value)) * 4, "\(p)") }
  }

  @Test func samplersKeepTheQuantilesTheyWereGiven() throws {
    let lognormal = try #require(Sampler(.quantiles(median: 2 * hour, p95: 5 * hour)))
    #expect(lognormal.value(0.5) == 2 * hour)
    #expect(lognormal.value(0.95) == 5 * hour)
    let triangular = try #require(Sampler(.triangular(min: 0, mode: 60, max: 120)))
    #expect([0.125, 0.5, 0.875].map { triangular.value($0) } == [30, 60, 90])
    let exponential = try #require(Sampler(.exponential(mean: hour)))
    #expect(exponential.value(1 - Foundation.exp(-1.0)) == hour)
    let moments = try #require(Sampler(.moments(mean: hour, sd: hour / 2)))
    #expect(abs(moments.mean - hour) <= 1)
    #expect(try #require(Sampler(.values([1, 2, 3, 4]))).value(0.999) == 4)
    #expect(Sampler(.fromHistory) == nil)
    #expect(Sampler(.quantiles(median: 5, p95: 4)) == nil)
  }

  @Test func drawsAreUniformAndIndependentOfEachOther() {
    var sum = 0.0
    var product = 0.0
    var previous = 0.5
    let count = 100_000
    for index in 0..<count {
      let value = Draws(seed: 7, replication: index % 100).uniform(UInt64(index / 100), .runtime)
      #expect(value > 0 && value < 1)
      sum += value
      product += (value - 0.5) * (previous - 0.5)
      previous = value
    }
    // The mean has a standard error of sqrt(1/12/n) = 0.00091, the product of neighbours one of 1/12/sqrt(n) = 0.00026.
    #expect(abs(sum / Double(count) - 0.5) < 4 * 0.00091)
    #expect(abs(product / Double(count)) < 4 * 0.00026)
  }

  @Test func noDrawIsNoughtOrOne() throws {
    #expect(Draws.unit(0) > 0)
    #expect(Draws.unit(.max) < 1)
    for sampler in [Sampler(.quantiles(median: hour, p95: 2 * hour)), Sampler(.exponential(mean: hour))] {
      let extreme = try #require(sampler).value(Draws.unit(.max))
      #expect(extreme > hour && extreme < 1000 * hour)
    }
  }

  @Test func samplersAtTheirBorders() throws {
    for (mode, quarter) in [(0, 16), (120, 60)] as [(Int64, Int64)] {
      let triangular = try #require(Sampler(.triangular(min: 0, mode: mode, max: 120)))
      #expect(triangular.value(0.25) == quarter)
      #expect(triangular.value(Draws.unit(0)) == 0)
      #expect(triangular.value(Draws.unit(.max)) == 120)
    }
    #expect(try #require(Sampler(.triangular(min: 7, mode: 7, max: 7))).value(0.9) == 7)
    #expect(try #require(Sampler(.quantiles(median: 0, p95: 0))).value(0.9) == 0)
    #expect(try #require(Sampler(.moments(mean: 0, sd: 0))).value(0.9) == 0)
    #expect(try #require(Sampler(.exponential(mean: 0))).value(0.9) == 0)
    #expect(try #require(Sampler(.constant(-5))).value(0.9) == 0)
    #expect(Sampler(.values([])) == nil)
    #expect(Sampler(.triangular(min: 5, mode: 4, max: 6)) == nil)
    let longest = try #require(Sampler(.quantiles(median: 1, p95: .max)))
    #expect(longest.value(Draws.unit(.max)) == SimDuration.limit.milliseconds)
    #expect(longest.mean == SimDuration.limit.milliseconds)
  }

  @Test func aDrawIsAPureFunctionOfItsPlace() {
    let draws = Draws(seed: 1, replication: 3)
    let key = Draws.key("regenie", index: 5)
    #expect(draws.uniform(key, .runtime) == Draws(seed: 1, replication: 3).uniform(key, .runtime))
    #expect(draws.uniform(key, .runtime) != draws.uniform(key, .memory))
    #expect(draws.uniform(key, .runtime, 0) != draws.uniform(key, .runtime, 1))
    #expect(Draws.key("regenie", index: 5) != Draws.key("regenie", index: 6))
    #expect(Draws.key("regenie", index: 5) != Draws.key("regenie", index: 5, launch: 1))
  }
}
