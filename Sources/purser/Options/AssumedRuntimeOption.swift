import ArgumentParser
import JobModel

/// How long a task takes of which nobody knows it.
struct AssumedRuntimeOption: ParsableArguments {
  @Option(
    name: .customLong("assume-runtime"),
    help: ArgumentHelp(
      "How long a job takes of which neither the plan nor a past job tells it, such as 1h.", valueName: "time"))
  var text: String?

  func validate() throws { _ = try duration() }

  /// The duration; nil where none is given.
  func duration() throws -> SimDuration? {
    try text.map { try OptionValue.duration($0, of: "--assume-runtime", allowsZero: true) }
  }
}
