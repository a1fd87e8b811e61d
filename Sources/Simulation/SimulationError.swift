/// Why something cannot be simulated: what is wrong, and what to do.
public struct SimulationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One sentence.
  public let message: String
  /// What to do about it.
  public let hint: String?
  /// The task of a plan that it is about.
  public let task: String?
  /// The key of that task.
  public let key: String?

  /// A reason and perhaps a remedy, and the place in a plan if it has one.
  public init(_ message: String, hint: String? = nil, task: String? = nil, key: String? = nil) {
    self.message = message
    self.hint = hint
    self.task = task
    self.key = key
  }

  /// The task, the reason and the remedy.
  public var description: String {
    (task.map { "task \"\($0)\": " } ?? "") + message + (hint.map { "; \($0)" } ?? "")
  }
}
