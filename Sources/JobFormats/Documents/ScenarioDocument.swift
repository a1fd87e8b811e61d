public import JobModel

/// A scenario as somebody wrote it: it can be edited by paths, and read as a ``Scenario``.
///
///     let document = try ScenarioDocument(reading: bytes, file: "whatif.yaml")
///     let (scenario, warnings) = try document.setting("platform.max_concurrent_jobs", to: "20").scenario()
public struct ScenarioDocument: Sendable {
  /// The file as the person named it.
  public let file: String
  /// The document as YAML: as it was written, or without its comments once something was set.
  public private(set) var text: String
  private var tree: YAMLTree

  /// Reads a document, which may be empty; what it says is looked at by ``scenario()``.
  ///
  /// - Throws: ``InputError`` for what is no YAML mapping.
  public init(reading bytes: [UInt8], file: String) throws(InputError) {
    self.file = file
    tree = try YAMLTree(reading: bytes, file: file) ?? YAMLTree(content: .mapping([]))
    text = String(decoding: bytes, as: UTF8.self)
    if tree.isNull { tree.content = .mapping([]) }
    guard case .mapping = tree.content else {
      throw InputError(
        file: file, line: tree.line, message: "expected a scenario, found \(tree.found)",
        hint: "a scenario looks like `platform: {max_concurrent_jobs: 20}`")
    }
  }

  /// A scenario without a word in it, to be edited; errors name `file`.
  public init(emptyFor file: String = "scenario") {
    self.file = file
    tree = YAMLTree(content: .mapping([]))
    text = ""
  }

  /// The same scenario with one thing changed: `platform.max_vcpus`, `spot.by_type.c5d.xlarge.wait`,
  /// `overrides.0.timeout` (entries are counted from 0).
  ///
  /// The value is read as YAML; whether it fits is looked at by ``scenario()``.
  /// - Throws: ``InputError`` for a path that names no key, with the nearest one, and for a value that is no YAML.
  public func setting(_ path: String, to value: String) throws(InputError) -> ScenarioDocument {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var copy = self
    let keys = try ScenarioSchema.document.resolve(parts[...], of: path, file: file)
    copy.tree = try tree.setting(keys, to: value, file: file)
    copy.text = copy.tree.yaml
    return copy
  }

  /// What the document says, checked, and what a person should know about it.
  ///
  /// - Throws: ``InputError`` for the first fault, with its line and its key.
  public func scenario() throws(InputError) -> (scenario: Scenario, warnings: [DocumentWarning]) {
    var reader = ScenarioReader()
    let scenario = try reader.read(YAMLField(document: tree, file: file))
    return (scenario, reader.warnings)
  }
}
