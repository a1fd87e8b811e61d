import Yams

extension YAMLTree {
  /// Reads one YAML document.
  ///
  /// - Returns: The tree; nil if there is nothing but comments.
  /// - Throws: ``InputError`` with the line for bad syntax, a second document, a key given twice, a key that is no
  ///   text, bytes that are not UTF-8 text, and documents that grow beyond the limits.
  /// - Complexity: O(bytes + nodes).
  init?(reading bytes: [UInt8], file: String) throws(InputError) {
    guard bytes.count <= Self.byteLimit else {
      throw InputError(
        file: file, message: "expected a document of at most \(Self.byteLimit >> 20) MiB, found \(bytes.count) bytes")
    }
    if let zero = bytes.firstIndex(of: 0) {
      throw InputError(
        file: file, line: Self.line(of: zero, in: bytes), message: "expected text, found a NUL byte",
        hint: "is this a YAML file?")
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    guard let text = String(validating: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self) else {
      let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
      throw InputError(file: file, line: line.map { $0 + 1 }, message: "expected text in UTF-8, found other bytes")
    }
    guard !AliasGuard.mayExplode(bytes, limit: Self.nodeLimit) else {
      throw InputError(
        file: file, message: "expected fewer anchors and aliases", hint: "write the values out where they are used")
    }
    let root: Node?
    do {
      // The `basic` resolver has no patterns: what a text means is the field's business, and it is many times faster.
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw Self.syntaxError(error, file: file, text: text)
    }
    guard let root else { return nil }
    var builder = Builder(file: file)
    self = try builder.tree(of: root, depth: 0)
  }

  /// Reads one YAML document that must hold something.
  init(readingSome bytes: [UInt8], file: String, expected: String) throws(InputError) {
    guard let tree = try YAMLTree(reading: bytes, file: file) else {
      throw InputError(file: file, message: "expected \(expected), found an empty file")
    }
    self = tree
  }

  /// Where a byte stands.
  private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
    bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
  }

  private static func syntaxError(_ error: any Error, file: String, text: String) -> InputError {
    func sentence(_ problem: String, _ context: YamlError.Context?) -> String {
      guard let context, !context.text.isEmpty else { return "this is not YAML: \(problem)" }
      return "this is not YAML: \(problem) (\(context.text) that began on line \(context.mark.line))"
    }
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      return InputError(file: file, line: mark.line, message: sentence(problem, context))
    case .composer(let context, let problem, let mark, _) where context != nil && problem.contains("another document"):
      return InputError(
        file: file, line: mark.line, message: "expected one document, found a second one",
        hint: "put each into a file of its own")
    case .composer(_, let problem, let mark, _):
      return InputError(file: file, line: mark.line, message: "this is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      return InputError(
        file: file, line: context.mark.line, field: duplicates.first,
        message: "this key is given more than once in the same mapping", hint: "keep one of them")
    case .reader(let problem, let offset, _, _):
      let line = offset.map { text.prefix($0).count { $0.isNewline } + 1 }
      return InputError(file: file, line: line, message: "this is not YAML: \(problem)")
    default:
      return InputError(file: file, message: "this is not YAML: \(error)")
    }
  }

  /// Makes the tree from what the parser composed, counting what aliases expand to.
  private struct Builder {
    let file: String
    var nodes = 0

    mutating func tree(of node: Node, depth: Int) throws(InputError) -> YAMLTree {
      let line = node.mark?.line
      nodes += 1
      guard nodes <= YAMLTree.nodeLimit else {
        throw InputError(
          file: file, line: line, message: "this document grows beyond \(YAMLTree.nodeLimit) values",
          hint: "use fewer aliases")
      }
      guard depth < YAMLTree.depthLimit else {
        throw InputError(file: file, line: line, message: "this is nested more than \(YAMLTree.depthLimit) levels deep")
      }
      switch node {
      case .scalar(let scalar):
        let quoted = scalar.style != .plain && scalar.style != .any
        return YAMLTree(content: .scalar(scalar.string, isQuoted: quoted), line: line)
      case .sequence(let sequence):
        var entries: [YAMLTree] = []
        entries.reserveCapacity(sequence.count)
        for entry in sequence { entries.append(try tree(of: entry, depth: depth + 1)) }
        return YAMLTree(content: .sequence(entries), line: line)
      case .mapping(let mapping):
        var pairs: [Pair] = []
        pairs.reserveCapacity(mapping.count)
        for (key, value) in mapping {
          guard case .scalar(let name) = key else {
            throw InputError(
              file: file, line: key.mark?.line, message: "expected a text as key, found a list or mapping")
          }
          pairs.append(Pair(key: name.string, line: key.mark?.line, value: try tree(of: value, depth: depth + 1)))
        }
        return YAMLTree(content: .mapping(pairs), line: line)
      case .alias:
        throw InputError(file: file, line: line, message: "this alias names no anchor")
      }
    }
  }
}
