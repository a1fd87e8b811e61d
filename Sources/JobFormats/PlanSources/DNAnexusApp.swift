import JobModel

/// The description of an app or applet: `dxapp.json`, or what `dx describe` prints of one. Alone it is a plan of one task.
enum DNAnexusApp: PlanSource {
  static let summary = "a DNAnexus app"

  /// What a description says.
  struct Description {
    var file: String
    var name: String
    var version: String?
    /// `app-…` or `applet-…`, of a description that the platform made.
    var id: String?
    var run = RunSpecification()
    var headJobOnDemand = false
  }

  /// `runSpec`, beside what makes it an app's: a history of jobs has none at its top.
  static func recognises(_ head: DocumentHead) -> Bool {
    guard head.keys.contains("runSpec") || head.keys.contains("dxapi") else { return false }
    let marks: Set = ["stateTransitions", "executableName", "rootExecution", "stages"]
    return head.keys.isDisjoint(with: marks)
  }

  /// The apps of a list of them; anything else is one document.
  static func unpacked(_ tree: YAMLTree) -> [YAMLTree] {
    let entries = tree.entries
    guard !entries.isEmpty, entries.allSatisfy({ recognises(DocumentHead($0)) }) else { return [tree] }
    return entries
  }

  static func description(_ document: YAMLField) -> Description {
    let tree = document.tree
    let file = PlanSources.fileName(document.file)
    let name = [tree["name"]?.text, tree["title"]?.text].compactMap { $0 }.first { !$0.isEmpty }
    var result = Description(file: file, name: name ?? stem(of: file, else: "app"))
    result.version = tree["version"]?.text
    result.id = tree["id"]?.text
    let spec = tree["runSpec"]
    // Beside the regions' there is the older place for all of them.
    let regional =
      tree["regionalOptions"]?.pairs.map { ($0.key, $0.value["systemRequirements"]) }
      ?? spec?["systemRequirementsByRegion"]?.pairs.map { ($0.key, Optional($0.value)) } ?? []
    let regions = regional.filter { $0.1 != nil }
    let chosen = regions.first { $0.0.hasPrefix("aws:") } ?? regions.first
    result.run.readRequirements(chosen?.1 ?? nil)
    if let chosen, regions.contains(where: { !sameContent($0.1, chosen.1) }) {
      result.run.remarks.append("its instance type is that of \(chosen.0); other regions have others")
    }
    result.run.readRequirements(spec?["systemRequirements"])
    result.run.readTimeouts(spec?["timeoutPolicy"])
    result.run.readPolicy(spec?["executionPolicy"])
    result.headJobOnDemand = spec?["headJobOnDemand"]?.text == "true"
    return result
  }

  /// Whether two places say the same, wherever they stand.
  private static func sameContent(_ a: YAMLTree?, _ b: YAMLTree?) -> Bool { a.map(\.yaml) == b.map(\.yaml) }

  static func read(_ document: YAMLField, into plan: inout PlanAssembly) throws(InputError) {
    let app = description(document)
    let name = plan.add(app.name) { task in
      task.executable = app.name
      task.runtime = .distribution(.fromHistory)
      app.run.apply(to: &task)
      if app.headJobOnDemand { task.priority = .high }
    }
    plan.draft.comment(name, "the app \(app.name)\(app.version.map { ", version \($0)" } ?? "")")
    for remark in app.run.remarks { plan.draft.comment(name, remark) }
    if app.headJobOnDemand { plan.draft.comment(name, "headJobOnDemand: its main job never runs on spot") }
    if let id = app.id, app.name == id { plan.draft.executableIDs[name] = id }
    plan.draft.defaultInstanceType = DNAnexusWorkflow.defaultInstanceType
    if plan.draft.plan.name.isEmpty { plan.draft.plan.name = app.name }
    let launched = "what an app launches at run time is in no document: only its main job is planned"
    if !plan.draft.assumptions.contains(launched) { plan.draft.assumptions.append(launched) }
  }
}
