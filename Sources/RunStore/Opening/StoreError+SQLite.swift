import GRDB

extension StoreError {
  /// What SQLite's result code means to a person.
  ///
  /// - Parameter context: what was being done, such as `while reading jobs.csv at line 7`.
  init(path: String, _ error: DatabaseError, context: String? = nil) {
    let (message, hint) = Self.explanation(error)
    self.init(path: path, message: context.map { "\(message) (\($0))" } ?? message, hint: hint)
  }

  init(path: String, _ damage: Damage) {
    self.init(path: path, message: "is damaged: \(damage.what)", hint: Self.damageHint)
  }

  private static let damageHint =
    "restore a copy, or move the file away and import the histories again with `purser import FILE…`"

  private static func explanation(_ error: DatabaseError) -> (message: String, hint: String?) {
    switch error.resultCode {
    case .SQLITE_NOTADB:
      ("is not an SQLite file", "name another file with --store")
    case .SQLITE_CORRUPT:
      ("is damaged: \(error.message ?? "malformed")", damageHint)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      ("is locked by another process", "wait until that one has finished and try again")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      ("cannot be written", "check the permissions of the file and its folder, or name another file with --store")
    case .SQLITE_CANTOPEN:
      ("cannot be opened", "check the permissions of the file and its folder, or name another file with --store")
    case .SQLITE_FULL:
      ("there is no room left on the disk", "make room and try again; nothing was changed")
    case .SQLITE_IOERR:
      ("cannot be read or written: \(error.message ?? "disk I/O error")", "check the disk and the folder's permissions")
    case .SQLITE_TOOBIG:
      ("a value is too large for SQLite", nil)
    default:
      ("SQLite says: \(error.message ?? "error \(error.resultCode.rawValue)")", nil)
    }
  }
}
