extension WorkflowInstance {
  /// The same workflow as a plan, to be run on other machines: a task a task, each as long as it was.
  ///
  /// Tasks have their names where these are unique and can stand in a plan, else all of them have their ids, else their
  /// places: `task 1`. A task of which no runtime is known takes no time. No task has an instance type: the record has
  /// machines, not types.
  public func plan() -> Plan {
    let names = planNames
    var plan = Plan(name: name, tasks: [])
    plan.tasks = tasks.indices.map { index in
      let task = tasks[index]
      var planned = PlanTask(name: names[index])
      planned.executable = task.executable
      planned.after = task.parents.map { names[$0] }
      planned.runtime = .distribution(.constant(task.runtime?.milliseconds ?? 0))
      planned.memory = task.memory.map { .constant($0.count) }
      return planned
    }
    return plan
  }

  private var planNames: [String] {
    for names in [tasks.map(\.name), tasks.map(\.id)] {
      if Set(names).count == names.count && names.allSatisfy(Self.canName) { return names }
    }
    return tasks.indices.map { "task \($0 + 1)" }
  }

  /// Whether a plan's task can be called so: one line, not empty, at most 200 bytes.
  private static func canName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 200 && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }
}
