/// A history in memory, asked by executable.
public struct InMemoryJobSource: JobSource {
  private let rows: [String: [UsageRow]]
  private let names: [String: String]
  private let jobs: [Job]

  /// A source of the jobs of a history; analyses are left out.
  ///
  /// - Complexity: O(n log n).
  public init(_ history: History) {
    let jobs = history.jobs.filter { $0.kind == .job }
      .sorted { ($0.submitted?.milliseconds ?? .min, $0.key) < ($1.submitted?.milliseconds ?? .min, $1.key) }
    self.jobs = jobs
    names = Dictionary(
      jobs.compactMap { job in job.executableID.map { ($0, job.executable) } }, uniquingKeysWith: { $1 })
    rows = Dictionary(grouping: jobs, by: \.executable).mapValues { $0.map(UsageRow.init) }
  }

  /// The names of all executables, sorted.
  public func executables() -> [String] { rows.keys.sorted() }

  /// What is known of the tries of one executable, by submission.
  public func usageRows(executable: String) -> [UsageRow] { rows[executable] ?? [] }

  /// The name of the executable of an id, as the latest job that ran it says.
  public func executable(withID id: String) -> String? { names[id] }

  /// The launches of the jobs of one executable, reused results left out and each job once.
  public func launches(
    executable: String, part: (function: String?, stage: String?), filter: ScanFilter
  ) -> [JobLaunch] {
    var seen: Set<JobKey> = []
    return jobs.compactMap { job in
      guard job.executable == executable, !job.isCached, part.function == nil || part.function == job.function,
        part.stage == nil || part.stage == job.stage
      else { return nil }
      let time = job.submitted ?? job.started ?? job.ended
      if let since = filter.since, time.map({ $0 < since }) ?? true { return nil }
      if let until = filter.until, time.map({ $0 >= until }) ?? true { return nil }
      guard seen.insert(JobKey(run: job.key.run, id: job.key.id)).inserted else { return nil }
      return JobLaunch(tree: job.root ?? job.analysis ?? job.parent, run: job.key.run, submitted: job.submitted)
    }
  }

  /// Hands out the tries that a filter chooses, by submission, and gives the texts that their numbers stand for.
  public func scan(_ filter: ScanFilter, _ body: (ScannedTry) throws -> Void) rethrows -> ScanNames {
    var numbers: [String: UInt32] = [:]
    func number(_ text: String?) -> UInt32 {
      guard let text else { return ScannedTry.noName }
      if let known = numbers[text] { return known }
      let next = UInt32(clamping: numbers.count + 1)
      numbers[text] = next
      return next
    }
    for (place, job) in jobs.enumerated() {
      let time = job.submitted ?? job.started ?? job.ended
      if let since = filter.since, time.map({ $0 < since }) ?? true { continue }
      if let until = filter.until, time.map({ $0 >= until }) ?? true { continue }
      if let executable = filter.executable, !executable.matches(job.executable) { continue }
      var row = ScannedTry(job, place: Int64(place))
      row.executable = number(job.executable)
      row.executableID = number(job.executableID)
      row.function = number(job.function)
      row.stage = number(job.stage)
      row.state = number(job.state.name)
      row.failureReason = number(job.failureReason?.name)
      row.instanceType = number(job.instanceType)
      try body(row)
    }
    return ScanNames(
      Dictionary(uniqueKeysWithValues: numbers.map { (Int64($0.value), $0.key) }))
  }
}

extension ScannedTry {
  /// The figures of a job; its texts are left out.
  fileprivate init(_ job: Job, place: Int64) {
    self.place = place
    priority = job.priority
    isSpot = job.recordedPriceModel == .spot
    isCached = job.isCached
    peaksAreLowerBounds = job.usage.peaksAreLowerBounds
    nodes = Int32(clamping: job.nodes)
    submitted = job.submitted?.milliseconds ?? Self.noTime
    let row = UsageRow(job)
    runtime = max(-1, row.runtime?.milliseconds ?? -1)
    timeLimit = job.timeLimit?.milliseconds ?? -1
    vcpus = job.vcpus ?? .nan
    memoryRequested = job.memoryRequested?.count ?? -1
    diskRequested = job.diskRequested?.count ?? -1
    cpuPercent = job.usage.cpuPercent ?? .nan
    peakMemory = job.usage.peakMemory?.count ?? -1
    peakDisk = job.usage.peakDisk?.count ?? -1
    input = job.usage.input?.count ?? -1
  }
}
