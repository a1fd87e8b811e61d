import JobModel

/// A description while it is read: a job to be, and what must wait for the fields that come later.
struct Describe {
  var job = Job(key: JobKey(id: ""), name: "", executable: "", state: JobState(""))
  let line: Int

  var recordClass: String?
  var hasState = false
  /// It holds other descriptions (a page of results, a stage, a search result) and is none itself.
  var isWrapper = false
  var executableName: String?
  var workflowName: String?
  var price: Amount?
  var savings: Amount?
  var currency: Currency?
  var isFree = false
  var headJobOnDemand = false
  var parentAnalysis: String?
  /// Stages of analyses whose output it waits for; once read, only those of its own.
  var stageLinks: [StageLink] = []
  var dependencySet: Set<String> = []
  /// The field whose links to files are the job's inputs, while it is read.
  var filesOf: DescribeField?
  /// Whether the object that is read stands behind `$dnanexus_link`.
  var isInLink = false
  var files: [String] = []
  var originalFiles: [String] = []
  var fileSet: Set<String> = []
  var originalFileSet: Set<String> = []
  var hasTooManyFiles = false
  /// Whether its times contradict each other.
  var hasSkew = false
  /// Remarks, which count only if the record is kept.
  var warnings: [String] = []

  /// An amount of which the currency may come later.
  enum Amount {
    case nanos(Int64)
    case unusable
  }

  /// Why the record cannot be kept, or nil.
  var skipReason: String? {
    if job.key.id.isEmpty { return "the record has no id" }
    if !hasState {
      return job.name.isEmpty && job.started == nil && job.submitted == nil && isExecution(job.key.id)
        ? "the record is an id alone: ask dx find jobs for --json, or the API for describe" : "the record has no state"
    }
    switch recordClass {
    case "job", "analysis": return nil
    case nil where isExecution(job.key.id): return nil
    case nil: return "the id is that of neither a job nor an analysis"
    case let other?: return "class \"\(other.prefix(40))\" is neither job nor analysis"
    }
  }

  private func isExecution(_ id: String) -> Bool { id.hasPrefix("job-") || id.hasPrefix("analysis-") }

  /// Waits for another execution, once.
  mutating func depend(on id: String) {
    if id != job.key.id && dependencySet.insert(id).inserted { job.dependencies.append(id) }
  }

  /// How many input files of a job are kept.
  static let fileLimit = 10_000

  /// A file that an input links to; each counts once, in whatever fields it stands.
  mutating func read(_ file: String) {
    guard let filesOf, file.hasPrefix("file-"), file.utf8.count <= 64 else { return }
    guard fileSet.count < Self.fileLimit, originalFileSet.count < Self.fileLimit else {
      hasTooManyFiles = true
      return
    }
    if filesOf == .originalInput {
      if originalFileSet.insert(file).inserted { originalFiles.append(file) }
    } else if fileSet.insert(file).inserted {
      files.append(file)
    }
  }

  /// Puts together what several fields say, once all were read.
  mutating func finish() {
    let isAnalysis = recordClass == "analysis" || (recordClass == nil && job.key.id.hasPrefix("analysis-"))
    job.kind = isAnalysis ? .analysis : .job
    if job.analysis == nil { job.analysis = parentAnalysis }
    finishDependencies()
    finishFiles()
    let program = executableName ?? (isAnalysis ? workflowName ?? job.name : job.executableID) ?? "unknown"
    // Entry points of one executable are different work: they are compared with their own kind only.
    let entry = job.function.flatMap { $0.isEmpty || $0 == "main" ? nil : ":\($0)" } ?? ""
    job.executable = program.isEmpty ? "unknown" : program
    if !entry.isEmpty { job.executable += entry }
    if job.name.isEmpty { job.name = executableName ?? job.key.id }
    if headJobOnDemand && job.parent == nil { job.priceModel = .onDemand }
    if !job.state.isKnown { warnings.append("unknown state \"\(job.state.name.prefix(40))\"") }
    finishTimes()
    finishPrice()
    if job.properties.count > 1 { job.properties.sort { ($0.name, $0.value) < ($1.name, $1.value) } }
  }

  private mutating func finishDependencies() {
    // The id may have come after the links.
    if !job.dependencies.isEmpty { job.dependencies.removeAll { $0 == job.key.id } }
    if stageLinks.isEmpty { return }
    // A stage of its own analysis is found by its name; another analysis is waited for as a whole.
    for link in stageLinks where link.analysis != job.analysis { depend(on: link.analysis) }
    stageLinks.removeAll { $0.analysis != job.analysis }
  }

  private mutating func finishFiles() {
    if hasTooManyFiles {
      warnings.append("more than \(Self.fileLimit) input files: their size is not added up")
    } else if isJob {
      // What was asked for stands for what was given where the description leaves that out.
      job.inputFiles = files.isEmpty ? originalFiles : files
    }
  }

  private var isJob: Bool { job.kind == .job }

  private mutating func finishTimes() {
    if zip(job.transitions, job.transitions.dropFirst()).contains(where: { $0.time > $1.time }) {
      job.transitions = job.transitions.enumerated().sorted {
        ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
      }
      .map(\.element)
    }
    job.runnable = job.transitions.first { $0.state == .runnable }?.time
    job.ended = job.transitions.last { $0.state.isFinal }?.time
    if let started = job.started, let stopped = job.stopped, stopped < started {
      job.started = nil
      job.stopped = nil
      hasSkew = true
      warnings.append("stoppedRunning before startedRunning: both are left out")
    }
    guard let started = job.started else { return }
    if let submitted = job.submitted, submitted > started {
      job.submitted = nil
      hasSkew = true
      warnings.append("created after startedRunning: created is left out")
    }
    if let runnable = job.runnable, runnable > started {
      job.runnable = nil
      hasSkew = true
      warnings.append("runnable after startedRunning: the time of runnable is left out")
    }
  }

  private mutating func finishPrice() {
    if isFree {
      job.properties.append(Property(name: "isFree", value: "true"))
      if price == nil && currency != nil { price = .nanos(0) }
    }
    job.cost = money(price, field: "totalPrice")
    job.spotSavings = money(savings, field: "spotCostSavings")
  }

  private mutating func money(_ amount: Amount?, field: String) -> Money? {
    guard let amount else { return nil }
    guard case .nanos(let nanos) = amount else {
      warnings.append("\(field) is no amount: it is left out")
      return nil
    }
    guard let currency else {
      warnings.append("\(field) without a currency: it is left out")
      return nil
    }
    return Money(nanos: nanos, currency: currency)
  }

  /// What tells a record from an earlier one of the same try: equal ones are the same news twice.
  var newsHash: UInt128 {
    let id = ContentHash.of(job.key.id)
    let state = ContentHash.of(job.state.name)
    let figures = (
      id, state, Int64(job.key.tryNumber).littleEndian, Self.figure(job.submitted), Self.figure(job.started),
      Self.figure(job.stopped), Self.figure(job.ended), Self.figure(job.modified), (job.cost?.nanos ?? -1).littleEndian
    )
    return withUnsafeBytes(of: figures) { ContentHash.of($0) }
  }

  private static func figure(_ time: SimTime?) -> Int64 { (time?.milliseconds ?? -1).littleEndian }
}

/// A link to the output of a stage.
struct StageLink: Hashable {
  /// The analysis.
  var analysis: String
  /// The stage in it.
  var stage: String
}

extension Job {
  /// The latest time that the record tells.
  var lastTold: SimTime? {
    // The platform's own times can lie ahead of a change of state, never behind it.
    max(
      max(submitted ?? .zero, modified ?? .zero), max(started ?? .zero, stopped ?? .zero),
      transitions.last?.time ?? .zero
    )
    .positive
  }
}

extension SimTime {
  fileprivate var positive: SimTime? { self > .zero ? self : nil }
}
