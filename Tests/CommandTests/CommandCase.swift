import Foundation

/// A folder of `Cases`: its files are copied to a place of their own, the lines of `commands.txt` are run there one after
/// the other, and what they print and exit with must equal `expected.txt`. `PURSER_RECORD=1` rewrites the expectations.
struct CommandCase: CustomStringConvertible, Sendable {
  let folder: URL

  /// All cases, by name.
  static let all: [CommandCase] = {
    let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases")
    let folders = (try? FileManager.default.contentsOfDirectory(at: cases, includingPropertiesForKeys: nil)) ?? []
    return folders.map(CommandCase.init).sorted { $0.description < $1.description }
  }()

  var description: String { folder.lastPathComponent }
  var expectation: URL { folder.appendingPathComponent("expected.txt") }

  /// Runs the commands and gives the transcript.
  func transcript() throws -> String {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: folder, to: place)
    defer { try? FileManager.default.removeItem(at: place) }
    var text = ""
    for line in try String(contentsOf: place.appendingPathComponent("commands.txt"), encoding: .utf8).split(
      separator: "\n")
    where !line.hasPrefix("#") {
      let result = try Command.run(shell: String(line), in: place)
      text += "$ \(line)\n\(result.output)"
      if !result.error.isEmpty { text += "--- stderr\n\(result.error)" }
      text += "--- exit \(result.status)\n\n"
    }
    return text
  }
}

/// The program, run as people do.
enum Command {
  struct Result {
    var output: String
    var error: String
    var status: Int32
  }

  /// The folder of the built products: the test bundle lies beside the program.
  static let products: String = {
    let bundle = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).standardizedFileURL
    var folder = bundle.deletingLastPathComponent()
    while folder.path != "/" && !FileManager.default.fileExists(atPath: folder.appendingPathComponent("purser").path) {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  /// Runs a line of shell in a folder, with the program on the path and nothing of the environment that changes results.
  static func run(shell line: String, in folder: URL) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    process.environment = ["PATH": products + ":/usr/bin:/bin", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
    let files = try ["out", "err"].map { name in
      let url = folder.appendingPathComponent(".\(name)")
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
      return (url, try FileHandle(forWritingTo: url))
    }
    process.standardOutput = files[0].1
    process.standardError = files[1].1
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { try String(decoding: Data(contentsOf: $0.0), as: UTF8.self) }
    // A trap is a signal, and no exit code of the contract.
    let status = process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
    return Result(output: texts[0], error: texts[1], status: status)
  }
}
