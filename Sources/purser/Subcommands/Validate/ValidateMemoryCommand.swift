import Advice
import ArgumentParser
import JobFormats
import Reporting

/// `purser validate memory`: the sizing of memory on recorded tasks, beside published rules.
struct ValidateMemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory", abstract: "Size the memory of recorded tasks, and compare the waste with published rules.",
    usage: "purser validate memory <files> ... --protocol <protocol> [<options>]",
    discussion: """
      Each file is a table of one workflow's tasks (CSV): process, runtime_ms, input_bytes, peak_rss_bytes, \
      mem_req_bytes, start_ms, complete_ms, or the columns of a jobs CSV. The protocols:
        split   what --split calls history is known; the rest is sized in its order
        seq     all tasks in the order of submission; each result is known at once
        causal  all tasks in the order of their starts; only what had ended is known
      A failed attempt holds its memory to the task's end; no attempt gets more than a node of 128 GB. GB is 10^9 bytes.
      """)

  @Argument(help: "Tables of tasks, plain or gzip-compressed.")
  var files: [String]

  @Option(
    name: .customLong("protocol"), help: "How tasks are handed to the rules: split, seq or causal.",
    transform: Self.sizingProtocol)
  var order: MemoryProtocol

  @Option(help: "Which tasks are known beforehand (CSV: workflow, process, part, order, row); for --protocol split.")
  var split: String?

  @Option(
    name: .customLong("max-failure-rate"),
    help: ArgumentHelp("The share of attempts that purser may let fail, such as 0.01.", valueName: "share"))
  var failureRate: Double?

  @OptionGroup var compute: IdleComputeOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var output: OutputOptions

  private static func sizingProtocol(_ word: String) throws -> MemoryProtocol {
    guard let known = MemoryProtocol(rawValue: word) else {
      let words = MemoryProtocol.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no protocol \(word); known are \(words).")
    }
    return known
  }

  func validate() throws {
    try page.check(output)
    try StandardInput.checkUsedOnce(files + [split])
    if order == .split && split == nil {
      throw ValidationError("--protocol split needs --split FILE: which tasks are known beforehand.")
    }
    if order != .split && split != nil { throw ValidationError("--split belongs to --protocol split.") }
    if let failureRate, !(failureRate > 0 && failureRate < 1) {
      throw ValidationError("--max-failure-rate must be above 0 and below 1, found \(failureRate).")
    }
  }

  func run() throws {
    let known = try split.map { try SizingSplitTable.read(InputSource(argument: $0)) }
    let workflows = try files.map { try SizingTable.read(InputSource(argument: $0)) }
    do {
      let result = try MemoryComparison.run(workflows, order, split: known, maximalFailureRate: failureRate)
      try page.write { ValidationPage.page($0 ? Redaction.validation(result) : result, version: ProgramVersion.text) }
      if page.takesOutput { return }
      try output.write(
        json: { MemoryValidationReport.json(result) }, csv: { MemoryValidationReport.csv(result) },
        screen: { MemoryValidationReport.screen(result, style: $0) })
    } catch let error as SizingReplay.MissingRecords {
      throw CommandError(error.description)
    }
  }
}
