import ArgumentParser
import JobFormats
import JobModel
import Reporting
import RunStore
import Simulation

/// The part of `purser replay` that runs a batch log on a shared cluster.
struct ClusterReplay {
  var file: String
  /// Nil is what the log's header says.
  var processors: Int?
  var order: Platform.Order
  var name: String?
  var schedule: String?
  var series: String?
  /// Nothing is drawn; the run tells it as every run does.
  var seed: UInt64

  /// What was computed, ready to be stored and shown.
  func run(keepsSchedule: Bool) throws -> Run {
    let found = try TarArchive.histories([file])
    Console.warn(found.remarks)
    let sources = found.sources
    guard sources.count == 1, let source = sources.first else {
      throw CommandError("\(file): expected one batch log, found an archive of \(sources.count) histories")
    }
    let input = try ByteReader(source)
    if WfFormatReader.recognises(try input.head()) {
      throw CommandError(
        "\(file): a workflow instance runs on the machines that it records; leave out --cluster and --policy")
    }
    var report = ImportReport(file: input.name, format: StandardWorkloadReader.format)
    let (log, dropped) = try StandardWorkloadReader.log(input, processors: processors, report: &report)
    guard let machine = processors ?? log.machineProcessors else {
      throw CommandError("\(file): its header does not say how many processors there are; give --cluster PROCESSORS")
    }
    guard log.count > 0 else { throw CommandError("\(file): no job of its \(report.rows) records can run") }
    let replayer = ClusterReplayer(log, dropped: dropped, processors: machine, order: order)
    var (run, starts) = try replayer.run(
      name: name ?? "\(RunIdentity.fileName(file)), \(machine) processors, \(order.rawValue)",
      version: ProgramVersion.text, keepsSchedule: keepsSchedule)
    run.seed = seed
    run.inputs = [
      Run.Input(role: "history", name: RunIdentity.fileName(file), content: String(log.contentHash, radix: 16))
    ]
    run.warnings = HistoryFiles.remarks(report, named: RunIdentity.fileName(file))
    if let schedule {
      try ScheduleFile.write(to: schedule) { sink in
        try ScheduleCSV.writeSchedule(of: log, starts: starts, to: sink)
      }
    }
    if let series {
      try ScheduleFile.write(to: series) { try SeriesCSV.write(of: log, starts: starts, to: $0) }
    }
    return run
  }
}
