import Foundation
import JobModel
import TestSupport
import Testing

@testable import Advice

@Suite("Predicted runtimes, tried")
struct RuntimeValidatorTests {
  /// Three tasks on two machines, of which `far` takes exactly twice as long, as the benchmarks say; `sort` takes a second
  /// a megabyte, the others do not care.
  private var traces: RuntimeTraces {
    var traces = RuntimeTraces()
    traces.scores = [.init(machine: "local", cpu: 400, io: 100), .init(machine: "far", cpu: 200, io: 100)]
    for (name, base, rate) in [("sort", 0.0, 1.0), ("index", 7, 0), ("call", 30, 0)] {
      traces.benchmarks.append(.init(machine: "local", workflow: "w", task: name, seconds: 3))
      traces.benchmarks.append(.init(machine: "far", workflow: "w", task: name, seconds: 6))
      for (row, input) in [1.0, 2, 3, 4, 5, 6, 7].enumerated() {
        traces.runs.append(run("local", name, row, "train-1", base + rate * input, input))
      }
      for (row, input) in [20.0, 40].enumerated() {
        traces.runs.append(run("local", name, 10 + row, "test", base + rate * input, input))
        traces.runs.append(run("far", name, 10 + row, "test", 2 * (base + rate * input), input))
      }
    }
    return traces
  }

  private func run(
    _ machine: String, _ task: String, _ row: Int, _ label: String, _ seconds: Double, _ input: Double
  ) -> RuntimeTraces.Run {
    .init(
      machine: machine, workflow: "w", row: row, label: label, task: task, seconds: seconds, inputBytes: input * 1e6,
      workflowInputBytes: input * 1e6)
  }

  private func method(_ result: RuntimeValidation, _ name: String) throws -> RuntimeValidation.Method {
    try #require(result.methods.first { $0.name == name })
  }

  @Test func smallRunsPredictLargeOnesElsewhere() throws {
    let result = try RuntimeValidator.validate(traces, .local)
    #expect(result.methods.map(\.name) == ["purser", "lotaru-a", "lotaru-g", "online-m", "naive"])
    let ours = try method(result, "purser")
    #expect(ours.predictions == 6 && ours.medianError < 1e-6 && ours.coverage90 == 1)
    // Lotaru does not scale the median of index and call: half of the real runtime, in four of six.
    #expect(abs(try method(result, "lotaru-a").medianError - 0.5) < 1e-6)
    // Nor does Online-M scale anything: all are half.
    #expect(abs(try method(result, "online-m").p90Error - 0.5) < 1e-9)
    #expect(try method(result, "naive").coverage90 == nil)
  }

  @Test func fullRunsPredictThemselvesElsewhere() throws {
    let result = try RuntimeValidator.validate(traces, .transfer)
    // Three tasks, two inputs, two directions.
    #expect(try method(result, "purser").predictions == 12)
    #expect(try method(result, "purser").medianError < 1e-9)
    #expect(try method(result, "purser-same-task").medianError < 1e-9)
    // 0.5 · 400/200 + 0.5 · 1 = 1.5 instead of 2, and 0.5 · 200/400 + 0.5 = 0.75 instead of 0.5: errors 0.25 and 0.5.
    #expect(abs(try method(result, "lotaru-g").meanError - 0.375) < 1e-9)
    // As long as here: half as long as there, or twice.
    #expect(abs(try method(result, "no-scaling").meanError - 0.75) < 1e-9)
    #expect(try method(result, "cpu-score").medianError < 1e-9)
  }

  @Test func nothingToPredictIsSaid() {
    #expect(throws: RuntimeValidator.Unusable.self) { try RuntimeValidator.validate(RuntimeTraces(), .local) }
    #expect(throws: RuntimeValidator.Unusable.self) { try RuntimeValidator.validate(RuntimeTraces(), .transfer) }
  }

  @Test func theRegressionIsTheReferencesOne() throws {
    // On exact points scikit-learn's rule is all but least squares: y = 3000 + 0.002 x, twice as long elsewhere.
    let sizes = [1e6, 2e6, 3e6, 4e6]
    let line = try #require(LotaruLine(sizes: sizes, milliseconds: sizes.map { 3000 + 2e-3 * $0 }))
    #expect(abs(line.milliseconds(1e7, factor: 2) / 46_000 - 1) < 1e-6)
    // Where size explains nothing the median, which is not scaled.
    let flat = try #require(LotaruLine(sizes: sizes, milliseconds: [5, 1, 4, 2]))
    #expect(flat.milliseconds(1e7, factor: 2) == 3)
  }
}
