import GRDB
import GRDBSQLite
import Glibc

/// The values of one row on their way into statements, its texts one behind the other in one memory.
///
/// It is filled, bound (in whole or in parts, any number of times) and emptied for the next row, so a row of sixty
/// columns costs no allocation.
struct RowCells: ~Copyable {
  /// A value.
  private enum Cell {
    case null
    case integer(Int64)
    case real(Double)
    /// Where it stands in ``bytes``.
    case text(start: Int, count: Int)
  }

  /// How many values there are.
  private(set) var count = 0
  /// Which of the first 64 are not NULL, a bit each.
  private(set) var present: UInt64 = 0
  private var cells: UnsafeMutablePointer<Cell>
  private let capacity: Int
  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCount = 0
  private var byteCapacity = 4096
  /// Where lists are written before it is known how long they are.
  private var list: [UInt8] = []

  /// No values, and room for those of a row of so many columns.
  init(columns: Int) {
    precondition(columns <= UInt64.bitWidth, "one bit of `present` for each column")
    capacity = columns
    cells = .allocate(capacity: columns)
    bytes = .allocate(capacity: byteCapacity)
  }

  deinit {
    cells.deallocate()
    bytes.deallocate()
  }

  /// Forgets the row.
  mutating func removeAll() {
    count = 0
    present = 0
    byteCount = 0
  }

  private mutating func append(_ cell: Cell) {
    precondition(count < capacity, "a row has as many values as columns")
    // A cell holds no references: nothing to be let go.
    (cells + count).initialize(to: cell)
    if case .null = cell {} else { present |= 1 << UInt64(count) }
    count &+= 1
  }

  mutating func integer(_ value: Int64?) { append(value.map { .integer($0) } ?? .null) }
  mutating func flag(_ value: Bool) { append(.integer(value ? 1 : 0)) }

  /// SQLite has no NaN; what is not a number is not known.
  mutating func real(_ value: Double?) {
    if let value, !value.isNaN { append(.real(value)) } else { append(.null) }
  }

  /// A text as SQLite can hold it; see ``storable(_:)``.
  mutating func text(_ value: String?) {
    guard let value else { return append(.null) }
    let isStored = value.utf8.withContiguousStorageIfAvailable { text in
      if let start = text.baseAddress, memchr(start, 0, text.count) != nil { return false }
      write(text)
      return true
    }
    if isStored != true { Array(storable(value).utf8).withUnsafeBufferPointer { write($0) } }
  }

  /// A text that `make` appends; it must hold no NUL. NULL if it appends nothing.
  mutating func text(_ make: (inout [UInt8]) -> Void) {
    list.removeAll(keepingCapacity: true)
    make(&list)
    if list.isEmpty { return append(.null) }
    list.withUnsafeBufferPointer { write($0) }
  }

  private mutating func write(_ text: UnsafeBufferPointer<UInt8>) {
    if byteCapacity - byteCount < text.count {
      byteCapacity = max(2 * byteCapacity, byteCount + text.count)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCapacity)
      larger.update(from: bytes, count: byteCount)
      bytes.deallocate()
      bytes = larger
    }
    if let start = text.baseAddress { (bytes + byteCount).update(from: start, count: text.count) }
    append(.text(start: byteCount, count: text.count))
    byteCount += text.count
  }

  /// Runs a statement once with some of the cells as its arguments, in the order given.
  ///
  /// - Returns: the first value of its first row as a whole number; nil if it gives no row.
  /// - Throws: `DatabaseError`, as GRDB's own execution does; there are no observers that it would have to tell.
  func run(_ statement: Statement, _ first: Range<Int>, _ second: Range<Int> = 0..<0) throws -> Int64? {
    try run(statement) {
      var index: CInt = 0
      for place in first { try bind(place, to: statement, at: &index) }
      for place in second { try bind(place, to: statement, at: &index) }
    }
  }

  /// Runs a statement once whose arguments are the cells that are not NULL.
  func runPresent(_ statement: Statement) throws {
    _ = try run(statement) {
      var index: CInt = 0
      for place in 0..<count where present & 1 << UInt64(place) != 0 {
        try bind(place, to: statement, at: &index)
      }
    }
  }

  private func run(_ statement: Statement, _ bindAll: () throws -> Void) throws -> Int64? {
    let row = statement.sqliteStatement
    sqlite3_reset(row)
    // The texts are not copied: nothing may point to them once they are gone.
    defer {
      sqlite3_reset(row)
      sqlite3_clear_bindings(row)
    }
    try bindAll()
    switch sqlite3_step(row) {
    case SQLITE_DONE: return nil
    case SQLITE_ROW: return sqlite3_column_int64(row, 0)
    case let code: throw Self.error(code, statement)
    }
  }

  /// Sets the argument behind the one at `index`.
  @inline(__always) private func bind(_ place: Int, to statement: Statement, at index: inout CInt) throws {
    precondition(place < count)
    let row = statement.sqliteStatement
    index &+= 1
    let code: CInt
    switch cells[place] {
    // As it is: every run leaves the arguments cleared.
    case .null: return
    case .integer(let value): code = sqlite3_bind_int64(row, index, value)
    case .real(let value): code = sqlite3_bind_double(row, index, value)
    case .text(let start, let count):
      code = UnsafeRawPointer(bytes + start).withMemoryRebound(to: CChar.self, capacity: count) {
        sqlite3_bind_text64(row, index, $0, UInt64(count), nil, UInt8(SQLITE_UTF8))
      }
    }
    guard code == SQLITE_OK else { throw Self.error(code, statement) }
  }

  private static func error(_ code: CInt, _ statement: Statement) -> DatabaseError {
    let message = sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement)).map { String(cString: $0) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
  }
}
