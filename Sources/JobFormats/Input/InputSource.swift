/// Where input comes from: a file that a person named, or standard input.
public enum InputSource: Sendable, Equatable {
  /// A file by its path.
  case file(String)
  /// What is piped in.
  case standardInput

  /// A source as it stands on the command line: `-` is standard input.
  public init(argument: String) { self = argument == "-" ? .standardInput : .file(argument) }

  /// What messages call it; standard input is `-`.
  public var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: "-"
    }
  }
}
