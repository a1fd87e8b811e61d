/// The first object of a JSON document, as far as the head of an input shows it: what kind of records there are.
struct FirstRecord {
  /// The names of its members.
  private(set) var keys: Set<String> = []
  /// Its id, where it has one.
  private(set) var id: String?

  /// Looks into `[{…}]`, `{…}` and `{"results": [{…}]}`; nil for what is no object.
  init?(_ head: InputHead) {
    guard head.firstVisible == UInt8(ascii: "{") || head.firstVisible == UInt8(ascii: "[") else { return nil }
    var json = JSONPullReader(ByteReader(bytes: head.bytes, name: ""))
    // The head may end anywhere: what was seen until then counts.
    try? look(&json, mayHoldResults: true)
    if keys.isEmpty { return nil }
  }

  private mutating func look(_ json: inout JSONPullReader, mayHoldResults: Bool) throws(InputError) {
    guard try json.nextDocument() else { return }
    if try json.peek() == .array {
      try json.beginArray()
      guard try json.nextElement() else { return }
    }
    guard try json.peek() == .object else { return }
    try json.beginObject()
    // The head is 64 KiB: its keys fit.
    while let key = try json.nextKey() {
      if mayHoldResults && key == "results", try json.peek() == .array {
        keys = []
        id = nil
        return try look(&json, mayHoldResults: false)
      }
      keys.insert(key)
      if key == "id", try json.peek() == .string { id = try json.string() } else { try json.skipValue() }
    }
  }
}
