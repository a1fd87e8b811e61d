import JobModel

/// A value of a document together with where it stands: whoever reads it gets errors that name the place.
struct YAMLField: Sendable {
  /// What stands there.
  let tree: YAMLTree
  /// The path, such as `tasks.regenie.runtime`; empty for the document itself.
  let path: String
  /// The file as the person named it.
  let file: String
  /// The line of the key, or of the value where there is no key.
  let line: Int?

  /// The whole document.
  init(document tree: YAMLTree, file: String) {
    self.init(tree: tree, path: "", file: file, line: tree.line)
  }

  init(tree: YAMLTree, path: String, file: String, line: Int?) {
    self.tree = tree
    self.path = path
    self.file = file
    self.line = line
  }

  /// What stands under a key of this mapping.
  func child(_ pair: YAMLTree.Pair) -> YAMLField {
    // A value on a line of its own is nearer to the fault than its key; a list or mapping is found by its key.
    let line = pair.value.text == nil ? pair.line : pair.value.line
    return YAMLField(tree: pair.value, path: subpath(pair.key), file: file, line: line)
  }

  /// An entry of this list, named by its `name` or by its place.
  func entry(_ tree: YAMLTree, at index: Int) -> YAMLField {
    let path = tree["name"]?.text.map(subpath) ?? "\(self.path)[\(index)]"
    return YAMLField(tree: tree, path: path, file: file, line: tree.line)
  }

  private func subpath(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// A fault at this place.
  func error(_ message: String, hint: String? = nil) -> InputError {
    InputError(file: file, line: line, field: path.isEmpty ? nil : path, message: message, hint: hint)
  }

  /// The fault that something else stands here: `expected …, found …`.
  func unexpected(_ expected: String, hint: String? = nil) -> InputError {
    error("expected \(expected), found \(tree.found)", hint: hint)
  }

  /// The fault that a name is none of those there are.
  func unknown(_ expected: String, among names: [String]) -> InputError {
    let near = tree.text.flatMap { nearestNames(to: $0, among: names).first }
    return unexpected(expected, hint: near.map { "did you mean \"\($0)\"?" })
  }

  /// A remark on this place.
  func warning(_ message: String) -> DocumentWarning {
    DocumentWarning(file: file, line: line, field: path.isEmpty ? nil : path, message: message)
  }

  /// The entries of a list; none for nothing.
  func list(of expected: String) throws(InputError) -> [YAMLField] {
    if tree.isNull { return [] }
    guard case .sequence(let entries) = tree.content else { throw unexpected("a list of \(expected)") }
    return entries.enumerated().map { entry($1, at: $0) }
  }

  /// The keys and values of a mapping whose keys are free; none for nothing.
  func pairs(of expected: String) throws(InputError) -> [(key: String, field: YAMLField)] {
    if tree.isNull { return [] }
    guard case .mapping(let pairs) = tree.content else { throw unexpected("a mapping of \(expected)") }
    return pairs.map { ($0.key, child($0)) }
  }
}

/// A mapping whose keys are known: any other key is an error that names the nearest one.
struct YAMLFields: Sendable {
  /// Where the mapping stands.
  let field: YAMLField
  private let pairs: [YAMLTree.Pair]

  /// Takes a mapping apart; nothing at all is an empty one.
  ///
  /// - Throws: ``InputError`` if it is no mapping or has a key that is not `known`.
  init(_ field: YAMLField, known: [String], expected: String) throws(InputError) {
    self.field = field
    if field.tree.isNull {
      pairs = []
      return
    }
    guard case .mapping(let pairs) = field.tree.content else { throw field.unexpected(expected) }
    self.pairs = pairs
    for pair in pairs where !known.contains(pair.key) {
      throw YAMLFields.unknownKey(field.child(pair), line: pair.line, known: known)
    }
  }

  /// Whether there is no key at all.
  var isEmpty: Bool { pairs.isEmpty }

  /// The keys, in the file's order.
  var keys: [String] { pairs.map(\.key) }

  /// What a key is set to; nil where it is not set, or set to nothing.
  subscript(key: String) -> YAMLField? {
    guard let pair = pairs.first(where: { $0.key == key }), !pair.value.isNull else { return nil }
    return field.child(pair)
  }

  /// What a key is set to.
  ///
  /// - Throws: ``InputError`` if it is not set.
  func required(_ key: String, expected: String) throws(InputError) -> YAMLField {
    guard let value = self[key] else { throw field.error("expected `\(key)`, \(expected), found no such key") }
    return value
  }

  /// The fault that a key is none of the known ones.
  static func unknownKey(_ field: YAMLField, line: Int?, known: [String]) -> InputError {
    let key = field.path.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? field.path
    let near = nearestNames(to: key, among: known).first
    let hint = near.map { "did you mean `\($0)`?" } ?? "known keys are \(known.joined(separator: ", "))"
    return InputError(file: field.file, line: line, field: field.path, message: "unknown key `\(key)`", hint: hint)
  }
}
