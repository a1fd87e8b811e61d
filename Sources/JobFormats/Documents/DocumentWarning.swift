/// Something in a document that works but that a person should know about.
public struct DocumentWarning: Sendable, Equatable, CustomStringConvertible {
  /// The file as the person named it.
  public var file: String
  /// The line, counted from 1; nil for what was not in the file.
  public var line: Int?
  /// The key, such as `tasks.regenie.timeout`.
  public var field: String?
  /// What to know, in one sentence.
  public var message: String

  /// A remark on a place in a file.
  public init(file: String, line: Int? = nil, field: String? = nil, message: String) {
    self.file = file
    self.line = line
    self.field = field
    self.message = message
  }

  /// `plan.yaml:12: tasks.regenie.timeout: …`.
  public var description: String {
    InputError(file: file, line: line, field: field, message: message).description
  }
}
