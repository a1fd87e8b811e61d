import JobModel

/// Turns descriptions into jobs, one at a time.
struct DescribeParser: ~Copyable {
  var json: JSONPullReader
  var report: ImportReport
  /// Records that were read and not yet handed on: an analysis comes before its stages.
  private var found: [Describe] = []
  /// What was handed on, by ``Describe/newsHash``: a job may stand in an analysis and beside it.
  private var seen = DigestSet()
  /// What stands in every second record alike.
  var lastPolicy = JSONMemo<RestartPolicy>()
  var lastCurrency = JSONMemo<Currency>()

  /// The tries that were handed on, as hashes of id and try, and the later tries of each job that has some.
  private var tries = DigestSet()
  private var retried: [String: Int] = [:]

  /// The longest text of a field that is read; the platform's own limits are far below.
  private static let textLimit = 16 << 20
  /// How deep descriptions may hold descriptions, in levels of JSON: four make an analysis in an analysis.
  private static let nestingLimit = 128

  private let fields = JSONKeys<DescribeField>()
  let transitionFields = JSONKeys<TransitionField>()
  let policyFields = JSONKeys<PolicyField>()
  let partFields = JSONKeys<PartField>()
  let linkFields = JSONKeys<LinkField>()

  init(_ bytes: ByteReader, report: ImportReport) {
    json = JSONPullReader(bytes, tokenLimit: Self.textLimit)
    self.report = report
  }

  /// Reads one value, which should be a description or hold some, and hands on what it gives.
  mutating func record(_ sink: (Job, Int) throws -> Void) throws {
    try element(isStage: false, sink)
    try flush(sink)
  }

  private mutating func flush(_ sink: (Job, Int) throws -> Void) throws {
    resolveStageLinks()
    // Taken out of self, which is needed for handing on.
    var batch: [Describe] = []
    swap(&batch, &found)
    for index in batch.indices { try handOn(&batch[index], sink) }
    batch.removeAll(keepingCapacity: true)
    swap(&batch, &found)
  }

  private mutating func handOn(_ describe: inout Describe, _ sink: (Job, Int) throws -> Void) throws {
    guard seen.insert(describe.newsHash) else {
      report.duplicates += 1
      return
    }
    if !describe.stageLinks.isEmpty {
      describe.warnings.append("waits for a stage whose job is not in the same description: that is left out")
    }
    if describe.hasSkew { report.clockSkew += 1 }
    for warning in describe.warnings { report.warn(warning, line: describe.line) }
    note(describe.job)
    try sink(describe.job, describe.line)
  }

  /// Takes note of the latest time, and of which tries there are.
  private mutating func note(_ job: Job) {
    if let time = job.lastTold, report.latestTime.map({ $0 < time }) ?? true { report.latestTime = time }
    _ = tries.insert(Self.hash(job.key.id, job.key.tryNumber))
    if job.key.tryNumber > 0 { retried[job.key.id] = max(retried[job.key.id] ?? 0, job.key.tryNumber) }
  }

  private static func hash(_ id: String, _ tryNumber: Int) -> UInt128 {
    ContentHash.of(id) &+ UInt128(truncatingIfNeeded: tryNumber)
  }

  /// Says how many jobs of a list lack earlier tries.
  mutating func reportHiddenTries() {
    let hidden = retried.count { id, last in
      // A number beyond the platform's limit of tries is no count: the nearest one tells enough.
      (max(0, last - Self.checkedTries)..<last).contains { !tries.contains(Self.hash(id, $0)) }
    }
    guard hidden > 0 else { return }
    report.warn(
      "earlier tries of a job are not in the file, and what they cost is missing: add --include-restarted to dx find",
      count: hidden, lines: [])
  }

  /// The platform tries a job ten times at most.
  private static let checkedTries = 20

  /// Turns links to stages of an analysis into links to their jobs, where both are at hand.
  private mutating func resolveStageLinks() {
    guard found.contains(where: { !$0.stageLinks.isEmpty }) else { return }
    var jobs: [StageLink: String] = [:]
    for job in found.map(\.job) where job.parent == nil {
      if let analysis = job.analysis, let stage = job.stage {
        jobs[StageLink(analysis: analysis, stage: stage)] = job.key.id
      }
    }
    for index in found.indices {
      let links = found[index].stageLinks
      found[index].stageLinks = links.filter { jobs[$0] == nil }
      for link in links { if let job = jobs[link] { found[index].depend(on: job) } }
    }
  }

  /// Reads a value into ``found``. Inside `stages` only what is run counts.
  private mutating func element(isStage: Bool, _ sink: (Job, Int) throws -> Void) throws {
    let kind = try json.peek()
    let line = json.line
    if kind == .array, !isStage, json.depth < Self.nestingLimit {
      // Lists put into a list, as `jq --slurp` does with several files.
      let place = found.count
      try json.beginArray()
      while try json.nextElement() {
        try element(isStage: false, sink)
        // It may be long: its records are not gathered.
        if place == 0 { try flush(sink) }
      }
      return
    }
    guard kind == .object, json.depth < Self.nestingLimit else {
      try json.skipValue()
      if isStage && kind != .object { return }
      report.rows += 1
      let found = kind == .object ? "one nested too deep" : kind.rawValue
      report.skip("expected an object, found \(found)", line: line)
      return
    }
    let place = found.count
    var describe = Describe(line: line)
    try json.beginObject()
    members: while true {
      switch try json.nextMember(fields) {
      case .end: break members
      case .unknown: try json.skipValue()
      case .field(.results):
        guard try json.peek() == .array else {
          try json.skipValue()
          continue
        }
        describe.isWrapper = true
        try json.beginArray()
        while try json.nextElement() {
          try element(isStage: false, sink)
          // A page has thousands: they are not gathered.
          if place == 0 { try flush(sink) }
        }
      case .field(.stages):
        guard try json.peek() == .array else {
          try json.skipValue()
          continue
        }
        try json.beginArray()
        while try json.nextElement() { try element(isStage: true, sink) }
      case .field(.describe), .field(.execution):
        guard try json.peek() == .object else {
          try json.skipValue()
          continue
        }
        describe.isWrapper = true
        try element(isStage: isStage, sink)
      case .field(let field): try read(field, into: &describe)
      }
    }
    // A wrapper's own id is its stage's or its job's. A stage that never ran has no state.
    if describe.isWrapper || (isStage && !describe.hasState) { return }
    report.rows += 1
    if let reason = describe.skipReason {
      report.skip(reason, line: line)
      return
    }
    describe.finish()
    found.insert(describe, at: place)
  }

  private mutating func read(_ field: DescribeField, into describe: inout Describe) throws {
    switch field {
    case .id: describe.job.key.id = try text(field, &describe) ?? ""
    case .recordClass: describe.recordClass = try shared(field, &describe)
    case .name: describe.job.name = try text(field, &describe) ?? ""
    case .state:
      guard let state = try shared(field, &describe), !state.isEmpty else { return }
      describe.job.state = JobState(state)
      describe.hasState = true
    case .tryNumber: describe.job.key.tryNumber = try count(field, in: 0...1_000_000, &describe) ?? 0
    case .executable, .applet, .app:
      guard let id = try shared(field, &describe) else { return }
      if field == .executable || describe.job.executableID == nil { describe.job.executableID = id }
    case .executableName: describe.executableName = try shared(field, &describe)
    case .workflow: try workflow(into: &describe)
    case .function: describe.job.function = try shared(field, &describe)
    case .stage: describe.job.stage = try shared(field, &describe)

    case .created: describe.job.submitted = try time(field, &describe)
    case .modified: describe.job.modified = try time(field, &describe)
    case .startedRunning: describe.job.started = try time(field, &describe)
    case .stoppedRunning: describe.job.stopped = try time(field, &describe)
    case .stateTransitions: try transitions(into: &describe)

    case .instanceType: describe.job.instanceType = try shared(field, &describe)
    case .clusterSpec: try cluster(into: &describe)
    case .priority: describe.job.priority = try priority(field, &describe)
    case .finalPriority: describe.job.finalPriority = try priority(field, &describe)
    case .headJobOnDemand: describe.headJobOnDemand = try flag()
    case .rank: describe.job.rank = try count(field, in: -1024...1023, &describe)
    case .executionPolicy: try policy(into: &describe)
    case .timeout:
      describe.job.timeLimit = try whole(field, in: 1...SimDuration.limit.milliseconds, &describe)
        .map(SimDuration.init(milliseconds:))

    case .failureReason:
      guard let name = try shared(field, &describe) else { return }
      let reason = FailureReason(name)
      if !reason.isKnown { describe.warnings.append("unknown failureReason \"\(name.prefix(40))\"") }
      describe.job.failureReason = reason
    case .failureMessage: describe.job.failureMessage = try text(field, &describe)
    case .failureCounts: try labels(prefix: "failureCounts.", into: &describe)
    case .failureFrom:
      if let id = try part(.id) { describe.job.properties.append(Property(name: field.rawValue, value: id)) }
    case .exitCode: describe.job.exitCode = try count(field, in: -1_000_000...1_000_000, &describe)
    case .outputReusedFrom:
      guard let id = try text(field, &describe) else { return }
      describe.job.isCached = true
      describe.job.properties.append(Property(name: field.rawValue, value: id))
    case .trueInstanceType:
      guard let name = try shared(field, &describe) else { return }
      describe.job.properties.append(Property(name: field.rawValue, value: name))

    case .totalPrice: describe.price = try amount()
    case .spotCostSavings: describe.savings = try amount()
    case .costLimit:
      guard let limit = try json.scalarText() else { return }
      describe.job.costLimit = try? DecimalNumber(parsing: limit)
      if describe.job.costLimit == nil { describe.warnings.append("costLimit is no amount: it is left out") }
    case .currency: try currency(into: &describe)
    case .isFree: describe.isFree = try flag()

    case .parentJob: describe.job.parent = try shared(field, &describe)
    case .parentJobTry: describe.job.parentTry = try count(field, in: 0...1_000_000, &describe)
    case .originJob: describe.job.origin = try shared(field, &describe)
    case .rootExecution: describe.job.root = try shared(field, &describe)
    case .analysis: describe.job.analysis = try shared(field, &describe)
    case .parentAnalysis: describe.parentAnalysis = try shared(field, &describe)
    case .detachedFrom: describe.job.detachedFrom = try shared(field, &describe)
    case .dependsOn: try dependsOn(into: &describe)
    case .input, .runInput, .originalInput:
      describe.filesOf = field
      try links(into: &describe)
      describe.filesOf = nil

    case .region: describe.job.region = try shared(field, &describe)
    case .billTo: describe.job.billTo = try shared(field, &describe)
    case .project: describe.job.project = try shared(field, &describe)
    case .folder: describe.job.folder = try shared(field, &describe)
    case .launchedBy: describe.job.user = try shared(field, &describe)
    case .tags: try tags(into: &describe)
    case .properties: try labels(prefix: "", into: &describe)
    case .results, .describe, .stages, .execution: try json.skipValue()
    }
  }
}
