import GRDB
import GRDBSQLite
import JobModel

/// Takes the values of the row on which a statement stands, one after the other.
///
/// Nothing in a file can make it trap: SQLite converts between its types, and what still cannot be read is a ``Damage``
/// that names table and column. It asks SQLite itself since GRDB's rows cost three times as much to read.
struct RowReader {
  private let statement: Statement
  private let names: NameTable
  private let table: String
  private var position: CInt = 0

  private init(_ statement: Statement, table: String, names: NameTable) {
    self.statement = statement
    self.names = names
    self.table = table
  }

  /// Hands out the rows of a statement whose arguments are set; they came from `table`.
  static func forEachRow(
    of statement: Statement, table: String, names: NameTable = NameTable(), _ body: (inout RowReader) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(statement)
    while try rows.next() != nil {
      var reader = RowReader(statement, table: table, names: names)
      try body(&reader)
    }
  }

  /// Reads the row on which a statement stands, which came from `table`.
  static func row<T>(
    of statement: Statement, table: String, names: NameTable, _ body: (inout RowReader) throws -> T
  ) rethrows -> T {
    var reader = RowReader(statement, table: table, names: names)
    return try body(&reader)
  }

  mutating func integer() -> Int64? {
    defer { position += 1 }
    let row = statement.sqliteStatement
    return sqlite3_column_type(row, position) == SQLITE_NULL ? nil : sqlite3_column_int64(row, position)
  }

  mutating func int() throws -> Int? {
    guard let value = integer() else { return nil }
    guard let int = Int(exactly: value) else { throw damage }
    return int
  }

  mutating func text() -> String? {
    defer { position += 1 }
    // NULL for NULL; bytes that are no UTF-8 are repaired.
    return sqlite3_column_text(statement.sqliteStatement, position).map { String(cString: $0) }
  }

  mutating func real() -> Double? {
    defer { position += 1 }
    let row = statement.sqliteStatement
    return sqlite3_column_type(row, position) == SQLITE_NULL ? nil : sqlite3_column_double(row, position)
  }

  /// The shared text that the column's number stands for.
  mutating func name() throws -> String? { try integer().map { try names.name($0) } }
  mutating func flag() -> Bool { integer() == 1 }
  mutating func time() -> SimTime? { integer().map { SimTime(milliseconds: $0) } }
  mutating func duration() -> SimDuration? { integer().map { SimDuration(milliseconds: $0) } }
  mutating func bytes() -> Bytes? { integer().map { Bytes($0) } }

  /// An amount and, in the next column, its currency.
  mutating func money() throws -> Money? {
    let nanos = integer()
    guard let code = try name(), let nanos else { return nil }
    return Money(nanos: nanos, currency: try currency(code))
  }

  /// A currency's code.
  mutating func currency() throws -> Currency? { try text().map { try currency($0) } }

  private func currency(_ code: String) throws -> Currency {
    guard let currency = try? Currency(code) else { throw damage }
    return currency
  }

  /// One of a closed list of words.
  mutating func known<Word: RawRepresentable<String>>(_: Word.Type) throws -> Word? {
    guard let name = try name() else { return nil }
    guard let word = Word(rawValue: name) else { throw damage }
    return word
  }

  /// The value of a column that is never NULL.
  func needed<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw damage }
    return value
  }

  /// What is wrong with the column that was read last.
  var damage: Damage {
    let column = statement.columnNames.dropFirst(Int(position) - 1).first ?? "value"
    return Damage(what: "a row of \(table) has no readable \(column)")
  }
}
