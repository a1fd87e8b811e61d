import Foundation
import JobFormats
import TestSupport
import Testing

/// Real runs priced by the command: Seqera's own costs, and AWS's analyzer on HealthOmics.
@Suite(.enabled(if: realData != nil)) struct CloudRunRealDataTests {
  private func replay(_ file: String, catalog text: String) throws -> [String: Any] {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    try text.write(to: place.appendingPathComponent("prices.yaml"), atomically: true, encoding: .utf8)
    let path = try #require(realData).appendingPathComponent(file).path
    let result = try Command.run(
      shell: "purser replay \(path) --catalog prices.yaml --schedule rows.csv --no-store --json", in: place)
    #expect(result.status == 0)
    var replay = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    replay["rows"] = try String(contentsOf: place.appendingPathComponent("rows.csv"), encoding: .utf8)
    return replay
  }

  private func table(_ file: String) throws -> [[String: String]] {
    let text = try String(contentsOf: #require(realData).appendingPathComponent(file), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return rows.dropFirst().map { Dictionary(zip(rows[0], $0)) { first, _ in first } }
  }

  /// The list prices of the machines in the region and at the time of the run.
  @Test func aDumpCostsWhatSeqeraSays() throws {
    var catalog = "provider: aws\ncurrency: USD\nbilling: {share: vcpu, free_failure_reasons: []}\ntypes:\n"
    for row in try table("catalog/aws_vms.csv") where row["Region"] == "us-east-1" {
      guard let name = row["InstanceType"], ["c6id.xlarge", "g5.12xlarge", "g5.24xlarge"].contains(name) else {
        continue
      }
      catalog += "  - {name: \(name), vcpu: \(row["vCPUs"] ?? ""), memory_gib: \(row["MemoryGiB"] ?? ""), "
      catalog += "on_demand: \(row["Price"] ?? "")}\n"
    }
    let file = "nextflow/seqera-run-15dvxY1LnZYrYe.json.gz"
    let replay = try replay(file, catalog: catalog)
    let cost = try #require((replay["cost"] as? Double) ?? (replay["cost"] as? [String: Any])?["mean"] as? Double)
    let recorded = try #require((replay["recorded"] as? [String: Any])?["cost"] as? Double)
    // The recorded costs of the 12 tasks that ran; the 4 cached ones cost this run nothing.
    #expect(abs(recorded - 6.011796923) < 1e-6)
    #expect(abs(cost / recorded - 1) < 0.01, "\(cost) beside \(recorded)")
    #expect(replay["jobs"] as? Int == 16)

    // Task by task, among those of a minute at least: the record's times are whole seconds, its costs are not.
    let bytes = try readAll(.file(#require(realData).appendingPathComponent(file).path))
    let dump = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    var costs: [String: (cost: Double, name: String)] = [:]
    for task in try #require(dump["tasks"] as? [[String: [String: Any]]]).compactMap({ $0["task"] }) {
      guard let id = task["id"] as? Int, let hash = task["hash"] as? String, let cost = task["cost"] as? Double,
        task["status"] as? String != "CACHED"
      else { continue }
      costs["\(id)/\(hash)"] = (cost, task["name"] as? String ?? "")
    }
    let rows = try #require(replay["rows"] as? String).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    func column(_ name: String) throws -> Int { try #require(rows[0].firstIndex(of: name)) }
    let (id, started, stopped, price) = (
      try column("job"), try column("started_s"), try column("stopped_s"), try column("cost")
    )
    var off: [String] = []
    var long = 0
    for row in rows.dropFirst() {
      guard let start = Double(row[started]), let stop = Double(row[stopped]), stop - start >= 60 else { continue }
      let recorded = try #require(costs[row[id]])
      long += 1
      if abs((Double(row[price]) ?? 0) / recorded.cost - 1) > 0.03 { off.append(recorded.name) }
    }
    #expect(long == 7)
    // One of them asked for a vCPU and 6 GiB, of a machine with 4 GiB a vCPU: it pays for two.
    #expect(off == [])
  }

  @Test func aManifestCostsWhatTheAnalyzerSays() throws {
    var catalog = "provider: healthomics\ncurrency: USD\nbilling: {minimum: 60s, storage_gib_hour: 0.0001918}\ntypes:\n"
    for row in try table("catalog/healthomics_prices.csv") {
      catalog += "  - {name: \(row["name"] ?? ""), vcpu: \(row["vcpu"] ?? ""), memory_gib: \(row["memory_gib"] ?? ""), "
      catalog += "on_demand: \(row["price_per_hour_usd"] ?? "")}\n"
    }
    // The table has no machine with a GPU: by its own rule, 1.35 times EC2's price of g5.2xlarge (1.212).
    catalog += "  - {name: omics.g5.2xlarge, vcpu: 8, memory_gib: 32, gpus: 1, on_demand: 1.6362}\n"
    let replay = try replay("advisor_inputs/healthomics/ugbio_manifest.json", catalog: catalog)
    let cost = try #require((replay["cost"] as? Double) ?? (replay["cost"] as? [String: Any])?["mean"] as? Double)
    #expect(abs(cost - 0.6272) <= 0.0001, "\(cost)")
    let assumptions = try #require(replay["assumptions"] as? [String])
    #expect(assumptions.contains("storage of 1 run: 1,698.34 GiB-hours, 0.33 USD, not in any figure"))
  }
}
