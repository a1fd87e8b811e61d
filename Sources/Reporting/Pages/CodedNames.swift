import JobModel

/// Codes for names, and texts with codes in the place of names.
struct CodedNames {
  /// What a name is of; the code begins with it.
  enum Kind: String {
    case run, file, person, project, tag, job, host
  }

  private let salt: UInt128
  private var known: [String: Kind] = [:]
  private var kept: Set<String> = []
  /// The lengths, in characters, of what is known: so few that a text is searched quickly.
  private var lengths: Set<Int> = []

  /// - Parameter salt: texts that a reader of the page does not know.
  init(salt: [String]) { self.salt = salt.reduce(0x5055_5253_4552) { ContentHash.of($1, seed: $0) } }

  /// A name that stands for itself, unless it is a path, an address or the name of a file.
  mutating func keep(_ name: String) {
    guard Self.kind(of: name, hasFiles: true) == nil else { return }
    kept.insert(name)
    known[name] = nil
  }

  /// A name that is replaced in texts too.
  ///
  /// Not where it is so short that it would be found in words: fewer than three characters, or fewer than five digits
  /// (participants are often numbers, and so are counts).
  mutating func know(_ name: String, _ kind: Kind) {
    guard Self.isTelling(name), !kept.contains(name), known[name] == nil else { return }
    add(name, kind)
  }

  /// The name of a job and its id, as texts write them: `NAME (ID)`, which is found however short the name is.
  mutating func know(job: String, named name: String) {
    know(job, .job)
    know(name, .job)
    guard !name.isEmpty, !Self.isTelling(name), !kept.contains(name) else { return }
    let pair = "\(name) (\(job))"
    if known[pair] == nil { add(pair, .job) }
  }

  private mutating func add(_ name: String, _ kind: Kind) {
    known[name] = kind
    lengths.insert(name.count)
  }

  private static func isTelling(_ name: String) -> Bool {
    name.contains(where: \.isLetter) ? name.count >= 3 : name.count >= 5 && name.contains(where: \.isNumber)
  }

  /// An executable, which keeps its name unless it is a path, an address or the name of a file.
  func executable(_ name: String) -> String {
    guard !kept.contains(name), let kind = Self.kind(of: name, hasFiles: true) else { return name }
    return code(name, kind)
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

  /// What stands for a quoted message or line: it can hold anything.
  static let quotation = "(a quotation, left out)"

  /// A text whose known names, ids of the platform, addresses, hosts and, unless said, paths and files are codes.
  ///
  /// - Complexity: O(length · number of different lengths of names).
  func text(_ text: String, hasFiles: Bool = true) -> String {
    let characters = Array(text)
    let sizes = lengths.sorted(by: >)
    var out = ""
    var place = 0
    while place < characters.count {
      let isInWord = place > 0 && Self.isPart(characters[place - 1]) && Self.isPart(characters[place])
      if !isInWord, let (size, name) = name(at: place, in: characters, sizes) {
        out += kept.contains(name) ? name : code(name, known[name] ?? .job)
        place += size
        continue
      }
      // A slash within a word is no beginning of a path: `align/sort`.
      let isAfterWord = place > 0 && Self.isPart(characters[place - 1])
      guard Self.isStart(characters[place]), !isInWord, !isAfterWord || Self.isPart(characters[place]) else {
        out.append(characters[place])
        place += 1
        continue
      }
      // A word with the signs that ids, paths and addresses have.
      var end = place
      while end < characters.count, Self.isPart(characters[end]) || "-./@~:".contains(characters[end]) { end += 1 }
      while end > place + 1, ".:".contains(characters[end - 1]) { end -= 1 }
      let word = String(characters[place..<end])
      if let kind = Self.kind(of: word, hasFiles: hasFiles), !kept.contains(word) {
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

  /// A text as ``text(_:hasFiles:)`` has it, and without what it quotes.
  func evidence(_ text: String) -> String {
    if text.hasPrefix("  ") { return "  " + Self.quotation }
    // What is quoted can hold quotation marks itself: it goes from the first of them to the last.
    guard let first = text.firstIndex(of: "\""), let last = text.lastIndex(of: "\"") else { return self.text(text) }
    let rest = last > first ? self.text(String(text[text.index(after: last)...])) : ""
    return self.text(String(text[..<first])) + Self.quotation + rest
  }

  private func name(at place: Int, in characters: [Character], _ sizes: [Int]) -> (Int, String)? {
    for size in sizes where place + size <= characters.count {
      if place + size < characters.count, Self.isPart(characters[place + size]) { continue }
      let name = String(characters[place..<(place + size)])
      if known[name] != nil { return (size, name) }
    }
    return nil
  }

  /// Whether a path, an address or an id can begin with it.
  private static func isStart(_ character: Character) -> Bool {
    isPart(character) || character == "/" || character == "~" || character == "."
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
    if word.hasPrefix("user-") || word.contains("@") { return .person }
    if isHost(word) { return .host }
    guard hasFiles else { return nil }
    let ending = word.split(separator: ".").last.map(String.init) ?? ""
    if word.contains("."), word != ending, endings.contains(ending.lowercased()) { return .file }
    if word.contains("://") || word.hasPrefix("/") && word.count > 1 || word.hasPrefix("~/") { return .file }
    return word.contains("/") && word.split(separator: "/").count > 2 ? .file : nil
  }

  /// Whether a word is an address of the internet, the name that EC2 gives a machine, or a name with two dots or more.
  private static func isHost(_ word: String) -> Bool {
    if word.hasPrefix("ip-"), word.dropFirst(3).first?.isNumber == true { return true }
    let parts = word.split(separator: ":").first?.split(separator: ".", omittingEmptySubsequences: false) ?? []
    guard parts.count >= 3, parts.allSatisfy({ !$0.isEmpty }), !word.contains("/") else { return false }
    if parts.count == 4, parts.allSatisfy({ $0.allSatisfy(\.isNumber) && $0.count <= 3 }) { return true }
    let last = parts[parts.count - 1]
    return last.count >= 2 && last.allSatisfy(\.isLetter) && !endings.contains(last.lowercased())
  }
}
