import ArgumentParser
import JobFormats
import JobModel

/// How histories are read, for every command that reads some.
struct ReadingOptions: ParsableArguments {
  @Option(help: "Read the files as this format instead of recognising it.")
  var format: String?

  @Option(
    name: .customLong("time-zone"),
    help: ArgumentHelp(
      "Whose clock wrote times that name no zone (Europe/London, UTC, +01:00).", valueName: "zone"))
  var zone: String?

  func validate() throws {
    if let zone {
      do { _ = try LocalClock(named: zone) } catch { throw ValidationError("--time-zone: \(error)") }
    }
  }

  /// The clock that was named.
  var clock: LocalClock? { zone.flatMap { try? LocalClock(named: $0) } }
}
