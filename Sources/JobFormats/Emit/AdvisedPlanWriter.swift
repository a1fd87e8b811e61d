import JobModel

/// A plan of one task an executable, as recommended, which `purser estimate` takes.
struct AdvisedPlanWriter: RecommendationWriter {
  let name = "plan"
  let summary = "a plan for `purser estimate`"

  func write(_ recommendations: [Recommendation], context: EmitContext) -> EmittedText {
    var notes = EmitNotes()
    let changing = AdvisedExecutables.changing(recommendations, notes: &notes)
    guard !changing.isEmpty else {
      return EmittedText(text: "# No recommendation changes anything.\n", notes: notes.texts)
    }
    var draft = PlanDraft(plan: Plan(name: "recommended", tasks: []), origin: "recommendations")
    draft.assumptions = [
      "each task is one job of its executable: give `count` and `after` as you run them",
      "runtimes are those of past jobs where the machine stays, else what is expected on the new one",
    ]
    draft.plan.catalog = context.catalog.flatMap { $0.name.isEmpty || $0.name.hasPrefix("learned") ? nil : $0.name }
    var names = TaskNames()
    for recommendation in changing {
      let name = names.free(EmitComment.title(recommendation))
      draft.plan.tasks.append(task(recommendation, name: name, notes: &notes))
      draft.comment(name, EmitComment.line(recommendation))
      if recommendation.recommended.setting.memory != nil {
        draft.comment(name, "taken to use all the memory that it should ask for")
      }
    }
    return EmittedText(text: PlanWriter.yaml(draft), notes: notes.texts)
  }

  private func task(_ recommendation: Recommendation, name: String, notes: inout EmitNotes) -> PlanTask {
    let setting = recommendation.recommended.setting
    var task = PlanTask(name: name)
    task.executable = recommendation.executable
    // Past runtimes on another machine would make a smaller one look as fast and so too cheap.
    let current = recommendation.current.setting
    let moves = setting.instanceType != current.instanceType || setting.vcpus != current.vcpus
    let expected = min(recommendation.recommended.time, .limit)
    task.runtime = .distribution(moves && expected > .zero ? .constant(expected.milliseconds) : .fromHistory)
    task.instanceType = setting.instanceType
    task.priority = setting.priority
    if let vcpus = setting.vcpus, vcpus > 0, vcpus.isFinite { task.vcpus = min(max(0.001, vcpus), 100_000) }
    if let memory = setting.memory { task.memory = .constant(Self.size(memory).count) }
    task.disk = setting.disk.map(Self.size)
    task.timeout = setting.timeout.map { timeout in
      // A plan cannot say less than some time, nor more than the calendar holds.
      timeout > .zero ? min(timeout, .limit) : SimDuration(milliseconds: 60_000)
    }
    task.restart = setting.restart.map { restart($0, of: recommendation, notes: &notes) }
    return task
  }

  /// The policy with what a plan can say.
  private func restart(
    _ policy: RestartPolicy, of recommendation: Recommendation, notes: inout EmitNotes
  ) -> RestartPolicy {
    func held(_ count: Int) -> Int { min(max(0, count), 10_000) }
    var result = policy
    result.restartOn = [:]
    for (reason, count) in policy.restartOn.sorted(by: { $0.key.name < $1.key.name }) {
      guard RestartReader.reasons.contains(reason.name) else {
        let name = EmitComment.shown(reason.name)
        notes.add("a plan knows no restarts after \(name), left out", about: recommendation.executable)
        continue
      }
      result.restartOn[reason] = held(count)
    }
    result.maxRestarts = held(policy.maxRestarts)
    result.maxSpotTries = policy.maxSpotTries.map(held)
    return result
  }

  private static func size(_ size: Bytes) -> Bytes { Bytes(min(max(1, size.count), Bytes.limit.count)) }
}
