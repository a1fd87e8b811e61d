import JobFormats
import JobModel
import Simulation

/// The history simulated as it was and under advice: the proof of what the advice says.
struct AdviceReplay {
  let scenario: Scenario
  let catalog: Catalog
  let seed: UInt64

  /// Runs both, and hands each to `save`.
  ///
  /// - Returns: nil if no job of the history can be replayed.
  func run(_ history: History, name: String, save: (Run) throws -> Void) throws -> RecommendationSet.Proof? {
    guard history.jobs.contains(where: { $0.kind == .job && $0.state.isFinal }) else { return nil }
    let content = history.fingerprint
    func replay(_ scenario: Scenario, _ name: String, _ more: [Run.Input]) throws -> Run {
      var run = try Replayer(history: history, scenario: scenario, catalog: catalog)
        .run(name: name, version: ProgramVersion.text, seed: seed)
      run.inputs = [Run.Input(role: "history", name: "history", content: content)] + more
      run.id = RunIdentity.id(run, catalog: catalog, more: [])
      try save(run)
      return run
    }
    let base = try replay(Scenario(), name, [])
    let advised = try replay(
      scenario, name + " as advised",
      [Run.Input(role: "scenario", name: "advice", content: ScenarioWriter.yaml(scenario))])
    return RecommendationSet.Proof(base: base, advised: advised)
  }
}
