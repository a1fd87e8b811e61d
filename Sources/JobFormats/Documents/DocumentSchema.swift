import JobModel

/// Which keys a document may have, and where: what an edit's path is checked against before anything is set.
indirect enum DocumentSchema: Sendable {
  /// A text, a number or a list.
  case value
  /// A mapping of these keys.
  case fields([(key: String, schema: DocumentSchema)])
  /// A mapping of any keys, such as instance types; they may contain points.
  case anyKeys(DocumentSchema)
  /// A list of mappings, addressed by their place from 0.
  case list(DocumentSchema)

  /// A quantity that may vary.
  static let distribution = fields(DistributionReader.keys.map { ($0, .value) })
  /// A restart policy.
  static let restart = fields((RestartReader.reasons + RestartReader.options).map { ($0, .value) })
  /// How tries fail by themselves.
  static let failures = fields(
    FailuresReader.reasons.map { ($0, .fields([("per_hour", .value), ("per_try", .value)])) })

  /// The keys of a mapping, where they are known.
  var keys: [String] {
    guard case .fields(let fields) = self else { return [] }
    return fields.map(\.key)
  }

  /// What stands under a key of a mapping of known keys.
  func schema(of key: String) -> DocumentSchema? {
    guard case .fields(let fields) = self else { return nil }
    return fields.first { $0.key == key }?.schema
  }

  /// The keys of a path that was split at its points, with the points inside keys put back.
  ///
  /// - Throws: ``InputError`` for a key that the document cannot have; it names the nearest one.
  func resolve(_ parts: ArraySlice<String>, of path: String, file: String) throws(InputError) -> [String] {
    guard let part = parts.first else { return [] }
    let rest = parts.dropFirst()
    switch self {
    case .fields:
      guard let schema = schema(of: part) else {
        let near = nearestNames(to: part, among: keys).first
        throw InputError(
          file: file, field: path, message: "unknown key `\(part)`",
          hint: near.map { "did you mean `\($0)`?" } ?? "known keys are \(keys.joined(separator: ", "))")
      }
      return [part] + (try schema.resolve(rest, of: path, file: file))
    case .anyKeys(let schema):
      // The key ends where a known key begins: `c5d.xlarge.wait` is the key `c5d.xlarge` and its `wait`.
      let end = rest.firstIndex { schema.keys.contains($0) } ?? parts.endIndex
      return [parts[..<end].joined(separator: ".")] + (try schema.resolve(parts[end...], of: path, file: file))
    case .list(let schema):
      guard Int(part) != nil else {
        throw InputError(
          file: file, field: path, message: "expected the place of an entry, counted from 0, found `\(part)`")
      }
      return [part] + (try schema.resolve(rest, of: path, file: file))
    case .value:
      throw InputError(file: file, field: path, message: "there is no key `\(part)` here: this is a value, no mapping")
    }
  }
}

/// What a file is called where nothing in it says so: its name without folders and without endings of its format.
func stem(of file: String, else fallback: String) -> String {
  var name = file.split(separator: "/").last.map(String.init) ?? ""
  for ending in [".gz", ".yaml", ".yml", ".json", ".csv"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
  return name.isEmpty || name == "-" ? fallback : name
}
