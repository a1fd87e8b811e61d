import Advice
import JobFormats
import JobModel
import RunStore
import Simulation

/// The estimates of one plan: as it is written, or with other values at some of its keys.
struct PlanEstimate {
  private let origin: WorkflowPlan
  private let scenario: ScenarioDocument?
  private let catalogs: CatalogOptions
  private let store: JobStore?
  private let history: any JobSource
  private let limits: (costNanos: Int64?, time: SimDuration?)
  /// How long a task takes of which nobody knows it; nil makes that an error.
  private let assumedRuntime: SimDuration?
  /// Whether it is of no use without prices.
  private let needsPrices: Bool
  private let options: SimulationOptions
  /// Read once for all points of a sweep: a catalog takes longer to read than a small plan to simulate.
  private var choices: [[String?]: CatalogOptions.Choice] = [:]
  /// The values of every point of the sweep: where no catalog is named, one for all of them is taken.
  private let points: [[(String, String)]]
  private var unpriced: CatalogOptions.Choice?

  init(
    origin: WorkflowPlan, scenario: ScenarioDocument?, catalogs: CatalogOptions, store: JobStore?,
    history: any JobSource, limits: (costNanos: Int64?, time: SimDuration?), assumedRuntime: SimDuration?,
    needsPrices: Bool, options: SimulationOptions, points: [[(String, String)]] = [[]]
  ) {
    self.origin = origin
    self.scenario = scenario
    self.catalogs = catalogs
    self.store = store
    self.history = history
    self.limits = limits
    self.assumedRuntime = assumedRuntime
    self.needsPrices = needsPrices
    self.options = options
    self.points = points
  }

  /// All that goes into an estimate, read and filled in.
  struct Inputs {
    var plan: Plan
    var scenario: Scenario
    var catalog: Catalog
    fileprivate(set) var planDocument: PlanDocument
    fileprivate(set) var scenarioDocument: ScenarioDocument?
    /// What past jobs were used for.
    var evidence: [String] = []
    var warnings: [String] = []
    /// What a draft lacked.
    var assumed: [String] = []
  }

  /// What goes in with these values at these paths of the plan or the scenario.
  mutating func inputs(_ values: [(String, String)]) throws -> Inputs {
    let (planDocument, scenarioDocument) = try documents(values)
    let (plan, planRemarks) = try planDocument.plan()
    let (scenario, scenarioRemarks) = try scenarioDocument?.scenario() ?? (Scenario(), [])
    let choice = try catalog(plan, planDocument, scenario, scenarioDocument)
    var inputs = Inputs(
      plan: plan, scenario: scenario, catalog: choice.catalog, planDocument: planDocument,
      scenarioDocument: scenarioDocument)
    inputs.warnings = (origin.remarks ?? []) + (planRemarks + scenarioRemarks).map(\.textOfRun) + choice.warnings
    inputs.warnings += PriceAge.warnings(choice.catalog)
    if var draft = origin.draft {
      draft.plan = plan
      let completed = try PlanCompletion(source: history, catalog: choice.catalog.isNone ? nil : choice.catalog)
        .complete(draft)
      inputs.plan = completed.draft.plan
      inputs.assumed = draft.assumptions + completed.assumptions
    }
    if choice.catalog.isNone { try PlanMachines.checkNone(inputs.plan, scenario) }
    if HistoryResolver.isNeeded(for: inputs.plan) {
      let resolution = try HistoryResolver(source: history, assumed: assumedRuntime).resolve(inputs.plan)
      inputs.plan = resolution.plan
      inputs.evidence = resolution.evidence
      inputs.warnings += resolution.warnings
    }
    return inputs
  }

  /// The estimate with these values at these paths of the plan or the scenario.
  mutating func run(_ values: [(String, String)], progress: @escaping @Sendable (Int) -> Void) async throws -> Run {
    let inputs = try inputs(values)
    let (plan, planDocument, scenarioDocument) = (inputs.plan, inputs.planDocument, inputs.scenarioDocument)
    let (evidence, assumed) = (inputs.evidence, inputs.assumed)
    let estimator = try estimator(plan, planDocument, inputs.scenario, inputs.catalog)
    var run = try await estimator.run(
      name: name(plan, values), version: ProgramVersion.text, options: options, progress: progress)
    run.warnings = inputs.warnings + run.warnings
    run.assumptions += assumed + evidence
    run.inputs = [Run.Input(role: "plan", name: RunIdentity.fileName(planDocument.file), content: planDocument.text)]
    if let scenarioDocument {
      run.inputs.append(
        Run.Input(role: "scenario", name: RunIdentity.fileName(scenarioDocument.file), content: scenarioDocument.text))
    }
    let gates = ["\(limits.costNanos ?? -1)", "\(limits.time?.milliseconds ?? -1)"]
    run.id = RunIdentity.id(run, catalog: inputs.catalog, more: evidence + assumed + gates)
    return run
  }

  private func documents(_ values: [(String, String)]) throws -> (PlanDocument, ScenarioDocument?) {
    var plan = origin.document
    var scenario = scenario
    for (path, value) in values {
      if PlanDocument.isScenarioPath(path) {
        scenario = try (scenario ?? ScenarioDocument(emptyFor: "--sweep")).setting(path, to: value)
      } else {
        plan = try plan.setting(path, to: value)
      }
    }
    return (plan, scenario)
  }

  private mutating func catalog(
    _ plan: Plan, _ planDocument: PlanDocument, _ scenario: Scenario, _ scenarioDocument: ScenarioDocument?
  ) throws -> CatalogOptions.Choice {
    let key = [scenario.catalog, plan.catalog]
    if let known = choices[key] { return known }
    let found = try catalogs.choose(
      scenario: (scenario.catalog, scenarioDocument?.file), plan: (plan.catalog, planDocument.file), store: store)
    let choice = try found ?? inNeed()
    choices[key] = choice
    return choice
  }

  /// What is taken where nobody names a catalog: the same for all points, so that they can be compared.
  private mutating func inNeed() throws -> CatalogOptions.Choice {
    if let unpriced { return unpriced }
    var machines = PlanMachines()
    for values in points {
      // A point that cannot be read says so when its turn comes.
      guard let (planDocument, scenarioDocument) = try? documents(values), let plan = try? planDocument.plan().plan
      else { continue }
      machines.add(plan, (try? scenarioDocument?.scenario().scenario) ?? Scenario())
    }
    if machines.names.isEmpty, let none = origin.catalogInNeed { return none }
    guard !needsPrices else { throw CatalogOptions.missing }
    machines.add(usual: origin.draft?.defaultInstanceType)
    let choice = try CatalogOptions.unpriced(for: machines)
    unpriced = choice
    return choice
  }

  private func estimator(
    _ plan: Plan, _ document: PlanDocument, _ scenario: Scenario, _ catalog: Catalog
  ) throws -> Estimator {
    do {
      return try Estimator(
        plan: plan, scenario: scenario, catalog: catalog, maxCostNanos: limits.costNanos, maxTime: limits.time)
    } catch {
      // A type that an override names stands in no line of the plan.
      guard let task = error.task, scenario.overrides.isEmpty else { throw error }
      var fault = document.place(PlanError(task: task, key: error.key, message: error.message))
      fault.hint = error.hint
      throw fault
    }
  }

  /// The plan's name, the world it runs in, and what was swept: so that runs can be told apart in a list.
  private func name(_ plan: Plan, _ values: [(String, String)]) -> String {
    let swept = values.map { "\($0.0)=\($0.1)" }.joined(separator: ", ")
    return plan.name + RunIdentity.world(scenario?.file) + (values.isEmpty ? "" : " [\(swept)]")
  }
}
