import GRDB
import GRDBSQLite

/// A value on its way into a statement.
///
/// GRDB's own arguments go through unspecialised generics and a key path for each value, which cost five times as much
/// as SQLite itself when a row has sixty columns. Its statements, errors and transactions stay in use.
enum Cell {
  case null
  case integer(Int64)
  case real(Double)
  /// Must hold no NUL: see ``storable(_:)``.
  case text(String)
}

extension Statement {
  /// `SQLITE_TRANSIENT`, a macro that Swift does not see: SQLite copies the text.
  private static var transient: sqlite3_destructor_type? {
    unsafeBitCast(OpaquePointer(bitPattern: -1), to: sqlite3_destructor_type?.self)
  }

  /// Sets the arguments, in order.
  func bind(_ cells: some Sequence<Cell>) throws {
    // Resets, and sets all to NULL.
    setUncheckedArguments(StatementArguments())
    var index: CInt = 0
    for cell in cells {
      index += 1
      let code: CInt
      switch cell {
      case .null: continue
      case .integer(let value): code = sqlite3_bind_int64(sqliteStatement, index, value)
      case .real(let value): code = sqlite3_bind_double(sqliteStatement, index, value)
      case .text(let value): code = sqlite3_bind_text(sqliteStatement, index, value, -1, Self.transient)
      }
      guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: sql) }
    }
  }
}
