import JobModel

extension YAMLTree {
  /// Reads the JSON documents of an input, as trees that know their lines.
  ///
  /// Texts count as quoted, so that `"null"` is a text and `null` is nothing. Where an object has a key twice, the last
  /// one counts, as in every reader of JSON.
  /// - Throws: ``InputError`` for what is no JSON, for a document cut short, and for what is beyond the limits of a tree.
  /// - Complexity: O(bytes + nodes).
  static func documents(json bytes: [UInt8], file: String) throws(InputError) -> [YAMLTree] {
    guard bytes.count <= byteLimit else {
      throw InputError(
        file: file, message: "expected a document of at most \(byteLimit >> 20) MiB, found \(bytes.count) bytes")
    }
    var reader = JSONTreeReader(file: file)
    var json = JSONPullReader(ByteReader(bytes: bytes, name: file))
    var trees: [YAMLTree] = []
    while try json.nextDocument() { trees.append(try reader.tree(&json, depth: 0)) }
    return trees
  }

  /// The pairs of a mapping; none for what is no mapping.
  var pairs: [Pair] {
    guard case .mapping(let pairs) = content else { return [] }
    return pairs
  }
}

/// Makes trees from JSON, counting what there is.
private struct JSONTreeReader {
  let file: String
  private var nodes = 0

  init(file: String) { self.file = file }

  mutating func tree(_ json: inout JSONPullReader, depth: Int) throws(InputError) -> YAMLTree {
    let kind = try json.peek()
    let line = json.line
    nodes += 1
    guard nodes <= YAMLTree.nodeLimit else {
      throw InputError(file: file, line: line, message: "this document has more than \(YAMLTree.nodeLimit) values")
    }
    guard depth < YAMLTree.depthLimit else {
      throw InputError(file: file, line: line, message: "this is nested more than \(YAMLTree.depthLimit) levels deep")
    }
    switch kind {
    case .object:
      var pairs: [YAMLTree.Pair] = []
      var places: [String: Int] = [:]
      try json.beginObject()
      while let key = try json.nextKey() {
        let keyLine = json.line
        let value = try tree(&json, depth: depth + 1)
        if let place = places[key] {
          pairs[place].value = value
        } else {
          places[key] = pairs.count
          pairs.append(YAMLTree.Pair(key: key, line: keyLine, value: value))
        }
      }
      return YAMLTree(content: .mapping(pairs), line: line)
    case .array:
      var entries: [YAMLTree] = []
      try json.beginArray()
      while try json.nextElement() { entries.append(try tree(&json, depth: depth + 1)) }
      return YAMLTree(content: .sequence(entries), line: line)
    case .string: return YAMLTree(content: .scalar(try json.string(), isQuoted: true), line: line)
    case .number: return YAMLTree(content: .scalar(try json.number().text, isQuoted: false), line: line)
    case .bool: return YAMLTree(content: .scalar(try json.bool() ? "true" : "false", isQuoted: false), line: line)
    case .null:
      try json.null()
      return YAMLTree(content: .scalar("null", isQuoted: false), line: line)
    }
  }
}
