import ArgumentParser
import Foundation

/// The program: parses the command line, runs one subcommand, and turns every way to end into an exit code.
///
/// 0 done; 1 the input is bad; 2 the command line is; 3 a gate is broken; 70 a fault of the program.
@main
enum Purser {
  static func main() async {
    // A reader that goes away (`purser … | head`) ends the program quietly: the write that follows reports it.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try PurserCommand.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Foundation.exit(ExitStatus.report(error))
    }
  }
}

/// `purser`, with its subcommands.
struct PurserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purser",
    abstract: "What a batch workflow will cost, what past jobs wasted, and what would have happened otherwise.",
    discussion: """
      Start with `purser demo`: it writes a small example and walks through the commands.
      Exit codes: 0 done, 1 the input is bad, 2 wrong usage, 3 a gate (--max-cost, --max-time) is broken, \
      70 a fault of the program.
      """,
    version: ProgramVersion.text,
    subcommands: [
      EstimateCommand.self, PlanCommand.self, ReplayCommand.self, RecommendCommand.self, ReviewCommand.self,
      CompareCommand.self, ReportCommand.self, ServeCommand.self, ImportCommand.self, JobsCommand.self, JobCommand.self,
      RunsCommand.self,
      CatalogCommand.self, ValidateCommand.self, DemoCommand.self,
    ]
  )
}

/// The program's version, once.
enum ProgramVersion {
  /// What a run stores and `--version` prints.
  static let text = "0.1.0"
}
