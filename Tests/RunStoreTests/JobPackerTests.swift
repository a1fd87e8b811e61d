import JobModel
import Testing

@testable import RunStore

@Suite("Packing jobs on another thread")
struct JobPackerTests {
  private struct Enough: Error {}

  /// Hands so many jobs on, each on the line of its number.
  private static func reading(
    _ count: Int, end: (any Error)? = nil
  ) -> (_ insert: (Job, Int) throws -> Void) throws -> ImportReport {
    { insert in
      for number in 0..<count { try insert(job("job-\(number)"), number) }
      if let end { throw end }
      var report = ImportReport(file: "x", format: "csv")
      report.rows = count
      return report
    }
  }

  @Test("every job is a row, in order", arguments: [0, 1, 255, 256, 257, 3000])
  func order(count: Int) throws {
    var lines: [Int] = []
    var names: [String] = []
    let (report, remainder) = try JobPacker.pack(Self.reading(count)) { rows in
      lines += (0..<rows.count).map { rows.line($0) }
      names += rows.newNames
    }
    #expect(lines == Array(0..<count))
    // The run, which is empty, the executable and the state: each once, however many batches there are.
    #expect(names == (count > 0 ? ["", "align", "done"] : []))
    #expect(report.rows == count)
    #expect(remainder.unfinished.isEmpty && !remainder.hasInputFiles)
  }

  @Test("long texts are handed over sooner, so that batches stay small")
  func longTexts() throws {
    var largest = 0
    _ = try JobPacker.pack({ insert in
      for number in 0..<10 {
        var job = job("job-\(number)")
        job.failureMessage = String(repeating: "x", count: 1 << 20)
        try insert(job, number)
      }
      return ImportReport(file: "x", format: "csv")
    }) { largest = max(largest, $0.count) }
    #expect(largest == 1)
  }

  @Test("what has not ended and what names its inputs is told at the end")
  func remainder() throws {
    let (_, remainder) = try JobPacker.pack({ insert in
      try insert(job("a"), 1)
      var running = job("b", state: .running)
      running.inputFiles = ["file-1"]
      try insert(running, 2)
      return ImportReport(file: "x", format: "csv")
    }) { _ in }
    #expect(remainder.unfinished.map(\.id) == ["b"])
    #expect(remainder.hasInputFiles)
  }

  @Test("a fault of the reading comes after every job before it")
  func fault() {
    var count = 0
    #expect(throws: Interruption.self) {
      _ = try JobPacker.pack(Self.reading(1000, end: Interruption())) { count += $0.count }
    }
    #expect(count == 1000)
  }

  @Test("a writer that throws ends the reading, whichever batch it is", arguments: [0, 1, 20, 78])
  func writerThrows(at batch: Int) {
    var count = 0
    #expect(throws: Enough.self) {
      _ = try JobPacker.pack(Self.reading(20_000)) { _ in
        if count == batch { throw Enough() }
        count += 1
      }
    }
    #expect(count == batch)
  }
}
