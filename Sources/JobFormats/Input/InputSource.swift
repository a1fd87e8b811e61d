/// Where input comes from: a file that a person named, or standard input.
public enum InputSource: Sendable, Equatable {
  /// A file by its path.
  case file(String)
  /// A file in a tar archive: which one of them, counted from 0, and by what name.
  case member(archive: String, number: Int, name: String)
  /// What is piped in.
  case standardInput

  /// A source as it stands on the command line: `-` is standard input.
  public init(argument: String) { self = argument == "-" ? .standardInput : .file(argument) }

  /// What messages call it; standard input is `-`.
  public var name: String {
    switch self {
    case .file(let path): path
    case .member(let archive, _, let name): "\(archive):\(name)"
    case .standardInput: "-"
    }
  }
}
