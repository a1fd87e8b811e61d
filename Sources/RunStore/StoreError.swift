/// A store that cannot be opened, read or written: which file, what is wrong, and what to do.
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as the person named it.
  public var path: String
  /// What is wrong, in one sentence.
  public var message: String
  /// What to do about it.
  public var hint: String?

  /// A fault of a store.
  public init(path: String, message: String, hint: String? = nil) {
    self.path = path
    self.message = message
    self.hint = hint
  }

  /// `purser.sqlite: is locked by another process; wait until …`.
  public var description: String {
    hint.map { "\(path): \(message); \($0)" } ?? "\(path): \(message)"
  }
}

/// A row that no version of this program can have written; becomes a ``StoreError`` on its way out.
struct Damage: Error {
  /// The table and what is wrong in it.
  var what: String
}
