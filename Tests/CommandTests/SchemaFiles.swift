import Foundation
import TestSupport

/// The schema files of the repository.
struct SchemaFile {
  /// The documents it describes, such as `purser/estimate/1`.
  let key: String
  /// The file.
  let tree: JSONTree
  /// The file, understood.
  let schema: JSONSchema

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Sources/Reporting/Schemas").standardizedFileURL

  /// All of them by their key: `estimate-1.schema.json` describes `purser/estimate/1`.
  static func all() throws -> [String: SchemaFile] {
    let suffix = ".schema.json"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(suffix) }
    let files = try names.map { name in
      let stem = name.dropLast(suffix.count)
      let dash = stem.lastIndex(of: "-") ?? stem.endIndex
      let key = "purser/\(stem[..<dash])/\(stem[dash...].dropFirst())"
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      do {
        let tree = try JSONTree(parsing: text)
        return SchemaFile(key: key, tree: tree, schema: try JSONSchema(tree))
      } catch {
        throw UnreadableSchema(description: "\(name): \(error)")
      }
    }
    return Dictionary(uniqueKeysWithValues: files.map { ($0.key, $0) })
  }

  struct UnreadableSchema: Error, CustomStringConvertible {
    var description: String
  }
}
