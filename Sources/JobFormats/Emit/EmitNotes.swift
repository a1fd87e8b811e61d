/// What a target could not say: each sentence once, with the executables that it is about.
struct EmitNotes {
  private var sentences: [String] = []
  private var names: [String: [String]] = [:]

  /// Adds a sentence that is about no executable, or about all.
  mutating func add(_ sentence: String) {
    if names.updateValue(names[sentence] ?? [], forKey: sentence) == nil { sentences.append(sentence) }
  }

  /// Adds an executable to those that a sentence is about.
  mutating func add(_ sentence: String, about name: String) {
    add(sentence)
    let name = EmitComment.shown(name)
    if names[sentence]?.last != name { names[sentence, default: []].append(name) }
  }

  /// The sentences in the order in which they came up.
  var texts: [String] {
    sentences.map { sentence in
      let about = names[sentence] ?? []
      guard !about.isEmpty else { return sentence }
      let more = about.count > Self.most ? " and \(about.count - Self.most) more" : ""
      return "\(sentence): \(about.prefix(Self.most).joined(separator: ", "))\(more)"
    }
  }

  /// More names than this are counted only.
  private static let most = 8
}
