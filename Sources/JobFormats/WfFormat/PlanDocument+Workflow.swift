public import JobModel

extension PlanDocument {
  /// A recorded workflow as the document of a plan, so that it can be edited and swept like any other.
  ///
  /// - Parameter file: the instance's file, for messages.
  public init(_ instance: WorkflowInstance, file: String) {
    let plan = instance.plan()
    func pair(_ key: String, _ text: String) -> YAMLTree.Pair {
      YAMLTree.Pair(key: key, value: YAMLTree(content: .scalar(text, isQuoted: false)))
    }
    let tasks = plan.tasks.map { task in
      var pairs = [pair("name", task.name)]
      if task.executable != task.name { pairs.append(pair("executable", task.executable)) }
      if !task.after.isEmpty {
        let names = task.after.map { YAMLTree(content: .scalar($0, isQuoted: false)) }
        pairs.append(YAMLTree.Pair(key: "after", value: YAMLTree(content: .sequence(names))))
      }
      if case .constant(let milliseconds)? = task.runtime?.distribution {
        pairs.append(pair("runtime", SimDuration(milliseconds: milliseconds).exactText))
      }
      if case .constant(let bytes)? = task.memory { pairs.append(pair("memory", Bytes(bytes).exactText)) }
      return YAMLTree(content: .mapping(pairs))
    }
    let tree = YAMLTree(
      content: .mapping([
        pair("name", plan.name), YAMLTree.Pair(key: "tasks", value: YAMLTree(content: .sequence(tasks))),
      ]))
    self.init(tree: tree, file: file)
  }
}
