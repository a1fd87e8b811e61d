public import JobModel

/// A plan as somebody wrote it: it can be edited by paths, and read as a ``Plan``.
///
///     let document = try PlanDocument(reading: bytes, file: "plan.yaml")
///     let (plan, warnings) = try document.setting("tasks.regenie.timeout", to: "8h").plan()
public struct PlanDocument: Sendable {
  /// The file as the person named it.
  public let file: String
  /// The document as YAML: as it was written, or without its comments once something was set.
  public internal(set) var text: String
  /// What is in it.
  var tree: YAMLTree

  /// Whether a file looks like a plan: a line of its head begins with `tasks:`.
  public static func recognises(_ head: InputHead) -> Bool {
    head.bytes.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: "tasks:".utf8) }
  }

  /// Reads a document; what it says is looked at by ``plan()``.
  ///
  /// - Throws: ``InputError`` for what is no YAML or has no tasks.
  public init(reading bytes: [UInt8], file: String) throws(InputError) {
    let tree = try YAMLTree(readingSome: bytes, file: file, expected: "a plan")
    self.file = file
    self.tree = tree
    text = String(decoding: bytes, as: UTF8.self)
    guard case .mapping(let pairs) = tree.content else {
      throw InputError(
        file: file, line: tree.line, message: "expected a plan, found \(tree.found)", hint: PlanSchema.example)
    }
    // A file of another kind should hear that it is one, a plan with a slip should hear of the slip.
    let known = pairs.contains { $0.key != "name" && PlanSchema.document.keys.contains($0.key) }
    let slip = pairs.contains { !nearestNames(to: $0.key, among: ["tasks"]).isEmpty }
    guard known || slip else {
      throw InputError(
        file: file, line: tree.line, message: "expected a plan with `tasks`, found \(tree.found)",
        hint: PlanSchema.example)
    }
  }

  /// A draft as a document that can be edited and read like any other; what is wrong in it has no line.
  ///
  /// - Parameter file: what it was made from, for messages.
  public init(_ draft: PlanDraft, file: String) throws(InputError) {
    let written = PlanWriter.yaml(draft)
    let tree = try YAMLTree(readingSome: Array(written.utf8), file: file, expected: "a plan")
    self.init(tree: tree.withoutLines, file: file)
  }

  /// A document that nobody wrote.
  init(tree: YAMLTree, file: String) {
    self.file = file
    self.tree = tree
    text = tree.yaml
  }

  /// The names of the tasks, in the file's order; tasks without a name are left out.
  public var taskNames: [String] { tree["tasks"]?.entries.compactMap { $0["name"]?.text } ?? [] }

  /// What the document says, checked, and what a person should know about it.
  ///
  /// - Throws: ``InputError`` for the first fault, with its line and its key.
  public func plan() throws(InputError) -> (plan: Plan, warnings: [DocumentWarning]) {
    var reader = PlanReader(file: file)
    let plan = try reader.read(tree)
    do throws(PlanError) {
      try plan.validate()
    } catch {
      throw place(error)
    }
    return (plan, reader.warnings)
  }

  /// A fault of the plan, also one that was found later, with its place in the file.
  public func place(_ fault: PlanError) -> InputError {
    guard let name = fault.task else {
      let place = fault.key.flatMap { line(of: $0, in: tree) } ?? tree.line
      return InputError(file: file, line: place, field: fault.key, message: fault.message)
    }
    // The last one of a name: where two tasks share it, that is the one to change.
    let entry = tree["tasks"]?.entries.last { $0["name"]?.text == name }
    if let key = fault.key, let entry, entry[key]?.isNull ?? true, let defaults = tree["defaults"], defaults[key] != nil
    {
      // What all tasks share is wrong where it stands, not at the first task that takes it.
      return InputError(
        file: file, line: line(of: key, in: defaults) ?? defaults.line, field: "defaults.\(key)", message: fault.message
      )
    }
    let place = fault.key.flatMap { key in entry.flatMap { line(of: key, in: $0) } } ?? entry?.line
    let field = "tasks.\(name)" + (fault.key.map { ".\($0)" } ?? "")
    return InputError(file: file, line: place, field: field, message: fault.message)
  }

  private func line(of key: String, in tree: YAMLTree) -> Int? {
    guard case .mapping(let pairs) = tree.content else { return nil }
    return pairs.first { $0.key == key }?.line
  }
}
