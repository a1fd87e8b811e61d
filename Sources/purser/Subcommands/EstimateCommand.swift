import ArgumentParser
import Foundation
import JobFormats
import JobModel
import Reporting
import RunStore
import Simulation

/// `purser estimate`: what a plan will cost and when it will end.
struct EstimateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate", abstract: "What a workflow will cost and when it will end, before it is launched.",
    discussion: """
      purser estimate gwas.yaml --scenario spot.yaml
      purser estimate gwas.yaml --sweep tasks.per-sample.work.items_per_job=1,2,5,10
      purser estimate gwas.yaml --max-cost 50 --max-time 12h
      The last one is for CI: exit code 3 if a limit is likely to be passed.
      purser estimate dxworkflow.json --catalog mine.yaml --set tasks.qc.runtime=20m --assume-runtime 1h
      Documents of workflows run as they stand: dxworkflow.json, dxapp.json, GA4GH TES, WfFormat. What they lack is taken
      from past jobs, and every assumption is listed. Without a catalog the estimate is of time alone.
      """)

  @Argument(help: "The plan (YAML), or the document of a workflow; - is standard input.")
  var plan: String

  @Option(help: "The world it runs in (YAML): limits, delays, spot market.")
  var scenario: String?

  @Option(
    name: .customLong("set"),
    help: "A key and its value, such as tasks.align.runtime=2h, as if it stood in the plan or the scenario; repeatable."
  )
  var settings: [String] = []

  @Option(help: "How often the plan is simulated.")
  var replications = 1000

  @Option(
    name: .customLong("sweep"),
    help: "A key and values to try, such as platform.max_concurrent_jobs=10,50; several make a grid.")
  var sweeps: [String] = []

  @Option(
    name: .customLong("max-cost"), parsing: .unconditional,
    help: "Exit with 3 if it is likely to cost more, in the catalog's currency.")
  var maxCost: String?

  @Option(
    name: .customLong("max-time"), parsing: .unconditional,
    help: "Exit with 3 if it is likely to take longer, such as 12h.")
  var maxTime: String?

  @Option(name: .customLong("gate-probability"), help: "How probable counts as likely for --max-cost and --max-time.")
  var gateProbability = 0.5

  @Option(name: .customLong("history"), help: "Past jobs for `{from: history}`, instead of the store's; repeatable.")
  var history: [String] = []

  @OptionGroup var assumed: AssumedRuntimeOption
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var keep: KeepOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...SimulationOptions.replicationLimit).contains(replications) else {
      throw ValidationError("--replications must be 1 to \(SimulationOptions.replicationLimit), found \(replications).")
    }
    try StandardInput.checkUsedOnce([plan, scenario, catalog.catalog] + history)
    guard gateProbability >= 0, gateProbability < 1 else {
      throw ValidationError("--gate-probability must be at least 0 and below 1, found \(gateProbability).")
    }
    _ = try gateLimits()
    try page.check(output)
  }

  func run() async throws {
    let limits = try gateLimits()
    let grid = try SweepGrid(sweeps)
    var source = try WorkflowPlan(plan)
    var scenarioDocument = try scenario.map {
      try ScenarioDocument(reading: readAll(InputSource(argument: $0)), file: $0)
    }
    try Setting.apply(settings, to: &source.document, &scenarioDocument)
    let planDocument = source.document
    let keeper = try keep.keeper()
    let jobs = try jobSource(keeper.store)
    let written = try planDocument.plan().plan
    var screenLimits = written.limits
    screenLimits.maxCostNanos = limits.costNanos ?? screenLimits.maxCostNanos
    screenLimits.maxTime = limits.time ?? screenLimits.maxTime
    var points: [SweepPoint] = []
    var estimate = PlanEstimate(
      origin: source, scenario: scenarioDocument, catalogs: catalog, store: keeper.store, history: jobs,
      limits: (limits.costNanos, limits.time), assumedRuntime: try assumed.duration(),
      needsPrices: limits.costNanos != nil,
      options: SimulationOptions(replications: replications, seed: compute.seed, threads: compute.threadCount),
      points: grid.points)
    let progress = Progress(.things("replications"))
    defer { progress.end() }
    for values in grid.points {
      let done = Int64(points.count * replications)
      let total = Int64(grid.points.count * replications)
      let run = try await estimate.run(values) { progress.show(done + Int64($0), of: total) }
      try keeper.save(run)
      points.append(SweepPoint(values: values, run: run))
    }
    progress.end()
    let runs = points.map(\.run)
    try page.write { isRedacted in
      grid.isEmpty
        ? try PageFile.page(of: runs, limits: screenLimits, isRedacted: isRedacted)
        : PageFile.page(of: points, name: written.name, limits: screenLimits, isRedacted: isRedacted)
    }
    if page.takesOutput {
      Console.warn(runs.flatMap(\.warnings))
    } else if grid.isEmpty, let run = runs.first {
      try output.write(
        given: given,
        json: { RunReport.json(run) }, csv: { RunReport.csv(run) },
        screen: { RunReport.screen(run, style: $0, limits: screenLimits) })
    } else {
      try output.write(
        given: given,
        json: { SweepReport.json(points, name: written.name) }, csv: { SweepReport.csv(points) },
        screen: { SweepReport.screen(points, name: written.name, style: $0, limits: screenLimits) })
    }
    try checkGates(runs, limits)
  }

  /// What the command line limits.
  private struct Limits {
    var costNanos: Int64?
    var time: SimDuration?
  }

  private var given: GivenOptions {
    var given = keep.given
    given.files = [plan]
    given.history = history
    given.scenario = scenario
    given.settings = settings
    given.assumedRuntime = assumed.text
    given.catalog = catalog.catalog
    return given
  }

  private func gateLimits() throws -> Limits {
    Limits(
      costNanos: try maxCost.map { try OptionValue.amount($0, of: "--max-cost") },
      time: try maxTime.map { try OptionValue.duration($0, of: "--max-time", allowsZero: true) })
  }

  private func jobSource(_ store: JobStore?) throws -> any JobSource {
    if !history.isEmpty {
      let files = try TarArchive.histories(history)
      Console.warn(files.remarks)
      let (past, reports) = try readHistory(files.sources)
      Console.warn(reports.flatMap { HistoryFiles.remarks($0, named: $0.file) })
      return InMemoryJobSource(past)
    }
    return store ?? InMemoryJobSource(History())
  }

  /// A sweep breaks a gate when none of its points keeps it.
  private func checkGates(_ runs: [Run], _ limits: Limits) throws {
    var broken: [String] = []
    if let maxCost, limits.costNanos != nil {
      let least = runs.compactMap(\.leastProbabilityOverMaxCost).min()
      let isKept = runs.contains { $0.probabilityOverMaxCost.map { $0 <= gateProbability } ?? false }
      if let least, least > gateProbability {
        let isExact = runs.allSatisfy { $0.probabilityOverMaxCost != nil }
        broken.append("cost passes \(maxCost) with a probability of \(isExact ? "" : "at least ")\(percent(least))")
      } else if !isKept {
        throw CommandError("--max-cost \(maxCost) cannot be checked: the plan has jobs without a price")
      }
    }
    if let maxTime, limits.time != nil, let least = runs.compactMap(\.probabilityOverMaxTime).min(),
      least > gateProbability
    {
      broken.append("the wall clock passes \(maxTime) with a probability of \(percent(least))")
    }
    if !broken.isEmpty { throw BrokenGate(description: "gate broken: \(broken.joined(separator: "; "))") }
  }

  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
