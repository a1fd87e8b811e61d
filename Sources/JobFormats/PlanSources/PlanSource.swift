public import JobModel

/// A kind of document that says what to run: one file with a conformer and one line in ``PlanSources/all`` make a new one.
protocol PlanSource: Sendable {
  /// What it is, for messages: `a DNAnexus workflow`.
  static var summary: String { get }

  /// Whether a document with such a head is of the kind.
  static func recognises(_ head: DocumentHead) -> Bool

  /// Adds its tasks to a plan.
  ///
  /// - Throws: ``InputError`` for a document that cannot be planned.
  static func read(_ document: YAMLField, into plan: inout PlanAssembly) throws(InputError)
}

/// A document in which jobs' needs are described, such as `dxapp.json`.
public struct PlanFile: Sendable {
  /// The file as the person named it.
  public var name: String
  /// What is in it.
  public var bytes: [UInt8]

  /// A file that was read.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// The documents of workflows that can be read as plans.
public enum PlanSources {
  /// Every kind; the first that recognises a document reads it.
  static let all: [any PlanSource.Type] = [
    DNAnexusWorkflow.self, DNAnexusApp.self, AssayConfiguration.self, TaskExecution.self,
  ]

  /// Whether an input that begins like this is such a document.
  public static func recognises(_ head: InputHead) -> Bool {
    let head = DocumentHead(head)
    return all.contains { $0.recognises(head) }
  }

  /// The kinds in words, for messages.
  public static var summary: String { all.map { $0.summary }.joined(separator: ", ") }

  /// Makes a draft of one plan from documents; descriptions of apps complete the workflows that use them.
  ///
  /// - Parameter nearby: descriptions of apps that were found rather than named; one that cannot be read is passed over.
  /// - Throws: ``InputError`` for the first document that cannot be read, or that makes no plan that can run.
  public static func draft(_ files: [PlanFile], nearby: [PlanFile] = []) throws(InputError) -> PlanDraft {
    var assembly = PlanAssembly()
    for file in nearby {
      guard let trees = try? YAMLTree.documents(json: file.bytes, file: file.name) else { continue }
      for tree in trees where DNAnexusApp.recognises(DocumentHead(tree)) {
        assembly.apps.append(DNAnexusApp.description(YAMLField(document: tree, file: file.name)))
      }
    }
    var documents: [(kind: any PlanSource.Type, field: YAMLField)] = []
    for file in files {
      let trees = try YAMLTree.documents(json: file.bytes, file: file.name)
      for tree in trees.flatMap(DNAnexusApp.unpacked) {
        let field = YAMLField(document: tree, file: file.name)
        let head = DocumentHead(tree)
        guard let kind = all.first(where: { $0.recognises(head) }) else {
          throw field.unexpected(all.map { $0.summary }.joined(separator: ", "))
        }
        documents.append((kind, field))
        if kind == DNAnexusApp.self { assembly.apps.insert(DNAnexusApp.description(field), at: 0) }
      }
    }
    // Beside a workflow, an app only says what its stage needs.
    let hasWorkflow = documents.contains { $0.kind == DNAnexusWorkflow.self || $0.kind == AssayConfiguration.self }
    for document in documents where !(hasWorkflow && document.kind == DNAnexusApp.self) {
      try document.kind.read(document.field, into: &assembly)
      assembly.origins.append("\(fileName(document.field.file)), \(document.kind.summary)")
    }
    return try assembly.draft(file: files.first?.name ?? "-")
  }

  /// A file's name without its folder.
  static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// A plan while documents are read.
struct PlanAssembly {
  var draft = PlanDraft(plan: Plan(name: "", tasks: []), origin: "")
  /// Descriptions of apps, those that the person named first.
  var apps: [DNAnexusApp.Description] = []
  var origins: [String] = []
  private var names = TaskNames()

  /// Adds a task under a free name like the wished one.
  ///
  /// - Returns: its name.
  mutating func add(_ wish: String, _ make: (inout PlanTask) -> Void) -> String {
    let name = names.free(wish)
    var task = PlanTask(name: name)
    make(&task)
    // A template has blanks to be filled in.
    if task.executable.allSatisfy(\.isWhitespace) { task.executable = name }
    draft.plan.tasks.append(task)
    return name
  }

  /// The plan, checked.
  func draft(file: String) throws(InputError) -> PlanDraft {
    var draft = draft
    draft.origin = origins.joined(separator: "; ")
    if draft.plan.name.isEmpty { draft.plan.name = stem(of: file, else: "plan") }
    do throws(PlanError) {
      try draft.plan.validate()
    } catch {
      throw InputError(file: file, field: error.task.map { "tasks.\($0)" }, message: error.message)
    }
    return draft
  }
}
