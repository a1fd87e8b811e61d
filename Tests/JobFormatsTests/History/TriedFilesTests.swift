import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// Every file of the real data, read or refused, as a table for people: `Sources/JobFormats/TriedOn.md`.
///
/// The counts themselves are held against what the data's own READMEs state in the tests of each format; here nothing
/// may change unseen. `PURSER_RECORD=1` writes the table anew.
@Suite("The table of files that the readers were tried on", .enabled(if: realData != nil))
struct TriedFilesTests {
  private let folder = realData ?? URL(fileURLWithPath: "/")

  private static let document = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../../Sources/JobFormats/TriedOn.md").standardized

  @Test func isWhatTheReadersFind() throws {
    let text = try Self.page(rows: files().map(row))
    if ProcessInfo.processInfo.environment["PURSER_RECORD"] != nil {
      try text.write(to: Self.document, atomically: true, encoding: .utf8)
      return
    }
    let written = try String(contentsOf: Self.document, encoding: .utf8)
    for (found, expected) in zip(text.split(separator: "\n"), written.split(separator: "\n")) where found != expected {
      Issue.record("found\n\(found)\nexpected\n\(expected)")
      return
    }
    #expect(text == written)
  }

  /// The files by their paths, sorted; what explains the data is none of it.
  private func files() throws -> [String] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(
        atPath: folder.appendingPathComponent(path).path, isDirectory: &isFolder)
      return isThere && !isFolder.boolValue && !path.hasSuffix("README.md")
    }
    return paths.sorted()
  }

  private static func page(rows: [String]) -> String {
    """
    # What the readers were tried on

    Every file of the real data that the tests read (CONTRIBUTING.md says where it is looked for): the format it was taken
    for, its rows, the jobs that came of them, the rows left out, and how the jobs ended. Logs count samples and events,
    documents their tasks. What is none of these is refused, with the reason. Made by `TriedFilesTests`; the counts are
    compared with those that the data's own notes state in the tests of each format.

    | file | format | rows | jobs | left out | states |
    | --- | --- | --- | --- | --- | --- |

    """ + rows.map { $0 + "\n" }.joined()
  }

  private func row(_ path: String) throws -> String {
    let name = folder.appendingPathComponent(path).path
    do {
      return "| \(path) | \(try found(in: name).joined(separator: " | ")) |"
    } catch {
      let reason = "\(error)".replacingOccurrences(of: name + ": ", with: "")
        .replacingOccurrences(of: name + ":", with: "line ")
      let end = [", found \"", "; "].compactMap { reason.range(of: $0)?.lowerBound }.min() ?? reason.endIndex
      return "| \(path) | refused: \(reason[..<end]) | | | | |"
    }
  }

  private func found(in path: String) throws -> [String] {
    let bytes = try ByteReader(.file(path))
    let head = try bytes.head()
    if PlanSources.recognises(head) {
      let draft = try PlanSources.draft([PlanFile(name: path, bytes: readAll(.file(path)))])
      return ["document of a plan", "\(draft.plan.tasks.count)", "", "", ""]
    }
    switch try ImportFormat.choose(for: bytes, named: nil) {
    case .log(let reader):
      // Some logs say whose they are, and others are only taken where somebody else does.
      func read(as job: LoggedJob?) throws -> ImportReport {
        try LogFormats.read(
          ByteReader(.file(path)), with: reader, context: ReadingContext(file: path, clock: .utc, job: job),
          into: { _, _ in })
      }
      let report = try (try? read(as: nil)) ?? read(as: LoggedJob(id: "job-000000000000000000000000"))
      return [report.format, "\(report.rows)", "", left(report), ""]
    case .fileSizes:
      let report = try FileSizeReader.read(bytes, into: { _, _ in })
      return [report.format, "\(report.rows)", "", left(report), ""]
    case .history(let reader):
      var states: [String: Int] = [:]
      var keys: Set<JobKey> = []
      let report = try HistoryFormats.read(bytes, with: reader, clock: .utc) { job, _ in
        guard keys.insert(job.key).inserted else { return }
        states[job.kind == .analysis ? "analysis" : job.isCached ? "cached" : job.state.name, default: 0] += 1
      }
      let list = states.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
      return [report.format, "\(report.rows)", "\(keys.count)", left(report), list.joined(separator: ", ")]
    }
  }

  private func left(_ report: ImportReport) -> String {
    let parts = report.skipped.map { "\($0.count) (\($0.lines.prefix(3).map(String.init).joined(separator: ", ")))" }
    return (parts + (report.duplicates > 0 ? ["\(report.duplicates) twice"] : [])).joined(separator: "; ")
  }
}
