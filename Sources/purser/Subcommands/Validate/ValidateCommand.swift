import ArgumentParser

/// `purser validate`: how far the advice can be trusted.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Try the advice on past jobs, with simple rules beside it.",
    subcommands: [
      ValidateMemoryCommand.self, ValidateRuntimeCommand.self, ValidateTimeoutsCommand.self, ValidateTypesCommand.self,
    ])
}
