import Foundation
import Testing

/// The examples in `reports/` are what the program writes today; `make reports`, or `PURSER_RECORD=1`, rewrites them.
@Suite struct ReportsFolderTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../reports").standardized

  @Test func areWhatTheProgramWrites() throws {
    let isRecording = ProcessInfo.processInfo.environment["PURSER_RECORD"] != nil
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-reports-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let target = isRecording ? Self.folder : place
    let result = try Command.run(
      shell: "'\(Self.folder.path)/make.sh' \"$(command -v purser)\" '\(target.path)'", in: place)
    #expect(result.status == 0, "\(result.error)")
    for name in [
      "estimate", "sweep", "replay", "compare", "review", "recommend", "recommend-plan", "validate",
    ] {
      let made = try String(contentsOf: target.appendingPathComponent("\(name).html"), encoding: .utf8)
      let kept = try String(contentsOf: Self.folder.appendingPathComponent("\(name).html"), encoding: .utf8)
      #expect(made == kept, "reports/\(name).html is stale: make reports")
      #expect(!made.contains(place.path) && !made.contains(NSTemporaryDirectory() + "purser"), "\(name) names a path")
    }
  }
}
