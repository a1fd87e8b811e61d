import JobModel

/// A workflow of DNAnexus: `dxworkflow.json`, or what `dx describe workflow-xxxx --json` prints.
enum DNAnexusWorkflow: PlanSource {
  static let summary = "a DNAnexus workflow"
  /// The type of a job whose app and stage name none.
  static let defaultInstanceType = "mem1_ssd1_v2_x4"

  /// `stages`, without what only an analysis has: that is a history.
  static func recognises(_ head: DocumentHead) -> Bool {
    guard head.keys.contains("stages") else { return false }
    let marks: Set = ["stateTransitions", "rootExecution", "executableName", "originJob"]
    return head.keys.isDisjoint(with: marks) && head.texts["class"] != "analysis"
      && !(head.texts["id"]?.hasPrefix("analysis-") ?? false)
  }

  /// A stage while links are followed.
  private struct Stage {
    var field: YAMLField
    var id: String
    var task = ""
  }

  static func read(_ document: YAMLField, into plan: inout PlanAssembly) throws(InputError) {
    guard let list = document.tree["stages"] else { return }
    let field = YAMLField(tree: list, path: "stages", file: document.file, line: list.line)
    var stages: [Stage] = []
    for entry in try field.list(of: "stages") {
      guard case .mapping = entry.tree.content else {
        throw entry.unexpected("a stage such as {id: stage-1, executable: …}")
      }
      stages.append(Stage(field: entry, id: entry.tree["id"]?.text ?? "\(stages.count)"))
    }
    guard !stages.isEmpty else { throw field.error("expected at least one stage, found none") }
    for index in stages.indices { stages[index].task = try add(stages[index], into: &plan) }
    for stage in stages {
      let waitsFor = try predecessors(of: stage, stages)
      guard let index = plan.draft.plan.tasks.firstIndex(where: { $0.name == stage.task }) else { continue }
      plan.draft.plan.tasks[index].after = waitsFor
    }
    if plan.draft.plan.name.isEmpty, let name = document.tree["name"]?.text { plan.draft.plan.name = name }
    plan.draft.defaultInstanceType = defaultInstanceType
    let launched = "what an app launches at run time is in no document: only the main job of each stage is planned"
    if !plan.draft.assumptions.contains(launched) { plan.draft.assumptions.append(launched) }
  }

  /// The stage's name, else what its id tells.
  private static func name(_ stage: Stage, executable: String) -> String {
    if let name = stage.field.tree["name"]?.text, !name.isEmpty { return name }
    let id = stage.id.hasPrefix("stage-") ? String(stage.id.dropFirst(6)) : stage.id
    // The platform's own ids (24 characters or more, without a word in them) tell nobody anything.
    let isRandom = id.utf8.count >= 24 && id.allSatisfy { $0.isLetter || $0.isNumber }
    return isRandom || Int(id) != nil ? executable : id
  }

  /// `eggd_vep` and `1.3.0` of `app-eggd_vep/1.3.0`; an applet's id is all there is of its name.
  private static func executable(_ text: String) -> (name: String, version: String?, id: String?) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first else { return (text, nil, nil) }
    let version = parts.count > 1 ? parts[1] : nil
    guard first.hasPrefix("app-") || first.hasPrefix("globalworkflow-") else { return (text, nil, text) }
    let name = String(first.drop { $0 != "-" }.dropFirst())
    let isID = name.utf8.count == 24 && name.allSatisfy { $0.isLetter || $0.isNumber } && version == nil
    return isID ? (text, nil, text) : (name, version, nil)
  }

  private static func add(_ stage: Stage, into plan: inout PlanAssembly) throws(InputError) -> String {
    let tree = stage.field.tree
    guard let text = tree["executable"]?.text ?? tree["executable"]?["id"]?.text, !text.isEmpty else {
      throw stage.field.error("expected `executable`, such as app-bwa/1.0.0, found no such key")
    }
    var (executable, version, id) = executable(text)
    let fitting = plan.apps.filter { $0.name == executable || ($0.id != nil && $0.id == id) }
    let app = fitting.first { $0.version == version } ?? fitting.first
    if let app { executable = app.name }
    var run = RunSpecification()
    run.readRequirements(tree["systemRequirements"])
    run.readTimeouts(tree["timeoutPolicy"])
    run.readPolicy(tree["executionPolicy"])
    if let app { run.fill(from: app.run) }
    let task = plan.add(name(stage, executable: executable)) { task in
      task.executable = executable
      task.runtime = .distribution(.fromHistory)
      run.apply(to: &task)
      if app?.headJobOnDemand ?? false { task.priority = .high }
    }
    plan.draft.comment(task, "stage \(stage.id): \(text)")
    if let app {
      let differs = version != nil && app.version != nil && version != app.version
      plan.draft.comment(
        task,
        "what the stage does not say is from \(app.file) of \(app.name) \(app.version ?? "")"
          + (differs ? ", another version than the workflow's" : ""))
      if app.headJobOnDemand { plan.draft.comment(task, "headJobOnDemand: its main job never runs on spot") }
    } else if let id {
      plan.draft.executableIDs[task] = id
    }
    if text.hasPrefix("workflow-") || text.hasPrefix("globalworkflow-") {
      plan.draft.comment(task, "a workflow within the workflow: its own stages are not in this document")
    }
    for remark in run.remarks { plan.draft.comment(task, remark) }
    return task
  }

  /// The tasks of the stages whose outputs a stage takes, in the order of the stages.
  private static func predecessors(of stage: Stage, _ stages: [Stage]) throws(InputError) -> [String] {
    guard let input = stage.field.tree["input"] else { return [] }
    var found: Set<Int> = []
    var visited: Set<String> = []
    var open = [input]
    while let tree = open.popLast() {
      switch tree.content {
      case .scalar: continue
      case .sequence(let entries): open += entries
      case .mapping(let pairs):
        guard let link = tree["$dnanexus_link"], let name = link["stage"]?.text else {
          open += pairs.map(\.value)
          continue
        }
        guard
          let other = stages.firstIndex(where: { $0.id == name })
            ?? Int(name).flatMap({ stages.indices.contains($0) ? $0 : nil })
        else {
          let near = nearestNames(to: name, among: stages.map(\.id)).first
          throw InputError(
            file: stage.field.file, line: link.line, field: stage.field.path + ".input",
            message: "this links to stage \"\(name)\", which is none of the workflow",
            hint: near.map { "did you mean \"\($0)\"?" })
        }
        if let field = link["inputField"]?.text {
          // The same input as another stage's: what that one waits for, not that one.
          if visited.insert("\(other) \(field)").inserted, let value = stages[other].field.tree["input"]?[field] {
            open.append(value)
          }
        } else {
          found.insert(other)
        }
      }
    }
    return found.sorted().map { stages[$0].task }
  }
}
