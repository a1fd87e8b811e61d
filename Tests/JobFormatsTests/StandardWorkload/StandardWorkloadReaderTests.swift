import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// A log of a batch system, made up.
let sampleWorkload = """
  ; Version: 2.2
  ; UnixStartTime: 1000000
  ; MaxNodes: 4
  ; MaxProcs: 8
  ;
  1 0 10 100 4 -1 -1 4 200 -1 1 7 1 3 2 -1 -1 -1
  2 5 -1 50 2 -1 -1 -1 40 -1 0 8 1 -1 1 -1 -1 -1
  3 6 3 -1 2 -1 -1 2 40 -1 5 8 1 -1 1 -1 -1 -1
  4 7 3 10 16 -1 -1 16 40 -1 1 8 1 -1 1 -1 -1 -1
  half a line
  5 8 3 10
  6 4 0.5 10.25 1 -1 1024 1 40 2048 1 9 1 -1 1 -1 -1 -1

  """

@Suite struct StandardWorkloadReaderTests {

  private func log(_ text: String, processors: Int? = nil) throws -> (RigidLog, [DroppedJobs], ImportReport) {
    var report = ImportReport(file: "log.swf", format: "swf")
    let (log, dropped) = try StandardWorkloadReader.log(
      ByteReader(text: text, name: "log.swf"), processors: processors, report: &report)
    return (log, dropped, report)
  }

  @Test("pieces of a log give the report of the whole, also where comments stand among the records")
  func pieces() throws {
    var random = SeededGenerator(seed: 41)
    for number in 0..<300 {
      let lines = [
        "; UnixStartTime: \(random.below(3) * 500_000)", "half a line", "", "  ; MaxProcs: 8",
        "\(random.below(30)) 5 -1 50 2 -1 -1 -1 40 -1 0 8 1 -1 1 -1 -1 -1",
        "\(number) \(random.below(99)) 3 10 16 -1 -1 16 40 -1 1 8 1 -1 1 -1 -1 -1",
      ]
      let text = sampleWorkload + (0..<random.below(40)).map { _ in lines[random.below(6)] + "\n" }.joined()
      let whole = try Reading(text, as: "swf")
      var report = ImportReport(file: "test", format: "swf")
      var keys = KeyRegister()
      let jobs = try StandardWorkloadReader.check(
        ByteReader(bytes: Array(text.utf8), name: "test", blockSize: 1 + random.below(200)), keys: &keys,
        report: &report, pieceSize: 1 + random.below(300), processors: 1 + random.below(3))
      #expect(report == whole.report && jobs == whole.jobs.count, "log \(number)")
      #expect(keys.count == Set(whole.jobs.map(\.key)).count, "log \(number)")
    }
  }

  @Test func columnsHoldWhatCanRunInOrderOfSubmission() throws {
    let (log, dropped, report) = try log(sampleWorkload)
    #expect(log.id == [1, 6, 2])
    #expect(log.submitted == [0, 4000, 5000])
    #expect(log.runtime == [100_000, 10_250, 50_000])
    // The second job asked for 40 s and ran 50.
    #expect(log.requested == [200_000, 40_000, 50_000])
    #expect(log.outranRequest == 1)
    // Without a request the processors that it got count.
    #expect(log.processors == [4, 1, 2])
    #expect(log.recordedWait == [10_000, 500, -1])
    #expect(log.machineProcessors == 8)
    #expect(
      dropped == [
        DroppedJobs(reason: "no runtime", count: 1),
        DroppedJobs(reason: "more processors than the machine has", count: 1),
      ])
    #expect(report.rows == 7)
    #expect(
      report.skipped == [
        ImportReport.Skipped(reason: "field 1 is not a number", count: 1, lines: [10]),
        ImportReport.Skipped(reason: "expected 18 fields, found 4", count: 1, lines: [11]),
      ])
  }

  @Test func aSmallerMachineDropsMore() throws { #expect(try log(sampleWorkload, processors: 2).0.id == [6, 2]) }

  @Test func jobsKeepTheTimesOfTheEpoch() throws {
    var jobs: [Job] = []
    let report = try HistoryFormats.read(ByteReader(text: sampleWorkload, name: "log.swf")) { job, _ in jobs.append(job)
    }
    #expect(report.format == "swf")
    #expect(jobs.count == 5)
    #expect(jobs[0].submitted == SimTime(milliseconds: 1_000_000_000))
    #expect(jobs[0].started == SimTime(milliseconds: 1_000_010_000))
    #expect(jobs[0].stopped == SimTime(milliseconds: 1_000_110_000))
    #expect(jobs[0].executable == "executable 3")
    #expect(jobs[0].user == "user 7")
    #expect(jobs.map(\.state) == [.done, .failed, .terminated, .done, .done])
    #expect(jobs[4].usage.peakMemory == Bytes(1024 * 1024))
    #expect(jobs[4].memoryRequested == Bytes(2048 * 1024))
  }

  @Test func hugeFiguresAreNoNumbers() throws {
    let (log, _, report) = try log(
      "1 99999999999999999999 0 1 1 -1 -1 1 1 -1 1 1 1 1 1 1 -1 -1\n2 1e300 0 1 1 -1 -1 1 1 -1 1 1 1 1 1 1 -1 -1\n")
    #expect(log.count == 0)
    #expect(report.skipped.map(\.reason) == ["field 2 is not a number"])
    #expect(report.skippedCount == 2)
  }

  @Test("10,000 damaged copies give columns of one length or an InputError, and never end the program")
  func damaged() {
    let readable = Damage(sampleWorkload, seed: 3, pieces: [" ", "\n", ";", "-", "; MaxProcs: "]).read { bytes, _, _ in
      var report = ImportReport(file: "x", format: "swf")
      let (log, _) = try StandardWorkloadReader.log(
        ByteReader(bytes: bytes, name: "x", blockSize: 64), processors: nil, report: &report)
      let isEven = log.submitted.count == log.count && log.runtime.count == log.count
      return isEven && log.count <= report.rows ? nil : "\(log.count) jobs of \(report.rows) rows"
    }
    #expect(readable > 100)
  }

  @Test(.enabled(if: realData != nil)) func realLogsHaveTheJobsTheirHeadersState() throws {
    let folder = try #require(realData).appendingPathComponent("swf")
    for (name, records, processors) in [
      ("KTH-SP2-1996-2.1-cln.swf.gz", 27_992, 100 as Int?), ("METACENTRUM-2009-2.swf.gz", 103_656, nil),
      ("lublin_256.swf.gz", 10_000, 256),
    ] {
      var report = ImportReport(file: name, format: "swf")
      let input = try ByteReader(.file(folder.appendingPathComponent(name).path))
      let (log, dropped) = try StandardWorkloadReader.log(input, processors: nil, report: &report)
      #expect(report.rows == records, "\(name)")
      #expect(log.count + dropped.reduce(0) { $0 + $1.count } + report.skippedCount == records, "\(name)")
      #expect(log.machineProcessors == processors, "\(name)")
    }
  }
}
