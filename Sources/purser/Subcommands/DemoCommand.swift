import ArgumentParser
import Foundation
import JobModel
import RunStore

/// `purser demo`: an example to look at, and the commands run on it.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Write a small example (a UK Biobank GWAS and a group's past jobs) and walk through it.")

  @Option(help: "The folder to write the example to; files of the example that are there are written anew.")
  var into = "purser-demo"

  /// A step: what it is for, and what a person would type in the folder.
  private struct Step {
    var purpose: String
    var arguments: [String]
  }

  private static let steps = [
    Step(
      purpose:
        "Three weeks of a group's jobs come into the store, and what their workers logged of memory and processors.",
      arguments: ["import", "history.json", "logs.json"]),
    Step(purpose: "They say what an hour really costs.", arguments: ["catalog", "learn"]),
    Step(
      purpose: "The same jobs again, as recorded: the simulator gives back what happened.",
      arguments: ["replay", "--catalog", "ukb-rap-aws-eu-west-2"]),
    Step(
      purpose: "And if only a few jobs might run at once?",
      arguments: ["replay", "--catalog", "ukb-rap-aws-eu-west-2", "--scenario", "quota.yaml"]),
    Step(
      purpose: "What a GWAS of 22 chromosomes will cost on spot, interruptions included.",
      arguments: ["estimate", "gwas.yaml", "--scenario", "spot.yaml"]),
    Step(purpose: "And on demand.", arguments: ["estimate", "gwas.yaml", "--scenario", "on-demand.yaml"]),
  ]

  func run() async throws {
    let folder = URL(fileURLWithPath: into, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for file in DemoFiles.all() {
        try Data(file.contents.utf8).write(to: folder.appendingPathComponent(file.name))
      }
    } catch {
      throw CommandError("\(into): the example cannot be written: \(error.localizedDescription)")
    }
    guard FileManager.default.changeCurrentDirectoryPath(folder.path) else {
      throw CommandError("\(into): the folder cannot be entered")
    }
    // The example has a store of its own, whatever the environment says.
    let store = ["--store", "demo.sqlite"]
    try Console.write("The example is in \(into)/. Every command below can be typed there.\n")
    var estimates: [String] = []
    for step in Self.steps {
      try await run(step.purpose, step.arguments, store)
      if step.arguments[0] == "estimate", let latest = try latestRun(store) { estimates.append(latest) }
    }
    try await run("Side by side: is spot worth it?", ["compare"] + estimates.reversed(), store)
    try Console.write(
      "\nNext: read \(into)/gwas.yaml, change it, and estimate again; then import your own jobs:\n"
        + "  dx find jobs --json --include-restarted --num-results 1000 --created-after=-30d | purser import -\n")
  }

  private func run(_ purpose: String, _ arguments: [String], _ store: [String]) async throws {
    try Console.write("\n# \(purpose)\n$ purser \((arguments + store).joined(separator: " "))\n\n")
    var command = try PurserCommand.parseAsRoot(arguments + store)
    if var command = command as? any AsyncParsableCommand {
      try await command.run()
    } else {
      try command.run()
    }
  }

  private func latestRun(_ store: [String]) throws -> String? {
    try StoreOptions.parse(store).openForReading().runs().last?.id
  }
}
