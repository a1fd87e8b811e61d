import JobModel

/// What became of an item that was imported.
enum ImportOutcome {
  case kept
  case updated
  case duplicate
}

/// How many items of one import became what.
struct ImportTally {
  private(set) var kept = 0
  private(set) var updated = 0
  private(set) var duplicates = 0
  /// The line of the item that is being written; 0 where lines mean nothing.
  var line = 0

  /// Counts an item.
  mutating func count(_ outcome: ImportOutcome) {
    switch outcome {
    case .kept: kept += 1
    case .updated: updated += 1
    case .duplicate: duplicates += 1
    }
  }
}

/// Writes one import into the open transaction.
protocol ImportWriter {
  /// Brings in order what depends on all items, and adds its remarks.
  func finish(_ report: inout ImportReport) throws

  /// Whether something was learned although nothing was counted.
  func hasLearned() throws -> Bool
}

/// A writer of items that come one by one.
protocol ItemWriter<Item>: ImportWriter {
  associatedtype Item

  /// Adds an item, or what it tells of one that is there; nil for an item that is not counted.
  func write(_ item: Item) throws -> ImportOutcome?
}

extension ImportWriter {
  func hasLearned() throws -> Bool { false }
}
