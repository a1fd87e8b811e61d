import GRDB
import JobModel

/// The texts that many rows share, by number: a row holds the number.
///
/// Rows become half as long, and a name is one allocation however many jobs have it. The table only ever grows.
struct NameTable {
  private var names: [Int64: String] = [:]
  private var last: Int64 = 0

  /// Reads what was added since.
  mutating func refresh(_ db: Database) throws {
    let statement = try db.cachedStatement(sql: "SELECT id, name FROM names WHERE id > ? ORDER BY id")
    try statement.bind([.integer(last)])
    try RowReader.forEachRow(of: statement, table: "names") { reader in
      let id = try reader.needed(reader.integer())
      add(try reader.needed(reader.text()), as: id)
    }
  }

  /// The name with this number.
  func name(_ id: Int64) throws -> String {
    guard let name = names[id] else { throw Damage(what: "there is no name with the number \(id)") }
    return name
  }

  mutating func add(_ name: String, as id: Int64) {
    names[id] = name
    last = max(last, id)
  }

  /// All names with their numbers, in no order.
  var all: [Int64: String] { names }

  /// The numbers of the names that fit, as a list for `json_each`, and how many there are.
  ///
  /// - Complexity: O(names).
  func numbers(matching glob: Glob) -> (list: String, count: Int) {
    let fitting = names.filter { glob.matches($0.value) }.keys.sorted()
    return (FlatList.array(fitting.lazy.map { .integer($0) }) ?? "[]", fitting.count)
  }

  /// Whether a name holds a text; capital and small letters of ASCII are alike.
  ///
  /// - Parameter needle: the text with its letters of ASCII in lower case.
  static func holds(_ name: String, _ needle: [UInt8]) -> Bool {
    guard let first = needle.first else { return true }
    let bytes = name.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    guard bytes.count >= needle.count else { return false }
    return (0...(bytes.count - needle.count)).contains {
      bytes[$0] == first && bytes[$0..<($0 + needle.count)].elementsEqual(needle)
    }
  }
}

/// Gives numbers to names inside one transaction.
///
/// It must not outlive the transaction: numbers that are rolled back are given again to other names.
final class NameWriter {
  private(set) var table = NameTable()
  private var ids: [String: Int64] = [:]
  private let insertion: Statement
  private let db: Database

  init(_ db: Database) throws {
    self.db = db
    insertion = try db.cachedStatement(sql: "INSERT INTO names (name) VALUES (?)")
    try table.refresh(db)
    for (id, name) in table.all { ids[name] = id }
  }

  /// The number of a name; a new one if need be.
  func id(_ name: String) throws -> Int64 {
    if let id = ids[name] { return id }
    let storable = storable(name)
    // A name with a NUL is stored under another text, which may be there.
    if storable != name {
      let id = try id(storable)
      ids[name] = id
      return id
    }
    try insertion.bind([.text(name)])
    try insertion.execute()
    let id = db.lastInsertedRowID
    ids[name] = id
    table.add(name, as: id)
    return id
  }
}

/// The text as SQLite can hold it: it ends a text at a NUL, so two different ids would become one.
func storable(_ text: String) -> String {
  text.utf8.contains(0) ? String(text.map { $0 == "\0" ? "\u{2400}" : $0 }) : text
}
