public import JobModel

/// Input that cannot be used: where, what was expected, what was found, and what to do.
public struct InputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as the person named it; `-` is standard input.
  public var file: String
  /// The line, counted from 1, where lines mean something.
  public var line: Int?
  /// The field, column or key, such as `tasks.regenie.runtime`.
  public var field: String?
  /// What is wrong, in one sentence, with what was expected and what was found.
  public var message: String
  /// What to do about it.
  public var hint: String?

  /// A fault in a file.
  public init(file: String, line: Int? = nil, field: String? = nil, message: String, hint: String? = nil) {
    self.file = file
    self.line = line
    self.field = field
    self.message = message
    self.hint = hint
  }

  /// A value that does not fit, in a field of a file.
  public init(file: String, line: Int? = nil, field: String? = nil, _ error: InputValueError) {
    self.init(file: file, line: line, field: field, message: error.description)
  }

  /// `plan.yaml:12: tasks.regenie.runtime: expected a duration …, found "…"; did you mean …`.
  public var description: String {
    var text = file
    if let line { text += ":\(line)" }
    text += ": "
    if let field { text += "\(field): " }
    text += message
    if let hint { text += "; \(hint)" }
    return text
  }
}
