import JobModel

/// Tasks of the GA4GH Task Execution Service (TES 1.0 and 1.1, with the older names of its fields): one, a list, or the
/// answer of `GET /tasks`. Sizes are in GB of 10^9 bytes.
enum TaskExecution: PlanSource {
  static let summary = "a GA4GH TES task"

  static func recognises(_ head: DocumentHead) -> Bool {
    head.keys.contains("executors")
      || (head.keys.contains("tasks") && head.keys.isSubset(of: ["tasks", "next_page_token", "nextPageToken"]))
  }

  static func read(_ document: YAMLField, into plan: inout PlanAssembly) throws(InputError) {
    let tree = document.tree
    let entries: [YAMLTree]
    if let tasks = tree["tasks"] {
      entries = tasks.entries
    } else {
      entries = tree.entries.isEmpty ? [tree] : tree.entries
    }
    guard !entries.isEmpty else { throw document.error("expected at least one task, found none") }
    for entry in entries {
      let field = YAMLField(tree: entry, path: entry["name"]?.text ?? "", file: document.file, line: entry.line)
      try add(field, into: &plan)
    }
  }

  private static func value(_ tree: YAMLTree?, _ names: String...) -> YAMLTree? {
    for name in names { if let value = tree?[name], !value.isNull { return value } }
    return nil
  }

  private static func number(_ field: YAMLField, _ tree: YAMLTree?, _ what: String) throws(InputError) -> Double? {
    guard let tree else { return nil }
    let place = YAMLField(tree: tree, path: "resources.\(what)", file: field.file, line: tree.line)
    let value = try place.number(0...1e9, "a number from 0 to 1000000000")
    return value > 0 ? value : nil
  }

  private static func add(_ field: YAMLField, into plan: inout PlanAssembly) throws(InputError) {
    let tree = field.tree
    guard let executors = tree["executors"] else {
      throw field.error("expected a task with `executors`, found \(tree.found)")
    }
    let resources = value(tree, "resources")
    var needs = PlanDraft.Needs()
    needs.vcpus = try number(field, value(resources, "cpu_cores", "cpuCores"), "cpu_cores")
    needs.memory = try number(field, value(resources, "ram_gb", "ramGb"), "ram_gb").flatMap { Bytes(gigabytes: $0) }
    needs.disk = try number(field, value(resources, "disk_gb", "diskGb"), "disk_gb").flatMap { Bytes(gigabytes: $0) }
    let preemptible = value(resources, "preemptible")?.text
    let runtime = recordedRuntime(tree)
    let wish = tree["name"]?.text ?? stem(of: field.file, else: "task")
    let name = plan.add(wish) { task in
      task.executable = wish
      task.runtime = .distribution(runtime.map { .constant($0.milliseconds) } ?? .fromHistory)
      task.disk = needs.disk
      if preemptible == "true" { task.priority = .low }
      if preemptible == "false" { task.priority = .high }
    }
    if !needs.isEmpty { plan.draft.needs[name] = needs }
    if runtime != nil { plan.draft.comment(name, "its runtime is that of its log") }
    if preemptible == "true" { plan.draft.comment(name, "preemptible: spot only") }
    if executors.entries.count > 1 {
      plan.draft.comment(name, "\(executors.entries.count) executors, one after the other on one machine: one task")
    }
    if plan.draft.plan.name.isEmpty { plan.draft.plan.name = wish }
  }

  /// From start to end of the last try that has both, as the service logged them.
  private static func recordedRuntime(_ tree: YAMLTree) -> SimDuration? {
    for log in (tree["logs"]?.entries ?? []).reversed() {
      guard let start = value(log, "start_time", "startTime")?.text, let end = value(log, "end_time", "endTime")?.text,
        let from = try? SimTime(parsing: start), let to = try? SimTime(parsing: end), to > from
      else { continue }
      return to - from
    }
    return nil
  }
}
