import GRDB
import JobModel

/// A ``JobFilter`` as the condition of a query over `jobs j`.
struct JobCondition {
  private var conditions: [String] = []
  private var values: [DatabaseValue] = []

  /// `WHERE …`, or nothing.
  var sql: String { conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ") }
  /// What stands for its question marks.
  var arguments: StatementArguments { StatementArguments(values) }

  private static let time = "coalesce(j.submitted_ms, j.started_ms, j.ended_ms)"

  /// - Complexity: O(names) for each pattern: all shared texts are tried.
  init(_ filter: JobFilter, names: NameTable) {
    if filter.isWithoutAnalyses { conditions.append("j.is_analysis = 0") }
    add(filter.executable, column: "executable", names)
    add(filter.state, column: "state", names)
    add(filter.failureReason, column: "failure_reason", names)
    add(filter.user, column: "user", names)
    add(filter.project, column: "project", names)
    add(filter.instanceType, column: "instance_type", names)
    if let run = filter.run {
      add("j.run = (SELECT id FROM names WHERE name = ?)", storable(run).databaseValue)
    }
    if let since = filter.since { add("\(Self.time) >= ?", since.milliseconds.databaseValue) }
    if let until = filter.until { add("\(Self.time) < ?", until.milliseconds.databaseValue) }
    if let ids = filter.ids {
      add(
        "j.job IN (SELECT value FROM json_each(?))",
        (FlatList.array(ids.lazy.map { .text(storable($0)) }) ?? "[]").databaseValue)
    }
    if let tag = filter.tag {
      add(
        "j.tags IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(j.tags) WHERE value GLOB ?)",
        Self.sqlitePattern(tag).databaseValue)
    }
    if let text = filter.text, !text.isEmpty { add(holding: text, named: nil) }
    if let text = filter.anywhere, !text.isEmpty { add(holding: text, named: names) }
  }

  /// A text in the id or the name, or in one of the shared texts.
  private mutating func add(holding text: String, named names: NameTable?) {
    // SQLite's own lower() knows the letters of ASCII only.
    let folded = TextArena.folded(text)
    let pattern = String(decoding: folded, as: UTF8.self).databaseValue
    var condition = "instr(lower(j.job), ?) > 0 OR instr(lower(j.name), ?) > 0"
    values += [pattern, pattern]
    if let names {
      let fitting = names.all.filter { NameTable.holds($0.value, folded) }.keys.sorted()
      let list = (FlatList.array(fitting.lazy.map { .integer($0) }) ?? "[]").databaseValue
      for column in ["executable", "user", "instance_type", "state", "failure_reason"] {
        condition += " OR j.\(column) IN (SELECT value FROM json_each(?))"
        values.append(list)
      }
    }
    conditions.append("(\(condition))")
  }

  /// To SQLite a bracket is the beginning of a set, to us it is itself.
  private static func sqlitePattern(_ glob: Glob) -> String {
    storable(glob.text.map { $0 == "[" ? "[[]" : String($0) }.joined())
  }

  private mutating func add(_ condition: String, _ value: DatabaseValue) {
    conditions.append(condition)
    values.append(value)
  }

  /// A column that holds numbers of shared texts.
  private mutating func add(_ glob: Glob?, column: String, _ names: NameTable) {
    guard let glob else { return }
    let fitting = names.numbers(matching: glob)
    // An index pays for a few names only; the plus keeps it out.
    add(
      "\(fitting.count > 50 ? "+" : "")j.\(column) IN (SELECT value FROM json_each(?))", fitting.list.databaseValue)
  }
}
