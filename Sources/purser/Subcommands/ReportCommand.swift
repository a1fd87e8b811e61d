import ArgumentParser
import JobModel
import Reporting
import RunStore

/// `purser report`: stored runs as a page.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a page to look at: of one run, or of several side by side.",
    usage: "purser report [<options>] <run> ...",
    discussion: """
      purser report latest                            the run that was made last
      purser report RUN RUN -o spot-or-not.html       side by side; the first is the base
      purser report latest --redact -o to-mail.html   without names of samples, files, people and projects
      The page is one file: it loads nothing, needs no script to be read, and can be mailed and printed. The commands that
      compute write pages too, with --html.
      """)

  @Argument(help: "A run or more: ids, beginnings of ids, or `latest`.")
  var runs: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where to write it; - is standard output.", valueName: "file"))
  var output = "purser-report.html"

  @Flag(help: "Codes stand for names of samples, files, people and projects, and for ids of jobs.")
  var redact = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.openForReading()
    let loaded = try runs.map { try store.run(id: $0) }
    let page = try PageFile.page(of: loaded, isRedacted: redact)
    try PageFile.write(page, to: output)
    if output != "-" { try Console.write("\(VisibleText.visible(page.title)): \(VisibleText.visible(output))\n") }
  }
}
