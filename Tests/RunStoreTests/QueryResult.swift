import Foundation
import GRDB

/// What a person sees who asks the file with `sqlite3`: rows as lines, values between bars.
func queryResult(_ path: String, _ sql: String) throws -> String {
  let queue = try DatabaseQueue(path: path)
  return try queue.write { db in
    var text = ""
    let statements = try db.allStatements(sql: sql)
    while let statement = try statements.next() {
      for row in try Row.fetchAll(statement) {
        text += row.databaseValues.map { $0.isNull ? "" : "\($0.storage.value ?? "")" }.joined(separator: "|") + "\n"
      }
    }
    return text
  }
}

/// The columns of a table or view.
func columns(_ path: String, _ name: String) throws -> [String] {
  try queryResult(path, "SELECT name FROM pragma_table_info('\(name)')").split(separator: "\n").map(String.init)
}
