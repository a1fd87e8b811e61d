import Advice
import ArgumentParser
import JobFormats
import JobModel
import Reporting

/// `purser validate runtime`: predicted runtimes on other machines against the real ones.
struct ValidateRuntimeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runtime", abstract: "Predict runtimes on another machine, and compare with the real ones.",
    discussion: """
      The folder holds tasks.csv or tasks.csv.gz (machine, workflow, row, label, task, runtime_ms, \
      task_input_uncompressed, workflow_input_bytes), task_benchmarks.csv (machine, workflow, task, r1, r2, r3) and \
      machine_scores.csv (machine, cpu_score, io_score).

      L: from up to six runs of each task with small inputs (train-1, train-2) on the machine local, the full runs \
      (test) on all others. The interval comes from the errors of the other tasks.
      T: from the full runs on one machine, the same on another, for all pairs. purser knows no run of the task on the \
      target, purser-same-task those with other inputs.
      """)

  @Argument(help: "The folder.")
  var folder: String

  @Option(
    name: .customLong("protocol"), help: .init("What is known, and what is predicted: L or T.", valueName: "L|T"),
    transform: Self.setting)
  var setting: RuntimeValidation.Setting

  @OptionGroup var compute: IdleComputeOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try page.check(output) }

  func run() throws {
    let traces = try RuntimeTraceFolder.read(folder)
    let result: RuntimeValidation
    do {
      result = try RuntimeValidator.validate(traces, setting)
    } catch {
      throw InputError(file: folder, message: error.description)
    }
    try page.write { _ in ValidationPage.page(result, version: ProgramVersion.text) }
    if page.takesOutput { return }
    try output.write(
      json: { RuntimeValidationReport.json(result) }, csv: { RuntimeValidationReport.csv(result) },
      screen: { RuntimeValidationReport.screen(result, style: $0) })
  }

  private static func setting(_ text: String) throws -> RuntimeValidation.Setting {
    guard let setting = RuntimeValidation.Setting(rawValue: text.uppercased()) else {
      throw ValidationError("expected L or T")
    }
    return setting
  }
}
