import Foundation
import TestSupport
import Testing

/// Real workflow instances replayed by the command, beside the figures of an independent scheduler.
@Suite(.enabled(if: realData != nil)) struct WorkflowRealDataTests {
  private func replay(_ path: String, _ options: String = "") throws -> (makespan: Double, path: Double)? {
    let place = FileManager.default.temporaryDirectory
    let result = try Command.run(shell: "purser replay \(path) \(options) --no-store --json", in: place)
    guard result.status == 0 else { return nil }
    let replay = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    return (
      try #require(replay["makespan_s"] as? Double), try #require(replay["critical_path_s"] as? Double)
    )
  }

  private func isNear(_ found: Double?, _ expected: Double?) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return abs(found - expected) <= 0.001 * expected
  }

  @Test func makespansAndPathsAreThoseOfTheReference() throws {
    let data = try #require(realData)
    let folder = data.appendingPathComponent("wfinstances").path
    let table = data.deletingLastPathComponent().appendingPathComponent("bench/wfcommons/wfinstances.csv")
    let rows = try String(contentsOf: table, encoding: .utf8).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    func column(_ name: String) throws -> Int { try #require(rows[0].firstIndex(of: name)) }
    let (critical, recorded, pinned) = (try column("cp_s"), try column("sim_rec_s"), try column("sim_pin_s"))
    var files = 0
    for row in rows.dropFirst() {
      let name = row[0].split(separator: "/").last.map(String.init) ?? ""
      let path = "\(folder)/\(name).gz"
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let free = try replay(path)
      #expect(isNear(free?.makespan, Double(row[recorded])), "\(name): \(String(describing: free))")
      #expect(isNear(free?.path, Double(row[critical])), "\(name): \(String(describing: free))")
      let bound = try replay(path, "--pin recorded")
      #expect(isNear(bound?.makespan, Double(row[pinned])), "\(name): \(String(describing: bound))")
      files += 1
    }
    #expect(files == 28)
    for version in ["1.3", "1.4"] {
      let old = try replay("\(folder)/old-schema/soykb-10fastq-10ch-schema\(version).json.gz", "--pin recorded")
      #expect(isNear(old?.makespan, 2933.276))
    }
  }
}
