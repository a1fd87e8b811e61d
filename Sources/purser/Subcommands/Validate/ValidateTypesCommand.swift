import Advice
import ArgumentParser
import JobFormats
import Reporting

/// `purser validate types`: the choice of machines against known optima.
struct ValidateTypesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "types", abstract: "Choose machines for graphs with a deadline, and compare with the optimum.",
    discussion: """
      The file is a JSON array of instances: price (an hour of each machine), t (seconds of each task on each machine), \
      edges (pairs of tasks), deadline (seconds), and optimal_cost where it is known.
      """)

  @Argument(help: "The instances (JSON); - is standard input.")
  var file: String

  @OptionGroup var compute: IdleComputeOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try page.check(output) }

  func run() throws {
    let result = TypesValidator.validate(try DeadlineInstances.read(InputSource(argument: file)))
    try page.write { _ in ValidationPage.page(result, version: ProgramVersion.text) }
    if page.takesOutput { return }
    try output.write(
      json: { TypesValidationReport.json(result) }, csv: { TypesValidationReport.csv(result) },
      screen: { TypesValidationReport.screen(result, style: $0) })
  }
}
