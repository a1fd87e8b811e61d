import Foundation
import JobModel
import TestSupport
import Testing

@testable import Simulation

/// One job on a spot market with exponential interruptions that starts from scratch after each.
struct SpotModel: Hashable, Sendable, CustomStringConvertible {
  static let spotPrice = 0.3
  static let onDemandPrice = 1.0

  /// Interruptions per hour.
  var rate: Double
  /// Hours.
  var work: Double
  /// Hours that each spot try waits before it starts.
  var wait = 0.0
  /// Spot tries before the next one is on demand; nil is as many as it takes.
  var tries: Int?

  var description: String {
    "\(rate) an hour, \(work) h, wait \(wait) h, \(tries.map { "\($0) tries" } ?? "spot only")"
  }

  enum Metric: Sendable { case time, cost, variance, tries }

  /// One figure of one model.
  struct Cell: Hashable, Sendable, CustomStringConvertible {
    var model: SpotModel
    var metric: Metric

    var description: String { "\(metric), \(model)" }
    var exact: Double {
      switch metric {
      case .time: model.time
      case .cost: model.cost
      case .variance: model.variance
      case .tries: model.spotTries
      }
    }
  }

  var metrics: [Metric] { tries == nil && wait == 0 ? [.time, .cost, .variance, .tries] : [.time, .cost] }

  /// The chance that it comes to the end on demand.
  var fallback: Double { tries.map { pow(1 - exp(-rate * work), Double($0)) } ?? 0 }
  /// Expected hours on spot machines.
  var spotHours: Double { (1 - fallback) * (exp(rate * work) - 1) / rate }
  /// Expected spot tries.
  var spotTries: Double { (1 - fallback) * exp(rate * work) }
  /// Hours, with the wait before the first try.
  var time: Double { spotHours + fallback * work + wait * spotTries }
  /// Hours, where only interruptions are followed by a wait, as the reference table has it: there all spot tries but
  /// the first wait, and the one on demand too.
  var timeWithoutFirstWait: Double { time - wait * (1 - fallback) }
  var cost: Double { Self.spotPrice * spotHours + Self.onDemandPrice * fallback * work }
  /// Square hours; without waits and with spot tries only.
  var variance: Double {
    let x = rate * work
    return (exp(2 * x) - 2 * x * exp(x) - 1) / (rate * rate)
  }
}

/// Estimates of spot markets, each made once however many cells are read from it.
actor SpotResults {
  typealias Result = [SpotModel.Metric: Measured]

  static let all = SpotResults()

  private let replications = 60_000
  private var results: [SpotModel: Task<Result, any Error>] = [:]

  func measured(_ cell: SpotModel.Cell) async throws -> Measured {
    let model = cell.model
    let count = replications
    let task = results[model] ?? Task.detached { try await Self.result(model, replications: count) }
    results[model] = task
    return try #require(try await task.value[cell.metric])
  }

  private static func result(_ model: SpotModel, replications: Int) async throws -> Result {
    let run = try await run(model, replications: replications)
    let times = run.wallClockSamples.map { Double($0) / 3_600_000 }
    let time = mean(times)
    let count = Double(replications)
    let squares = times.map { ($0 - time.mean) * ($0 - time.mean) * count / (count - 1) }
    // Without a limit the tries of a job are geometric.
    let x = exp(model.rate * model.work)
    return [
      .time: time, .cost: mean(run.costSamples.map { Double($0) / 1e9 }), .variance: mean(squares),
      .tries: Measured(mean: Double(run.tries) / count, error: ((x * x - x) / count).squareRoot()),
    ]
  }

  private static func run(_ model: SpotModel, replications: Int) async throws -> Run {
    var job = task("t", minutes: Int64(model.work * 60))
    job.priority = model.tries == nil ? .low : .normal
    job.restart = RestartPolicy(restartOn: [.spotInstanceInterruption: 100_000], maxRestarts: 100_000)
    var scenario = Scenario()
    scenario.spot = SpotMarket()
    scenario.spot?.conditions.interruptionsPerHour = model.rate
    scenario.spot?.conditions.wait = .constant(Int64((model.wait * 3_600_000).rounded()))
    scenario.spot?.maxTries = model.tries
    return try await estimate(
      [job], scenario: scenario, catalog: catalog(onDemand: "1", spot: "0.3"), replications: replications, seed: 5)
  }

  private static func mean(_ values: [Double]) -> Measured {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Measured(mean: mean, error: (squares / (count - 1) / count).squareRoot())
  }
}

/// The estimator's time, variance, cost and tries on a spot market have their exact values.
///
/// The expected values are closed forms: with x = rate × work and Q = 1 − e^−x, (e^x − 1) / rate hours on spot machines
/// in e^x tries if there is no limit; N tries all fail with chance Q^N.
@Suite struct SpotTheoryTests {
  /// Rates per hour, hours of work, hours of waiting.
  static let markets: [(rate: Double, work: Double, wait: Double)] = [
    (0.02, 5, 0.05), (0.1, 5, 0.1), (0.1, 12, 0.1), (0.3, 4, 0.25),
  ]

  /// Whatever the table of spot economics has, without its checkpoints.
  static let models: [SpotModel] = markets.flatMap { market in
    [0, market.wait].map { SpotModel(rate: market.rate, work: market.work, wait: $0) }
      + [1, 2, 3, 5].map { SpotModel(rate: market.rate, work: market.work, wait: market.wait, tries: $0) }
  }

  /// Mean times to interruption and work, in hours, as the table of queues has them.
  static let restarts = [(10.0, 1.0), (10, 5), (10, 10), (10, 20), (24, 8), (100, 1)].map { mean, work in
    SpotModel(rate: 1 / mean, work: work)
  }

  /// How many times dearer on demand is, and a market on which spot then costs the same: rate × work = x with
  /// (e^x − 1) / x equal to the ratio, found by halving. Work of an hour, so that the hours on spot are the ratio.
  static let breakEvens = [1.5, 2, 3, 10.0 / 3, 5, 10].map { ratio in
    var (low, high) = (1e-6, 10.0)
    while high - low > 1e-12 {
      let x = (low + high) / 2
      if (exp(x) - 1) / x < ratio { low = x } else { high = x }
    }
    return (ratio: ratio, model: SpotModel(rate: low, work: 1))
  }

  static let cells = (models + restarts + breakEvens.map(\.model)).flatMap { model in
    model.metrics.map { SpotModel.Cell(model: model, metric: $0) }
  }

  @Test(arguments: cells)
  func agreesWithTheExactValue(cell: SpotModel.Cell) async throws {
    let measured = try await SpotResults.all.measured(cell)
    #expect(abs(measured.deviation(from: cell.exact)) < 4, "\(measured) for \(cell.exact)")
  }

  /// On a market at the break-even, spot takes as many times the hours as its price is lower.
  @Test(arguments: breakEvens.indices)
  func spotCostsAsMuchAsOnDemandAtTheBreakEven(index: Int) async throws {
    let (ratio, model) = Self.breakEvens[index]
    let hours = try await SpotResults.all.measured(SpotModel.Cell(model: model, metric: .time))
    #expect(abs(hours.deviation(from: ratio)) < 4, "\(hours) for \(ratio)")
  }

  @Test(.enabled(if: ReferenceTable.rows("bench/spot/check_values.csv") != nil))
  func theBreakEvensAreTheReferenceValues() throws {
    let rows = try #require(ReferenceTable.rows("bench/spot/check_values.csv")).filter { $0[0].hasPrefix("break-even") }
    #expect(rows.count == Self.breakEvens.count)
    for row in rows {
      let ratio = try #require(Double(row[1]))
      let model = try #require(Self.breakEvens.first { abs($0.ratio - ratio) < 1e-9 }, "not simulated: \(row)").model
      #expect(abs(model.rate - (try #require(Double(row[7])))) < 1e-6)
    }
  }

  @Test func theMeanRelativeErrorIsBelowOnePercent() async throws {
    var sum = 0.0
    for cell in Self.cells { sum += abs(try await SpotResults.all.measured(cell).mean / cell.exact - 1) }
    let error = sum / Double(Self.cells.count)
    #expect(error < 0.01)
    print("spot: mean relative error \(error) over \(Self.cells.count) cells")
  }

  @Test(.enabled(if: ReferenceTable.rows("bench/spot/check_values.csv") != nil))
  func theFormulasGiveTheReferenceValues() throws {
    var seen: [String: Int] = [:]
    for row in try #require(ReferenceTable.rows("bench/spot/check_values.csv")) where row.count > 7 {
      guard row[0].hasPrefix("E ") || row[0].hasPrefix("Var "), !row[0].contains("checkpoint") else { continue }
      let model = SpotModel(
        rate: try #require(Double(row[1])), work: try #require(Double(row[2])), wait: Double(row[3]) ?? 0,
        tries: Int(row[4]))
      let value =
        row[0].hasPrefix("Var")
        ? model.variance : (row[0].hasPrefix("E cost") ? model.cost : model.timeWithoutFirstWait)
      #expect(abs(value - (try #require(Double(row[7])))) < 1e-6, "\(row)")
      let run = Self.models.contains { known in
        known.rate == model.rate && known.work == model.work && known.tries == model.tries
          && (row[0].hasPrefix("E cost") || known.wait == model.wait)
      }
      #expect(run, "not simulated: \(row)")
      seen[String(row[0].prefix(5)), default: 0] += 1
    }
    #expect(seen == ["E tim": 20, "Var t": 4, "E cos": 16])
  }

  @Test(.enabled(if: ReferenceTable.rows("reference/queueing_reference.csv") != nil))
  func theRestartsGiveTheReferenceValues() throws {
    var count = 0
    for row in try #require(ReferenceTable.rows("reference/queueing_reference.csv")) where row[0].hasPrefix("restart") {
      let parameters = Reference.parameters(row[1])
      let mean = try #require(parameters["mean_time_to_interrupt"].flatMap { Double($0) })
      let work = try #require(parameters["work"].flatMap { Double($0) })
      let model = SpotModel(rate: 1 / mean, work: work)
      let exact = row[2] == "mean_attempts" ? model.spotTries : model.time
      #expect(abs(exact - (try #require(Double(row[3])))) < 1e-9 * exact)
      #expect(Self.restarts.contains(model), "not simulated: \(row)")
      count += 1
    }
    #expect(count == 12)
  }
}
