public import ArgumentParser
import JobModel
import Reporting
public import RunStore

/// `purser jobs`: the jobs of the store, chosen and sorted.
struct JobsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "List past jobs, chosen and sorted; what a figure of a review rests on.",
    discussion: """
      purser jobs --sort cost                          the dearest first
      purser jobs --executable "bwa*" --state failed   failed tries of some executables
      purser jobs --sort wait --since 2026-10-01       who waited longest lately
      purser job ID shows all about one of them.
      """)

  @OptionGroup var choice: JobChoice

  @Option(help: "By \(JobOrder.Key.allCases.map(\.rawValue).joined(separator: ", ")); the largest or latest first.")
  var sort: JobOrder.Key = .submitted

  @Flag(help: "The smallest or earliest first.")
  var ascending = false

  @Option(help: "How many tries to list.")
  var limit = 20

  @Option(help: "How many tries of the list to pass over.")
  var offset = 0

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit must be at least 0, found \(limit).") }
    if offset < 0 { throw ValidationError("--offset must be at least 0, found \(offset).") }
  }

  func run() throws {
    // Names are read from A to Z.
    let isDescending = sort == .name ? ascending : !ascending
    let past = try store.openForReading()
    let page = try past.page(
      of: choice.filter, order: JobOrder(sort, isDescending: isDescending), offset: offset, limit: limit)
    if page.total == 0 { try noteState(past) }
    try output.write(
      given: store.given, json: { JobList.json(page) }, csv: { JobList.csv(page) },
      screen: { JobList.screen(page, style: $0) })
  }
}

extension JobsCommand {
  /// Says which states there are, where one was asked for that neither a job of the store nor the platform knows.
  fileprivate func noteState(_ past: JobStore) throws {
    guard let state = choice.state else { return }
    let pattern = Glob(state)
    var filter = JobFilter()
    filter.state = pattern
    guard !JobState.knownNames.contains(where: { pattern.matches($0) }),
      try past.page(of: filter, order: JobOrder(.submitted, isDescending: true), limit: 0).total == 0
    else { return }
    let near = nearestNames(to: state, among: JobState.knownNames).first.map { "; did you mean \($0)?" }
    Console.warn([
      "no job has the state \"\(state)\"\(near ?? "; known are \(JobState.knownNames.joined(separator: ", "))")"
    ])
  }
}

extension JobOrder.Key: ExpressibleByArgument {}
