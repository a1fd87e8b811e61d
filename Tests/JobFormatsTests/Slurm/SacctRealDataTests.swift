import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Real logs of Slurm", .enabled(if: realData != nil))
struct SacctRealDataTests {
  private let folder = (realData ?? URL(fileURLWithPath: "/")).appendingPathComponent("advisor_inputs/slurm")

  /// The README's figures: jobs, time limits reached, and their share of the core hours.
  @Test(
    "XDMoD's logs have the jobs and the time limits reached that are known of them",
    arguments: [("xdmod_pozidriv.log", 11_704, 9, 0.125), ("xdmod_phillips.log", 4285, 1, 0.65)])
  func xdmod(name: String, count: Int, timeouts: Int, share: Double) throws {
    let path = folder.appendingPathComponent(name).path
    let (history, reports) = try readHistory([.file(path)], clock: .utc)
    #expect(history.jobs.count == count && reports[0].rows == count)
    #expect(reports[0].skippedCount == 0 && reports[0].warnings == [])
    let ended = history.jobs.filter { $0.failureReason == .jobTimeoutExceeded }
    #expect(ended.count == timeouts)
    func coreHours(_ jobs: [Job]) -> Double {
      jobs.reduce(0) { $0 + ($1.runtime?.inHours ?? 0) * ($1.vcpus ?? 0) * Double($1.nodes) }
    }
    let found = coreHours(ended) / coreHours(history.jobs)
    #expect(abs(found - share) < 0.006, "\(found)")

    // The same counts from the text alone.
    var states: [String: Int] = [:]
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false)
      states[String(fields[16].prefix { $0 != " " }), default: 0] += 1
    }
    func number(_ state: JobState) -> Int { history.jobs.count { $0.state == state } }
    #expect(number(.done) == states["COMPLETED"])
    #expect(number(.terminated) == states["CANCELLED"])
    #expect(number(.failed) == ["FAILED", "TIMEOUT", "PREEMPTED"].reduce(0) { $0 + (states[$1] ?? 0) })
    #expect(history.jobs.allSatisfy { $0.vcpus ?? 0 > 0 && $0.memoryRequested?.count ?? 0 > 0 })
  }

  @Test("rows of several orders of columns without a header are refused with the line and the remedy")
  func refused() {
    let path = folder.appendingPathComponent("reportseff_test_sacct_lines.psv").path
    let error = #expect(throws: InputError.self) { try readHistory([.file(path)], format: "sacct") }
    #expect(error?.line == 1 && error?.hint?.contains("--noheader") == true)
  }
}
