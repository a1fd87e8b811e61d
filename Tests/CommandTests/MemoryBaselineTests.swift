import Foundation
import TestSupport
import Testing

/// `purser validate memory` beside the stored results of the benchmark.
@Suite(.enabled(if: realData != nil)) struct MemoryBaselineTests {
  private static let workflows = ["chipseq", "eager", "iwd", "methylseq"]

  private struct Cell: Equatable {
    var tasks: Int
    var wastage: String
    var failures: Int
  }

  private func document(_ order: String, _ more: String = "") throws -> JSONTree {
    let data = try #require(realData)
    let files = Self.workflows.map { data.appendingPathComponent("sizing/\($0).csv.gz").path }
    let split = data.appendingPathComponent("../bench/sizing/split_1996.csv.gz").path
    let options = order == "split" ? "--split '\(split)'" : ""
    let names = files.map { "'\($0)'" }.joined(separator: " ")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("purser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Command.run(
      shell: "purser validate memory \(names) --protocol \(order) \(options) \(more) --json", in: folder)
    #expect(result.status == 0, "\(result.error)")
    return try JSONTree(parsing: result.output)
  }

  /// The stored rows of a protocol, by rule and workflow.
  private func stored(_ order: String) throws -> [String: [String: Cell]] {
    let data = try #require(realData)
    let url = data.appendingPathComponent("../bench/sizing/baseline_dev.csv")
    var rows: [String: [String: Cell]] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count > 8, fields[0] == order, fields[1] == "1.0", let tasks = Int(fields[5]),
        let wastage = Double(fields[6])
      else { continue }
      rows[fields[4], default: [:]][fields[3]] = Cell(
        tasks: tasks, wastage: String(format: "%.3f", wastage), failures: Int(fields[7]) ?? -1)
    }
    return rows
  }

  // Targets: total GBh, and the geometric mean of the workflows' ratios to Ponder.
  @Test(arguments: [("split", 800.0, 0.43), ("seq", 1580, 0.49), ("causal", 3950, 0.48)])
  func theRulesComeToWhatTheBenchmarkStoredAndPurserWastesLess(order: String, total: Double, ratio: Double) throws {
    let methods = try document(order)["methods"]?.elements ?? []
    let stored = try stored(order)
    var compared = 0
    for method in methods where method["name"]?.text != "purser" {
      let name = method["name"]?.text ?? ""
      let expected = try #require(stored[name == "requested" ? "preset" : name], "\(name)")
      for (workflow, file) in zip(Self.workflows, method["per_file"]?.elements ?? []) {
        let cell = Cell(
          tasks: Int(file["tasks"]?.number ?? -1),
          wastage: String(format: "%.3f", file["wastage_gbh"]?.number ?? -1),
          failures: Int(file["failures"]?.number ?? -1))
        #expect(cell == expected[workflow], "\(order) \(name) \(workflow)")
        compared += 1
      }
    }
    #expect(compared == 7 * 4)
    let purser = try #require(methods.first)
    #expect(purser["name"] == .string("purser"))
    #expect(purser["wastage_gbh"]?.number ?? .infinity <= total)
    #expect(purser["ratio_to_ponder"]?.number ?? .infinity <= ratio)
  }

  @Test(arguments: ["split", "seq", "causal"])
  func aBoundOnFailuresIsKeptAndStillBelowPonder(order: String) throws {
    let methods = try document(order, "--max-failure-rate 0.01")["methods"]?.elements ?? []
    let purser = try #require(methods.first)
    let ponder = try #require(methods.first { $0["name"] == .string("ponder") })
    let (failures, tasks) = (purser["failures"]?.number ?? 1, purser["tasks"]?.number ?? 0)
    #expect(failures <= 0.01 * tasks, "\(failures) of \(tasks)")
    #expect(purser["wastage_gbh"]?.number ?? .infinity < ponder["wastage_gbh"]?.number ?? 0)
    #expect(purser["ratio_to_ponder"]?.number ?? .infinity < 1)
  }
}
