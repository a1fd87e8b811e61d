import ArgumentParser
import JobFormats
import JobModel
import Simulation

/// The part of `purser replay` that runs a workflow instance again on its own machines.
struct WorkflowReplayRun {
  var placement: WorkflowReplay.Placement
  var name: String?
  var keepsSchedule: Bool
  var keepsSteps: Bool
  /// Nothing is drawn; the run tells it as every run does.
  var seed: UInt64

  /// Whether an input is a workflow instance: as the person says, or by its beginning.
  static func takes(_ input: ByteReader, format: String?) throws -> Bool {
    if let format { return format == WfFormatReader.format }
    return WfFormatReader.recognises(try input.head())
  }

  /// Instances are replayed alone: each has a graph and machines of its own.
  static func refuse(amongOthers reports: [ImportReport]) throws {
    guard let instance = reports.first(where: { $0.format == WfFormatReader.format }) else { return }
    throw CommandError("\(instance.file): a workflow instance is replayed alone; give one file at a time")
  }

  /// What was computed, ready to be stored and shown.
  func run(_ input: ByteReader) throws -> (run: Run, steps: [StepEvent]) {
    let file = RunIdentity.fileName(input.name)
    var report = ImportReport(file: input.name, format: WfFormatReader.format)
    guard let instance = try WfFormatReader.instance(input, report: &report), !instance.tasks.isEmpty else {
      throw CommandError("\(input.name): no tasks to replay")
    }
    let suffix = placement == .recorded ? ", each task on its machine" : ""
    let replayed = try WorkflowReplay(instance, placement: placement)
      .run(
        name: name ?? file + suffix, version: ProgramVersion.text, keepsSchedule: keepsSchedule, keepsSteps: keepsSteps)
    var run = replayed.run
    run.seed = seed
    run.warnings = HistoryFiles.remarks(report, named: file) + run.warnings
    run.inputs = [Run.Input(role: "workflow", name: file, content: instance.fingerprint.fullText)]
    run.id = RunIdentity.id(
      run, catalog: Catalog(name: Run.noCatalog, provider: Run.noCatalog), more: [placement.rawValue])
    return (run, replayed.steps)
  }
}
