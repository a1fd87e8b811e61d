import Foundation
import JobModel
import Synchronization
import TestSupport
import Testing

@testable import JobFormats

@Suite("Reading ahead on another thread")
struct ReadAheadTests {
  private struct Enough: Error {}

  /// A file of so many jobs, and what follows them; it is gone when the test ends.
  private func withJobs<T>(_ count: Int, end: String = "]", _ body: (InputSource) throws -> T) throws -> T {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let jobs = (0..<count).map { #"{"id": "job-\#($0)", "state": "done", "created": \#(1_700_000_000_000 + $0)}"# }
    try Data(("[" + jobs.joined(separator: ",\n") + end).utf8).write(to: URL(fileURLWithPath: path))
    return try body(.file(path))
  }

  @Test("jobs, lines and report are those of plain reading", arguments: [0, 1, 255, 256, 257, 3000])
  func same(count: Int) throws {
    try withJobs(count) { source in
      var plain: [String] = []
      var ahead: [String] = []
      let report = try HistoryFormats.read(source) { plain.append("\($0.key.id) \($1)") }
      let aheadReport = try HistoryFormats.readAhead(ByteReader(source)) { ahead.append("\($0.key.id) \($1)") }
      #expect(ahead == plain)
      #expect(plain.count == count)
      #expect(aheadReport == report)
    }
  }

  @Test("a fault of the file comes after every job before it")
  func fault() throws {
    try withJobs(1000, end: ",") { source in
      var count = 0
      let error = #expect(throws: InputError.self) {
        try HistoryFormats.readAhead(ByteReader(source)) { _, _ in count += 1 }
      }
      #expect(error?.message.contains("cut short") == true)
      #expect(count == 1000)
    }
  }

  @Test("a sink that throws ends the reading, whichever job it is", arguments: [0, 255, 256, 5000])
  func sinkThrows(at place: Int) throws {
    try withJobs(20_000) { source in
      var count = 0
      #expect(throws: Enough.self) {
        try HistoryFormats.readAhead(ByteReader(source)) { _, _ in
          if count == place { throw Enough() }
          count += 1
        }
      }
      #expect(count == place)
    }
  }

  @Test("a missing file is the same error")
  func missing() {
    #expect(throws: InputError.self) { try HistoryFormats.readAhead(ByteReader(.file("/no/such/file"))) { _, _ in } }
  }
}
