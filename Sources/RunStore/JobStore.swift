import GRDB
import Synchronization

/// One SQLite file with every job that was imported and every run that was made.
///
/// Several processes may use one file: readers never wait for a writer, and a writer waits up to five seconds for
/// another one. The views of ``Views`` are the file's public face; its tables are not.
public final class JobStore: Sendable {
  /// What a store is opened for.
  public enum Mode: Sendable, Hashable {
    /// Makes the file if there is none, and brings an older one up to date.
    case readWrite
    /// Changes nothing; also for a file or folder that cannot be written.
    case readOnly
  }

  /// The file as the person named it.
  public let path: String
  /// What it was opened for.
  public let mode: Mode
  /// Written beside each import.
  let programVersion: String

  private let pool: DatabasePool
  // Names are only ever added, so what was read once stays true.
  private let names = Mutex(NameTable())

  /// Opens a store.
  ///
  /// - Throws: ``StoreError`` for a file that is missing (read-only), locked, damaged, newer than this program, not
  ///   ours, or not to be written.
  public init(path: String, mode: Mode = .readWrite, programVersion: String = "") throws {
    self.path = path
    self.mode = mode
    self.programVersion = programVersion
    pool = try Self.explainingErrors(path: path) {
      let file = try StoreFile(path: path)
      switch mode {
      case .readOnly: return try file.openForReading()
      case .readWrite:
        let pool = try file.openForWriting()
        try Migrations.run(on: pool, path: path)
        return pool
      }
    }
  }

  /// Whether there is a file of a store, to be opened; where there is none, that one could be made.
  ///
  /// - Throws: ``StoreError`` for a name that no store can have, such as one in a folder that is not there.
  public static func isThere(path: String) throws -> Bool { try StoreFile(path: path).isThere() }

  /// Runs `body` on one snapshot of the store.
  func read<T>(_ body: (Database, NameTable) throws -> T) throws -> T {
    try Self.explainingErrors(path: path) {
      try pool.read { db in
        let table = try names.withLock { table in
          try table.refresh(db)
          return table
        }
        return try body(db, table)
      }
    }
  }

  /// Runs `body` as one transaction: an error takes back all of it.
  func write<T>(_ body: (Database) throws -> T) throws -> T {
    guard mode == .readWrite else { throw StoreError(path: path, message: "was opened for reading only") }
    return try Self.explainingErrors(path: path) { try pool.write(body) }
  }

  private static func explainingErrors<T>(path: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError(path: path, error)
    } catch let damage as Damage {
      throw StoreError(path: path, damage)
    }
  }
}
