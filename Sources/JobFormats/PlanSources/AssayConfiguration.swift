import JobModel

/// The assay configuration of eggd_conductor: which apps and workflows are launched for a sequencing run, which of them
/// for each sample, and what waits for what (`depends_on`, and links to another analysis' output).
///
/// It does not say how many samples there are: a task for each sample has one job, until `--scale` says otherwise.
enum AssayConfiguration: PlanSource {
  static let summary = "an assay configuration of eggd_conductor"

  static func recognises(_ head: DocumentHead) -> Bool {
    head.keys.contains("executables") && (head.keys.contains("assay") || head.keys.contains("demultiplex"))
  }

  private struct Entry {
    var field: YAMLField
    var analysis: String?
    var isPerSample: Bool
    var task: String
  }

  static func read(_ document: YAMLField, into plan: inout PlanAssembly) throws(InputError) {
    guard let list = document.tree["executables"] else { return }
    let field = YAMLField(tree: list, path: "executables", file: document.file, line: list.line)
    var first: String?
    if document.tree["demultiplex"]?.text == "true" {
      first = plan.add("demultiplex") { task in
        task.runtime = .distribution(.fromHistory)
        task.instanceType = document.tree["demultiplex_config"]?["instance_type"]?.text
      }
      if let name = first, let id = document.tree["demultiplex_config"]?["app_id"]?.text {
        plan.draft.executableIDs[name] = id
        plan.draft.comment(name, "demultiplexing, by \(id)")
      }
    }
    var entries: [Entry] = []
    for (id, field) in try field.pairs(of: "executables") { entries.append(add(id, field, into: &plan)) }
    guard !entries.isEmpty else { throw field.error("expected at least one executable, found none") }
    for entry in entries {
      guard let index = plan.draft.plan.tasks.firstIndex(where: { $0.name == entry.task }) else { continue }
      var after: [String] = []
      for name in names(entry.field) {
        guard let other = entries.first(where: { $0.analysis == name }) else {
          throw entry.field.error("this depends on \"\(name)\", which is no `analysis` here")
        }
        if other.isPerSample && entry.isPerSample && plan.draft.plan.tasks[index].each == nil {
          plan.draft.plan.tasks[index].each = other.task
        } else {
          after.append(other.task)
        }
      }
      if after.isEmpty && plan.draft.plan.tasks[index].each == nil, let first { after = [first] }
      plan.draft.plan.tasks[index].after = after
    }
    plan.draft.defaultInstanceType = DNAnexusWorkflow.defaultInstanceType
    if plan.draft.plan.name.isEmpty {
      plan.draft.plan.name = document.tree["assay"]?.text ?? document.tree["name"]?.text ?? ""
    }
    let samples = entries.filter(\.isPerSample).map(\.task)
    if !samples.isEmpty {
      plan.draft.perSample += samples
      plan.draft.assumptions.append(
        "one sample: the configuration does not say how many there are; for 48, "
          + "`purser plan from … --scale samples=48`")
    }
  }

  private static func add(_ id: String, _ field: YAMLField, into plan: inout PlanAssembly) -> Entry {
    let tree = field.tree
    let written = tree["name"]?.text.flatMap { $0.isEmpty ? nil : $0 } ?? id
    let parts = written.split(separator: "/", maxSplits: 1).map(String.init)
    let executable = parts.first ?? written
    var run = RunSpecification()
    run.readRequirements(tree["extra_args"]?["systemRequirements"])
    run.readTimeouts(tree["extra_args"]?["timeoutPolicy"])
    run.readPolicy(tree["extra_args"]?["executionPolicy"])
    if let app = plan.apps.first(where: { $0.name == executable || $0.id == id }) { run.fill(from: app.run) }
    let isPerSample = tree["per_sample"]?.text == "true"
    let priority = tree["extra_args"]?["priority"]?.text.flatMap { Priority(rawValue: $0) }
    let name = plan.add(executable) { task in
      task.executable = executable
      task.runtime = .distribution(.fromHistory)
      run.apply(to: &task)
      task.priority = priority
    }
    plan.draft.comment(name, "\(id): \(written)" + (isPerSample ? ", once a sample" : ""))
    if id.hasPrefix("workflow-") {
      plan.draft.comment(
        name, "a workflow: its stages are not in this document; give the runtime of all of it, or its own plan")
    }
    plan.draft.executableIDs[name] = id
    for remark in run.remarks { plan.draft.comment(name, remark) }
    return Entry(field: field, analysis: tree["analysis"]?.text, isPerSample: isPerSample, task: name)
  }

  /// What an executable waits for: `depends_on`, then links in its inputs.
  private static func names(_ field: YAMLField) -> [String] {
    var names = field.tree["depends_on"]?.entries.compactMap(\.text) ?? []
    var open = field.tree["inputs"].map { [$0] } ?? []
    while let tree = open.popLast() {
      open += tree.entries + tree.pairs.map(\.value)
      if let job = tree["$dnanexus_link"]?["job"]?.text, job.hasPrefix("analysis_"), !names.contains(job) {
        names.append(job)
      }
    }
    return names
  }
}
