import ArgumentParser
import JobFormats
import JobModel
import Reporting
import RunStore

/// `purser import`: histories into the store.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring past jobs into the store; every skipped row is counted and named.",
    usage: "purser import [<options>] <files> ...",
    discussion: """
      dx find jobs --json --include-restarted --num-results 1000 | purser import -
      purser import execution_trace.txt
      Each file is one transaction; the same file twice changes nothing.
      --dry-run tells what a file holds, what it lacks, and which rows are left out.
      """)

  @Argument(help: "Histories, plain or gzip-compressed; - is standard input.")
  var files: [String]

  @Flag(help: "Refuse a file with any row that cannot be used.")
  var strict = false

  @Flag(name: .customLong("dry-run"), help: "Read and check only: the report of an import into an empty store.")
  var dryRun = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try StandardInput.checkUsedOnce(files) }

  func run() throws {
    let given = store.given
    let store = dryRun ? nil : try store.openForWriting()
    let catalogs = try CatalogOptions.builtIn()
    var reports: [ImportReport] = []
    var checked = CheckedImport()
    for file in files {
      let progress = Progress(.bytes)
      defer { progress.end() }
      /// Reads the file and hands its jobs on.
      func read(_ sink: (Job, Int) throws -> Void) throws -> ImportReport {
        var unknown = UnknownInstanceTypes(catalogs: catalogs)
        let source = InputSource(argument: file)
        /// Takes a job.
        func take(_ job: Job, _ line: Int) throws {
          unknown.count(job, line: line)
          try sink(job, line)
        }
        // Storing takes about as long as reading: one on each core.
        var report =
          dryRun
          ? try HistoryFormats.read(
            source, format: reading.format, clock: reading.clock, progress: progress.show, into: take)
          : try HistoryFormats.readAhead(
            source, format: reading.format, clock: reading.clock, progress: progress.show, into: take)
        unknown.report(in: &report)
        return report
      }
      let report =
        if let store {
          try store.importJobs(file: file, format: reading.format ?? "", strict: strict, read)
        } else {
          try checked.importJobs(strict: strict, read)
        }
      reports.append(report)
    }
    try output.write(
      given: given,
      json: { ImportSummary.json(reports) }, csv: { ImportSummary.csv(reports) },
      screen: { ImportSummary.screen(reports, isStored: !dryRun, style: $0) })
    for report in reports where report.kept + report.updated + report.duplicates == 0 {
      throw CommandError("\(report.file): nothing was kept of its \(report.rows) rows")
    }
  }
}
