import ArgumentParser
import JobModel
import Reporting
import RunStore

/// `purser runs`: what was computed before.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List, show, export and delete stored runs.",
    subcommands: [List.self, Show.self, Export.self, Delete.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "All stored runs, the oldest first.")
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let runs = try store.openForReading().runs()
      try output.write(
        json: { RunList.json(runs) }, csv: { RunList.csv(runs) }, screen: { RunList.screen(runs, style: $0) })
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "A stored run, as it was printed.")
    @Argument(help: "The run's id, its beginning, or `latest`.") var id: String
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let loaded = try store.openForReading().run(id: id)
      try output.write(
        given: store.given,
        json: { RunReport.json(loaded) }, csv: { RunReport.csv(loaded) },
        screen: { RunReport.screen(loaded, style: $0) })
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "All of a run: inputs, figures, every replication and the schedule, as JSON; or a replay's schedule as CSV.")
    @Argument(help: "The run's id, its beginning, or `latest`.") var id: String
    @Option(name: .shortAndLong, help: "json, or schedule (CSV).") var format = "json"
    @OptionGroup var store: StoreOptions

    func validate() throws {
      guard ["json", "schedule"].contains(format) else {
        throw ValidationError("--format must be json or schedule, found \"\(format)\".")
      }
    }

    func run() throws {
      let loaded = try store.openForReading().run(id: id)
      guard format == "schedule" else { return try Console.write(RunReport.fullJSON(loaded).prettyText + "\n") }
      guard let schedule = loaded.schedule else {
        throw CommandError("run \(loaded.id) is an estimate and has no schedule; replays have one")
      }
      try ScheduleFile.write(schedule, to: "-")
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove stored runs; the jobs of the history stay.")
    @Argument(help: "Ids or their beginnings.") var runs: [String]
    @OptionGroup var store: StoreOptions

    func run() throws {
      let store = try store.openForChanging()
      // All ids are looked up before the first run goes: a slip in the last one deletes nothing.
      let ids = try runs.map { try store.run(id: $0).id }
      for id in ids { try store.deleteRun(id: id) }
      try Console.write("deleted \(ids.joined(separator: ", "))\n")
    }
  }
}
