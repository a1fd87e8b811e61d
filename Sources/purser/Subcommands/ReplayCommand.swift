import ArgumentParser
import Foundation
import JobFormats
import JobModel
import Reporting
import RunStore
import Simulation

/// `purser replay`: the history again, as it was or in another world.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run past jobs again, as they were or under other types, limits and timeouts.",
    discussion: """
      purser replay                                   all jobs of the store
      purser replay trace.txt --scenario quota.yaml   a file, under another limit
      purser replay instance.json --pin recorded      a workflow, on its machines
      purser replay --series load.csv                 and the load over time
      A record stands: what the scenario does not change is as it was.
      """)

  @Argument(help: "Histories to replay; none replays the store's jobs.")
  var files: [String] = []

  @Option(help: "What is changed (YAML).")
  var scenario: String?

  @Option(help: "Only jobs of executables that match this pattern, such as \"bwa*\".")
  var executable: String?

  @Option(help: "Only jobs whose recorded price is in this currency, or is not recorded.")
  var currency: String?

  @Option(help: "Write what happened when to this CSV file; - is standard output.")
  var schedule: String?

  @Option(help: "Write what waits, runs and costs at each instant to this CSV file; - is standard output.")
  var series: String?

  @Option(
    parsing: .unconditional,
    help: "Run a batch log (SWF) on one pool of so many processors. (default: what its header says)",
    transform: OptionValue.whole(1...Int(Int32.max)))
  var cluster: Int?

  @Option(help: "The order on the cluster: \(ReplayCommand.policies.joined(separator: ", ")).")
  var policy: String?

  @Option(help: "recorded: run each task of a workflow instance (WfFormat) on the machine that it ran on.")
  var pin: String?

  @Option(help: "What the run is called.")
  var name: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var keep: KeepOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try StandardInput.checkUsedOnce(files + [scenario, catalog.catalog])
    if output.json || output.csv, schedule == "-" || series == "-" {
      throw ValidationError("--schedule - and --series - take standard output, and so do --json and --csv.")
    }
    try page.check(output)
    if let other = [schedule, series].compactMap({ $0 }).first(where: { $0 == page.html }) {
      throw ValidationError(
        "--html and --\(other == schedule ? "schedule" : "series") cannot both be written to \(other).")
    }
    if let schedule, schedule == series {
      throw ValidationError("--schedule and --series cannot both be written to \(schedule).")
    }
    if files.isEmpty && keep.noStore { throw ValidationError("--no-store needs files to replay.") }
    if let policy, !Self.policies.contains(policy) {
      throw ValidationError("--policy must be one of \(Self.policies.joined(separator: ", ")), found \"\(policy)\".")
    }
    if (cluster ?? policy.map { _ in 1 }) != nil && (files.count != 1 || scenario != nil) {
      throw ValidationError("--cluster and --policy take one batch log and no scenario.")
    }
    if let pin {
      guard pin == WorkflowReplay.Placement.recorded.rawValue else {
        throw ValidationError("--pin must be recorded, found \"\(pin)\".")
      }
      if files.count != 1 || cluster != nil || policy != nil {
        throw ValidationError("--pin takes one workflow instance, and neither --cluster nor --policy.")
      }
    }
  }

  /// The orders that a pool of processors knows; some need a column that a log may lack.
  static let policies = Platform.Order.allCases.map(\.rawValue)

  func run() throws {
    if cluster != nil || policy != nil { return try runOnCluster() }
    // Opened once: standard input cannot be looked at and then read again.
    let found = try TarArchive.histories(files, isNamed: reading.format != nil)
    Console.warn(found.remarks)
    let sources = found.sources
    let input = sources.count == 1 ? try ByteReader(sources[0]) : nil
    if let input, try WorkflowReplayRun.takes(input, format: reading.format) { return try runWorkflow(input) }
    if pin != nil {
      throw CommandError(
        "\(inputName): --pin recorded is for workflow instances (WfFormat); other records stand as they are")
    }
    let scenarioDocument = try scenario.map {
      try ScenarioDocument(reading: readAll(InputSource(argument: $0)), file: $0)
    }
    let (scenario, scenarioWarnings) = try scenarioDocument?.scenario() ?? (Scenario(), [])
    let keeper = try keep.keeper()
    // Without files the jobs are the store's, and one that is not there says so itself.
    let store = try files.isEmpty ? keeper.store ?? keep.store.openForReading() : keeper.store
    var warnings = scenarioWarnings.map(\.textOfRun)
    var history = try history(input, of: sources, store, &warnings)
    if let executable {
      let pattern = Glob(executable)
      history.jobs.removeAll { !pattern.matches($0.executable) }
    }
    try keepOneCurrency(&history)
    guard !history.jobs.isEmpty else { throw emptyHistory() }
    let choice =
      try catalog.choose(scenario: (scenario.catalog, scenarioDocument?.file), plan: (nil, nil), store: store)
      ?? CatalogOptions.Choice(
        catalog: Catalog(name: Run.noCatalog, provider: Run.noCatalog),
        warnings: ["no catalog is named, so nothing has a price; " + (try CatalogOptions.hint(for: history))])
    warnings += choice.warnings + PriceAge.warnings(choice.catalog)

    let replayed = try Replayer(history: history, scenario: scenario, catalog: choice.catalog)
      .run(
        name: name ?? defaultName(), version: ProgramVersion.text, seed: compute.seed, keepsSteps: series != nil)
    var run = replayed.run
    run.warnings = warnings + run.warnings
    run.inputs = [Run.Input(role: "history", name: inputName, content: history.fingerprint)]
    if let scenarioDocument {
      run.inputs.append(
        Run.Input(role: "scenario", name: RunIdentity.fileName(scenarioDocument.file), content: scenarioDocument.text))
    }
    run.id = RunIdentity.id(run, catalog: choice.catalog, more: [])
    try keeper.save(run)
    try write(run, replayed.steps)
  }

  /// Writes the tables that were asked for, and the report unless one of them takes its place.
  private func write(_ run: Run, _ steps: [StepEvent]) throws {
    if let schedule, let rows = run.schedule { try ScheduleFile.write(rows, to: schedule) }
    if let series { try ScheduleFile.write(to: series) { try SeriesCSV.write(Series(steps), to: $0) } }
    try report(run)
  }

  private func report(_ run: Run) throws {
    try page.write { PageFile.page(of: run, isRedacted: $0) }
    guard schedule != "-" && series != "-" && !page.takesOutput else { return }
    try output.write(
      given: given,
      json: { RunReport.json(run) }, csv: { RunReport.csv(run) }, screen: { RunReport.screen(run, style: $0) })
  }

  private func runOnCluster() throws {
    let keeper = try keep.keeper()
    let order = Platform.Order(rawValue: policy ?? "fcfs") ?? .fcfs
    let replay = ClusterReplay(
      file: files[0], processors: cluster, order: order, name: name, schedule: schedule, series: series,
      seed: compute.seed)
    var run = try replay.run(keepsSchedule: keeper.isKeeping || page.html != nil)
    run.id = RunIdentity.id(run, catalog: Catalog(name: Run.noCatalog, provider: Run.noCatalog), more: [])
    try keeper.save(run)
    try report(run)
  }

  private func runWorkflow(_ input: ByteReader) throws {
    let idle = [("scenario", scenario), ("executable", executable), ("currency", currency)]
    if let option = idle.first(where: { $0.1 != nil })?.0 {
      throw CommandError(
        "\(inputName): a workflow instance is replayed on its own machines, and --\(option) has no meaning there; "
          + "for other worlds see `purser estimate`")
    }
    let keeper = try keep.keeper()
    let replay = WorkflowReplayRun(
      placement: pin == nil ? .any : .recorded, name: name,
      keepsSchedule: keeper.isKeeping || schedule != nil || page.html != nil,
      keepsSteps: series != nil, seed: compute.seed)
    let replayed = try replay.run(input)
    var run = replayed.run
    if catalog.catalog != nil {
      run.warnings.append("a workflow instance names machines and no instance types, so --catalog prices nothing")
    }
    try keeper.save(run)
    try write(run, replayed.steps)
  }

  private var given: GivenOptions {
    var given = keep.given
    given.files = files
    given.reading = reading.given
    given.scenario = scenario
    given.catalog = catalog.catalog
    (given.cluster, given.policy) = (cluster, policy)
    return given
  }

  /// Recorded prices in two currencies cannot be added, so one has to be chosen.
  private func keepOneCurrency(_ history: inout History) throws {
    if let currency {
      let wanted = try Currency(currency)
      history.jobs.removeAll { $0.cost.map { $0.currency != wanted } ?? false }
      return
    }
    let counts = Dictionary(grouping: history.jobs.compactMap(\.cost?.currency.code)) { $0 }.mapValues(\.count)
    guard counts.count > 1 else { return }
    let list = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) (\($0.value) jobs)" }
    throw CommandError(
      "\(inputName): the recorded prices are in \(list.joined(separator: " and ")), which cannot be added; choose one with "
        + "--currency \(list[0].prefix(3))")
  }

  private var inputName: String {
    files.isEmpty ? "store" : files.map(RunIdentity.fileName).joined(separator: ", ")
  }

  private func defaultName() -> String {
    (files.isEmpty ? "history" : inputName) + RunIdentity.world(scenario)
  }

  private func history(
    _ input: ByteReader?, of sources: [InputSource], _ store: JobStore?, _ warnings: inout [String]
  ) throws -> History {
    guard !files.isEmpty else { return try store?.history() ?? History() }
    let (history, reports) =
      try input.map { try readHistory($0, format: reading.format, clock: reading.clock, table: reading.table) }
      ?? readHistory(sources, format: reading.format, clock: reading.clock, table: reading.table)
    try WorkflowReplayRun.refuse(amongOthers: reports)
    warnings += reports.flatMap { HistoryFiles.remarks($0, named: RunIdentity.fileName($0.file)) }
    return history
  }

  private func emptyHistory() -> CommandError {
    if let currency { return CommandError("no job has a price in \(currency)") }
    if let executable { return CommandError("no job runs an executable that matches \"\(executable)\"") }
    return files.isEmpty
      ? CommandError("\(keep.store.path): the store has no jobs; bring some in with `purser import FILE…`")
      : CommandError("\(inputName): no jobs to replay")
  }
}

/// A schedule as a CSV file.
enum ScheduleFile {
  static func write(_ schedule: Schedule, to path: String) throws {
    try write(to: path) { try ScheduleCSV.writeSchedule(schedule, to: $0) }
  }

  static func write(to path: String, _ body: (([UInt8]) throws -> Void) throws -> Void) throws {
    if path == "-" {
      // Fields come whole, so no character is cut in two.
      guard Console.isTerminal(STDOUT_FILENO) else { return try body { try Console.write($0) } }
      return try body { try Console.writeTable(String(decoding: $0, as: UTF8.self)) }
    }
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw CommandError("\(path): cannot be written: \(String(cString: strerror(errno)))") }
    defer { close(file) }
    try body { try Console.write($0, to: file, name: path) }
  }
}
