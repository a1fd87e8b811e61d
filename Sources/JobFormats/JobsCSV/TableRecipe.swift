public import JobModel

/// How to read a table of jobs whose columns have other names: for `--columns`, `--states` and `--missing`.
public struct TableRecipe: Sendable, Equatable {
  /// A column by another name, its figures in another unit.
  struct Column: Sendable, Equatable {
    /// The known header that it stands for, in small letters.
    var header: String
    /// What its figures are multiplied by.
    var factor = 1.0
  }

  /// The columns with other names, by those.
  private(set) var columns: [String: Column] = [:]
  /// What words for a state mean here.
  private(set) var states: [String: String] = [:]
  /// Values that say nothing, by column.
  private(set) var missing: [String: [String]] = [:]

  /// A recipe from the three options' texts, each a list such as `old=new,old=new`; nil if all of them are.
  ///
  /// `old=new` reads a column as another one, and `*N` or `/N` behind it multiplies or divides its figures; `word=state`
  /// says what a word means, and `=state` what no word means; `column=value` names a value that says nothing.
  ///
  /// - Throws: ``InputValueError`` that names what cannot be read.
  public init?(columns: String?, states: String?, missing: String?) throws(InputValueError) {
    if columns == nil && states == nil && missing == nil { return nil }
    for (old, new) in try Self.pairs(columns, expected: "old=new,…") {
      self.columns[old] = try Self.column(new)
    }
    for (word, state) in try Self.pairs(states, expected: "word=state,…", allowsNothing: true) {
      guard StateWords.meaning(of: state) != nil else {
        throw InputValueError(expected: "a state such as done, failed, terminated, running or runnable", found: state)
      }
      self.states[word] = state
    }
    for (column, value) in try Self.pairs(missing, expected: "column=value,…") {
      self.missing[column, default: []].append(value)
    }
  }

  private static func pairs(
    _ text: String?, expected: String, allowsNothing: Bool = false
  ) throws(InputValueError) -> [(String, String)] {
    var pairs: [(String, String)] = []
    for part in text?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      guard let mark = part.firstIndex(of: "="), allowsNothing || mark != part.startIndex,
        part.index(after: mark) != part.endIndex
      else {
        throw InputValueError(expected: expected, found: part)
      }
      pairs.append((String(part[..<mark]), String(part[part.index(after: mark)...])))
    }
    return pairs
  }

  /// `runtime_s`, `vcpus/1000` or `memory_requested_bytes*1048576`.
  private static func column(_ text: String) throws(InputValueError) -> Column {
    let header = text.prefix { $0 != "*" && $0 != "/" }
    let name = header.lowercased()
    guard let known = JobColumn.byHeader[name] else {
      let near = nearestNames(to: name, among: JobColumn.byHeader.keys.sorted()).first
      throw InputValueError(
        expected: near.map { "a column of jobs such as \($0)" } ?? "a column of jobs such as executable or runtime_s",
        found: header)
    }
    guard header.endIndex != text.endIndex else { return Column(header: name) }
    let figure = text[text.index(after: header.endIndex)...]
    guard known.column.isNumeric else {
      throw InputValueError(expected: "no factor for \(name), which holds no amount", found: text)
    }
    guard let value = Double(figure), value.isFinite, value >= 1e-12, value <= 1e12 else {
      throw InputValueError(expected: "a factor such as *1024 or /1000", found: text)
    }
    return Column(header: name, factor: text[header.endIndex] == "*" ? value : 1 / value)
  }
}
