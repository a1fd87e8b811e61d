/// Why something cannot be simulated: what is wrong, and what to do.
public struct SimulationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One sentence.
  public let message: String
  /// What to do about it.
  public let hint: String?

  /// A reason and perhaps a remedy.
  public init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  /// The reason and the remedy.
  public var description: String { hint.map { "\(message); \($0)" } ?? message }
}
