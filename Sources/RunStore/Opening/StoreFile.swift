import Foundation
import GRDB

/// The file of a store before it is opened: what it is, and how SQLite must be told to open it.
struct StoreFile {
  /// As the person named it.
  let path: String

  /// Marks a file as ours in its header: the bytes `PURS`.
  static let applicationID: Int32 = 0x5055_5253

  /// How long a writer or a reader waits for a lock.
  static let busyTimeoutSeconds = 5

  /// What stands in the header of an SQLite file.
  private struct Header {
    var applicationID: Int32
    var version: Int
    var tables: Int
  }

  init(path: String) throws {
    guard !path.isEmpty, path != ":memory:", !path.utf8.contains(0) else {
      throw StoreError(path: path, message: "is not the name of a file", hint: "name one with --store")
    }
    self.path = path
  }

  /// The name for SQLite: with URIs switched on, as on Debian, `file:x` would not be a file of that name.
  private var sqlitePath: String { path.hasPrefix("file:") ? "./" + path : path }

  /// Opens the file for reading and writing; makes it if need be, but never touches a file that is not ours.
  func openForWriting() throws -> DatabasePool {
    if try size() != nil {
      let header = try inspect(sqlitePath)
      try check(header)
    }
    return try DatabasePool(path: sqlitePath, configuration: Self.configuration(readonly: false))
  }

  /// Opens a file for reading only.
  func openForReading() throws -> DatabasePool {
    let missing = StoreError(
      path: path, message: "there is no store here", hint: "make one with `purser import FILE…`")
    guard let size = try size(), size > 0 else { throw missing }
    let (header, name) = try inspectReadOnly()
    if header.applicationID == 0 && header.tables == 0 { throw missing }
    try check(header)
    guard header.version == Migrations.version else {
      throw StoreError(
        path: path, message: "was written by an older version of purser",
        hint: "open it once with a command that writes, such as `purser import FILE…`")
    }
    return try DatabasePool(path: name, configuration: Self.configuration(readonly: true))
  }

  /// Whether there is a file with something in it; else it can be made.
  func isThere() throws -> Bool {
    if let size = try size() { return size > 0 }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw StoreError(path: path, DatabaseError(resultCode: .SQLITE_CANTOPEN))
    }
    return false
  }

  /// The file's size; nil if there is none.
  private func size() throws -> Int? {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: path, isDirectory: &isFolder) else {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      if !manager.fileExists(atPath: folder) {
        throw StoreError(
          path: path, message: "cannot be opened: there is no folder \(folder)",
          hint: "make the folder, or name another file with --store")
      }
      return nil
    }
    if isFolder.boolValue {
      throw StoreError(path: path, message: "is a folder", hint: "name a file in it with --store")
    }
    let attributes = try? manager.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  /// Reads the header, and says under which name the file can be opened.
  ///
  /// A WAL file needs a shared-memory file beside it, which a read-only folder refuses. With no log to be read the
  /// main file is complete and can be taken as immutable; with one that would hide rows, so then it stays an error.
  private func inspectReadOnly() throws -> (Header, String) {
    do {
      return (try inspect(sqlitePath), sqlitePath)
    } catch let error as DatabaseError where Self.wantsSharedMemory(error) {
      let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
      guard ((log?[.size] as? NSNumber)?.intValue ?? 0) == 0 else { throw error }
      var allowed = CharacterSet.alphanumerics
      allowed.insert(charactersIn: "/-_.~")
      let absolute = URL(fileURLWithPath: path).path
      guard let encoded = absolute.addingPercentEncoding(withAllowedCharacters: allowed) else { throw error }
      let name = "file:\(encoded)?immutable=1"
      return (try inspect(name), name)
    }
  }

  private static func wantsSharedMemory(_ error: DatabaseError) -> Bool {
    switch error.resultCode {
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_IOERR: true
    default: false
    }
  }

  private func inspect(_ name: String) throws -> Header {
    let queue = try DatabaseQueue(path: name, configuration: Self.configuration(readonly: true))
    return try queue.read { db in
      Header(
        applicationID: try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        version: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
        tables: try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0)
    }
  }

  private func check(_ header: Header) throws {
    if header.applicationID == 0 && header.tables == 0 { return }
    guard header.applicationID == Self.applicationID else {
      throw StoreError(
        path: path, message: "is an SQLite file of another program", hint: "name another file with --store")
    }
    if header.version > Migrations.version { throw Self.newer(path: path, version: header.version) }
  }

  /// The refusal of a store that a later program wrote.
  static func newer(path: String, version: Int) -> StoreError {
    StoreError(
      path: path,
      message: "was written by a newer version of purser (store version \(version), this one knows "
        + "\(Migrations.version))",
      hint: "update purser, or name another file with --store")
  }

  private static func configuration(readonly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .timeout(TimeInterval(busyTimeoutSeconds))
    configuration.label = "purser.store"
    configuration.prepareDatabase { db in
      // GRDB gives the readers of a pool ten seconds whatever is set above.
      try db.execute(sql: "PRAGMA busy_timeout = \(busyTimeoutSeconds * 1000)")
      if !db.configuration.readonly {
        try db.execute(sql: "PRAGMA synchronous = NORMAL")
        // The index of keys should stay in memory while a large file comes in: 64 MiB.
        try db.execute(sql: "PRAGMA cache_size = -65536")
      }
    }
    return configuration
  }
}
