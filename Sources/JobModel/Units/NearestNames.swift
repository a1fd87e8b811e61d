/// The names nearest to a misspelt one by edit distance, for messages that say "did you mean".
///
/// Only names within a third of the length count, nearest first, ties in the order given.
/// - Complexity: O(names × length²); names beyond 64 characters are compared by their first 64.
public func nearestNames(to name: String, among names: [String], limit: Int = 1) -> [String] {
  let wanted = Array(name.lowercased().utf8.prefix(64))
  let allowed = max(2, wanted.count / 3)
  let scored = names.enumerated().compactMap { index, candidate -> (distance: Int, index: Int, name: String)? in
    let distance = editDistance(wanted, Array(candidate.lowercased().utf8.prefix(64)))
    return distance <= allowed ? (distance, index, candidate) : nil
  }
  return scored.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(limit).map(\.name)
}

/// The number of single-character insertions, deletions and replacements between two texts (Levenshtein).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var previous = Array(0...b.count)
  for (i, byteA) in a.enumerated() {
    var current = [i + 1]
    for (j, byteB) in b.enumerated() {
      current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (byteA == byteB ? 0 : 1)))
    }
    previous = current
  }
  return previous[b.count]
}
