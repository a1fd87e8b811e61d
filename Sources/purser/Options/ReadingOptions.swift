import ArgumentParser
import JobFormats
import JobModel
import Reporting

/// How histories are read, for every command that reads some.
struct ReadingOptions: ParsableArguments {
  @Option(name: .customLong("format"), help: "Read the files as this format instead of recognising it.")
  var chosenFormat: String?

  @Option(
    name: .customLong("time-zone"),
    help: ArgumentHelp(
      "Whose clock wrote times that name no zone (Europe/London, UTC, +01:00).", valueName: "zone"))
  var zone: String?

  @Option(
    help: ArgumentHelp("Tables of jobs: read columns by other names; new may end in *N or /N.", valueName: "old=new,…"))
  var columns: String?

  @Option(help: ArgumentHelp("Tables of jobs: what words for a state mean.", valueName: "word=state,…"))
  var states: String?

  @Option(help: ArgumentHelp("Tables of jobs: values that say nothing.", valueName: "column=value,…"))
  var missing: String?

  func validate() throws {
    if let chosenFormat {
      do { _ = try ImportFormat.named(chosenFormat, file: "") } catch {
        throw ValidationError("--format: \(error.message)\(error.hint.map { "; \($0)" } ?? ".")")
      }
    }
    do { _ = try TableRecipe(columns: columns, states: states, missing: missing) } catch {
      throw ValidationError("--columns, --states, --missing: \(error)")
    }
    if table != nil, let chosenFormat, chosenFormat != JobsCSVReader.format {
      throw ValidationError("--columns, --states and --missing are for \(JobsCSVReader.format), not \(chosenFormat).")
    }
    if let zone {
      do { _ = try LocalClock(named: zone) } catch { throw ValidationError("--time-zone: \(error)") }
    }
  }

  /// How tables of jobs are read whose columns have other names.
  var table: TableRecipe? { (try? TableRecipe(columns: columns, states: states, missing: missing)) ?? nil }

  /// The options as they were typed, for commands that are suggested.
  var given: [GivenOptions.Reading] {
    let options = [
      ("--format", chosenFormat), ("--time-zone", zone), ("--columns", columns), ("--states", states),
      ("--missing", missing),
    ]
    return options.compactMap { name, value in value.map { GivenOptions.Reading(option: name, value: $0) } }
  }

  /// The format that was named, or that other options are only for.
  var format: String? { chosenFormat ?? table.map { _ in JobsCSVReader.format } }

  /// The clock that was named.
  var clock: LocalClock? { zone.flatMap { try? LocalClock(named: $0) } }
}
