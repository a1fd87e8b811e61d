import Foundation
import TestSupport
import Testing

@Suite struct CommandTests {
  @Test(arguments: CommandCase.all)
  func printsWhatItPrinted(example: CommandCase) throws {
    let transcript = try example.transcript()
    if ProcessInfo.processInfo.environment["PURSER_RECORD"] != nil {
      try Data(transcript.utf8).write(to: example.expectation)
      return
    }
    let expected = try String(contentsOf: example.expectation, encoding: .utf8)
    let difference = firstDifference(transcript, expected)
    #expect(difference == nil, "\(example): PURSER_RECORD=1 rewrites what is expected")
    #expect(!transcript.contains("--- exit -"), "a command was ended by a signal")
  }

  private func firstDifference(_ found: String, _ expected: String) -> String? {
    let found = found.split(separator: "\n", omittingEmptySubsequences: false)
    let expected = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for (line, pair) in zip(found, expected).enumerated() where pair.0 != pair.1 {
      return "line \(line + 1): found \"\(pair.0)\", expected \"\(pair.1)\""
    }
    return found.count == expected.count ? nil : "found \(found.count) lines, expected \(expected.count)"
  }
}

@Suite(.enabled(if: realData != nil)) struct RealDataCommandTests {
  private func run(_ line: String) throws -> Command.Result {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    return try Command.run(shell: line, in: place)
  }

  @Test func everyNextflowTraceReplaysAsItWas() throws {
    let data = try #require(realData)
    var files: [URL] = []
    for folder in ["nextflow", "advisor_inputs/nextflow"] {
      files += try FileManager.default.contentsOfDirectory(
        at: data.appendingPathComponent(folder), includingPropertiesForKeys: nil)
    }
    let suffixes = [".txt", ".txt.gz", ".csv", ".csv.gz", ".tsv"]
    let traces = files.filter { file in suffixes.contains { file.path.hasSuffix($0) } }
    #expect(traces.count == 31)
    for trace in traces {
      let result = try run("purser replay \(trace.path) --no-store --json")
      #expect(result.status == 0, "\(trace.lastPathComponent): \(result.error)")
      let replay = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let recorded = try #require(replay["recorded"] as? [String: Any])
      if let makespan = recorded["makespan_s"] as? Double {
        #expect(replay["makespan_s"] as? Double == makespan, "\(trace.lastPathComponent)")
      } else {
        #expect(replay["tries"] as? Int == 0, "\(trace.lastPathComponent): only cached tasks have no makespan")
      }
    }
  }

  @Test func theTwoPricedRealJobsCostWhatTheyCost() throws {
    let samples = try #require(realData).appendingPathComponent("dx_samples").path
    let jobs = "\(samples)/job_done_normal_priority.json \(samples)/job_terminated_high_priority.json"
    let result = try run(
      """
      purser import \(jobs) --store s.sqlite > /dev/null && purser catalog learn --store s.sqlite --json | grep rate_per_hour \
      && purser replay --store s.sqlite --schedule - 2> /dev/null | cut -d, -f6-
      """)
    // The second one outran its timeout of 120 s and still stands as recorded.
    #expect(
      result.output == """
              "rate_per_hour": 0.272,
              "rate_per_hour": 1.144,
        state,instance_type,cost
        terminated,mem1_ssd1_x8_fedramp,0.056322616
        done,mem1_ssd1_v2_x4,0.003446844

        """, "\(result.output)\(result.error)")
  }
}
