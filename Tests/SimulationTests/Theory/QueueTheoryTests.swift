import Foundation
import TestSupport
import Testing

@testable import Simulation

/// Runs of queues, each made once however many cells are read from it.
actor QueueResults {
  typealias Result = [QueueModel.Metric: Measured]

  /// Runs short enough for every day.
  static let moderate = QueueResults(clusterJobs: 600_000, poolJobs: 200_000)

  private let clusterJobs: Int
  private let poolJobs: Int
  private var results: [QueueModel: Task<Result, any Error>] = [:]

  init(clusterJobs: Int, poolJobs: Int) {
    self.clusterJobs = clusterJobs
    self.poolJobs = poolJobs
  }

  func measured(_ cell: QueueModel.Cell) async throws -> Measured {
    try #require(try await result(cell.model)[cell.metric])
  }

  private func result(_ model: QueueModel) async throws -> Result {
    if let known = results[model] { return try await known.value }
    let jobs =
      switch model {
      case .markov, .general: clusterJobs
      case .finite, .classes: poolJobs
      }
    let seed = 1_000 + UInt64(QueueModel.all.firstIndex(of: model) ?? 0)
    let task = Task.detached { try QueueRun.measure(model, jobs: jobs, seed: seed) }
    results[model] = task
    return try await task.value
  }
}

/// Queues as the library's schedulers run them have the waits, lengths and losses that theory says.
///
/// Clusters run first come, first served; waiting rooms and classes are drivers around the event queue and the pool.
/// These are the loads up to 0.9; all of them, on longer runs, are in `make bench`.
@Suite struct QueueTheoryTests {
  static let cells = QueueModel.moderate.flatMap(\.cells)

  @Test(arguments: cells)
  func agreesWithTheExactValue(cell: QueueModel.Cell) async throws {
    let measured = try await QueueResults.moderate.measured(cell)
    if cell.exact == 0 {
      #expect(measured.mean == 0)
    } else {
      #expect(abs(measured.deviation(from: cell.exact)) < 4, "\(measured) for \(cell.exact)")
    }
  }

  /// No cell is left out, however rare what it counts.
  @Test(arguments: ["M/M/c", "M/G/1", "M/M/c/K", "M/M/1 priority non-preemptive"])
  func theMeanRelativeErrorIsBelowOnePercent(kind: String) async throws {
    let cells = Self.cells.filter { $0.model.kind == kind && $0.exact != 0 }
    var sum = 0.0
    for cell in cells { sum += abs(try await QueueResults.moderate.measured(cell).mean / cell.exact - 1) }
    let error = sum / Double(cells.count)
    #expect(error < 0.01)
    print("\(kind): mean relative error \(error) over \(cells.count) cells")
  }

  @Test(.enabled(if: ReferenceTable.rows("reference/queueing_reference.csv") != nil))
  func theFormulasGiveTheReferenceValues() throws {
    let rows = try #require(ReferenceTable.rows("reference/queueing_reference.csv"))
    var found: Set<QueueModel.Cell> = []
    for row in rows {
      guard let model = QueueModel(kind: row[0], parameters: Reference.parameters(row[1])) else {
        #expect(row[0].hasPrefix("restart from scratch"))
        continue
      }
      let cell = QueueModel.Cell(model: model, metric: try #require(QueueModel.Metric(rawValue: row[2])))
      let value = try #require(Double(row[3]))
      #expect(abs(cell.exact - value) <= 1e-9 * value, "\(cell)")
      found.insert(cell)
    }
    #expect(found == Set(QueueModel.all.flatMap(\.cells)))
  }
}

/// All loads, up to 0.99, and waiting rooms that are offered more than they can serve; part of `make bench`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PURSER_BENCH"] != nil))
struct QueueTheoryBench {
  @Test func allCells() async throws {
    let results = QueueResults(clusterJobs: 8_000_000, poolJobs: 1_500_000)
    await withTaskGroup(of: Void.self) { group in
      for model in QueueModel.all { group.addTask { _ = try? await results.measured(model.cells[0]) } }
    }
    let columns = ["cells", "exactly 0", "worst |z|", "mean rel. error"]
    print("model".padded(34) + columns.map { $0.padded(18) }.joined())
    for kind in ["M/M/c", "M/G/1", "M/M/c/K", "M/M/1 priority non-preemptive"] {
      for (name, loads) in [("load ≤ 0.9", 0...0.901), ("load 0.95 to 1.2", 0.901...2)] {
        let models = QueueModel.all.filter { $0.kind == kind && loads.contains($0.load) }
        var (count, zeros, worst, sum) = (0, 0, 0.0, 0.0)
        for cell in models.flatMap(\.cells) {
          let measured = try await results.measured(cell)
          let deviation = measured.deviation(from: cell.exact)
          worst = max(worst, abs(deviation))
          #expect(abs(deviation) < 4, "\(cell): \(measured) for \(cell.exact)")
          count += 1
          if cell.exact == 0 { zeros += 1 } else { sum += abs(measured.mean / cell.exact - 1) }
        }
        let error = sum / Double(max(1, count - zeros))
        #expect(error < 0.01, "\(kind), \(name)")
        let figures = ["\(count)", "\(zeros)", String(format: "%.2f", worst), String(format: "%.3f %%", 100 * error)]
        let label = kind.replacingOccurrences(of: "M/M/1 priority non-preemptive", with: "two classes")
        print("\(label), \(name)".padded(34) + figures.map { $0.padded(18) }.joined())
      }
    }
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String { padding(toLength: width, withPad: " ", startingAt: 0) }
}
