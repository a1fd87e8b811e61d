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
      """)

  @Argument(help: "Histories, plain or gzip-compressed; - is standard input.")
  var files: [String]

  @Flag(help: "Refuse a file with any row that cannot be used.")
  var strict = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try StandardInput.checkUsedOnce(files) }

  func run() throws {
    let given = store.given
    let store = try store.openForWriting()
    var reports: [ImportReport] = []
    let catalogs = try CatalogOptions.builtIn()
    for file in files {
      let progress = Progress("bytes of \(file)")
      defer { progress.end() }
      reports.append(
        try store.importJobs(file: file, format: reading.format ?? "", strict: strict) { insert in
          var unknown = UnknownInstanceTypes(catalogs: catalogs)
          var report = try HistoryFormats.read(
            InputSource(argument: file), format: reading.format, clock: reading.clock, table: reading.table,
            progress: progress.show
          ) { job, line in
            unknown.count(job, line: line)
            try insert(job, line)
          }
          unknown.report(in: &report)
          return report
        })
    }
    try output.write(
      given: given,
      json: { ImportSummary.json(reports) }, csv: { ImportSummary.csv(reports) },
      screen: { ImportSummary.screen(reports, style: $0) })
    for report in reports where report.kept + report.updated + report.duplicates == 0 {
      throw CommandError("\(report.file): nothing was kept of its \(report.rows) rows")
    }
  }
}
