import ArgumentParser
import JobModel
import Reporting
import RunStore

/// `purser compare`: stored runs side by side.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Put stored runs side by side, task by task; the first is the base.",
    usage: "purser compare [<options>] <run> <run> ...",
    discussion: "purser compare RUN RUN…   with ids (or their beginnings) from `purser runs list`")

  @Argument(help: "Two runs or more: ids, beginnings of ids, or `latest`.")
  var runs: [String]

  @OptionGroup var store: StoreOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if runs.count < 2 { throw ValidationError("compare needs two runs or more, found \(runs.count).") }
    try page.check(output)
  }

  func run() throws {
    let store = try store.openForReading()
    let loaded = try runs.map { try store.run(id: $0) }
    let comparisons = try loaded.dropFirst().map { try Comparison(a: loaded[0], b: $0) }
    try page.write { try PageFile.comparison(loaded, isRedacted: $0) }
    if page.takesOutput { return }
    try output.write(
      json: { ComparisonReport.json(comparisons) }, csv: { ComparisonReport.csv(comparisons) },
      screen: { ComparisonReport.screen(comparisons, style: $0) })
  }
}
