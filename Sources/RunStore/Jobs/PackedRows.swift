import GRDB
import GRDBSQLite
import Glibc

/// Rows of `jobs` on their way into statements, their texts one behind the other in one memory.
///
/// They are made on the thread that reads and bound on the one that writes. NULLs take no room: most of the columns of
/// most rows are NULL. Names that many rows share are numbers of a ``NameList``, since the reading thread cannot ask the
/// store for its numbers.
struct PackedRows: Sendable {
  /// A value that is not NULL.
  private enum Cell {
    case integer(Int64)
    case real(Double)
    /// A number of a ``NameList``.
    case name(Int)
    /// Where it stands in ``bytes``.
    case text(start: Int, count: Int)
  }

  /// A row.
  private struct Row {
    /// Which of its columns are not NULL, a bit each.
    var present: UInt64 = 0
    /// Where its first value stands in ``cells``.
    var firstCell: Int
    var line: Int
  }

  /// The names that these rows are the first to have, in the order of their numbers.
  var newNames: [String] = []
  private var rows: [Row] = []
  private var cells: [Cell] = []
  private var bytes: [UInt8] = []
  /// How many columns the last row has so far.
  private(set) var column = 0

  /// No rows.
  init() {}

  /// How many rows there are.
  var count: Int { rows.count }
  /// How many bytes the texts of all rows have.
  var textLength: Int { bytes.count }
  /// The line of the file on which a row stands; 0 where lines mean nothing.
  func line(_ row: Int) -> Int { rows[row].line }
  /// Which columns of a row are not NULL, a bit each.
  func present(_ row: Int) -> UInt64 { rows[row].present }

  /// Forgets all rows.
  mutating func removeAll() {
    newNames.removeAll()
    rows.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Begins a row, which the values that follow fill column by column.
  mutating func begin(line: Int) {
    rows.append(Row(firstCell: cells.count, line: line))
    column = 0
  }

  private mutating func append(_ cell: Cell?) {
    precondition(column < UInt64.bitWidth, "one bit of `present` for each column")
    if let cell {
      cells.append(cell)
      rows[rows.count - 1].present |= 1 << UInt64(column)
    }
    column += 1
  }

  mutating func integer(_ value: Int64?) { append(value.map { .integer($0) }) }
  mutating func flag(_ value: Bool) { append(.integer(value ? 1 : 0)) }
  /// SQLite has no NaN; what is not a number is not known.
  mutating func real(_ value: Double?) { append(value.flatMap { $0.isNaN ? nil : .real($0) }) }
  /// A name by its number in a ``NameList``.
  mutating func name(_ number: Int?) { append(number.map { .name($0) }) }

  /// A text as SQLite can hold it; see ``storable(_:)``.
  mutating func text(_ value: String?) {
    guard let value else { return append(nil) }
    let isStored = value.utf8.withContiguousStorageIfAvailable { text in
      if let start = text.baseAddress, memchr(start, 0, text.count) != nil { return false }
      self.text { $0.append(contentsOf: text) }
      return true
    }
    if isStored != true { text { $0.append(contentsOf: storable(value).utf8) } }
  }

  /// A list that `make` appends; it must hold no NUL. NULL if it appends nothing.
  mutating func list(_ make: (inout [UInt8]) -> Void) {
    let start = bytes.count
    make(&bytes)
    append(bytes.count == start ? nil : .text(start: start, count: bytes.count - start))
  }

  private mutating func text(_ write: (inout [UInt8]) -> Void) {
    let start = bytes.count
    write(&bytes)
    append(.text(start: start, count: bytes.count - start))
  }

  /// Runs a statement once whose arguments are columns of a row, in the order given.
  ///
  /// - Parameter columns: columns, as bits or as ranges one behind the other; a NULL is told like any value.
  /// - Parameter names: the store's number of each name of the ``NameList``.
  /// - Parameter body: called with the statement on its first row, if it has one.
  /// - Throws: `DatabaseError`, as GRDB's own execution does; there are no observers that it would have to tell.
  func run(
    _ statement: Statement, row: Int, _ columns: some Sequence<Int>, names: [Int64],
    _ body: (OpaquePointer) throws -> Void = { _ in }
  ) throws {
    let handle = statement.sqliteStatement
    try cells.withUnsafeBufferPointer { cells in
      try bytes.withUnsafeBufferPointer { bytes in
        sqlite3_reset(handle)
        // The texts are not copied: nothing may point to them once they are gone.
        defer {
          sqlite3_reset(handle)
          sqlite3_clear_bindings(handle)
        }
        let (present, first) = (rows[row].present, rows[row].firstCell)
        var index: CInt = 0
        for column in columns {
          index &+= 1
          let bit: UInt64 = 1 << UInt64(column)
          // As it is: every run leaves the arguments cleared.
          if present & bit == 0 { continue }
          let cell = cells[first + (present & (bit &- 1)).nonzeroBitCount]
          try Self.bind(cell, bytes, names, statement, index)
        }
        switch sqlite3_step(handle) {
        case SQLITE_DONE: break
        case SQLITE_ROW: try body(handle)
        case let code: throw Self.error(code, statement)
        }
      }
    }
  }

  @inline(__always) private static func bind(
    _ cell: Cell, _ bytes: UnsafeBufferPointer<UInt8>, _ names: [Int64], _ statement: Statement, _ index: CInt
  ) throws {
    let handle = statement.sqliteStatement
    let code: CInt
    switch cell {
    case .integer(let value): code = sqlite3_bind_int64(handle, index, value)
    case .real(let value): code = sqlite3_bind_double(handle, index, value)
    case .name(let number): code = sqlite3_bind_int64(handle, index, names[number])
    case .text(let start, let count):
      code = UnsafeRawBufferPointer(bytes).withMemoryRebound(to: CChar.self) { text in
        // An empty text is no NULL, whatever there is to point to.
        guard count > 0, let base = text.baseAddress else { return sqlite3_bind_text(handle, index, "", 0, nil) }
        return sqlite3_bind_text64(handle, index, base + start, UInt64(count), nil, UInt8(SQLITE_UTF8))
      }
    }
    guard code == SQLITE_OK else { throw error(code, statement) }
  }

  private static func error(_ code: CInt, _ statement: Statement) -> DatabaseError {
    let message = sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement)).map { String(cString: $0) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
  }
}

/// The places of the bits that are set, lowest first.
struct SetBits: Sequence, IteratorProtocol {
  private var bits: UInt64

  init(_ bits: UInt64) { self.bits = bits }

  mutating func next() -> Int? {
    guard bits != 0 else { return nil }
    defer { bits &= bits &- 1 }
    return bits.trailingZeroBitCount
  }
}
