import JobModel

/// Codes for names, and texts with codes in the place of names.
struct CodedNames {
  /// What a name is of; the code begins with it.
  enum Kind: String {
    case run, file, person, project, tag, job
  }

  private let salt: UInt128
  private var known: [String: Kind] = [:]
  private var kept: Set<String> = []
  /// The lengths, in characters, of what is known: so few that a text is searched quickly.
  private var lengths: Set<Int> = []

  /// - Parameter salt: texts that a reader of the page does not know.
  init(salt: [String]) { self.salt = salt.reduce(0x5055_5253_4552) { ContentHash.of($1, seed: $0) } }

  /// A name that stands for itself.
  mutating func keep(_ name: String) {
    kept.insert(name)
    known[name] = nil
  }

  /// A name that is replaced in texts too, unless it is so short that it would be found in words.
  mutating func know(_ name: String, _ kind: Kind) {
    guard name.count >= 3, name.contains(where: \.isLetter), !kept.contains(name), known[name] == nil else { return }
    known[name] = kind
    if name.count <= 300 { lengths.insert(name.count) }
  }

  /// The code of a name; nothing stays nothing.
  func code(_ name: String, _ kind: Kind) -> String {
    guard !name.isEmpty, !kept.contains(name) else { return name }
    let digits = String(UInt32(truncatingIfNeeded: ContentHash.of(name, seed: salt)), radix: 16)
    return "\((known[name] ?? kind).rawValue)-\(String(repeating: "0", count: 8 - digits.utf8.count))\(digits)"
  }

  /// The codes of names that stand with commas between them.
  func codes(ofList list: String, _ kind: Kind) -> String {
    list.split(separator: ",").map { code(String($0.drop { $0 == " " }), kind) }.joined(separator: ", ")
  }

  /// A text whose known names, ids of the platform, addresses and, unless said, paths and files are codes.
  ///
  /// - Complexity: O(length · number of different lengths of names).
  func text(_ text: String, hasFiles: Bool = true) -> String {
    let characters = Array(text)
    let sizes = lengths.sorted(by: >)
    var out = ""
    var place = 0
    while place < characters.count {
      guard Self.isPart(characters[place]), place == 0 || !Self.isPart(characters[place - 1]) else {
        out.append(characters[place])
        place += 1
        continue
      }
      if let (size, name) = name(at: place, in: characters, sizes) {
        out += code(name, known[name] ?? .job)
        place += size
        continue
      }
      // A word with the signs that ids, paths and addresses have.
      var end = place
      while end < characters.count, Self.isPart(characters[end]) || "-./@~:".contains(characters[end]) { end += 1 }
      while end > place + 1, ".:".contains(characters[end - 1]) { end -= 1 }
      let word = String(characters[place..<end])
      if let kind = Self.kind(of: word, hasFiles: hasFiles) {
        out += code(word, kind)
        place = end
      } else {
        // The next part of the word may be a name.
        repeat {
          out.append(characters[place])
          place += 1
        } while place < end && Self.isPart(characters[place])
      }
    }
    return out
  }

  private func name(at place: Int, in characters: [Character], _ sizes: [Int]) -> (Int, String)? {
    for size in sizes where place + size <= characters.count {
      if place + size < characters.count, Self.isPart(characters[place + size]) { continue }
      let name = String(characters[place..<(place + size)])
      if known[name] != nil { return (size, name) }
    }
    return nil
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private static let endings: Set<String> = [
    "bam", "cram", "bed", "bgen", "bcf", "csv", "fa", "fastq", "fasta", "fq", "gvcf", "gz", "html", "json", "log",
    "pgen", "swf", "tsv", "txt", "vcf", "yaml", "yml", "zip",
  ]

  private static func kind(of word: String, hasFiles: Bool) -> Kind? {
    let parts = word.split(separator: "-", maxSplits: 1)
    if parts.count == 2, parts[1].utf8.count == 24, parts[1].allSatisfy({ $0.isLetter || $0.isNumber }) {
      switch parts[0] {
      case "job", "analysis": return .job
      case "project", "container": return .project
      case "file", "record": return .file
      case "user", "org": return .person
      default: return nil
      }
    }
    if word.hasPrefix("user-") { return .person }
    if word.contains("@") { return .person }
    guard hasFiles else { return nil }
    let ending = word.split(separator: ".").last.map(String.init) ?? ""
    if word.contains("."), word != ending, endings.contains(ending.lowercased()) { return .file }
    return word.contains("://") || word.contains("/") && word.split(separator: "/").count > 2 ? .file : nil
  }
}
