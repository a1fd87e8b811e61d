/// What the beginning of a JSON document tells of its kind: the keys of its object, or of the first object of its array.
struct DocumentHead {
  /// The keys, as far as the head goes.
  private(set) var keys: Set<String> = []
  /// The texts among their values.
  private(set) var texts: [String: String] = [:]

  /// Looks at a head; no keys for what is no JSON.
  ///
  /// - Complexity: O(head).
  init(_ head: InputHead) {
    guard let first = head.firstVisible, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return }
    var json = JSONPullReader(ByteReader(bytes: head.bytes, name: ""))
    do {
      guard try json.nextDocument() else { return }
      if try json.peek() == .array {
        try json.beginArray()
        guard try json.nextElement(), try json.peek() == .object else { return }
      }
      try json.beginObject()
      while let key = try json.nextKey() {
        keys.insert(key)
        if try json.peek() == .string {
          texts[key] = try json.string()
        } else {
          try json.skipValue()
        }
      }
    } catch {
      // The head ends in the middle: what came before it counts.
    }
  }

  /// A document that was read whole.
  init(_ tree: YAMLTree) {
    let object = tree.pairs.isEmpty ? tree.entries.first ?? tree : tree
    for pair in object.pairs {
      keys.insert(pair.key)
      if let text = pair.value.text { texts[pair.key] = text }
    }
  }
}
