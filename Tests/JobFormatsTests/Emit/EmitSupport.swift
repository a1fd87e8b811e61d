import Foundation
import JobModel

@testable import JobFormats

/// A recommendation of 120 jobs which changes something: nothing was asked for before.
func advice(
  _ executable: String, id: String? = nil, function: String? = nil, stage: String? = nil,
  _ setting: (inout Recommendation.Setting) -> Void
) -> Recommendation {
  let current = Recommendation.Option(
    setting: Recommendation.Setting(), cost: nil, time: .hours(1), failureProbability: 0)
  var recommended = current
  setting(&recommended.setting)
  recommended.failureProbability = 0.0123
  var result = Recommendation(
    executable: executable, jobs: 120, current: current, recommended: recommended,
    saving: Recommendation.Saving(mean: usd(120_000_000), low: usd(100_000_000), high: usd(150_000_000)),
    confidence: .high, reason: "it uses 11 of 32 GiB.")
  (result.executableID, result.function, result.stage) = (id, function, stage)
  return result
}

private func usd(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: .usd) }

/// What a target makes of recommendations.
func emitted(_ target: String, _ recommendations: [Recommendation], catalog: Catalog? = nil) -> EmittedText {
  guard let writer = RecommendationWriters.named(target) else {
    return EmittedText(text: "no target \(target)", notes: [])
  }
  return writer.write(recommendations, context: EmitContext(catalog: catalog))
}

/// What bash says: its exit code and its output.
func bash(_ arguments: [String], script: String) throws -> (status: Int32, output: [UInt8]) {
  let file = FileManager.default.temporaryDirectory.appendingPathComponent("emit-\(UUID().uuidString).sh")
  try Data(script.utf8).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/bin/bash")
  process.arguments = arguments + [file.path]
  // In an empty environment, in which nothing can be run by its name.
  process.environment = ["PATH": "/nonexistent"]
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, Array(output))
}

/// The words of each `dx` command of a script, as bash hands them on.
func dxCommands(_ script: String) throws -> [[String]] {
  let run = try bash([], script: "dx() { printf '%s\\0' \"$@\"; printf '\\1\\0'; }\n" + script)
  guard run.status == 0 else { return [["bash failed", String(decoding: run.output, as: UTF8.self)]] }
  let words = run.output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    .map { String(decoding: $0, as: UTF8.self) }
  return words.split(separator: "\u{1}", omittingEmptySubsequences: false).dropLast().map(Array.init)
}

/// Names that mean something to shells, JSON, YAML, Groovy and regular expressions.
let oddNames = [
  "plain", "two words", "it's", "\"quoted\"", "$HOME", "`id`", "$(id)", "a\\b", "a\\u000ab", "a#b", "#!x", "a//b", "/*",
  "-rf", "--", "a;b", "a&b", "a|b", "a>b", "~", "*", "?", "[x]", "{y}", "${z}", "a=b", "!neg", "NF:A:B", "NF:A:.*",
  "é日",
  "e\u{301}'\u{301}", " lead", "trail ", "a\nb", "a\r\nb", "tab\tbed", "nul\u{0}x", "esc\u{1B}[31m", "bidi\u{202E}x",
  "para\u{2029}x", "null", "true", "1e3", "- x", "key: value", "%YAML", "@at", "😀",
  String(repeating: "long", count: 90),
]
