import JobModel

extension PlanDocument {
  /// Whether a sweep's path is about the world a plan runs in; ``ScenarioDocument/setting(_:to:)`` takes it.
  public static func isScenarioPath(_ path: String) -> Bool {
    let first = path.prefix { $0 != "." }
    return ["platform", "spot", "failures", "overrides"].contains(first) || path == "limits.enforcement"
  }

  /// The same plan with one thing changed, as `--sweep` does it.
  ///
  /// - `tasks.NAME.KEY…` sets a key of one task; names with points are found.
  /// - `name`, `catalog`, `defaults.…`, `limits.…` and `arrivals.…` set a key of the document.
  /// - `KEY` of a task, such as `instance_type` or `count`, sets it on every task, and in `defaults` where it may stand
  ///   there. Tasks that say their size by `work` have no `count` and no `runtime`, and are left alone.
  /// - `KEY.…` of a task, such as `work.items_per_job`, sets it on every task that has that KEY.
  ///
  /// The value is read as YAML; whether it fits is looked at by ``plan()``.
  /// - Throws: ``InputError`` for a path that names no key, with the nearest one, and for a value that is no YAML.
  public func setting(_ path: String, to value: String) throws(InputError) -> PlanDocument {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var copy = self
    if Self.isScenarioPath(path) {
      throw InputError(file: file, field: path, message: "this is a key of a scenario, not of a plan")
    } else if parts[0] == "tasks" {
      let (task, keys) = try taskPath(path)
      copy.tree = try tree.setting(["tasks", task] + keys, to: value, file: file)
    } else if parts[0] != "name", PlanSchema.task.schema(of: parts[0]) != nil {
      try copy.setOnEveryTask(try PlanSchema.task.resolve(parts[...], of: path, file: file), path: path, to: value)
    } else if PlanSchema.document.schema(of: parts[0]) != nil {
      let keys = try PlanSchema.document.resolve(parts[...], of: path, file: file)
      copy.tree = try tree.setting(keys, to: value, file: file)
    } else {
      let names = PlanSchema.document.keys + PlanSchema.task.keys + ["platform", "spot", "failures"]
      let near = nearestNames(to: parts[0], among: names).first
      throw InputError(
        file: file, field: path, message: "unknown key `\(parts[0])`",
        hint: near.map { "did you mean `\($0)`?" } ?? "a path looks like tasks.NAME.timeout or platform.max_vcpus")
    }
    copy.text = copy.tree.yaml
    return copy
  }

  /// The task that a path names, and the keys behind it.
  private func taskPath(_ path: String) throws(InputError) -> (task: String, keys: [String]) {
    let rest = path.dropFirst("tasks.".count)
    let matching = taskNames.filter { rest == $0 || rest.hasPrefix($0 + ".") }
    guard let task = matching.max(by: { $0.utf8.count < $1.utf8.count }) else {
      let name = String(rest.prefix { $0 != "." })
      let near = nearestNames(to: name, among: taskNames).first
      throw InputError(
        file: file, field: path, message: "there is no task \"\(name)\"",
        hint: near.map { "did you mean \"\($0)\"?" } ?? "the tasks are \(taskNames.joined(separator: ", "))")
    }
    let keys = rest.dropFirst(task.count + 1).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard rest.count > task.count + 1 else {
      throw InputError(
        file: file, field: path, message: "expected a key behind the task's name, found none",
        hint: "for example tasks.\(task).timeout")
    }
    return (task, try PlanSchema.task.resolve(keys[...], of: path, file: file))
  }

  private mutating func setOnEveryTask(_ keys: [String], path: String, to value: String) throws(InputError) {
    guard case .sequence(var entries) = tree["tasks"]?.content else { return }
    var touched = 0
    for index in entries.indices where Self.takes(entries[index], keys) {
      entries[index] = try entries[index].setting(keys, to: value, file: file)
      touched += 1
    }
    replaceTasks(entries)
    let inDefaults = PlanSchema.defaults.schema(of: keys[0]) != nil
    if inDefaults, keys.count == 1 || tree["defaults"]?[keys[0]] != nil {
      tree = try tree.setting(["defaults"] + keys, to: value, file: file)
      touched += 1
    }
    guard touched > 0 else {
      throw InputError(
        file: file, field: path, message: "no task of this plan can take it",
        hint: keys.count > 1 ? "no task has `\(keys[0])`" : "tasks with `work` have no `\(keys[0])`")
    }
  }

  /// Whether a key that is meant for every task fits this one.
  private static func takes(_ task: YAMLTree, _ keys: [String]) -> Bool {
    if keys.count > 1 { return task[keys[0]] != nil }
    let hasWork = task["work"].map { !$0.isNull } ?? false
    return !(hasWork && ["count", "runtime"].contains(keys[0]))
  }

  private mutating func replaceTasks(_ entries: [YAMLTree]) {
    guard case .mapping(var pairs) = tree.content, let index = pairs.firstIndex(where: { $0.key == "tasks" }) else {
      return
    }
    pairs[index].value.content = .sequence(entries)
    tree.content = .mapping(pairs)
  }
}
