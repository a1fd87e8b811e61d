import Foundation
import TestSupport
import Testing

@Suite("Predicted runtimes on recorded machines", .enabled(if: realData != nil))
struct RuntimeRealDataTests {
  private struct Method {
    var predictions: Int
    var median: Double
    var mean: Double
    var p90: Double
    var coverage: Double?
  }

  private func methods(_ setting: String) throws -> [String: Method] {
    let data = try #require(realData)
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let result = try Command.run(
      shell: "purser validate runtime \(data.appendingPathComponent("runtime").path) --protocol \(setting) --json",
      in: place)
    #expect(result.status == 0, "\(result.error)")
    let tree = try JSONTree(parsing: result.output)
    var methods: [String: Method] = [:]
    for method in tree["methods"]?.elements ?? [] {
      methods[method["name"]?.text ?? ""] = Method(
        predictions: Int(method["predictions"]?.number ?? 0), median: method["median_ape"]?.number ?? .nan,
        mean: method["mean_ape"]?.number ?? .nan, p90: method["p90_ape"]?.number ?? .nan,
        coverage: method["coverage_90"]?.number)
    }
    return methods
  }

  /// To the four places of the reference's table.
  private func expect(_ method: Method?, _ predictions: Int, _ median: Double, _ mean: Double, _ p90: Double) throws {
    let method = try #require(method)
    #expect(method.predictions == predictions)
    for (found, expected) in [(method.median, median), (method.mean, mean), (method.p90, p90)] {
      #expect(abs(found - expected) <= 0.00005 + 1e-9, "\(found) instead of \(expected)")
    }
  }

  @Test func smallRunsPredictLargeOnes() throws {
    let methods = try methods("L")
    try expect(methods["lotaru-a"], 1692, 0.1895, 0.3846, 0.8242)
    try expect(methods["lotaru-g"], 1692, 0.1912, 0.3786, 0.8120)
    try expect(methods["naive"], 1692, 0.6749, 2.4460, 4.0749)
    try expect(methods["online-m"], 1692, 0.3381, 0.4724, 0.8073)
    let ours = try #require(methods["purser"])
    #expect(ours.predictions == 1692)
    #expect(ours.median <= 0.177, "\(ours.median)")
    #expect((0.87...0.93).contains(ours.coverage ?? 0), "\(String(describing: ours.coverage))")
  }

  @Test func fullRunsPredictThemselvesElsewhere() throws {
    let methods = try methods("T")
    try expect(methods["lotaru-a"], 3940, 0.1085, 0.1564, 0.3415)
    try expect(methods["lotaru-g"], 3940, 0.1174, 0.1661, 0.3440)
    try expect(methods["cpu-score"], 3940, 0.1258, 0.1706, 0.3643)
    try expect(methods["no-scaling"], 3940, 0.3714, 0.4141, 0.8941)
    for (name, most) in [("purser", 0.095), ("purser-same-task", 0.035)] {
      let ours = try #require(methods[name])
      #expect(ours.predictions == 3940)
      #expect(ours.median <= most, "\(name): \(ours.median)")
      #expect((0.87...0.93).contains(ours.coverage ?? 0), "\(name): \(String(describing: ours.coverage))")
    }
  }
}
