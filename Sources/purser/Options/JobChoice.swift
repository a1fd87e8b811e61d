import ArgumentParser
import JobModel
import RunStore

/// Which jobs of the store are meant.
struct JobChoice: ParsableArguments {
  @Option(help: "Only executables that match this pattern, such as \"bwa*\".")
  var executable: String?

  @Option(help: "Only tries in this state: done, failed, terminated, running …")
  var state: String?

  @Option(help: "Only tries that failed for this reason, such as JobTimeoutExceeded.")
  var reason: String?

  @Option(help: "Only this user's jobs.")
  var user: String?

  @Option(help: "Only jobs of this project.")
  var project: String?

  @Option(help: "Only jobs with this tag.")
  var tag: String?

  @Option(help: "Only jobs on this instance type.")
  var type: String?

  @Option(help: "Only jobs of this run: a file's or a workflow's, as --json names it.")
  var run: String?

  @Option(help: "Only jobs whose id or name holds this text.")
  var search: String?

  @Option(help: "Only jobs submitted at this time or later (2026-10-01, \"2026-10-01 12:00\"; UTC).")
  var since: String?

  @Option(help: "Only jobs submitted before this time.")
  var until: String?

  func validate() throws {
    for (name, text) in [("--since", since), ("--until", until)] {
      guard let text else { continue }
      do { _ = try SimTime(parsing: text) } catch { throw ValidationError("\(name): \(error)") }
    }
  }

  /// The choice as the store takes it.
  var filter: JobFilter {
    var filter = JobFilter(
      executable: executable.map { Glob($0) }, run: run, since: since.flatMap { try? SimTime(parsing: $0) },
      until: until.flatMap { try? SimTime(parsing: $0) })
    filter.state = state.map { Glob($0) }
    filter.failureReason = reason.map { Glob($0) }
    filter.user = user.map { Glob($0) }
    filter.project = project.map { Glob($0) }
    filter.tag = tag.map { Glob($0) }
    filter.instanceType = type.map { Glob($0) }
    filter.text = search
    return filter
  }
}
