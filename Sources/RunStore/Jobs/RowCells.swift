import GRDB
import GRDBSQLite

/// The values of one row on their way into statements, its texts one behind the other in one memory.
///
/// It is filled, bound (in whole or in parts, any number of times) and emptied for the next row, so a row of sixty
/// columns costs no allocation.
struct RowCells {
  /// A value.
  enum Cell {
    case null
    case integer(Int64)
    case real(Double)
    /// Where it stands in ``bytes``.
    case text(start: Int, count: Int)
  }

  private(set) var cells: [Cell] = []
  private var bytes: [UInt8] = []

  /// Cells without any memory.
  static let none = RowCells(cells: [])

  private init(cells: [Cell]) { self.cells = cells }

  init() {
    cells.reserveCapacity(64)
    bytes.reserveCapacity(4096)
  }

  /// Forgets the row.
  mutating func removeAll() {
    cells.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func integer(_ value: Int64?) { cells.append(value.map { .integer($0) } ?? .null) }

  /// SQLite has no NaN; what is not a number is not known.
  mutating func real(_ value: Double?) {
    if let value, !value.isNaN { cells.append(.real(value)) } else { cells.append(.null) }
  }

  /// A text as SQLite can hold it; see ``storable(_:)``.
  mutating func text(_ value: String?) {
    guard let value else { return cells.append(.null) }
    let start = bytes.count
    bytes.append(contentsOf: value.utf8)
    if bytes[start...].contains(0) {
      bytes.removeSubrange(start...)
      bytes.append(contentsOf: storable(value).utf8)
    }
    cells.append(.text(start: start, count: bytes.count - start))
  }

  /// A text that `write` appends; it must hold no NUL. NULL if it appends nothing.
  mutating func text(_ write: (inout [UInt8]) -> Void) {
    let start = bytes.count
    write(&bytes)
    cells.append(bytes.count == start ? .null : .text(start: start, count: bytes.count - start))
  }

  /// Runs a statement once with some of the cells as its arguments, in the order given.
  ///
  /// - Returns: the first value of its first row as a whole number; nil if it gives no row.
  /// - Throws: `DatabaseError`, as GRDB's own execution does; there are no observers that it would have to tell.
  func run(_ statement: Statement, _ parts: Range<Int>...) throws -> Int64? {
    let row = statement.sqliteStatement
    return try bytes.withUnsafeBytes { bytes in
      sqlite3_reset(row)
      // The texts are not copied: nothing may point to them once they are gone.
      defer {
        sqlite3_reset(row)
        sqlite3_clear_bindings(row)
      }
      var index: CInt = 0
      for part in parts {
        for cell in cells[part] {
          index += 1
          let code: CInt
          switch cell {
          // As it is: every run leaves the arguments cleared.
          case .null: continue
          case .integer(let value): code = sqlite3_bind_int64(row, index, value)
          case .real(let value): code = sqlite3_bind_double(row, index, value)
          case .text(let start, let count):
            // An empty array may have no address, and no address would be NULL.
            let text = bytes.baseAddress.map { $0 + start } ?? UnsafeRawPointer(Self.nothing)
            code = sqlite3_bind_text64(
              row, index, text.assumingMemoryBound(to: CChar.self), UInt64(count), nil, UInt8(SQLITE_UTF8))
          }
          guard code == SQLITE_OK else { throw Self.error(code, statement) }
        }
      }
      switch sqlite3_step(row) {
      case SQLITE_DONE: return nil
      case SQLITE_ROW: return sqlite3_column_int64(row, 0)
      case let code: throw Self.error(code, statement)
      }
    }
  }

  /// An address for texts of no bytes.
  nonisolated(unsafe) private static let nothing = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)

  private static func error(_ code: CInt, _ statement: Statement) -> DatabaseError {
    let message = sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement)).map { String(cString: $0) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
  }
}
