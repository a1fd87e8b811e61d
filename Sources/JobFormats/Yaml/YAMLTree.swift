/// A YAML document as it was written: texts, lists and mappings in their order, each with its line.
///
/// Nothing is interpreted: `90`, `true` and `2025-04-04` are texts, and each field decides what it takes. Keys are
/// unique in their mapping. A tree never has more than ``YAMLTree/nodeLimit`` nodes nor more than
/// ``YAMLTree/depthLimit`` levels.
struct YAMLTree: Sendable, Equatable {
  /// What stands at a place.
  enum Content: Sendable, Equatable {
    /// A text; `isQuoted` tells `""` from nothing.
    case scalar(String, isQuoted: Bool)
    /// A list.
    case sequence([YAMLTree])
    /// Keys and values, in the order written.
    case mapping([Pair])
  }

  /// A key of a mapping with its value.
  struct Pair: Sendable, Equatable {
    /// The key, unique in its mapping.
    var key: String
    /// The line of the key; nil if it was not in the file.
    var line: Int?
    /// What it is set to.
    var value: YAMLTree
  }

  /// The most nodes, after aliases were written out.
  static let nodeLimit = 5_000_000
  /// The most levels.
  static let depthLimit = 64
  /// The largest file: a plan of a hundred thousand tasks is smaller.
  static let byteLimit = 64 << 20

  /// What stands here.
  var content: Content
  /// The line, counted from 1; nil if it was not in the file but set by an edit.
  var line: Int?

  /// Whether nothing stands here: `key:`, `key: ~` or `key: null`.
  var isNull: Bool {
    guard case .scalar(let text, isQuoted: false) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The value of a key; nil without it and for what is no mapping.
  ///
  /// - Complexity: O(number of keys).
  subscript(key: String) -> YAMLTree? {
    guard case .mapping(let pairs) = content else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  /// The list's entries; none for what is no list.
  var entries: [YAMLTree] {
    guard case .sequence(let entries) = content else { return [] }
    return entries
  }

  /// The text that stands here; nil for lists, mappings and nothing.
  var text: String? {
    guard case .scalar(let text, _) = content, !isNull else { return nil }
    return text
  }

  /// What stands here in words, for messages: `a list`, `nothing`, `"abc"`.
  var found: String {
    switch content {
    case .scalar where isNull: return "nothing"
    case .scalar(let text, _):
      let head = text.prefix(60)
      return head.endIndex == text.endIndex ? "\"\(text)\"" : "\"\(head)…\""
    case .sequence: return "a list"
    case .mapping(let pairs):
      let keys = pairs.prefix(6).map(\.key).joined(separator: ", ")
      return pairs.isEmpty ? "an empty mapping" : "a mapping with \(keys)\(pairs.count > 6 ? ", …" : "")"
    }
  }
}
