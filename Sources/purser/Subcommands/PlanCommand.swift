import Advice
import ArgumentParser
import Foundation
import JobFormats
import JobModel
import RunStore

/// `purser plan`: plans from what is there.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Plans from what is there: a past run, or the document of a workflow.",
    subcommands: [From.self])

  struct From: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "from", abstract: "Write a plan of a past run or of the document of a workflow, to be edited.",
      discussion: """
        purser plan from execution_trace.txt -o rnaseq.yaml
        purser plan from --run analysis-xxxx --scale samples=100 -o next.yaml      (a run in the store)
        purser plan from dxworkflow.json apps/*/dxapp.json --catalog mine.yaml
        Documents: dxworkflow.json and dxapp.json or what dx describe prints of them, GA4GH TES tasks, eggd_conductor's
        assay configurations. Histories: all that purser import reads. Comments say where each figure comes from.
        """)

    @Argument(help: "Documents of workflows, histories, or the id of a run in the store; - is standard input.")
    var sources: [String] = []

    @Option(
      name: .customLong("run"),
      help: "Which run of the history: an analysis, a root job or a run's id; `all` for all of them as one.")
    var chosenRun: String?

    @Option(
      name: .customLong("scale"),
      help:
        "samples=100 scales what is scattered over samples, samples=5:100 says from how many; tasks.NAME=100 one task.")
    var scales: [String] = []

    @Option(help: "What the plan is called.")
    var name: String?

    @Option(name: [.customShort("o"), .customLong("output")], help: "The file to write, instead of standard output.")
    var output: String?

    @Option(help: "The catalog that the plan is for, and from which machines are chosen where nothing names one.")
    var catalog: String?

    @Option(
      name: .customLong("history"),
      help: "Past jobs for what a document or a run does not tell, instead of the store's; repeatable.")
    var history: [String] = []

    @OptionGroup var assumed: AssumedRuntimeOption
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var keep: KeepOptions

    func validate() throws {
      try StandardInput.checkUsedOnce(sources + history + [catalog])
      if sources.isEmpty && chosenRun == nil {
        throw ValidationError("give a document, a history, or --run for a run in the store.")
      }
      if sources.isEmpty && keep.noStore { throw ValidationError("--no-store needs a document or a history.") }
    }

    func run() throws {
      let scales = try self.scales.map { text in
        do { return try PlanScale(parsing: text) } catch { throw ValidationError("--scale: \(error).") }
      }
      var draft = try draft()
      if let name { draft.plan.name = name }
      draft.plan.catalog = catalog
      for scale in scales { try draft.scale(scale) }
      try draft.plan.validate()
      let text = PlanWriter.yaml(draft)
      try ScheduleFile.write(to: output ?? "-") { try $0(Array(text.utf8)) }
      Console.warn([draft.openRuntimes, draft.leftOutWords].compactMap { $0 })
      if let output, output != "-" {
        // No overflow: the plan was checked.
        let jobs = draft.plan.tasks.reduce(0) { $0 + $1.jobCount } * (draft.plan.arrivals?.count ?? 1)
        Console.message("\(output): \(draft.plan.tasks.count) tasks, \(jobs) jobs; comments say what was assumed")
      }
    }

    private func draft() throws -> PlanDraft {
      // Opened once: standard input cannot be looked at and then read again.
      let isFile = sources.count == 1 && Self.isFile(sources[0])
      let found = isFile ? try TarArchive.histories(sources, isNamed: reading.format != nil) : TarArchive.Sources()
      Console.warn(found.remarks)
      let input = found.sources.count == 1 ? try ByteReader(found.sources[0]) : nil
      if let planned = try documents(input) {
        let completion = PlanCompletion(
          source: try pastJobs(), catalog: try loadedCatalog(), assumed: try assumed.duration())
        return try completion.complete(planned).draft
      }
      let recorded = try recordedRun(input)
      let draft: PlanDraft?
      do {
        draft = try HistoryPlanner(recorded.history).draft(
          name: recorded.name, origin: recorded.origin, past: try pastJobs(), assumed: try assumed.duration())
      } catch let error as NothingRan {
        throw CommandError("\(recorded.origin): \(error)")
      }
      guard let draft else { throw CommandError("\(recorded.origin): there is no job to plan") }
      // What the jobs of such a run used is in its own record: other runs have nothing to add.
      let completion = PlanCompletion(
        source: InMemoryJobSource(History()), catalog: try loadedCatalog(), movesTypes: true)
      return try completion.complete(draft).draft
    }

    private func loadedCatalog() throws -> Catalog? { try catalog.map { try CatalogOptions.load($0) } }

    private func pastJobs() throws -> any JobSource {
      if !history.isEmpty {
        let found = try TarArchive.histories(history)
        Console.warn(found.remarks)
        let (past, reports) = try readHistory(found.sources, clock: reading.clock)
        Console.warn(reports.flatMap { HistoryFiles.remarks($0, named: $0.file) })
        return InMemoryJobSource(past)
      }
      guard !keep.noStore, let store = try keep.store.openIfPresent() else { return InMemoryJobSource(History()) }
      return store
    }

    /// The draft of documents; nil where the sources are histories.
    private func documents(_ opened: ByteReader?) throws -> PlanDraft? {
      guard reading.format == nil, chosenRun == nil else { return nil }
      var files: [PlanFile] = []
      for source in sources where Self.isFile(source) {
        let input = try opened ?? ByteReader(InputSource(argument: source))
        guard PlanSources.recognises(try input.head()) else {
          if files.isEmpty {
            let head = try input.head()
            guard HistoryFormats.summary(of: head) == nil, Self.isJSON(head) else { return nil }
            throw CommandError(
              "\(source): expected the document of a workflow (\(PlanSources.summary)) or a history that purser import "
                + "reads, found JSON of some other kind")
          }
          throw CommandError(
            "\(source): expected another document like \(files[0].name) (\(PlanSources.summary)); give past jobs with --history"
          )
        }
        files.append(PlanFile(name: source, bytes: try input.rest()))
      }
      guard !files.isEmpty else { return nil }
      return try PlanSources.draft(files, nearby: files.flatMap { NearbyApps.find(beside: $0.name) })
    }

    private static func isJSON(_ head: InputHead) -> Bool {
      head.firstVisible == UInt8(ascii: "{") || head.firstVisible == UInt8(ascii: "[")
    }

    private static func isFile(_ source: String) -> Bool {
      source == "-" || FileManager.default.fileExists(atPath: source)
    }

    private func recordedRun(_ opened: ByteReader?) throws -> RecordedRun {
      guard let first = sources.first else { return try RecordedRun(run: chosenRun ?? "", in: keep.store) }
      if sources.count == 1, !Self.isFile(first), chosenRun == nil, !keep.noStore, try keep.store.openIfPresent() != nil
      {
        return try RecordedRun(run: first, in: keep.store)
      }
      let (history, reports) =
        try opened.map { try readHistory($0, format: reading.format, clock: reading.clock) }
        ?? readHistory(
          TarArchive.histories(sources, isNamed: reading.format != nil).sources, format: reading.format,
          clock: reading.clock)
      Console.warn(reports.flatMap { HistoryFiles.remarks($0, named: $0.file) })
      return try RecordedRun(run: chosenRun, of: history, file: first)
    }
  }
}
