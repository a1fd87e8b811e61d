/// An import that changed something, as the store keeps it.
public struct ImportRow: Sendable, Equatable {
  /// The file as the person named it.
  public var file: String
  /// The format it was read as.
  public var format: String
  /// How many rows it had.
  public var rows: Int
  /// How many of them were new.
  public var kept: Int
  /// How many completed what was there.
  public var updated: Int
  /// How many were there already.
  public var duplicates: Int
  /// How many could not be used.
  public var skipped: Int
  /// When, as text in UTC.
  public var importedAt: String

  /// An import of its parts.
  public init(
    file: String, format: String, rows: Int, kept: Int, updated: Int, duplicates: Int, skipped: Int, importedAt: String
  ) {
    self.file = file
    self.format = format
    self.rows = rows
    self.kept = kept
    self.updated = updated
    self.duplicates = duplicates
    self.skipped = skipped
    self.importedAt = importedAt
  }
}
