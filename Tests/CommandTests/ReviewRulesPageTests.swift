import Foundation
import TestSupport
import Testing

@testable import Advice

/// The page about the rules, `Sources/Advice/Review/Rules.md`: made from the rules, and from what they find in real traces.
@Suite("The page about the rules of the review") struct ReviewRulesPageTests {
  private static let document = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../Sources/Advice/Review/Rules.md").standardized

  private static let heading = """

    ## Kills for memory in real traces

    Names of tasks in Nextflow traces that were killed with exit code 137 or 247, beside the names in findings
    `memory-starved`. A kill has evidence where the same name completed later or was killed at least twice. Made by
    `ReviewRulesPageTests` from the traces themselves.

    | trace | tasks | killed | with evidence | named above `info` | recall | precision | named at `info` |
    | --- | --- | --- | --- | --- | --- | --- | --- |

    """

  @Test func isMadeFromTheRules() throws {
    var text = ReviewRules.page + Self.heading
    let written = try String(contentsOf: Self.document, encoding: .utf8)
    guard let data = realData else {
      #expect(written.hasPrefix(text), "PURSER_RECORD=1 with PURSER_DATA rewrites it")
      return
    }
    let folder = data.appendingPathComponent("nextflow")
    let traces = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt.gz") }
    for trace in traces.sorted() { text += try row(folder.appendingPathComponent(trace)) + "\n" }
    if ProcessInfo.processInfo.environment["PURSER_RECORD"] != nil {
      try text.write(to: Self.document, atomically: true, encoding: .utf8)
      return
    }
    #expect(written == text, "PURSER_RECORD=1 rewrites it")
  }

  private func row(_ trace: URL) throws -> String {
    // The trace itself, read without any reader: name, status and exit code in the order of its rows.
    let table = try shell("zcat '\(trace.path)'").split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let head = try #require(table.first { $0.contains("task_id") && $0.contains("exit") })
    let (name, status, exit) = (
      try #require(head.firstIndex(of: "name")), try #require(head.firstIndex(of: "status")),
      try #require(head.firstIndex(of: "exit"))
    )
    let rows = table.filter { $0.count == head.count && Int($0[0]) != nil }
    var killed: [String: Int] = [:]
    var completed: Set<String> = []
    for row in rows.reversed() {
      if row[status] == "COMPLETED" { completed.insert(row[name]) }
      if ["137", "247"].contains(row[exit]), row[status] == "FAILED" { killed[row[name], default: 0] += 1 }
    }
    let names = Set(killed.keys)
    let proven = names.filter { completed.contains($0) || killed[$0] ?? 0 > 1 }
    let review = try #require(
      try JSONSerialization.jsonObject(
        with: Data(shell("purser review '\(trace.path)' --no-store --json 2> /dev/null").utf8))
        as? [String: Any])
    var above: Set<String> = []
    var info: Set<String> = []
    for finding in review["findings"] as? [[String: Any]] ?? [] where finding["kind"] as? String == "memory-starved" {
      let found = (finding["jobs"] as? [[String: String]] ?? []).compactMap { $0["name"] }
      if finding["severity"] as? String == "info" { info.formUnion(found) } else { above.formUnion(found) }
    }
    let file = trace.lastPathComponent
    if file.hasPrefix("openproblems-20220514") {
      #expect(names.count == 255)
      #expect(Double(above.intersection(names).count) >= 0.95 * 255, "\(above.intersection(names).count) of 255")
    }
    if file.hasPrefix("mdr-gatk") || file.hasPrefix("bioresilient") {
      #expect(above.isEmpty && info.isEmpty, "\(file)")
    }
    if file.hasPrefix("kmermaid") { #expect(above.isEmpty, "\(file): \(above)") }
    func share(_ part: Int, _ whole: Int) -> String {
      whole == 0 ? "–" : "\((Double(part) / Double(whole) * 1000).rounded() / 10) %"
    }
    return "| \(file) | \(rows.count) | \(names.count) | \(proven.count) | \(above.count) | "
      + "\(share(above.intersection(proven).count, proven.count)) | \(share(above.intersection(names).count, above.count)) | "
      + "\(info.count) |"
  }

  private func shell(_ line: String) throws -> String {
    try Command.run(shell: line, in: FileManager.default.temporaryDirectory).output
  }
}
