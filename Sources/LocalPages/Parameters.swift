import JobModel

/// The parameters of a page: only those that it knows, each once, with values that it takes.
struct Parameters {
  private var values: [String: [String]] = [:]

  /// - Parameters:
  ///   - known: the names that the page knows.
  ///   - repeated: those of them that can come more than once.
  /// - Throws: ``BadRequest`` for any other one.
  init(
    _ query: [(name: String, value: String)], known: [String], repeated: [String] = []
  ) throws(BadRequest) {
    for item in query {
      guard known.contains(item.name) || repeated.contains(item.name) else {
        let names = known + repeated
        throw BadRequest(
          "There is no parameter \"\(item.name)\" here; "
            + (names.isEmpty ? "none is expected." : "expected: \(names.joined(separator: ", "))."))
      }
      // A form sends what was left empty.
      if item.value.isEmpty { continue }
      values[item.name, default: []].append(item.value)
      if let count = values[item.name]?.count, count > 1, !repeated.contains(item.name) {
        throw BadRequest("The parameter \(item.name) was given more than once; expected one.")
      }
    }
  }

  /// A text; empty where it is not given.
  func text(_ name: String) -> String { values[name]?.first ?? "" }

  /// All texts of a name.
  func texts(_ name: String) -> [String] { values[name] ?? [] }

  /// A whole number.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(BadRequest) -> Int? {
    guard let text = values[name]?.first else { return nil }
    guard text.utf8.count < 12, let number = Int(text), range.contains(number) else {
      throw BadRequest(
        "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), found \"\(text)\".")
    }
    return number
  }

  /// Whether something is on.
  func flag(_ name: String) throws(BadRequest) -> Bool { try word(name, among: ["1", "0"]) == "1" }

  /// One of some words.
  func word(_ name: String, among words: [String]) throws(BadRequest) -> String? {
    guard let text = values[name]?.first else { return nil }
    guard words.contains(text) else {
      throw BadRequest("\(name) must be one of \(words.joined(separator: ", ")), found \"\(text)\".")
    }
    return text
  }

  /// A time.
  func time(_ name: String) throws(BadRequest) -> SimTime? {
    guard let text = values[name]?.first else { return nil }
    guard let time = try? SimTime(parsing: text) else {
      throw BadRequest(
        "\(name) must be a day (2026-10-01) or a time in UTC (2026-10-01 12:00), found \"\(text)\".")
    }
    return time
  }

  /// Whether the page's data is asked for in place of the page.
  func wantsJSON() throws(BadRequest) -> Bool { try word("format", among: ["json"]) != nil }
}
