import Foundation
import TestSupport
import Testing

/// Advice on real histories: what peers get wrong on them (`HealthOmics` made dearer, STAR on ever more cores).
@Suite(.enabled(if: realData != nil)) struct RecommendRealDataTests {
  private func recommend(_ line: String, catalog: String? = nil) throws -> [String: Any] {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    if let catalog {
      try catalog.write(to: place.appendingPathComponent("prices.yaml"), atomically: true, encoding: .utf8)
    }
    let result = try Command.run(shell: "purser recommend \(line) --no-store --json", in: place)
    #expect(result.status == 0, "\(result.error)")
    return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  private func prices() throws -> [String: (vcpu: String, memory: String, price: Double)] {
    let file = try #require(realData).appendingPathComponent("catalog/healthomics_prices.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
    var prices: [String: (vcpu: String, memory: String, price: Double)] = [:]
    for row in rows {
      let fields = row.split(separator: ",", maxSplits: 4).map(String.init)
      prices[fields[0]] = (fields[1], fields[2], try #require(Double(fields[3])))
    }
    // By the table's own rule, 1.35 times EC2's price of g5.2xlarge (1.212).
    prices["omics.g5.2xlarge"] = ("8", "32", 1.6362)
    return prices
  }

  @Test func noHealthOmicsTaskIsMadeDearer() throws {
    let prices = try prices()
    var catalog = "provider: healthomics\ncurrency: USD\nbilling: {minimum: 60s}\ntypes:\n"
    for (name, type) in prices.sorted(by: { $0.key < $1.key }) {
      catalog += "  - {name: \(name), vcpu: \(type.vcpu), memory_gib: \(type.memory), on_demand: \(type.price)}\n"
    }
    let file = try #require(realData).appendingPathComponent("advisor_inputs/healthomics/ugbio_manifest.json").path
    let advice = try recommend("\(file) --catalog prices.yaml --min-samples 1", catalog: catalog)
    let rows = try #require(advice["recommendations"] as? [[String: Any]])
    var now = 0.0
    var then = 0.0
    var jobs = 0
    for row in rows {
      let name = row["executable"] as? String ?? ""
      let count = try #require(row["jobs"] as? Int)
      jobs += count
      let current = try #require(row["current"] as? [String: Any])
      let recommended = try #require(row["recommended"] as? [String: Any])
      let from = try #require(current["instance_type"] as? String)
      let to = try #require(recommended["instance_type"] as? String)
      // The same minutes at the proposed price cost no more, whatever the model believes of runtimes.
      #expect(try #require(prices[to]).price <= #require(prices[from]).price, "\(name): \(from) to \(to)")
      now += Double(count) * (try #require(current["cost_mean"] as? Double))
      then += Double(count) * (try #require(recommended["cost_mean"] as? Double))
      #expect(row["confidence"] as? String == "low", "\(name) rests on one run")
      // A machine with a GPU keeps it: no record says that it was idle.
      if from.contains("g5") { #expect(to == from) }
    }
    #expect(jobs == 17)
    #expect(abs(now - 0.6272) <= 0.0001, "\(now)")
    #expect(then <= now)
    let cautious = try recommend("\(file) --catalog prices.yaml", catalog: catalog)
    #expect((cautious["recommendations"] as? [Any])?.count == 0)
    #expect((cautious["not_enough_data"] as? [Any])?.count == 10)
  }

  @Test func nobodyIsSentTo32CoresForSTAR() throws {
    let folder = try #require(realData).appendingPathComponent("advisor_inputs/galaxy").path
    let files = "\(folder)/ksuderman_rnaseq_main_matrix.jsonl \(folder)/ksuderman_rnaseq_main_matrix3.jsonl"
    for goal in ["cheapest", "balanced", "fastest"] {
      for catalog in ["", "--catalog aws-us-east-1"] {
        let advice = try recommend("\(files) \(catalog) --executable '*rna_star*' --goal \(goal)")
        let row = try #require((advice["recommendations"] as? [[String: Any]])?.first)
        let recommended = try #require(row["recommended"] as? [String: Any])
        #expect(try #require(recommended["vcpus"] as? Double) < 32, "\(goal) \(catalog): \(recommended)")
        if catalog.isEmpty { #expect(recommended["memory_bytes"] as? Int ?? 0 <= 64 << 30, "\(goal): ratcheted up") }
      }
    }
  }
}
