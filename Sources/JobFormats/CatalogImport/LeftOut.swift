import JobModel

/// What an import left out, by reason: how often, with the first names.
struct LeftOut {
  private var entries: [(reason: String, count: Int, names: [String])] = []
  private static let exampleLimit = 3

  /// Counts one.
  mutating func count(_ reason: String, _ name: String? = nil) {
    guard let index = entries.firstIndex(where: { $0.reason == reason }) else {
      entries.append((reason, 1, name.map { [$0] } ?? []))
      return
    }
    entries[index].count += 1
    if let name, entries[index].names.count < Self.exampleLimit, !entries[index].names.contains(name) {
      entries[index].names.append(name)
    }
  }

  /// One line a reason: `org.json: 3 rates of types that …: a, b, c`.
  func lines(file: String) -> [String] {
    entries.map { entry in
      let names = entry.names.map { String($0.prefix(80)) }.joined(separator: ", ")
      let more = entry.count > entry.names.count && !entry.names.isEmpty ? ", …" : ""
      return "\(file): \(entry.count) left out: \(entry.reason)" + (names.isEmpty ? "" : " (\(names)\(more))")
    }
  }
}
