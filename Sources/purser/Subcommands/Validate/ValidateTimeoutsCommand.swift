import Advice
import ArgumentParser
import JobFormats
import JobModel
import Reporting

/// `purser validate timeouts`: the choice of time limits on recorded jobs, beside simple rules.
struct ValidateTimeoutsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeouts", abstract: "Choose time limits for recorded jobs, and compare with simple rules.",
    discussion: """
      Each file is a table (CSV). A log of a batch system has run_s, req_s, submit_s, wait_s, procs, user, exe, status; \
      a workflow's trace has process, runtime_ms, start_ms, time_limit_ms, cpus_req, input_bytes, status, or the columns \
      of a jobs CSV. Jobs start in their recorded order, and only what had ended is known. A job whose limit is too short \
      runs again with twice the limit, up to its own.
      """)

  @Argument(help: "Tables of jobs, plain or gzip-compressed.")
  var files: [String]

  @Option(help: ArgumentHelp("Let a random share of the jobs be known beforehand.", valueName: "share"))
  var warm: Double?

  @Option(help: ArgumentHelp("How many times that share is drawn (default: 20).", valueName: "number"))
  var draws: Int?

  @Option(
    name: .customLong("default-limit"), parsing: .unconditional,
    help: ArgumentHelp("Ignore the recorded limits: every job has this one, such as 72h.", valueName: "duration"))
  var defaultLimit: String?

  @Option(
    name: .customLong("false-kill"),
    help: ArgumentHelp("The share of good jobs that purser may kill.", valueName: "share"))
  var falseKill = 0.005

  @Option(
    help: ArgumentHelp(
      "The last runs of a class that simple rules keep (default: 200; traces: 500).", valueName: "runs"))
  var window: Int?

  @Option(
    name: .customLong("min-history"),
    help: ArgumentHelp("The good runs of a class that simple rules need (default: 10; traces: 5).", valueName: "runs"))
  var leastRuns: Int?

  @Option(
    name: .customLong("max-jobs"),
    help: ArgumentHelp("How many jobs of each file are tried (default: 60000; traces: all).", valueName: "jobs"))
  var mostJobs: Int?

  @Option(
    parsing: .unconditional, help: "The seed of the draws of --warm; without that nothing here is random. (default: 1)",
    transform: OptionValue.whole(UInt64.min...UInt64.max))
  var seed: UInt64 = 1

  @OptionGroup var idle: IdleThreads
  @OptionGroup var page: PageOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try page.check(output)
    try StandardInput.checkUsedOnce(files)
    if let warm, !(warm > 0 && warm < 1) { throw ValidationError("--warm must be above 0 and below 1, found \(warm).") }
    _ = try limit()
    if warm == nil && draws != nil { throw ValidationError("--draws belongs to --warm.") }
    if let draws, !(1...1000).contains(draws) {
      throw ValidationError("--draws must be from 1 to 1000, found \(draws).")
    }
    if !(falseKill > 0 && falseKill < 1) {
      throw ValidationError("--false-kill must be above 0 and below 1, found \(falseKill).")
    }
    for (name, value) in [("window", window), ("min-history", leastRuns), ("max-jobs", mostJobs)] {
      if let value, value < 1 { throw ValidationError("--\(name) must be at least 1, found \(value).") }
    }
  }

  private func limit() throws -> SimDuration? {
    try defaultLimit.map { try OptionValue.duration($0, of: "--default-limit", allowsZero: false) }
  }

  func run() throws {
    var settings = TimeoutComparison.Settings()
    settings.warm = warm ?? 0
    settings.draws = draws ?? 20
    settings.falseKill = falseKill
    settings.window = window
    settings.leastRuns = leastRuns
    settings.mostJobs = mostJobs
    settings.defaultLimit = try limit()?.inSeconds
    settings.seed = seed
    let logs = try files.map { try TimeoutTable.read(InputSource(argument: $0)) }
    do {
      let result = try TimeoutComparison.run(logs, settings)
      try page.write { ValidationPage.page($0 ? Redaction.validation(result) : result, version: ProgramVersion.text) }
      if page.takesOutput { return }
      try output.write(
        json: { TimeoutValidationReport.json(result) }, csv: { TimeoutValidationReport.csv(result) },
        screen: { TimeoutValidationReport.screen(result, style: $0) })
    } catch let error as TimeoutComparison.NoJobs {
      throw CommandError(error.description)
    }
  }
}
