public import JobModel

/// The formats of histories that can be read.
public enum HistoryFormats {
  /// Every reader; the first that recognises an input reads it.
  public static let all: [any HistoryReader.Type] = [
    // Before the others: it looks at the place of keys, they at their presence.
    WfFormatReader.self,
    CromwellReader.self,
    GalaxyReader.self,
    DNAnexusReader.self,
    SeqeraReader.self,
    HealthOmicsReader.self,
    NextflowTraceReader.self,
    NextflowReportReader.self,
    StandardWorkloadReader.self,
    SacctReader.self,
    SnakemakeReader.self,
    JobsCSVReader.self,
  ]

  /// Reads a history and hands each job with its line to `sink`.
  ///
  /// - Parameter format: the name of the format; nil recognises it from the content.
  /// - Parameter clock: where the clock stood that wrote times without a zone; nil leaves it to the format.
  /// - Parameter table: how a table of jobs is to be read whose columns have other names; only for `jobs-csv`.
  /// - Parameter progress: called about every mebibyte with the bytes read and, if known, their number.
  /// - Returns: what became of the rows; `kept` and `updated` are left to the caller.
  /// - Throws: ``InputError`` if the input cannot be used as a whole: then keep nothing of it.
  public static func read(
    _ source: InputSource, format: String? = nil, clock: LocalClock? = nil, table: TableRecipe? = nil,
    progress: ((Int64, Int64?) -> Void)? = nil, into sink: (Job, Int) throws -> Void
  ) throws -> ImportReport {
    // The name is checked first: a slip there should not wait for a pipe.
    let chosen = try format.map { try reader(named: $0, for: source.name) }
    let bytes = try ByteReader(source)
    bytes.onProgress = progress
    return try read(bytes, with: chosen, clock: clock, table: table, into: sink)
  }

  static func read(
    _ bytes: ByteReader, with chosen: (any HistoryReader.Type)? = nil, clock: LocalClock? = nil,
    table: TableRecipe? = nil, into sink: (Job, Int) throws -> Void
  ) throws -> ImportReport {
    let reader = try chosen ?? recognise(try bytes.head(), file: bytes.name)
    var report = ImportReport(file: bytes.name, format: reader.format)
    var quality = DataQuality()
    try reader.read(
      bytes, context: ReadingContext(file: bytes.name, clock: clock, table: table),
      into: { job, line in
        quality.add(job)
        try sink(job, line)
      }, report: &report)
    report.quality = quality
    return report
  }

  /// What an input that begins like this is, in words, if a reader takes it.
  public static func summary(of head: InputHead) -> String? { all.first { $0.recognises(head) }?.summary }

  /// The reader of a format by its name.
  static func reader(named name: String, for file: String) throws(InputError) -> any HistoryReader.Type {
    if let reader = all.first(where: { $0.format == name }) { return reader }
    if LogFormats.all.contains(where: { $0.format == name }) || name == FileSizeReader.format {
      throw InputError(
        file: file, field: "--format", message: "expected a history, found \(name), which is none",
        hint: "bring it into a store with purser import")
    }
    throw unknown(name, among: all.map { $0.format }, file: file)
  }

  /// The refusal of a format that nobody knows.
  static func unknown(_ name: String, among known: [String], file: String) -> InputError {
    InputError(
      file: file, field: "--format", message: "expected one of \(known.joined(separator: ", ")), found \"\(name)\"",
      hint: nearestNames(to: name, among: known).first.map { "did you mean \($0)?" })
  }

  /// The reader that takes an input.
  ///
  /// - Parameter others: formats that the asker takes besides, for the message.
  static func recognise(
    _ head: InputHead, file: String, others: [String] = []
  ) throws(InputError) -> any HistoryReader.Type {
    if let reader = all.first(where: { $0.recognises(head) }) { return reader }
    let other =
      LogFormats.all.first { $0.recognises(head) }?.summary
      ?? (FileSizeReader.recognises(head) ? FileSizeReader.summary : nil)
    if let other {
      throw InputError(
        file: file, message: "expected a history, found \(other)", hint: "bring it into a store with purser import")
    }
    let expected = "expected \(others.isEmpty ? "a history" : "a history or a log")"
    let likeness = head.likeness
    let isKnown = likeness != nil && likeness != InputHead.otherJSON
    if !isKnown, PlanSources.recognises(head) {
      throw InputError(
        file: file, message: "\(expected), found the document of a workflow or a task, which has no jobs",
        hint: "give it to purser estimate or purser plan from")
    }
    if !isKnown, CatalogImport.resembles(head) {
      throw InputError(
        file: file, message: "\(expected), found machines or prices of a provider",
        hint: "purser catalog import makes a catalog of it")
    }
    if let likeness { throw InputError(file: file, message: "\(expected), found \(likeness)") }
    let known = (all.map { $0.format } + others).joined(separator: ", ")
    throw InputError(
      file: file, message: "\(expected), found \(head.isEmpty ? "nothing" : "\"\(head.printable())\"")",
      hint: "if it is one of \(known), say so with --format")
  }
}

/// Reads histories into memory.
///
/// A job that comes again, in the same source or a later one, is one job of what both say
/// (``JobModel/Job/merging(stored:incoming:)``), in the place of the first.
///
/// - Throws: ``InputError`` for the first source that cannot be used.
public func readHistory(
  _ sources: [InputSource], format: String? = nil, clock: LocalClock? = nil, table: TableRecipe? = nil
) throws -> (history: History, reports: [ImportReport]) {
  var gathered = GatheredHistory(twins: sources.count > 1 ? TwinTasks() : nil)
  for source in sources {
    try gathered.add { try HistoryFormats.read(source, format: format, clock: clock, table: table, into: $0) }
  }
  return (gathered.history, gathered.reports)
}

/// Reads a history into memory from an input that is open, such as one whose beginning was looked at.
///
/// - Throws: ``InputError`` if it cannot be used.
public func readHistory(
  _ bytes: ByteReader, format: String? = nil, clock: LocalClock? = nil, table: TableRecipe? = nil
) throws -> (history: History, reports: [ImportReport]) {
  let chosen = try format.map { try HistoryFormats.reader(named: $0, for: bytes.name) }
  var gathered = GatheredHistory()
  try gathered.add { try HistoryFormats.read(bytes, with: chosen, clock: clock, table: table, into: $0) }
  return (gathered.history, gathered.reports)
}

/// Jobs of several sources, each once.
private struct GatheredHistory {
  private(set) var history = History()
  private(set) var reports: [ImportReport] = []
  private var places: [JobKey: Int] = [:]
  private var twins: TwinTasks?

  init(twins: TwinTasks? = nil) { self.twins = twins }

  mutating func add(_ read: ((Job, Int) throws -> Void) throws -> ImportReport) throws {
    var kept = 0
    var updated = 0
    var duplicates = 0
    var unfinished: [JobKey] = []
    var warnings: [String] = []
    var strangers = ImportReport.Warning(message: ImportReport.sameID)
    var report = try read { job, line in
      var job = job
      if let place = places[job.key], let key = job.keyBeside(history.jobs[place]) { job.key = key }
      if !job.state.isFinal { unfinished.append(job.key) }
      if let place = places[job.key] {
        if job.isOther(than: history.jobs[place]) { strangers.count(line: line) }
        let merged = Job.merging(stored: history.jobs[place], incoming: job)
        if history.jobs[place] == merged { duplicates += 1 } else { updated += 1 }
        history.jobs[place] = merged
      } else {
        places[job.key] = history.jobs.count
        history.jobs.append(job)
        kept += 1
        // Only a run of Nextflow can have a second file.
        if job.key.run.hasPrefix("nf-"), let warning = twins?.add(job) { warnings.append(warning) }
      }
    }
    if let latest = report.latestTime {
      for key in unfinished { if let place = places[key] { history.jobs[place].see(until: latest) } }
    }
    for warning in warnings { report.warn(warning) }
    report.warn(strangers)
    report.kept = kept
    report.updated = updated
    report.duplicates += duplicates
    reports.append(report)
  }
}
