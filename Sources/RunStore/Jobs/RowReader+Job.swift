import JobModel

extension RowReader {
  /// The job whose ``JobRow/columns`` come next.
  mutating func job() throws -> Job {
    let run = try needed(name())
    let id = try needed(text())
    let tryNumber = try needed(int())
    let isAnalysis = flag()
    let name = try needed(text())
    let executable = try needed(self.name())
    // The state stands further on; it is set when it is met.
    var job = Job(
      key: JobKey(run: run, id: id, tryNumber: tryNumber), name: name, executable: executable, state: .idle)
    job.kind = isAnalysis ? .analysis : .job
    job.executableID = try self.name()
    job.function = try self.name()
    job.stage = try self.name()

    job.user = try self.name()
    job.project = try self.name()
    job.billTo = try self.name()
    job.folder = text()
    job.region = try self.name()
    job.tags = try texts()
    job.properties = try properties()

    job.state = JobState(try needed(self.name()))
    job.failureReason = try self.name().map { FailureReason($0) }
    job.failureMessage = text()
    job.exitCode = try int()
    job.isCached = flag()

    job.submitted = time()
    job.runnable = time()
    job.started = time()
    job.stopped = time()
    job.ended = time()
    job.runtime = duration()
    job.transitions = try transitions()

    job.instanceType = try self.name()
    job.nodes = try needed(int())
    job.vcpus = real()
    job.memoryRequested = bytes()
    job.diskRequested = bytes()
    job.timeLimit = duration()
    job.priority = try known(Priority.self)
    job.finalPriority = try known(Priority.self)
    job.priceModel = try known(PriceModel.self)
    job.rank = try int()
    job.restartPolicy = try restartPolicy()

    job.cost = try money()
    job.spotSavings = try money()
    job.costLimit = try decimal()

    job.parent = text()
    job.parentTry = try int()
    job.origin = text()
    job.root = text()
    job.analysis = text()
    job.detachedFrom = text()
    job.dependencies = try texts()
    job.usage = usage()
    job.modified = time()
    job.observedUntil = time()
    job.inputFiles = try texts()
    return job
  }

  /// The figures of use, as they stand beside each other in a row.
  mutating func usage() -> Usage {
    var usage = Usage()
    usage.cpuPercent = real()
    usage.peakMemory = bytes()
    usage.peakDisk = bytes()
    usage.input = bytes()
    usage.read = bytes()
    usage.written = bytes()
    usage.peaksAreLowerBounds = flag()
    return usage
  }

  private mutating func decimal() throws -> DecimalNumber? {
    guard let text = text() else { return nil }
    guard let number = try? DecimalNumber(parsing: text) else { throw damage }
    return number
  }

  private mutating func list() throws -> [FlatList.Scalar] {
    guard let json = text() else { return [] }
    guard let list = FlatList.scalars(json) else { throw damage }
    return list
  }

  private mutating func texts() throws -> [String] { try list().map { try needed($0.text) } }

  /// A list of two things in turn.
  private mutating func pairs() throws -> [(FlatList.Scalar, FlatList.Scalar)] {
    let list = try list()
    guard list.count.isMultiple(of: 2) else { throw damage }
    return stride(from: 0, to: list.count, by: 2).map { (list[$0], list[$0 + 1]) }
  }

  private mutating func properties() throws -> [Property] {
    try pairs().map { Property(name: try needed($0.text), value: try needed($1.text)) }
  }

  private mutating func transitions() throws -> [Job.Transition] {
    try pairs().map {
      Job.Transition(state: JobState(try needed($0.text)), time: SimTime(milliseconds: try needed($1.integer)))
    }
  }

  private mutating func restartPolicy() throws -> RestartPolicy? {
    let list = try list()
    guard !list.isEmpty else { return nil }
    guard let split = list.firstIndex(of: .text("restart_on")), split.isMultiple(of: 2),
      (list.count - split) % 2 == 1
    else { throw damage }
    var policy = RestartPolicy(restartOn: [:])
    for index in stride(from: 0, to: split, by: 2) {
      guard let value = list[index + 1].integer.flatMap(Int.init(exactly:)) else { throw damage }
      switch list[index].text {
      case "max_restarts": policy.maxRestarts = value
      case "larger_type": policy.largerType = value == 1
      case "max_spot_tries": policy.maxSpotTries = value
      default: throw damage
      }
    }
    for index in stride(from: split + 1, to: list.count, by: 2) {
      guard let reason = list[index].text, let count = list[index + 1].integer.flatMap(Int.init(exactly:)) else {
        throw damage
      }
      policy.restartOn[FailureReason(reason)] = count
    }
    return policy
  }
}
