import GRDB

/// The steps from an empty file to the present schema: numbered, only forward, never edited once released.
///
/// The number of steps taken stands in the header (`user_version`). One `BEGIN IMMEDIATE` around the look at that
/// number and the steps lets two processes open a new file at once, which GRDB's own migrator does not.
enum Migrations {
  /// Step n takes a file from version n to n + 1.
  private static let steps: [String] = [Tables.version1, Tables.version2, Tables.version3]

  /// The version that this program writes.
  static var version: Int { steps.count }

  /// Brings a store up to date.
  static func run(on pool: DatabasePool, path: String) throws {
    // Without a step to take there is no reason to wait for another writer.
    if try pool.read({ try Int.fetchOne($0, sql: "PRAGMA user_version") }) == version { return }
    try pool.write { db in
      let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      if found > version { throw StoreFile.newer(path: path, version: found) }
      guard found >= 0, found < version else { return }
      for step in steps[found...] { try db.execute(sql: step) }
      for view in Views.all {
        try db.execute(sql: "DROP VIEW IF EXISTS \(view.name); CREATE VIEW \(view.name) AS \(view.query)")
      }
      try db.execute(
        sql: "PRAGMA application_id = \(StoreFile.applicationID); PRAGMA user_version = \(version)")
    }
  }
}
