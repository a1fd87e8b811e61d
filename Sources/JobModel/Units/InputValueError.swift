/// A value that a person or a file gave and that cannot be used: what was expected and what was found.
///
/// The one error of all text forms; whoever reads a file adds the place (file, line, field).
public struct InputValueError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What would have been right, e.g. `a duration such as 90s, 15m or 1d 6h`.
  public let expected: String
  /// What was there, shortened to 60 characters.
  public let found: String

  /// Makes an error; `found` is shortened so that a megabyte of input never becomes a message.
  public init(expected: String, found: some StringProtocol) {
    self.expected = expected
    let head = found.prefix(60)
    self.found = head.endIndex == found.endIndex ? String(head) : String(head) + "…"
  }

  /// `expected a duration …, found "abc"`.
  public var description: String { "expected \(expected), found \"\(found)\"" }
}
