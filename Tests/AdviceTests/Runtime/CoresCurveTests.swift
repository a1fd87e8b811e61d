import Foundation
import TestSupport
import Testing

@testable import Advice

@Suite("Runtime against cores")
struct CoresCurveTests {
  @Test func theLawIsAmdahlsWithoutContention() {
    // Half in parallel: on 2 cores 0.5 + 0.25, on 4 cores 0.5 + 0.125.
    #expect(CoresCurve.relativeTime(cores: 2, parallel: 0.5, contention: 0) == 0.75)
    #expect(CoresCurve.relativeTime(cores: 4, parallel: 0.5, contention: 0) == 0.625)
    // Each of three further cores costs a tenth.
    #expect(abs(CoresCurve.relativeTime(cores: 4, parallel: 0.5, contention: 0.1) - 0.925) < 1e-12)
  }

  /// t(2) = 600 and t(8) = 240 give 480 · 1/N + 0.25 · 480 …: t1 = 1080, of which 960 run in parallel: t(2) = 120 + 480,
  /// t(8) = 120 + 120, t(4) = 120 + 240 = 360.
  @Test func amdahlThroughTwoPointsGivesTheThird() throws {
    // Fifty exact runs each leave no room for what is usual.
    let runs = (0..<50).flatMap { _ in [CoresCurve.Run(cores: 2, seconds: 600), .init(cores: 8, seconds: 240)] }
    let curve = try #require(CoresCurve(runs))
    let between = try #require(curve.logSeconds(on: 4))
    #expect(abs(exp(between.log) / 360 - 1) < 0.02)
    let seen = try #require(curve.logSeconds(on: 8))
    #expect(abs(exp(seen.log) / 240 - 1) < 0.01)
    #expect(curve.coreCounts == [2, 8])
  }

  @Test func oneCoreCountIsBoundedByWhatWasBusy() throws {
    let idle = try #require(CoresCurve([.init(cores: 8, seconds: 100, busyCores: 1)]))
    let busy = try #require(CoresCurve([.init(cores: 8, seconds: 100, busyCores: 7.8)]))
    let unknown = try #require(CoresCurve([.init(cores: 8, seconds: 100)]))
    // More cores do nothing for a task that keeps one busy; one that keeps nearly all busy gains.
    #expect(exp(idle.ratio(from: 8, to: 32).log) > 0.9)
    #expect(exp(busy.ratio(from: 8, to: 32).log) < 0.7)
    #expect(unknown.ratio(from: 8, to: 32).variance > idle.ratio(from: 8, to: 32).variance)
    #expect(idle.ratio(from: 8, to: 8).log == 0)
  }

  @Test func onlyEqualWorkIsCompared() throws {
    // The large input ran on more cores and took longer: that says nothing about cores.
    let curve = try #require(
      CoresCurve([
        .init(cores: 4, seconds: 100, busyCores: 3.9, work: "small"),
        .init(cores: 16, seconds: 4000, busyCores: 14, work: "large"),
      ]))
    #expect(curve.ratio(from: 4, to: 16).log < -0.7)
    #expect(curve.logSeconds(on: 4, work: "other") == nil)
  }

  @Test func extremesGiveFiniteAnswersOrNone() {
    #expect(CoresCurve([]) == nil)
    #expect(
      CoresCurve([.init(cores: .nan, seconds: 1), .init(cores: 1, seconds: -1), .init(cores: 0, seconds: 1)]) == nil)
    let curve = CoresCurve([
      .init(cores: 1e6, seconds: 1e300, busyCores: 1e300), .init(cores: 0.1, seconds: 1e-300, busyCores: .nan),
    ])
    #expect(curve?.ratio(from: .infinity, to: -1).log.isFinite == true)
  }

  // MARK: Galaxy's runs of one workflow on 8, 16 and 32 cores

  private struct GalaxyRun {
    var tool: String
    var input: String
    var run: CoresCurve.Run
  }

  /// The runs of two tools, read with no more than what this test needs.
  private func galaxyRuns() throws -> [GalaxyRun] {
    let file = try #require(realData).appendingPathComponent("advisor_inputs/galaxy/ksuderman_rnaseq_main_matrix.jsonl")
    let text = try String(contentsOf: file, encoding: .utf8)
    return try text.split(separator: "\n").compactMap { line in
      let job = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      guard job["cloud"] as? String == "costs", let input = job["inputs"] as? String,
        let metrics = job["metrics"] as? [String: Any], let id = metrics["tool_id"] as? String,
        let tool = ["rna_star", "cufflinks"].first(where: { id.contains("/\($0)/") }),
        metrics["state"] as? String == "ok", let measured = metrics["job_metrics"] as? [[String: Any]]
      else { return nil }
      func value(_ name: String) -> Double? {
        measured.first { $0["name"] as? String == name }.flatMap { ($0["raw_value"] as? String).flatMap(Double.init) }
      }
      guard let cores = value("galaxy_slots"), let seconds = value("runtime_seconds") else { return nil }
      let busy = value("cpuacct.usage").map { $0 / 1e9 / seconds }
      return GalaxyRun(tool: tool, input: input, run: .init(cores: cores, seconds: seconds, busyCores: busy))
    }
  }

  @Test(.enabled(if: realData != nil), arguments: ["rna_star", "cufflinks"], [8.0, 16, 32])
  func twoSizesPredictTheThird(tool: String, left: Double) throws {
    let runs = try galaxyRuns().filter { $0.tool == tool && [8, 16, 32].contains($0.run.cores) }
    let inputs = Set(runs.map(\.input)).sorted()
    #expect(inputs.count == 3)
    var errors: [Double] = []
    for input in inputs {
      let mine = runs.filter { $0.input == input }.map(\.run)
      let real = try #require(SortedSample.median(mine.filter { $0.cores == left }.map(\.seconds)))
      // Also what was busy on the third size is not known.
      let curve = try #require(CoresCurve(mine.filter { $0.cores != left }))
      let predicted = exp(try #require(curve.logSeconds(on: left)).log)
      errors.append(abs(predicted - real) / real)
    }
    #expect(try #require(SortedSample.median(errors)) <= 0.15, "\(errors)")
  }

  @Test(.enabled(if: realData != nil)) func noOneIsSentTo32CoresForStar() throws {
    let runs = try galaxyRuns().filter { $0.tool == "rna_star" && $0.run.cores <= 16 }
    for input in Set(runs.map(\.input)).sorted() {
      let curve = try #require(CoresCurve(runs.filter { $0.input == input }.map(\.run)))
      // Twice the cores at twice the price would have to save half the time; they save next to nothing.
      #expect(exp(curve.ratio(from: 16, to: 32).log) > 0.85)
    }
  }
}
