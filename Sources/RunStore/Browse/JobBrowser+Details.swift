import GRDB
public import JobModel

extension JobBrowser {
  /// The runs in whose scope there is a job with this id, as ``JobStore/runs(withJob:)``.
  ///
  /// - Complexity: O(runs × tries).
  public func runs(withJob id: String) throws -> [String] {
    let wanted = storable(id).utf8
    let hashes = Set(columns.runs.map { JobColumns.hash(wanted, run: $0) })
    var numbers: [Int64] = []
    let jobs = columns.job
    if let only = hashes.first, hashes.count == 1 {
      for row in jobs.indices where jobs[row] == only { numbers.append(columns.number[row]) }
    } else {
      for row in jobs.indices where hashes.contains(jobs[row]) { numbers.append(columns.number[row]) }
    }
    for analysis in columns.analyses where hashes.contains(analysis.hash) { numbers.append(analysis.number) }
    var runs: Set<String> = []
    // Others may have the same hash.
    try store.forEachJob(numbered: numbers) { job in
      if job.key.id == storable(id) { runs.insert(job.key.run) }
    }
    return runs.sorted()
  }

  /// All that is known of a job, as ``JobStore/details(of:run:tryNumber:)``.
  ///
  /// - Complexity: O(tries in the store), a few nanoseconds each.
  public func details(of id: String, run: String, tryNumber: Int? = nil) throws -> JobDetails? {
    try store.details(of: id, run: run, tryNumber: tryNumber, children: children(of:), peers: peers(of:))
  }

  private func number(ofName name: String) -> UInt32? {
    let wanted = storable(name)
    return columns.names.all.first { $0.value == wanted }.map { UInt32(clamping: $0.key) }
  }

  private func children(of key: JobKey) throws -> Int {
    guard let run = number(ofName: key.run) else { return 0 }
    let hash = JobColumns.hash(storable(key.id).utf8, run: run)
    return try store.children(of: key, among: columns.parents.filter { $0.hash == hash }.map(\.number))
  }

  /// The orders of all rows give those of some without sorting.
  private func peers(of job: Job) throws -> JobDetails.Peers {
    guard let executable = number(ofName: job.executable), let done = number(ofName: JobState.done.name) else {
      return JobDetails.Peers(count: 0, runtime: nil, cost: nil, memory: nil)
    }
    let own = job.cost.flatMap { number(ofName: $0.currency.code) }
    let hash = number(ofName: job.key.run).map { JobColumns.hash(storable(job.key.id).utf8, run: $0) }
    var isPeer = [Bool](repeating: false, count: columns.count)
    // Taken out of the class once: a loop over a million rows would otherwise do it each time.
    let (executables, states, cached, jobs) = (columns.executable, columns.state, columns.isCached, columns.job)
    var tries: [(row: Int, number: Int64)] = []
    var count = 0
    for row in executables.indices where executables[row] == executable && states[row] == done && !cached[row] {
      isPeer[row] = true
      count += 1
      if jobs[row] == hash { tries.append((row, columns.number[row])) }
    }
    // Its own try is no peer.
    var place = 0
    try store.forEachJob(numbered: tries.map(\.number)) { candidate in
      defer { place += 1 }
      if place < tries.count, candidate.key == job.key, isPeer[tries[place].row] {
        isPeer[tries[place].row] = false
        count -= 1
      }
    }
    func figures(_ key: JobOrder.Key, _ column: [Int64], currency: UInt32? = nil) throws -> [Int64] {
      guard count > 0 else { return [] }
      let currencies = columns.currency
      var figures: [Int64] = []
      figures.reserveCapacity(count)
      for row in try order(JobOrder(key, isDescending: false)) {
        let row = Int(row)
        guard isPeer[row], currency == nil || currencies[row] == currency else { continue }
        // All that come after are not known either.
        if column[row] == RadixOrder.unknown { break }
        figures.append(column[row])
      }
      return figures
    }
    let runtimes = try figures(.runtime, columns.runtime)
    let costs = own == nil ? [] : try figures(.cost, columns.cost, currency: own)
    let memories = try figures(.memory, columns.memory)
    let runtime = job.elapsedSoFar ?? job.runtime ?? job.workerTime
    return JobDetails.Peers(
      count: count, runtime: .init(runtime?.milliseconds, among: runtimes),
      cost: .init(job.cost?.nanos, among: costs), memory: .init(job.usage.peakMemory?.count, among: memories))
  }
}
