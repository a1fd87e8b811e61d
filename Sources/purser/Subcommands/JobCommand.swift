import ArgumentParser
import JobModel
import Reporting
import RunStore

/// `purser job ID`: all about one job.
struct JobCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job", abstract: "Show all about one past job: states, use, cost, log, tries, and how it compares.")

  @Argument(help: "The job's id.") var id: String

  @Option(name: .customLong("try"), help: "Which try, counted from 0. (default: the last)")
  var tryNumber: Int?

  @Option(name: .customLong("run"), help: "The run that the job is of, where ids are unique within a run only.")
  var scopeName: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try store.openForReading()
    guard let details = try store.details(of: id, run: try scope(store), tryNumber: tryNumber) else {
      throw CommandError(
        tryNumber.map { "\(id) has no try \($0) in \(store.path)" } ?? "there is no job \(id) in \(store.path)")
    }
    try output.write(
      given: self.store.given, json: { JobReport.json(details) }, csv: { JobReport.csv(details) },
      screen: { JobReport.screen(details, style: $0) })
  }

  /// The run in which the id is looked up.
  private func scope(_ store: JobStore) throws -> String {
    let runs = try store.runs(withJob: id)
    if let run = scopeName {
      // A beginning is enough, as for the ids of runs.
      let fitting = runs.contains(run) ? [run] : runs.filter { !run.isEmpty && $0.hasPrefix(run) }
      guard fitting.count == 1 else {
        throw CommandError(
          fitting.isEmpty
            ? "there is no job \(id) of run \(run) in \(store.path)"
            : "--run \(run) fits \(fitting.joined(separator: ", ")); give more of it")
      }
      return fitting[0]
    }
    guard let only = runs.first else {
      throw CommandError("there is no job \(id) in \(store.path); `purser jobs --search TEXT` looks for one")
    }
    guard runs.count == 1 else {
      let shown = runs.prefix(5).map { $0.isEmpty ? "\"\"" : $0 }.joined(separator: ", ")
      throw CommandError(
        "\(id) is a job of \(runs.count) runs (\(shown)\(runs.count > 5 ? " …" : "")); say which with --run")
    }
    return only
  }
}
