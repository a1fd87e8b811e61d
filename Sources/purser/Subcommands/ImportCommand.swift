import ArgumentParser
import JobFormats
import JobModel
import Reporting
import RunStore

/// `purser import`: histories into the store, and what logs tell of their jobs.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring past jobs into the store; every skipped row is counted and named.",
    usage: "purser import [<options>] <files> ...",
    discussion: """
      dx find jobs --json --include-restarted --num-results 1000 | purser import -
      purser import execution_trace.txt
      dx watch job-xxxx | purser import -
      dx watch job-xxxx --metrics csv | purser import - --job job-xxxx
      dx find data --json | purser import -
      Each file is one transaction; the same file twice changes nothing.
      --dry-run tells what a file holds, what it lacks, and which rows are left out.
      """)

  @Argument(help: "Histories and logs, plain, gzip-compressed or in a tar archive; - is standard input.")
  var files: [String]

  @Option(
    help: ArgumentHelp("Whose log it is, where the log does not say.", valueName: "job[:try]"))
  var job: String?

  @Flag(help: "Refuse a file with any row that cannot be used.")
  var strict = false

  @Flag(name: .customLong("dry-run"), help: "Read and check only: the report of an import into an empty store.")
  var dryRun = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try StandardInput.checkUsedOnce(files)
    if let job {
      do { _ = try LoggedJob(parsing: job) } catch { throw ValidationError("--job: \(error)") }
    }
  }

  private var given: GivenOptions {
    var given = store.given
    given.reading = reading.given + (job.map { [GivenOptions.Reading(option: "--job", value: $0)] } ?? [])
    return given
  }

  private var loggedJob: LoggedJob? { job.flatMap { try? LoggedJob(parsing: $0) } }

  func run() throws {
    let options = store
    let keeper = try StoreKeeper(dryRun ? nil : options)
    let types = BuiltInTypes()
    var reports: [ImportReport] = []
    var checked = CheckedImport()
    var failure: (any Error)?
    for file in files {
      let progress = Progress(.bytes)
      defer { progress.end() }
      do {
        let found = try ImportFile.sources(of: file, reading)
        if job != nil, found.sources.count > 1 {
          throw CommandError("\(file): --job names the job of one log, and the archive holds \(found.sources.count)")
        }
        Console.warn(found.remarks)
        for source in found.sources {
          let input = ImportFile(source: source, reading: reading, job: loggedJob, strict: strict, types: types)
          reports.append(
            try dryRun
              ? input.check(with: &checked, progress: progress.show)
              : input.store(in: keeper.opened() ?? options.openForWriting(), progress: progress.show))
        }
      } catch {
        // What went in before is in: it is told before the fault is.
        if reports.isEmpty { throw error }
        failure = error
        break
      }
    }
    try output.write(
      given: given,
      json: { ImportSummary.json(reports) }, csv: { ImportSummary.csv(reports) },
      screen: { ImportSummary.screen(reports, files: files, isStored: !dryRun, style: $0) })
    if let failure { throw failure }
    for report in reports where report.kept + report.updated + report.duplicates == 0 {
      throw CommandError("\(report.file): nothing was kept of its \(report.rows) rows")
    }
  }
}
