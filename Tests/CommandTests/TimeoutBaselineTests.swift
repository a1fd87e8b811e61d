import Advice
import Foundation
import JobFormats
import JobModel
import TestSupport
import Testing

/// `purser validate timeouts` beside the stored results of the benchmark.
@Suite(.enabled(if: realData != nil)) struct TimeoutBaselineTests {
  private static let logs = ["KTH-SP2-1996-2.1-cln", "HPC2N-2002-2.1-cln", "SDSC-BLUE-2000-4.2-cln"]
  private static let traces = ["chipseq", "eager", "methylseq"]
  /// The benchmark's names of the rules that hold nothing random.
  private static let rules = [
    "request": "request", "max-x1.5": "max x1.5", "p99-x2": "p99 x2", "km99-x1.5": "km99 x1.5",
  ]

  private struct Row: Equatable, CustomStringConvertible {
    var jobs: String
    var rate: String
    var burn: String
    var exposure: String
    var cost: String
    var description: String { "\(jobs) jobs: \(rate) \(burn) \(exposure) \(cost)" }
  }

  private func stored() throws -> [String: Row] {
    let data = try #require(realData)
    let url = data.appendingPathComponent("../bench/timeouts/baseline_dev.csv")
    var rows: [String: Row] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      guard fields.count > 7, let values = Optional(fields[4...7].compactMap(Double.init)), values.count == 4 else {
        continue
      }
      rows["\(fields[0]),\(fields[1])"] = row(Int(fields[2]) ?? -1, values)
    }
    return rows
  }

  private func row(_ jobs: Int, _ values: [Double]) -> Row {
    Row(
      jobs: "\(jobs)", rate: String(format: "%.5f", values[0]), burn: String(format: "%.4f", values[1]),
      exposure: String(format: "%.3f", values[2]), cost: String(format: "%.4f", values[3]))
  }

  private func log(_ path: String) throws -> TimeoutLog {
    let data = try #require(realData)
    return try TimeoutTable.read(InputSource(argument: data.appendingPathComponent(path).path))
  }

  private func compare(_ paths: [String], _ names: [String], _ settings: TimeoutComparison.Settings) throws {
    let stored = try stored()
    let result = try TimeoutComparison.run(paths.map(log), settings, without: ["purser"])
    var compared = 0
    for method in result.methods {
      let rule = try #require(Self.rules[method.name])
      for (name, tally) in zip(names, method.files) {
        let found = row(Int(tally.jobs), [tally.falseKillRate, tally.burn, tally.exposure, tally.cost])
        #expect(found == stored["\(name),\(rule)"], "\(name) \(method.name)")
        compared += 1
      }
    }
    #expect(compared == Self.rules.count * names.count)
  }

  @Test func batchLogsWithTheirRequests() throws {
    try compare(Self.logs.map { "timeouts/\($0).csv.gz" }, Self.logs, .init())
  }

  @Test func batchLogsUnderADefaultLimit() throws {
    var settings = TimeoutComparison.Settings()
    settings.defaultLimit = 72 * 3600
    try compare(Self.logs.map { "timeouts/\($0).csv.gz" }, Self.logs.map { $0 + "+cap72h" }, settings)
  }

  @Test func tracesFromNothing() throws {
    try compare(Self.traces.map { "sizing/\($0).csv.gz" }, Self.traces, .init())
  }

  @Test(arguments: [("chipseq", 0.028), ("eager", 0.026), ("methylseq", 0.036)])
  func withSomeHistoryHungJobsOfAWorkflowCostLittle(trace: String, target: Double) throws {
    var settings = TimeoutComparison.Settings()
    settings.warm = 0.3
    settings.draws = 3
    let result = try TimeoutComparison.run([log("sizing/\(trace).csv.gz")], settings)
    let purser = try #require(result.methods.first { $0.name == "purser" }).total
    #expect(purser.cost <= target && purser.falseKillRate <= 0.005, "\(purser)")
  }

  @Test func aBatchLogIsNeverMuchDearerThanItsRequests() throws {
    let log = try log("timeouts/KTH-SP2-1996-2.1-cln.csv.gz")
    var settings = TimeoutComparison.Settings()
    settings.mostJobs = 8000
    let result = try TimeoutComparison.run([log], settings)
    let purser = try #require(result.methods.first { $0.name == "purser" }).total
    let request = try #require(result.methods.first { $0.name == "request" }).total
    #expect(purser.cost <= 1.05 * request.cost && purser.falseKillRate <= 0.005, "\(purser) \(request)")
  }
}
