import JobModel

extension YAMLTree {
  /// The same document with one place changed; what is missing on the way is made.
  ///
  ///     try plan.setting(["tasks", "regenie", "timeout"], to: "6h", file: "plan.yaml")
  ///
  /// A part of the path is a key of a mapping, the `name` of a list's entry, or an entry's number from 0. The value is
  /// read as YAML: `{median: 2h, p95: 5h}` is a mapping. What was set has no line.
  /// - Throws: ``InputError`` for a value that is no YAML, and for a path that leads through a text or past a list.
  func setting(_ path: [String], to value: String, file: String) throws(InputError) -> YAMLTree {
    let field = path.joined(separator: ".")
    let tree: YAMLTree?
    do throws(InputError) {
      tree = try YAMLTree(reading: Array((value + "\n").utf8), file: file)
    } catch {
      throw InputError(file: error.file, field: field, message: error.message, hint: error.hint)
    }
    let nothing = YAMLTree(content: .scalar("", isQuoted: false))
    return try setting(path[...], to: (tree ?? nothing).withoutLines, file: file, field: field)
  }

  private func setting(
    _ path: ArraySlice<String>, to value: YAMLTree, file: String, field: String
  ) throws(InputError) -> YAMLTree {
    guard let part = path.first else { return value }
    var copy = self
    switch content {
    case .mapping(var pairs):
      if let index = pairs.firstIndex(where: { $0.key == part }) {
        pairs[index].value = try pairs[index].value.setting(path.dropFirst(), to: value, file: file, field: field)
      } else {
        let empty = YAMLTree(content: .mapping([]))
        let made = try empty.setting(path.dropFirst(), to: value, file: file, field: field)
        pairs.append(Pair(key: part, value: made))
      }
      copy.content = .mapping(pairs)
    case .sequence(var entries):
      let numbered = Int(part).flatMap { entries.indices.contains($0) ? $0 : nil }
      guard let index = entries.firstIndex(where: { $0["name"]?.text == part }) ?? numbered else {
        let names = entries.compactMap { $0["name"]?.text }
        throw InputError(
          file: file, field: field, message: "there is no entry \"\(part)\" here",
          hint: nearestNames(to: part, among: names).first.map { "did you mean \"\($0)\"?" })
      }
      entries[index] = try entries[index].setting(path.dropFirst(), to: value, file: file, field: field)
      copy.content = .sequence(entries)
    case .scalar where isNull:
      return try YAMLTree(content: .mapping([]), line: line).setting(path, to: value, file: file, field: field)
    case .scalar:
      throw InputError(
        file: file, line: line, field: field, message: "expected a mapping that can hold `\(part)`, found \(found)")
    }
    return copy
  }

  /// The same content as if it had never been in a file.
  var withoutLines: YAMLTree {
    switch content {
    case .scalar: YAMLTree(content: content)
    case .sequence(let entries): YAMLTree(content: .sequence(entries.map(\.withoutLines)))
    case .mapping(let pairs):
      YAMLTree(content: .mapping(pairs.map { Pair(key: $0.key, value: $0.value.withoutLines) }))
    }
  }
}
