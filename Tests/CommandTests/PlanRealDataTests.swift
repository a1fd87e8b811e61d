import Foundation
import TestSupport
import Testing

/// Real histories of every format: the plan of each reads back, and is estimated as it is written.
@Suite(.enabled(if: realData != nil)) struct PlanRealDataTests {
  /// A file, the steps of it that no job tells a runtime of, and what is odd about it.
  static let samples: [(file: String, leftOut: Int)] = [
    ("advisor_inputs/cromwell/failingInSeveralWaysMetadata.json", 0),
    // Machines of Google, which no built-in catalog has.
    ("advisor_inputs/cromwell/papiv2_version3_good.json", 0),
    ("advisor_inputs/cromwell/ugbio_cromwell.metadata.json", 0),
    ("advisor_inputs/galaxy/ksuderman_variant_vc2.jsonl", 0),
    ("advisor_inputs/healthomics/ugbio_manifest.json", 0),
    ("advisor_inputs/nextflow/cws_sarek_trace.csv", 0),
    ("advisor_inputs/nextflow/pangenome_execution_trace.txt", 0),
    ("advisor_inputs/snakemake/smk_test.benchmark_shell.jsonl", 0),
    ("dx_samples/job_done_normal_priority.json", 0),
    ("dx_samples/job_terminated_high_priority.json", 0),
    ("nextflow/kmermaid-aborted.txt.gz", 0),
    ("nextflow/nanoseq-googlebatch.csv.gz", 0),
    ("nextflow/paintorpipe-report.html.gz", 0),
    ("nextflow/seqera-api-runs_tasks.json.gz", 0),
    ("nextflow/seqera-run-15dvxY1LnZYrYe.json.gz", 0),
    // All jobs of annotateConsensus were aborted before they began.
    ("nextflow/tpallidum-mixed.txt.gz", 1),
    ("sizing/iwd.csv.gz", 0),
    ("swf/lublin_256.swf.gz", 0),
    ("wfinstances/bacass-dirt02-001.json.gz", 0),
    ("wfinstances/soykb-chameleon-10fastq-10ch-001.json.gz", 0),
  ]

  private func json(_ command: String, in place: URL) throws -> [String: Any]? {
    let result = try Command.run(shell: command, in: place)
    guard result.status == 0 else {
      Issue.record("\(command): \(result.status): \(result.error)")
      return nil
    }
    return try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
  }

  @Test(arguments: samples) func itsPlanIsEstimatedAtOnce(_ file: String, _ leftOut: Int) throws {
    let path = try #require(realData).appendingPathComponent(file).path
    let place = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    for catalog in ["", " --catalog aws-us-east-1"] {
      let made = try Command.run(
        shell: "purser plan from \(path) --run all --no-store\(catalog) -o plan.yaml", in: place)
      #expect(made.status == 0, "\(made.error)")
      let text = try String(contentsOf: place.appendingPathComponent("plan.yaml"), encoding: .utf8)
      let lines = text.split(separator: "\n")
      #expect(lines.count { $0.hasPrefix("#  - name:") } == leftOut)
      #expect(!lines.contains { $0.contains("from: history") })
      let estimate = try #require(
        try json("purser estimate plan.yaml --no-store --replications 1 --json", in: place))
      let tasks = try #require(estimate["tasks"] as? [[String: Any]])
      #expect(tasks.count == lines.count { $0.hasPrefix("  - name:") })
      #expect((estimate["wall_clock_s"] as? [String: Any])?["mean"] is Double)
      // Where nobody named a catalog there is no amount, not even nought.
      #expect(catalog.isEmpty == (estimate["currency"] is NSNull), "\(estimate["currency"] ?? "")")
    }
  }
}
