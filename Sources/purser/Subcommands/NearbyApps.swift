import Foundation
import JobFormats

/// Descriptions of apps that lie in the folder of a workflow's document or below it.
enum NearbyApps {
  /// How many folders deep is looked, how many entries, and how large a description may be.
  private static let (depthLimit, entryLimit, byteLimit) = (4, 2000, 1 << 20)

  /// Every `dxapp.json`, in the order of their paths; what cannot be read is passed over.
  static func find(beside path: String) -> [PlanFile] {
    guard path != "-" else { return [] }
    var entries = 0
    var files: [PlanFile] = []
    var folders = [(URL(fileURLWithPath: path).deletingLastPathComponent(), 0)]
    while let (folder, depth) = folders.popLast() {
      let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in found.sorted() where !name.hasPrefix(".") {
        entries += 1
        guard entries <= entryLimit else { return files }
        let entry = folder.appendingPathComponent(name)
        if name == "dxapp.json" {
          guard entry.standardizedFileURL.path != URL(fileURLWithPath: path).standardizedFileURL.path,
            let bytes = try? readAll(.file(entry.path), limit: byteLimit)
          else { continue }
          files.append(PlanFile(name: entry.path, bytes: bytes))
        } else if depth < depthLimit {
          // A link could lead back to where it came from.
          let values = try? entry.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
          if values?.isDirectory == true, values?.isSymbolicLink != true { folders.append((entry, depth + 1)) }
        }
      }
    }
    return files.sorted { $0.name < $1.name }
  }
}
