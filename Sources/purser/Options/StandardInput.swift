import ArgumentParser

/// Standard input as an argument: it can be read once, and whoever reads it again finds it empty.
enum StandardInput {
  /// Refuses a command line that names `-` more than once.
  static func checkUsedOnce(_ arguments: [String?]) throws {
    let count = arguments.count { $0 == "-" }
    if count > 1 { throw ValidationError("standard input (-) can be read once, found it \(count) times.") }
  }
}
