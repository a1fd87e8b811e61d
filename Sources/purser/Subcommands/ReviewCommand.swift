import Advice
import ArgumentParser
import Foundation
import JobFormats
import JobModel
import Reporting
import RunStore

/// `purser review`: where the money went, what ran away, what starved, and what to do.
struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Look back at past jobs: where the money went, what ran away, what starved, and what to change.",
    discussion: """
      purser review --since 2026-03-01                all jobs of the store from March on
      purser review execution_trace.txt               a file, without a store
      purser review --running                         exit code 3 if a job that runs now is running away or stuck: for cron
      purser review --fail-on high --min-cost 5       exit code 3 if a finding is that serious
      Tries are judged against all that is known of their executable, the period's or not. The period is compared with the \
      one of equal length before it: what --since and --until say, else the last four weeks, or the last week of a shorter \
      history. Executables that became slower or larger are told wherever in the history up to --until and, with --since, \
      from then on. Without files the findings are kept \
      in the store (v_findings) in the place of the last review's.
      """)

  @Argument(help: "Histories and logs to review; none reviews the store's jobs.")
  var files: [String] = []

  @Option(help: "Only tries submitted from this time on: a day or a time in UTC, or 7d for the last seven days known.")
  var since: String?

  @Option(help: "Only tries submitted before this time.")
  var until: String?

  @Option(help: "Only executables that match this pattern, such as \"bwa*\".")
  var executable: String?

  @Option(help: "Only jobs with this tag.")
  var tag: String?

  @Option(parsing: .unconditional, help: "Leave out findings with less money at stake, in the currency's units.")
  var minCost: String?

  @Option(help: "Exit code 3 if a finding is this serious, or more: info, low, medium, high.")
  var failOn: String?

  @Flag(
    help: ArgumentHelp(
      "Only what runs now: totals and findings of running jobs, judged by those that ended; nothing is kept in the store."
        + " Exit code 3 if one is running away or stuck."))
  var running = false

  @Option(help: "Count only prices in this currency; others are as if unknown.")
  var currency: String?

  @Option(
    help: ArgumentHelp("Whose log a file is, where the log does not say.", valueName: "job[:try]"))
  var job: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var compute: IdleComputeOptions
  @OptionGroup var keep: KeepOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try StandardInput.checkUsedOnce(files + [catalog.catalog])
    try page.check(output)
    if files.isEmpty && keep.noStore { throw ValidationError("--no-store needs files to review.") }
    if let failOn, Finding.Severity(rawValue: failOn) == nil {
      throw ValidationError(
        "--fail-on must be one of \(Finding.Severity.allCases.map(\.rawValue).joined(separator: ", ")), found \"\(failOn)\"."
      )
    }
    if let job {
      do { _ = try LoggedJob(parsing: job) } catch { throw ValidationError("--job: \(error)") }
    }
    for (name, value) in [("--since", since), ("--until", until)] {
      guard let value, (try? Moment(parsing: value)) == nil else { continue }
      throw ValidationError("\(name) must be \(Moment.expectation), found \"\(value)\".")
    }
    _ = try minCost.map { try OptionValue.amount($0, of: "--min-cost") }
  }

  func run() throws {
    let found = try files.isEmpty ? ofStore() : ofFiles()
    try page.write {
      ReviewPage.page(
        $0 ? Redaction.review(found, files: files.map(RunIdentity.fileName)) : found, version: ProgramVersion.text)
    }
    if page.takesOutput {
      Console.warn(found.warnings)
    } else {
      try output.write(
        given: given,
        json: { ReviewReport.json(found) }, csv: { ReviewReport.csv(found) },
        screen: { ReviewReport.screen(found, style: $0) })
    }
    try refuse(found)
  }

  private var given: GivenOptions {
    var given = keep.given
    given.files = files
    given.reading = reading.given
    given.catalog = catalog.catalog
    return given
  }

  private func ofStore() throws -> Review {
    // What runs now is asked for between reviews, whose findings stay.
    if running { return try review(keep.store.openForReading()) }
    let store = try keep.store.openForChanging()
    let review = try review(store)
    try store.replaceFindings(review.findings)
    return review
  }

  /// Files go through a store of their own, which is gone afterwards: every format is read as an import reads it.
  private func ofFiles() throws -> Review {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-review-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let store = try JobStore(
      path: place.appendingPathComponent("files.sqlite").path, mode: .readWrite, programVersion: ProgramVersion.text)
    let logged = job.flatMap { try? LoggedJob(parsing: $0) }
    let types = BuiltInTypes()
    var remarks: [String] = []
    let found = try files.map { try ImportFile.sources(of: $0, reading) }
    remarks += found.flatMap(\.remarks)
    for source in found.flatMap(\.sources) {
      let progress = Progress(.bytes)
      defer { progress.end() }
      let input = ImportFile(source: source, reading: reading, job: logged, strict: false, types: types)
      let report = try input.store(in: store, progress: progress.show)
      remarks += HistoryFiles.remarks(report, named: RunIdentity.fileName(source.name))
    }
    var review = try review(store)
    review.warnings = remarks + review.warnings
    return review
  }

  private func review(_ store: JobStore) throws -> Review {
    let currencies = try store.recordedCurrencies()
    if currency == nil, currencies.count > 1 {
      let list = currencies.map { "\($0.currency) (\($0.tries) tries)" }.joined(separator: " and ")
      throw CommandError(
        "the recorded prices are in \(list), which cannot be added; choose one with --currency \(currencies[0].currency)"
      )
    }
    let chosen = try catalog.choose(scenario: (nil, nil), plan: (nil, nil), store: store)
    let wanted =
      try currency.map { try Currency($0) } ?? currencies.first.map { try Currency($0.currency) }
      ?? chosen?.catalog.currency
    var options = Reviewer.Options()
    options.tag = tag
    options.onlyRunning = running
    options.leastCost = try minCost.map { try OptionValue.amount($0, of: "--min-cost") }
    let span = try store.timeSpan()
    options.since = try since.map { try Moment(parsing: $0).time(before: span.last) }
    options.until = try until.map { try Moment(parsing: $0).time(before: span.last) }
    options.periods = PeriodChoice(since: options.since, until: options.until, first: span.first, last: span.last)
    var reviewer = Reviewer(
      options: options, machines: ReviewMachines(catalog: chosen?.catalog, references: try CatalogOptions.builtIn()),
      currency: wanted, workflows: ReviewedNames(try store.workflowNames()))
    try store.reviewGroups(executable: executable.map { Glob($0) }) { try reviewer.add($0) }
    var review = try reviewer.review()
    review.pricesAsOf = chosen?.catalog.pricesAsOf
    // That nothing runs is an answer.
    guard review.accounts.total.tries + reviewer.passedOver > 0 else { throw nothing(store) }
    review.warnings += chosen.map { $0.warnings + PriceAge.warnings($0.catalog) } ?? []
    if let catalog = chosen?.catalog.currency, let wanted, catalog != wanted {
      review.warnings.append(
        "the catalog's prices are in \(catalog) and the recorded ones in \(wanted): tries without a recorded price have none"
      )
    }
    return review
  }

  private func nothing(_ store: JobStore) -> CommandError {
    if let executable { return CommandError("no job in the period runs an executable that matches \"\(executable)\"") }
    if let tag { return CommandError("no job in the period has the tag \"\(tag)\"") }
    if since != nil || until != nil { return CommandError("no job was submitted in the period") }
    if !files.isEmpty { return CommandError("\(files.joined(separator: ", ")): no jobs to review") }
    return CommandError("\(store.path): the store has no jobs; bring some in with `purser import FILE…`")
  }

  private func refuse(_ review: Review) throws {
    let away = review.findings.filter { $0.isRunning && ($0.kind == .runaway || $0.kind == .stuck) }
    if running, let first = away.first {
      throw BrokenGate(
        description: "\(first.kind == .stuck ? "a job hangs" : "a job is running away"): "
          + "\(first.jobs.first?.name ?? first.executable) (\(first.jobs.first?.job ?? "")), \(first.executable)")
    }
    if let least = failOn.flatMap({ Finding.Severity(rawValue: $0) }),
      let worst = review.findings.first, worst.severity >= least
    {
      throw BrokenGate(
        description:
          "\(worst.severity.rawValue): \(worst.kind.rawValue), \(worst.executable) (--fail-on \(least.rawValue))")
    }
  }
}

/// A time, or so long before the latest one that is known: `7d` must give the same result tomorrow.
struct Moment {
  static let expectation = "a day (2026-03-01), a time in UTC (2026-03-01 12:00:00), or a length such as 7d"
  private enum Kind {
    case at(SimTime)
    case before(SimDuration)
  }
  private let kind: Kind

  /// - Throws: ``InputValueError`` for what is neither.
  init(parsing text: String) throws(InputValueError) {
    if let time = try? SimTime(parsing: text) {
      kind = .at(time)
    } else if let length = try? SimDuration(parsing: text) {
      kind = .before(length)
    } else {
      throw InputValueError(expected: Self.expectation, found: text)
    }
  }

  /// The time; an unknown latest one counts as the beginning of 1970.
  func time(before latest: SimTime?) -> SimTime {
    switch kind {
    case .at(let time): time
    case .before(let length): (latest ?? .zero) - length
    }
  }
}
