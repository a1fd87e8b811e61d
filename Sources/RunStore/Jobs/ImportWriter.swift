import JobModel

/// What became of an item that was imported.
enum ImportOutcome {
  case kept
  case updated
  case duplicate
}

/// Writes the items of one import into the open transaction.
protocol ImportWriter<Item> {
  associatedtype Item

  /// Adds an item, or what it tells of one that is there; nil for an item that is not counted.
  func write(_ item: Item) throws -> ImportOutcome?

  /// Brings in order what depends on all items, and adds its remarks.
  func finish(_ report: inout ImportReport) throws

  /// Whether something was learned although nothing was counted.
  func hasLearned() throws -> Bool
}

extension ImportWriter {
  func hasLearned() throws -> Bool { false }
}
