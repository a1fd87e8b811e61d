import Advice
import JobFormats
import JobModel
import Reporting
import RunStore
import Simulation

/// `purser recommend PLAN.yaml`: what the tasks of a plan should ask for.
///
/// The command calls it where its argument is a plan or the document of a workflow.
struct PlanRecommendationRun {
  /// What the command line says of the advice; see ``PlanAdvisor/Settings``.
  var goal = PlanRecommendation.Goal.cheapest
  var deadline: SimDuration?
  /// `--budget`, in nano-units of the catalog's currency.
  var budget: Int64?
  var confidence = 0.8
  var scenario: String?
  var settings: [String] = []
  var assumedRuntime: SimDuration?
  var replications = 1000
  var seed: UInt64 = 1
  var threads = 1
  var catalog: CatalogOptions
  /// Where past jobs are looked up: the store's, or those of `--history`.
  var history: any JobSource
  /// The store, for rates of interruption and for prices; nil without one.
  var store: JobStore?

  /// Advises on a plan.
  ///
  /// - Parameter path: the plan's file, or `-`.
  /// - Throws: whatever a plan, a scenario or a catalog can be wrong with, as `purser estimate` says it.
  func run(plan path: String) async throws -> PlanAdvisor.Result {
    var source = try WorkflowPlan(path)
    var scenarioDocument = try scenario.map {
      try ScenarioDocument(reading: readAll(InputSource(argument: $0)), file: $0)
    }
    try Setting.apply(settings, to: &source.document, &scenarioDocument)
    let options = SimulationOptions(replications: replications, seed: seed, threads: threads)
    var estimate = PlanEstimate(
      origin: source, scenario: scenarioDocument, catalogs: catalog, store: store, history: history,
      limits: (nil, nil), assumedRuntime: assumedRuntime, needsPrices: true, options: options)
    let inputs = try estimate.inputs([])
    let advisor = try PlanAdvisor(
      plan: inputs.plan, scenario: inputs.scenario, catalog: inputs.catalog, history: history,
      interruptions: try interruptions(inputs.plan))
    var wanted = PlanAdvisor.Settings()
    wanted.goal = goal
    wanted.deadline = deadline
    wanted.budget = budget
    wanted.confidence = confidence
    wanted.simulation = options
    var result = try await advisor.advise(wanted, version: ProgramVersion.text)
    result.recommendation.warnings = inputs.warnings + result.recommendation.warnings
    result.recommendation.assumptions += inputs.assumed + inputs.evidence
    return result
  }

  /// What the store's spot jobs of the plan's executables say of the market; nil if there are none.
  private func interruptions(_ plan: Plan) throws -> InterruptionRate? {
    guard let store else { return nil }
    var rate = InterruptionRate()
    for executable in Set(plan.tasks.map(\.executable)).sorted() {
      // Names may hold the characters of patterns: the name itself is compared again.
      try store.forEachJob(matching: JobFilter(executable: Glob(executable))) { job in
        if job.executable == executable { rate.observe(job) }
      }
    }
    return rate.tries > 0 ? rate : nil
  }
}
