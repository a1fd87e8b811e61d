import Advice
import ArgumentParser
import Foundation
import JobFormats
import JobModel
import Reporting
import RunStore

/// `purser recommend`: what jobs should ask for, from what they used.
struct RecommendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recommend", abstract: "Pick the machine for each executable from what its past jobs used.",
    discussion: """
      purser recommend                                   all executables of the store
      purser recommend --executable "bwa*" --verbose     some, with reasons and alternatives
      purser recommend trace.txt --catalog mine.yaml     a history that is not in the store
      purser recommend --emit nextflow                   lines to paste
      purser recommend plan.yaml --deadline 12h          machines, spot or not, and batches for the tasks of a plan
      A machine is chosen by the least expected cost of a job: memory failures, which are retried on the next larger \
      machine, spot interruptions and the catalog's way to charge are in it. What saves less than 5 %, or not for certain \
      (the 90 % interval of the saving holds nought), is kept. The goal balanced seeks the least cost × time, fastest the \
      least time. Spot or on demand follows how often past spot tries were taken back, from --min-samples tries on. Short \
      jobs that are mostly set-up are told how many of them one job should do. Timeouts are those of least expected cost that end hardly any good job; a job that hangs burns no more.
      """)

  @Argument(help: "Histories to learn from, or one plan to advise on; none takes the store's jobs.")
  var files: [String] = []

  @Option(help: "Advise only on executables that match this pattern, such as \"bwa*\"; all are learned from.")
  var executable: String?

  @Option(help: "What is sought: \(RecommendCommand.goals). (default: cheapest)", transform: Self.goal)
  var goal = RecommendationSet.Goal.cheapest

  @Option(help: ArgumentHelp("Only jobs submitted at this time or later (2026-03-01).", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Only jobs submitted before this time.", valueName: "time"))
  var until: String?

  @Option(
    name: .customLong("min-samples"),
    help: ArgumentHelp("How many jobs that ended well advice needs.", valueName: "jobs"))
  var minimumSamples = AdviceRules.usualSamples

  @Option(
    name: .customLong("failure-cost"),
    help: ArgumentHelp(
      "What a try that lacks memory costs beyond its machine, in the catalog's currency. (default: a tenth of a job)",
      valueName: "amount"))
  var failureCost: String?

  @Option(
    name: .customLong("failure-delay"),
    help: ArgumentHelp("How long it takes until such a try is followed by the next.", valueName: "time"))
  var failureDelay: String?

  @Flag(name: .customLong("allow-arm"), help: "Propose machines with ARM processors too.")
  var allowsARM = false

  @Flag(
    inversion: .prefixedNo,
    help: "Simulate the history under the advice and store that run; unless said, up to \(Self.replayLimit) tries.")
  var replay: Bool?

  @Flag(help: "Show reasons, warnings and alternatives for every executable.")
  var verbose = false

  @Option(help: EmitOption.help)
  var emit: EmitOption?

  @OptionGroup var timeouts: TimeoutAdviceOptions
  @OptionGroup var plan: PlanAdviceOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var keep: KeepOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var output: OutputOptions

  private static let goals = RecommendationSet.Goal.allCases.map(\.rawValue).joined(separator: ", ")
  /// A history of more tries is simulated only if that is asked for.
  private static let replayLimit = 100_000

  private static func goal(_ word: String) throws -> RecommendationSet.Goal {
    guard let goal = RecommendationSet.Goal(rawValue: word) else {
      throw ValidationError("--goal must be one of \(goals), found \"\(word)\".")
    }
    return goal
  }

  func validate() throws {
    try StandardInput.checkUsedOnce(files + [catalog.catalog, plan.scenario])
    if minimumSamples < 1 { throw ValidationError("--min-samples must be at least 1, found \(minimumSamples).") }
    if files.isEmpty && keep.noStore { throw ValidationError("--no-store needs files to learn from.") }
    if emit != nil, output.json || output.csv {
      throw ValidationError("--emit and --json or --csv exclude each other.")
    }
    try page.check(output)
    if emit != nil, page.takesOutput { throw ValidationError("--emit and --html - exclude each other.") }
    _ = try rules()
    _ = try filter()
  }

  func run() async throws {
    if files.count == 1, try PlanAdviceOptions.isPlan(files[0], format: reading.format) {
      return try await adviseOnPlan(files[0])
    }
    guard plan.given.isEmpty else {
      let source = files.isEmpty ? "--run RUN" : "FILE"
      throw CommandError(
        "\(plan.given.joined(separator: ", ")) \(plan.given.count > 1 ? "are" : "is") for a plan, not for past jobs; "
          + "make a plan of a recorded run with `purser plan from \(source) -o plan.yaml`, then "
          + "`purser recommend plan.yaml \(plan.given.first ?? "") …`")
    }
    let rules = try rules()
    let past = try PastJobs(files: files, reading: reading, keep: keep)
    let choice = try catalog.choose(scenario: (nil, nil), plan: (nil, nil), store: past.store)
    let filter = try filter()
    // Peers are lent by all executables, whichever are advised on.
    let table = try ProfileTable(past.source, filter: filter)
    let pattern = executable.map { Glob($0) }
    guard table.size(of: pattern).executables > 0 else { throw nothing(past) }
    let advisor = ResourceAdvisor(
      market: choice.map { MachineMarket($0.catalog) }, rules: rules, choosesMachines: catalog.isNamed)
    var advice = advisor.advise(table, on: pattern)
    if choice == nil && advice.needsCatalog { throw CatalogOptions.missing }
    advice.warnings += past.remarks + (choice.map { $0.warnings + PriceAge.warnings($0.catalog) } ?? [])
    // Further advice completes `advice` here, from the same `table`.
    try advisor.addBatching(to: &advice, table, past.source, filter: filter)
    if let rules = timeouts.rules { advisor.addTimeouts(to: &advice, table, rules: rules) }
    try prove(&advice, advisor, table, past, choice?.catalog)
    try page.write {
      RecommendationPage.page(
        $0 ? Redaction.advice(advice, files: files.map(RunIdentity.fileName)) : advice, version: ProgramVersion.text)
    }
    if page.takesOutput { return Console.warn(advice.warnings) }
    if let emit {
      Console.warn(advice.warnings)
      return try emit.write(advice.recommendations, catalog: choice?.catalog)
    }
    let showsDetails = verbose || (executable != nil && advice.recommendations.count <= 3)
    try output.write(
      given: given, json: { RecommendationReport.json(advice) }, csv: { RecommendationReport.csv(advice) },
      screen: { RecommendationReport.screen(advice, showsDetails: showsDetails, style: $0) })
  }

  /// What the tasks of a plan should ask for.
  private func adviseOnPlan(_ path: String) async throws {
    if let emit, emit.writer.name != "plan" {
      throw CommandError("--emit \(emit.writer.name) is for past jobs; of a plan there is --emit plan")
    }
    let store = keep.noStore ? nil : try keep.store.openIfPresent()
    var run = PlanRecommendationRun(catalog: catalog, history: store ?? InMemoryJobSource(History()), store: store)
    run.goal = PlanRecommendation.Goal(rawValue: goal.rawValue) ?? .cheapest
    (run.deadline, run.budget) = try plan.limits()
    run.confidence = plan.confidence
    run.scenario = plan.scenario
    run.settings = plan.settings
    run.assumedRuntime = try plan.assumed.duration()
    run.replications = plan.replications
    run.seed = compute.seed
    run.threads = compute.threadCount
    let advice = try await run.run(plan: path)
    try page.write {
      PlanRecommendationPage.page(
        $0 ? Redaction.planAdvice(advice.recommendation, file: path) : advice.recommendation)
    }
    if page.takesOutput { return Console.warn(advice.recommendation.warnings) }
    if emit != nil {
      Console.warn(advice.recommendation.warnings)
      return try Console.write(PlanWriter.yaml(advice.plan))
    }
    try output.write(
      given: given, json: { PlanRecommendationReport.json(advice.recommendation) },
      csv: { PlanRecommendationReport.csv(advice.recommendation) },
      screen: { PlanRecommendationReport.screen(advice.recommendation, style: $0) })
  }

  /// Simulates the history as it was and under the advice, and stores both runs.
  private func prove(
    _ advice: inout RecommendationSet, _ advisor: ResourceAdvisor, _ table: ProfileTable, _ past: PastJobs,
    _ catalog: Catalog?
  ) throws {
    guard replay ?? (advice.tries <= Self.replayLimit) else {
      if replay == nil {
        advice.warnings.append(
          "the advice was not replayed: there are more than \(Self.replayLimit) tries; --replay does it all the same")
      }
      return
    }
    var scenario = advisor.scenario(of: advice, table) ?? Scenario()
    scenario.overrides += advisor.timeoutOverrides(of: advice)
    guard !scenario.overrides.isEmpty else { return }
    let replay = AdviceReplay(
      scenario: scenario, catalog: catalog ?? Catalog(name: Run.noCatalog, provider: Run.noCatalog), seed: compute.seed)
    advice.proof = try replay.run(past.history(since: time(since), until: time(until)), name: past.name) {
      guard !keep.noStore else { return }
      try keep.store.openForWriting().save($0)
    }
    if let unpriced = advice.proof?.unpricedTries, unpriced > 0 {
      advice.warnings.append(
        "the replay under the advice costs more than it says: \(unpriced) of its tries went where there is no price, such as "
          + "on demand where the catalog knows spot only")
    }
  }

  private func rules() throws -> AdviceRules {
    var rules = AdviceRules()
    rules.goal = goal
    rules.minimumSamples = minimumSamples
    rules.allowsARM = allowsARM
    rules.seed = compute.seed
    do {
      rules.failureCostNanos = try failureCost.map { try Money.nanos(parsing: $0) }
      if let failureDelay { rules.failureDelay = try SimDuration(parsing: failureDelay) }
    } catch { throw ValidationError("--failure-cost or --failure-delay: \(error).") }
    if rules.failureCostNanos.map({ $0 < 0 }) ?? false || rules.failureDelay < .zero {
      throw ValidationError("--failure-cost and --failure-delay must not be negative.")
    }
    return rules
  }

  private func filter() throws -> ScanFilter {
    ScanFilter(since: try time(since), until: try time(until))
  }

  private func time(_ text: String?) throws -> SimTime? {
    do {
      return try text.map { try SimTime(parsing: $0) { reading.clock?.time(shown: $0) ?? $0 } }
    } catch { throw ValidationError("--since or --until: \(error).") }
  }

  private func nothing(_ past: PastJobs) -> CommandError {
    if let executable { return CommandError("no job runs an executable that matches \"\(executable)\"") }
    if since != nil || until != nil { return CommandError("no job was submitted between --since and --until") }
    return past.empty
  }

  private var given: GivenOptions {
    var given = keep.given
    given.files = files
    given.scenario = plan.scenario
    given.settings = plan.settings
    given.assumedRuntime = plan.assumed.text
    given.catalog = catalog.catalog
    return given
  }
}

extension RecommendationSet {
  /// Whether all that is missing is a catalog.
  fileprivate var needsCatalog: Bool {
    recommendations.isEmpty && notEnoughData.contains { $0.reason == ResourceAdvisor.needsCatalog }
  }
}
